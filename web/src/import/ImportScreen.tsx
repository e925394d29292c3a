/**
 * Import: files are dropped, tried without writing anything, looked at, and only then imported. Which trial or import
 * is shown stands in the address, so that a reload, or another day, finds it again.
 */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { href, Link, navigate, useAddress } from "../address";
import { ask } from "../api/client";
import { failureOf, running, useJob } from "../api/jobs";
import { changedHere, useReview } from "../api/queries";
import type { Job } from "../api/types";
import { JobBar } from "../shell/JobBar";
import { May } from "../shell/May";
import { Failed, Waiting } from "../shell/States";
import { moment, t } from "../texts";
import { DropZone } from "./DropZone";
import { TrialView } from "./TrialView";
import type { Imported, Trial } from "./trial";
import "./import.css";

export default function ImportScreen() {
  const { query } = useAddress();
  const text = query.get("job");
  const number = text && /^\d{1,15}$/.test(text) ? Number(text) : null;
  return (
    <div className="page import">
      <header>
        <h1>{t.import.title}</h1>
        <p className="muted">{t.import.intro}</p>
      </header>
      {number === null ? (
        <>
          <May needs="editor" said={t.nav.import}>
            <DropZone onJob={(job) => navigate(href("/import", { job: job.id }))} />
          </May>
          <Recent />
        </>
      ) : (
        <OneJob key={number} number={number} />
      )}
    </div>
  );
}

/** A trial or an import: while it runs, and when it has ended. */
function OneJob({ number }: { number: number }) {
  const ended = useCallback((job: Job) => {
    const batch = (job.answer as Imported | null)?.batch;
    if (job.kind !== "try" && job.state === "done") void changedHere(batch);
  }, []);
  const { data: job, error, refetch } = useJob(number, ended);
  const again = useMutation({
    mutationFn: (body: { dry_run: boolean; source: string | null; columns: Record<string, string>; author: string }) =>
      ask<Job>(`/api/import/${number}/again`, { body }),
    onSuccess: (next) => navigate(href("/import", { job: next.id })),
  });
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!job) return <Waiting text={t.loading.screen} />;
  if (running(job)) return <JobBar job={job} text={job.kind === "try" ? t.import.trying : t.import.importing} />;
  const failed = failureOf(job);
  if (job.state !== "done" || failed) {
    return (
      <section role="alert" className="import-end">
        <h2>{job.state === "cancelled" ? t.import.cancelled : t.import.failed}</h2>
        {failed ? <p>{failed.text}</p> : null}
        <MoreButton />
      </section>
    );
  }
  if (job.kind === "try")
    return (
      <>
        {again.error ? <Failed error={again.error} /> : null}
        <May needs="editor" said={t.nav.import}>
          <TrialView
            trial={job.answer as unknown as Trial}
            busy={again.isPending}
            onAgain={(source, columns) => again.mutate({ dry_run: true, source, columns, author: "" })}
            onGo={(source, columns, author) => again.mutate({ dry_run: false, source, columns, author })}
            onGiveUp={() =>
              void ask(`/api/import/${number}/drop`, { body: {} })
                .catch(() => undefined)
                .then(() => navigate("/import"))
            }
          />
        </May>
      </>
    );
  return <Done imported={job.answer as unknown as Imported} />;
}

function MoreButton() {
  return (
    <Link to="/import" className="button">
      {t.import.more}
    </Link>
  );
}

function Done({ imported }: { imported: Imported }) {
  const { data: review } = useReview();
  const waiting = review?.items.length ?? 0;
  // What comes next is near the hand that pressed the button.
  useEffect(() => document.querySelector<HTMLElement>(".import-end .primary")?.focus(), []);
  return (
    <section className="import-end">
      <h2>{t.import.done}</h2>
      <p role="status">{t.import.doneText(imported.changed, imported.batch)}</p>
      <div className="import-actions">
        {waiting ? (
          <Link to="/review" className="button primary">
            {t.import.toReview(waiting)}
          </Link>
        ) : (
          <Link to="/review" className="button">
            {t.import.toMatch}
          </Link>
        )}
        <Link to="/map" className={waiting ? "button" : "button primary"}>
          {t.import.toMap}
        </Link>
        <MoreButton />
      </div>
    </section>
  );
}

const KINDS = new Set(["try", "import", "sample"]);
const LATELY = 6;

function Recent() {
  const [from] = useState(() => Date.now());
  const { data } = useQuery({
    queryKey: ["jobs", from],
    queryFn: ({ signal }) => ask<{ jobs: Job[] }>("/api/jobs", { signal }),
  });
  const jobs = data?.jobs.filter((job) => KINDS.has(job.kind)).slice(0, LATELY) ?? [];
  if (!jobs.length) return null;
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">{t.import.recent}</h2>
      <ul className="import-recent">
        {jobs.map((job) => (
          <li key={job.id}>
            <span>{job.title}</span>
            <span className="muted small">
              {moment(job.created)}, {t.import.states[job.state]}
            </span>
            <Link
              to={href("/import", { job: job.id })}
              label={`${t.import.look}: ${job.title}, ${moment(job.created)}`}
            >
              {t.import.look}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
