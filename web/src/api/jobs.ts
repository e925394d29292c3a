/** Long work that the server does apart: watched until it ends, stopped on request. */
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { t } from "../texts";
import { ApiError, ask, parsed, sent } from "./client";
import { inWords } from "./leads";
import type { Job } from "./types";

const EVERY_MS = 400;

export const running = (job: Job | undefined): boolean => job?.state === "queued" || job?.state === "running";

/** Watch a job; `onEnd` is told once, when it has ended. */
export function useJob(number: number | null, onEnd?: (job: Job) => void) {
  const asked = useQuery({
    queryKey: ["job", number],
    enabled: number !== null,
    staleTime: 0,
    queryFn: ({ signal }) => ask<Job>(`/api/jobs/${number}`, { signal }),
    refetchInterval: (query) => (query.state.data && !running(query.state.data) ? false : EVERY_MS),
  });
  const told = useRef<number | null>(null);
  const latest = useRef(onEnd);
  latest.current = onEnd;
  const job = asked.data;
  useEffect(() => {
    if (job && !running(job) && told.current !== job.id) {
      told.current = job.id;
      latest.current?.(job);
    }
  }, [job]);
  return asked;
}

/** The jobs that this page stopped: one that was stopped elsewhere is asked for anew where it is still waited for. */
const stoppedHere = new Set<number>();

/** A question may be stopped by whoever may ask it. */
export const cancelJob = ({ id, kind }: Job): Promise<Job> => {
  stoppedHere.add(id);
  return ask<Job>(`/api/${kind === "question" ? "questions" : "jobs"}/${id}/cancel`, { body: {} });
};

/** What went wrong with a job, in words, and what to do. */
export const failureOf = (job: Job): { text: string; remedy: string } | null =>
  job.error ? { text: inWords(job.error.message), remedy: inWords(job.error.remedy ?? "") } : null;

/** Told of a job while it runs. */
export type OnJob = (job: Job | null) => void;

/** A server that is away, as while it is started anew, is waited for so long. */
const AWAY_MS = 60_000;

/** A job that was stopped, though not from here: another page that shares it went away. */
class StoppedElsewhere extends ApiError {}

/** Wait until a job has ended well; one that nobody waits for any longer is stopped. */
export async function ended(job: Job, onJob: OnJob, signal?: AbortSignal): Promise<Job> {
  let away = 0;
  try {
    for (let now = job; ; ) {
      if (!running(now)) {
        if (now.state === "done") return now;
        const told = now.error?.message ?? t.job.stopped;
        if (now.state === "cancelled" && !stoppedHere.has(now.id)) throw new StoppedElsewhere(503, told, "");
        throw new ApiError(503, told, now.error?.remedy ?? "");
      }
      onJob(away ? { ...now, progress: { ...now.progress, what: t.job.away } } : now);
      await rest(signal);
      try {
        now = await ask<Job>(`/api/jobs/${job.id}`, signal ? { signal } : {});
        away = 0;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 0) throw error;
        away ||= Date.now();
        if (Date.now() - away > AWAY_MS) throw error;
      }
    }
  } catch (error) {
    if (signal?.aborted) void cancelJob(job).catch(() => undefined);
    throw error;
  } finally {
    onJob(null);
  }
}

const rest = (signal?: AbortSignal): Promise<void> =>
  new Promise((done, stop) => {
    const timer = window.setTimeout(done, EVERY_MS);
    signal?.addEventListener(
      "abort",
      () => {
        window.clearTimeout(timer);
        stop(new DOMException("stopped", "AbortError"));
      },
      { once: true },
    );
  });

/** So often a question is asked again that was stopped elsewhere. */
const AGAIN = 3;

/** Ask what the server may look into by a job, as it does where that takes long: the job is waited for, then asked again. */
export async function whenDone(path: string, onJob: OnJob, signal?: AbortSignal): Promise<Response> {
  for (let stopped = 0; ; ) {
    const response = await sent(path, signal ? { signal } : {});
    if (response.status !== 202) return response;
    try {
      await ended(await parsed<Job>(response), onJob, signal);
    } catch (error) {
      if (!(error instanceof StoppedElsewhere) || ++stopped >= AGAIN) throw error;
    }
  }
}

/** Tell what is to be written, which a job may see to; what the job says is the answer. */
export async function writtenWhenDone<T>(path: string, body: unknown, onJob: OnJob): Promise<T> {
  const response = await sent(path, { body });
  if (response.status !== 202) return parsed<T>(response);
  return (await ended(await parsed<Job>(response), onJob)).answer as T;
}

/** What goes to whoever asks for an answer by its address; the job is known by the address, to all who wait for it. */
export function useLooking() {
  const cache = useQueryClient();
  return <T>(address: string, signal: AbortSignal): Promise<T> =>
    whenDone(address, (job) => cache.setQueryData(["looking", address], job), signal).then((said) => parsed<T>(said));
}

/** The first job that looks for one of some answers; none where all are there, or are found at once. */
export function useJobs(addresses: readonly (string | null)[]): Job | null {
  return useQueries({
    queries: addresses.map((address) => ({
      queryKey: ["looking", address],
      enabled: false,
      initialData: null,
      queryFn: (): Job | null => null,
    })),
    combine: (all) => all.map((one) => one.data).find(Boolean) ?? null,
  });
}

/** An answer by its address, with the job that looks for it. */
export function useLong<T>(address: string | null) {
  const look = useLooking();
  const job = useJobs([address]);
  const asked = useQuery({
    queryKey: ["answer", address],
    enabled: address !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => look<T>(address!, signal),
  });
  return { ...asked, job };
}
