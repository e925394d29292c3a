/** Until when a tie or a claim of one's own held. */
import { useState } from "react";
import { ask } from "../api/client";
import { client } from "../api/queries";
import type { ActorPage } from "../api/types";
import { t } from "../texts";
import { endWrong } from "./checks";
import { EditForm } from "./EditForm";
import { LineField } from "./Field";
import { useAuthor, useWriting } from "./writing";

export interface Own {
  table: "tie" | "claim";
  id: number;
  version: number;
  valid_from: string | null;
  valid_to: string | null;
  /** How it is called in a sentence. */
  what: string;
}

export function EndDialog({ page, own, onClose }: { page: ActorPage; own: Own; onClose(): void }) {
  const [on, setOn] = useState(own.valid_to ?? new Date().toISOString().slice(0, 10));
  const [theirs, setTheirs] = useState<{ version: number; valid_to: string | null } | null>(null);
  const { author } = useAuthor();
  const writing = useWriting();
  const path = `/api/actors/${page.actor.id}`;
  const save = async (version: number) => {
    const step = { do: "end", table: own.table, id: own.id, version, on: on.trim() };
    const written = await writing.write({
      path,
      method: "PATCH",
      body: { steps: [step], author },
      done: t.editing.ended(own.what),
    });
    if (written) return onClose();
    const now = await client.fetchQuery<ActorPage>({
      queryKey: ["actor", page.actor.id],
      queryFn: () => ask<ActorPage>(path),
      staleTime: 0,
    });
    const rows: { id: number; version: number; valid_to: string | null }[] =
      own.table === "tie" ? now.ties : now.claims;
    setTheirs(rows.find((row) => row.id === own.id) ?? null);
  };
  return (
    <EditForm
      title={t.editing.endOf(own.what)}
      save={t.editing.end}
      wrong={{ on: on.trim() ? endWrong(own.valid_from ?? "", on) : t.editing.wrong.missing }}
      writing={writing}
      refused={
        writing.stale && theirs ? (
          <div className="warning edit-stale" role="alert">
            <p>{t.editing.stale}</p>
            <dl className="edit-both">
              <dt>{t.editing.now}</dt>
              <dd>{theirs.valid_to ?? t.editing.notKnown}</dd>
              <dt>{t.editing.yours}</dt>
              <dd>{on}</dd>
            </dl>
            <p className="edit-row">
              <button type="button" className="button" onClick={onClose}>
                {t.editing.keepTheirs}
              </button>
              <button type="button" className="button" onClick={() => void save(theirs.version)}>
                {t.editing.writeMine}
              </button>
            </p>
          </div>
        ) : null
      }
      onSave={() => void save(own.version)}
      onClose={onClose}
    >
      {(shown) => (
        <LineField
          label={t.editing.lastHeld}
          value={on}
          help={t.editing.dateHelp}
          wrong={shown ? (on.trim() ? endWrong(own.valid_from ?? "", on) : t.editing.wrong.missing) : ""}
          onChange={setOn}
        />
      )}
    </EditForm>
  );
}
