/** Whose weights are kept: what each judge said of the criteria, and a way to take it back. */
import { useMutation } from "@tanstack/react-query";
import { ask } from "../api/client";
import { changedHere, useUndo } from "../api/queries";
import type { PartnerCriteria, PartnershipWritten } from "../api/types";
import { useMay } from "../shell/May";
import { say } from "../shell/toast";
import { t } from "../texts";

export function Judges({ criteria }: { criteria: PartnerCriteria }) {
  const may = useMay("editor");
  const undo = useUndo();
  const forget = useMutation({
    mutationFn: (judge: string) => ask<PartnershipWritten>("/api/partnerships/weights/forget", { body: { judge } }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }, judge) => {
      say(t.partnerships.judgeGone(judge), { label: t.partnerships.undo, run: () => undo.mutate(batch) });
      void changedHere(batch);
    },
  });
  return (
    <details className="judges">
      <summary className="small">{t.partnerships.whatJudgesSay}</summary>
      <ul>
        {criteria.judges.map((one) => (
          <li key={one.name}>
            <p className="small">
              <strong>{one.name}</strong> <span className="muted">{t.partnerships.ways[one.way] ?? one.way}</span>
            </p>
            <table className="judging-shares small">
              <caption className="hidden-text">{t.partnerships.weightsOf(one.name)}</caption>
              <tbody>
                {criteria.criteria.map(({ name, parts }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{t.partnerships.percent(parts.reduce((sum, part) => sum + (one.shares[part.id] ?? 0), 0))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {may ? (
              <button
                type="button"
                className="link-button small"
                aria-label={t.partnerships.forgetJudgeOf(one.name)}
                disabled={forget.isPending}
                onClick={() => forget.mutate(one.name)}
              >
                {t.partnerships.forgetJudge}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
