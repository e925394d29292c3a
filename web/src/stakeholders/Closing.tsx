/** Close a survey: what that means is said before, for where means were shown it is not opened again. */
import { useMutation } from "@tanstack/react-query";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { StakeholderWritten } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { say } from "../shell/toast";
import { t } from "../texts";

export function Closing({ name, onClose }: { name: string; onClose(): void }) {
  const write = useMutation({
    mutationFn: () => ask<StakeholderWritten>("/api/stakeholders/surveys/close", { body: { name } }),
    onSuccess: ({ batch }) => {
      say(t.stakeholders.survey.closed(name));
      void changedHere(batch);
      onClose();
    },
  });
  return (
    <Dialog title={t.stakeholders.survey.closeOf(name)} onClose={onClose}>
      <ul className="survey-means">
        {t.stakeholders.survey.means.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {write.error ? <p role="alert">{write.error.message}</p> : null}
      <p className="rate-row">
        <button type="button" className="button primary" disabled={write.isPending} onClick={() => write.mutate()}>
          {t.stakeholders.survey.close}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t.stakeholders.survey.leaveOpen}
        </button>
      </p>
    </Dialog>
  );
}
