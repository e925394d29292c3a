/** Who engages a stakeholder, how and by when: what is decided takes the place of the plan's proposal. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import type { Row } from "../answer/values";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { StakeholderWritten } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { say } from "../shell/toast";
import { t } from "../texts";

export function Deciding({ row, onClose }: { row: Row; onClose(): void }) {
  const id = useId();
  const name = String(row.name);
  const write = useMutation({
    mutationFn: (body: object) => ask<StakeholderWritten>("/api/stakeholders/engage", { body }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }) => {
      say(t.stakeholders.kept(name));
      void changedHere(batch);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const how = String(given.get("how") ?? "").trim();
    write.mutate({
      actor: Number(row.id),
      owner: String(given.get("owner") ?? ""),
      by: String(given.get("by") ?? "") || null,
      done: given.get("done") === "on",
      ...(how && how !== row.how ? { how } : {}),
    });
  };
  return (
    <Dialog title={t.stakeholders.decideOf(name)} onClose={onClose}>
      <form className="deciding" onSubmit={submit}>
        <p className="small muted">{String(row.why ?? "")}</p>
        <label htmlFor={`${id}-owner`}>{t.stakeholders.owner}</label>
        <input
          id={`${id}-owner`}
          name="owner"
          className="input"
          maxLength={200}
          defaultValue={String(row.owner ?? "")}
        />
        <label htmlFor={`${id}-by`}>{t.stakeholders.by}</label>
        <input id={`${id}-by`} name="by" type="date" className="input" defaultValue={String(row.by ?? "")} />
        <label htmlFor={`${id}-how`}>{t.stakeholders.how}</label>
        <textarea id={`${id}-how`} name="how" className="input" rows={3} defaultValue={String(row.how ?? "")} />
        <label>
          <input type="checkbox" name="done" defaultChecked={row.status === "done"} /> {t.stakeholders.done}
        </label>
        <p>
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t.stakeholders.keep}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
