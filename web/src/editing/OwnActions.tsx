/** What can be done with a tie or a claim: one's own is corrected, ended, removed; beside a source's another can be said. */
import type { ActorPage, Claim } from "../api/types";
import { t } from "../texts";
import type { Doing } from "./Changing";
import type { Own } from "./EndDialog";
import { useAuthor, useWriting } from "./writing";
import "./editing.css";

interface Props {
  page: ActorPage;
  own: Own;
  /** The claim, where it is one. */
  claim?: Claim;
  onDo(doing: Doing): void;
}

/** What the actor's own values say too: they are corrected where those are. */
const VALUES: readonly string[] = ["name", "kind", "sector", "place"];

export function OwnActions({ page, own, claim, onDo }: Props) {
  const value = claim !== undefined && VALUES.includes(claim.field);
  const { author } = useAuthor();
  const writing = useWriting();
  const remove = () =>
    void writing.write({
      path: `/api/actors/${page.actor.id}`,
      method: "PATCH",
      body: { steps: [{ do: "remove", table: own.table, id: own.id, version: own.version }], author },
      done: t.editing.removed(own.what),
    });
  return (
    <>
      <span className="edit-actions small no-print">
        {claim ? (
          <button
            type="button"
            className="link-button"
            aria-label={t.editing.correctOf(own.what)}
            onClick={() => onDo(value ? { what: "edit" } : { what: "claim", about: claim, corrects: true })}
          >
            {t.editing.correct}
          </button>
        ) : null}
        {value ? null : (
          <button
            type="button"
            className="link-button"
            aria-label={t.editing.endOf(own.what)}
            onClick={() => onDo({ what: "end", own })}
          >
            {t.editing.end}
          </button>
        )}
        <button
          type="button"
          className="link-button"
          aria-label={t.editing.removeOf(own.what)}
          disabled={writing.busy}
          onClick={remove}
        >
          {t.editing.remove}
        </button>
      </span>
      {writing.error ? (
        <p className="warning small" role="alert">
          {writing.error.message}
        </p>
      ) : null}
    </>
  );
}
