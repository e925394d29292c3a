/** Fill an empty record with the sample: a job, watched until it has ended. */
import { useMutation } from "@tanstack/react-query";
import { ask } from "../api/client";
import { failureOf, useJob } from "../api/jobs";
import { changedHere } from "../api/queries";
import type { Job } from "../api/types";
import { JobBar } from "../shell/JobBar";
import { t } from "../texts";

export function Sample() {
  const start = useMutation({ mutationFn: () => ask<Job>("/api/sample", { body: {} }) });
  const { data: job } = useJob(
    start.data?.id ?? null,
    (ended) => void changedHere(ended.answer?.batch as number | null),
  );
  const failed = start.error?.message ?? (job ? failureOf(job)?.text : undefined);
  if (start.data && !failed && job?.state !== "cancelled") return <JobBar job={job} text={t.home.sampling} />;
  return (
    <>
      {failed ? <p role="alert">{failed}</p> : null}
      <button type="button" className="button" title={t.home.sampleAsk} onClick={() => start.mutate()}>
        {t.home.sample}
      </button>
    </>
  );
}
