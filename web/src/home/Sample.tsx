/** Fill an empty record with the sample: a job, watched until it has ended. */
import { useMutation } from "@tanstack/react-query";
import { useAddress } from "../address";
import { ask } from "../api/client";
import { failureOf, useJob } from "../api/jobs";
import { changedHere } from "../api/queries";
import type { Job } from "../api/types";
import { JobBar } from "../shell/JobBar";
import { t } from "../texts";

export function Sample() {
  const start = useMutation({ mutationFn: () => ask<Job>("/api/sample", { body: {} }) });
  // A record that was begun from the sample is being filled already: its first address says by which job.
  const begun = Number(useAddress().query.get("sample")) || null;
  const { data: job, error } = useJob(
    start.data?.id ?? begun,
    (ended) => void changedHere(ended.answer?.batch as number | null),
  );
  const failed = start.error?.message ?? (job ? failureOf(job)?.text : undefined);
  if ((start.data || (begun && !error)) && !failed && job?.state !== "cancelled")
    return <JobBar job={job} text={t.home.sampling} />;
  return (
    <>
      {failed ? <p role="alert">{failed}</p> : null}
      <button type="button" className="button" title={t.home.sampleAsk} onClick={() => start.mutate()}>
        {t.home.sample}
      </button>
    </>
  );
}
