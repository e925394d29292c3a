/** How far a job is, with a way to stop it. */
import { useState } from "react";
import { cancelJob, running } from "../api/jobs";
import type { Job } from "../api/types";
import { t } from "../texts";
import { useMay } from "./May";
import { Waiting } from "./States";

/** What stands where an answer will be: how far the job is that looks for it, where there is one. */
export function Looking({ job, text }: { job: Job | null; text: string }) {
  return job ? <JobBar key={job.id} job={job} text={text} /> : <Waiting text={text} />;
}

export function JobBar({ job, text }: { job: Job | undefined; text: string }) {
  const [stopping, setStopping] = useState(false);
  const editor = useMay("editor");
  const { done, total, what } = job?.progress ?? { done: 0, total: null, what: "" };
  return (
    <div className="job" role="status">
      <div
        className="waiting-bar"
        data-known={total ? "" : undefined}
        style={total ? { ["--done" as string]: done / total } : undefined}
      />
      <p>
        {text}{" "}
        <span className="muted">{job?.state === "queued" ? t.job.queued : t.job.progress(done, total, what)}</span>
      </p>
      {job && running(job) && (editor || job.kind === "question") ? (
        <button
          type="button"
          className="button"
          disabled={stopping}
          onClick={() => {
            setStopping(true);
            void cancelJob(job).catch(() => undefined);
          }}
        >
          {stopping ? t.job.stopping : t.job.stop}
        </button>
      ) : null}
    </div>
  );
}
