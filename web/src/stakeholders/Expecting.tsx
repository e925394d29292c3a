/** What stakeholders expect: said here, and judged once it is due. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { Row } from "../answer/values";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { StakeholderWritten } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { Dialog } from "../shell/Dialog";
import { Cross } from "../shell/icons";
import { say } from "../shell/toast";
import { t } from "../texts";

interface Named {
  id: number;
  name: string;
}

export function Expecting({ rater }: { rater: string }) {
  const id = useId();
  const [actor, setActor] = useState<Named | null>(null);
  const [of, setOf] = useState<Named | null>(null);
  const write = useMutation({
    mutationFn: (body: object) => ask<StakeholderWritten>("/api/stakeholders/expect", { body }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }) => {
      say(t.stakeholders.expectation.kept(actor?.name ?? ""));
      void changedHere(batch);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const due = String(given.get("due") ?? "");
    if (actor)
      write.mutate(
        {
          actor: actor.id,
          text: String(given.get("text") ?? "").trim(),
          said_by: rater,
          ...(of ? { of: of.id } : {}),
          ...(due ? { due } : {}),
        },
        { onSuccess: () => form.reset() },
      );
  };
  return (
    <form className="card saying no-print" aria-label={t.stakeholders.expectation.say} onSubmit={submit}>
      <h3>{t.stakeholders.expectation.say}</h3>
      <div className="saying-fields">
        <div>
          <ActorPicker label={t.stakeholders.expectation.who} onPick={setActor} />
          {actor ? <p>{actor.name}</p> : null}
        </div>
        <div>
          <label htmlFor={`${id}-text`}>{t.stakeholders.expectation.what}</label>
          <input id={`${id}-text`} name="text" className="input" maxLength={2000} required />
        </div>
        <div>
          <ActorPicker label={t.stakeholders.expectation.of} onPick={setOf} />
          {of ? (
            <span className="chip">
              {of.name}
              <button type="button" aria-label={t.stakeholders.survey.remove(of.name)} onClick={() => setOf(null)}>
                <Cross />
              </button>
            </span>
          ) : (
            <p>{t.stakeholders.expectation.ofAll}</p>
          )}
        </div>
        <div>
          <label htmlFor={`${id}-due`}>{t.stakeholders.by}</label>
          <input id={`${id}-due`} name="due" type="date" className="input" />
        </div>
      </div>
      <p>
        <button type="submit" className="button primary" disabled={!actor || write.isPending}>
          {t.stakeholders.sayIt}
        </button>
      </p>
    </form>
  );
}

export function Judging({ row, rater, onClose }: { row: Row; rater: string; onClose(): void }) {
  const write = useMutation({
    mutationFn: (outcome: string) =>
      ask<StakeholderWritten>("/api/stakeholders/met", { body: { claim: Number(row.claim), outcome, said_by: rater } }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }) => {
      say(t.stakeholders.expectation.judged);
      void changedHere(batch);
      onClose();
    },
  });
  return (
    <Dialog title={t.stakeholders.expectation.judge(String(row.name))} onClose={onClose}>
      <p>{String(row.expectation)}</p>
      <p className="rate-row">
        {(["yes", "partly", "no"] as const).map((outcome) => (
          <button
            key={outcome}
            type="button"
            className="button"
            disabled={write.isPending}
            onClick={() => write.mutate(outcome)}
          >
            {t.stakeholders.expectation.outcomes[outcome]}
          </button>
        ))}
      </p>
    </Dialog>
  );
}
