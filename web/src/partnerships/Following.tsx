/** What became of it: decisions as kept, partnerships that are followed, whose review is due, and the review itself. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { href } from "../address";
import { AnswerView } from "../answer/AnswerView";
import type { Row } from "../answer/values";
import { ask } from "../api/client";
import { changedHere, useAnswer } from "../api/queries";
import type { AnswerColumn, PartnershipWritten } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { Dialog } from "../shell/Dialog";
import { May, useMay } from "../shell/May";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import { lines } from "./Deciding";
import type { State } from "./state";
import { ActorChip } from "./Who";

export function Following({ state, rater }: { state: State; rater: string }) {
  const decided = useAnswer("/api/partnerships/decisions");
  const followed = useAnswer("/api/partnerships/impacts");
  const [reviewed, setReviewed] = useState<string | null>(null);
  const may = useMay("editor");
  const cell = (row: Row, column: AnswerColumn) =>
    may && column.name === "name" ? (
      <button
        type="button"
        className="link-button"
        aria-label={t.partnerships.reviewOf(String(row.name))}
        onClick={() => setReviewed(String(row.name))}
      >
        {String(row.name)}
      </button>
    ) : undefined;
  return (
    <>
      <p className="muted questions-help">{t.partnerships.decisionsHelp}</p>
      {[decided, followed].map(({ data, error, refetch }, index) =>
        error ? (
          <Failed key={index} error={error} again={() => void refetch()} />
        ) : data ? (
          <AnswerView key={index} answer={data} {...(index === 1 ? { cell } : {})} />
        ) : (
          <Waiting key={index} text={t.answer.asking} />
        ),
      )}
      <May needs="editor" said={t.partnerships.follow}>
        <Follow state={state} />
      </May>
      {reviewed === null ? null : <Review name={reviewed} rater={rater} onClose={() => setReviewed(null)} />}
    </>
  );
}

const EXPECTED = ["ties", "reach", "bridges", "days", "technologies"] as const;

function Follow({ state }: { state: State }) {
  const id = useId();
  const [seeker, setSeeker] = useState(state.seeker);
  const [partner, setPartner] = useState("");
  const write = useMutation({
    mutationFn: (body: { name: string }) => ask<PartnershipWritten>("/api/partnerships/impacts", { body }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }, { name }) => {
      say(t.partnerships.opened(name));
      void changedHere(batch);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const expected = EXPECTED.flatMap((key): [string, number][] => {
      const text = String(given.get(key) ?? "").trim();
      return text ? [[key, Number(text)]] : [];
    });
    write.mutate({
      name: String(given.get("name") ?? "").trim(),
      seeker: Number(seeker),
      partner: Number(partner),
      start: String(given.get("start") ?? ""),
      every: Number(given.get("every")),
      expected: Object.fromEntries(expected),
      indicators: lines(given, "indicators"),
    } as { name: string });
  };
  return (
    <form className="card no-print" aria-label={t.partnerships.follow} onSubmit={submit}>
      <h2>{t.partnerships.follow}</h2>
      <p className="small muted">{t.partnerships.followLead}</p>
      <div className="partner-fields">
        <div>
          <label htmlFor={`${id}-name`}>{t.partnerships.followName}</label>
          <input id={`${id}-name`} name="name" className="input" maxLength={200} required />
        </div>
        <div>
          <ActorPicker label={t.partnerships.one} onPick={(found) => setSeeker(String(found.id))} />
          {seeker ? <ActorChip text={seeker} onRemove={() => setSeeker("")} /> : null}
        </div>
        <div>
          <ActorPicker label={t.partnerships.other} onPick={(found) => setPartner(String(found.id))} />
          {partner ? <ActorChip text={partner} onRemove={() => setPartner("")} /> : null}
        </div>
        <div>
          <label htmlFor={`${id}-start`}>{t.partnerships.start}</label>
          <input id={`${id}-start`} name="start" type="date" className="input" required />
        </div>
        <div>
          <label htmlFor={`${id}-every`}>{t.partnerships.every}</label>
          <input
            id={`${id}-every`}
            name="every"
            type="number"
            className="input"
            min={1}
            max={120}
            defaultValue={6}
            required
          />
        </div>
        {EXPECTED.map((key) => (
          <div key={key}>
            <label htmlFor={`${id}-${key}`}>{t.partnerships.expected[key]}</label>
            <input id={`${id}-${key}`} name={key} type="number" step="any" className="input" />
          </div>
        ))}
        <div>
          <label htmlFor={`${id}-indicators`}>{t.partnerships.indicators}</label>
          <textarea id={`${id}-indicators`} name="indicators" className="input" rows={3} />
        </div>
      </div>
      <p>
        <button type="submit" className="button primary" disabled={!seeker || !partner || write.isPending}>
          {t.partnerships.open}
        </button>
      </p>
    </form>
  );
}

function Review({ name, rater, onClose }: { name: string; rater: string; onClose(): void }) {
  const id = useId();
  const { data, error } = useAnswer(href("/api/partnerships/impact", { name }));
  const write = useMutation({
    mutationFn: (body: object) => ask<PartnershipWritten>("/api/partnerships/review", { body }),
    onError: (failed) => say(failed.message),
    onSuccess: ({ batch }) => {
      say(t.partnerships.reviewed(name));
      void changedHere(batch);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (key: string) => String(given.get(key) ?? "").trim();
    const readings = lines(given, "readings").map((line): [string, string] => {
      const at = line.lastIndexOf("=");
      return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
    write.mutate({
      name,
      readings: Object.fromEntries(readings),
      source: text("source"),
      note: text("note"),
      by: text("by"),
      state: text("state") || null,
    });
  };
  return (
    <Dialog title={t.partnerships.reviewOf(name)} onClose={onClose}>
      {error ? <Failed error={error} /> : data ? <p>{data.summary}</p> : <Waiting text={t.answer.asking} />}
      <form className="partner-fields" onSubmit={submit}>
        <div>
          <label htmlFor={`${id}-readings`}>{t.partnerships.readings}</label>
          <textarea id={`${id}-readings`} name="readings" className="input" rows={3} />
        </div>
        <div>
          <label htmlFor={`${id}-note`}>{t.partnerships.note}</label>
          <textarea id={`${id}-note`} name="note" className="input" rows={3} />
        </div>
        <div>
          <label htmlFor={`${id}-source`}>{t.partnerships.source}</label>
          <input id={`${id}-source`} name="source" className="input" maxLength={2000} />
        </div>
        <div>
          <label htmlFor={`${id}-by`}>{t.partnerships.reviewBy}</label>
          <input id={`${id}-by`} name="by" className="input" maxLength={200} defaultValue={rater} />
        </div>
        <div>
          <label htmlFor={`${id}-state`}>{t.partnerships.state}</label>
          <select id={`${id}-state`} name="state" className="select">
            {Object.entries(t.partnerships.states).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <p>
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t.partnerships.reviewKeep}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
