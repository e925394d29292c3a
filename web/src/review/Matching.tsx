/**
 * Match with a registry: one that is kept, or a file that is dropped in; a job that can be stopped, whose number stands in
 * the address. What it is sure of is one step, which undo takes back; what it doubts joins the queue below.
 */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type DragEvent, type FormEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { href, Link, navigate, useAddress } from "../address";
import { ask } from "../api/client";
import { failureOf, running, useJob } from "../api/jobs";
import { changedHere, client, useUndo } from "../api/queries";
import type { Job, Registries } from "../api/types";
import { MOST_BYTES, type Upload, upload } from "../import/upload";
import { JobBar } from "../shell/JobBar";
import { Failed } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";

/** What a match says of itself: the answer of its job. */
interface Matched {
  registry: string;
  dry_run: boolean;
  batch: number | null;
  matched: number;
  review: number;
  new: number;
  merged: number;
  sectors: number;
  problems: { count: number };
}

const KEPT = ["registries"];

const numberOf = (text: string | null): number | null => (text && /^\d{1,15}$/.test(text) ? Number(text) : null);

/** `first`: nothing waits, so matching is what comes next. */
export function Matching({ first }: { first: boolean }) {
  const { query } = useAddress();
  const number = numberOf(query.get("job"));
  const title = useId();
  const body =
    number === null ? (
      <Start onJob={(job) => navigate(href("/review", { job: job.id }))} />
    ) : (
      <OneJob {...{ number }} />
    );
  return first || number !== null ? (
    <section className="card review-matching" aria-labelledby={title}>
      <h2 id={title}>{t.review.matching.title}</h2>
      {body}
    </section>
  ) : (
    <details className="card review-matching">
      <summary id={title}>{t.review.matching.title}</summary>
      {body}
    </details>
  );
}

function Start({ onJob }: { onJob(job: Job): void }) {
  const id = useId();
  const { data } = useQuery({
    queryKey: KEPT,
    staleTime: 0,
    queryFn: ({ signal }) => ask<Registries>("/api/matching/registries", { signal }),
  });
  const [dry, setDry] = useState(false);
  const [sending, setSending] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState("");
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const current = useRef<Upload | null>(null);
  useEffect(() => () => current.current?.stop(), []);
  const start = useMutation({
    mutationFn: (registry: string) => ask<Job>("/api/matching", { body: { registry, dry_run: dry } }),
    onSuccess: onJob,
  });
  const send = (files: readonly File[]) => {
    if (!files.length || current.current) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > MOST_BYTES) return setProblem(t.review.matching.tooLarge);
    setProblem("");
    setSending({ done: 0, total: size });
    const told = (done: number, total: number) => setSending({ done, total });
    const started = upload(files, told, "/api/matching/registries", { dry_run: String(dry) });
    current.current = started;
    started.job
      .then(onJob)
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) setProblem(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        current.current = null;
        setSending(null);
      });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    start.mutate(String(new FormData(event.currentTarget).get("registry") ?? ""));
  };
  if (sending)
    return (
      <div className="job" role="status">
        <div
          className="waiting-bar"
          data-known=""
          style={{ ["--done" as string]: sending.total ? sending.done / sending.total : 0 }}
        />
        <p>{t.review.matching.sending(sending.done, sending.total)}</p>
        <button type="button" className="button" onClick={() => current.current?.stop()}>
          {t.review.matching.stopSending}
        </button>
      </div>
    );
  return (
    <>
      <p className="muted">{t.review.matching.help}</p>
      {data?.registries.length ? (
        <form className="review-registries" onSubmit={submit}>
          <div className="field">
            <label htmlFor={id}>{t.review.matching.kept}</label>
            <select id={id} name="registry" className="select">
              {data.registries.map((one) => (
                <option key={one.name} value={one.name}>
                  {t.review.matching.size(one.name, one.bytes)}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" className="button primary" disabled={start.isPending}>
            {t.review.matching.go}
          </button>
        </form>
      ) : null}
      <section
        className="review-drop"
        data-over={over ? "" : undefined}
        aria-label={t.review.matching.drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span>{t.review.matching.drop}</span>
        <button
          type="button"
          className={data?.registries.length ? "button" : "button primary"}
          onClick={() => input.current?.click()}
        >
          {t.review.matching.choose}
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,.jsonl,.gz"
          hidden
          aria-label={t.review.matching.choose}
          onChange={(event) => {
            send([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </section>
      <label className="check">
        <input type="checkbox" checked={dry} onChange={(event) => setDry(event.target.checked)} />{" "}
        {t.review.matching.dry}
      </label>
      {problem || start.error ? (
        <p className="warning" role="alert">
          {problem || start.error?.message}
        </p>
      ) : null}
    </>
  );
}

/** A match: while it runs, and what came of it. */
function OneJob({ number }: { number: number }) {
  const ended = useCallback((job: Job) => {
    const batch = (job.answer as unknown as Matched | null)?.batch;
    if (job.state === "done" && batch) void changedHere(batch);
    void client.invalidateQueries({ queryKey: KEPT });
  }, []);
  const { data: job, error, refetch } = useJob(number, ended);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!job || running(job)) return <JobBar job={job} text={t.review.matching.running} />;
  const failed = failureOf(job);
  const done = job.kind === "match" && job.state === "done" ? (job.answer as unknown as Matched) : null;
  return done ? (
    <Result done={done} />
  ) : (
    <div role="alert">
      <p>{job.state === "cancelled" ? t.review.matching.stopped : (failed?.text ?? t.errors.status(404))}</p>
      {failed?.remedy ? <p className="muted">{failed.remedy}</p> : null}
      <Link to="/review" className="button">
        {t.review.matching.again}
      </Link>
    </div>
  );
}

function Result({ done }: { done: Matched }) {
  const undo = useUndo();
  const texts = t.review.matching;
  const again = useMutation({
    mutationFn: () => ask<Job>("/api/matching", { body: { registry: done.registry } }),
    onSuccess: (job) => navigate(href("/review", { job: job.id })),
    onError: (error) => say(error.message),
  });
  return (
    <div role="status">
      <p>{texts.found(done.matched, done.review, done.new, done.dry_run)}</p>
      {done.merged || done.sectors ? <p>{texts.also(done.merged, done.sectors, done.dry_run)}</p> : null}
      {done.problems.count ? <p className="muted">{texts.problems(done.problems.count)}</p> : null}
      {done.dry_run ? <p className="muted">{texts.tried}</p> : done.batch === null ? <p>{texts.nothing}</p> : null}
      <p className="review-actions">
        {done.dry_run ? (
          <button type="button" className="button primary" disabled={again.isPending} onClick={() => again.mutate()}>
            {texts.now}
          </button>
        ) : null}
        {done.batch !== null ? (
          <button
            type="button"
            className="button"
            disabled={undo.isPending || undo.isSuccess}
            onClick={() =>
              undo.mutate(done.batch!, {
                onSuccess: () => say(texts.undone),
                onError: (error) => say(error.message),
              })
            }
          >
            {texts.undo}
          </button>
        ) : null}
        <Link to="/review" className="button">
          {texts.again}
        </Link>
      </p>
    </div>
  );
}
