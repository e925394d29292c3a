/** Long work that the server does apart: watched until it ends, stopped on request. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { t } from "../texts";
import { ApiError, ask, parsed, sent } from "./client";
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

/** A question may be stopped by whoever may ask it. */
export const cancelJob = ({ id, kind }: Job): Promise<Job> =>
  ask<Job>(`/api/${kind === "question" ? "questions" : "jobs"}/${id}/cancel`, { body: {} });

/** What went wrong with a job, in words, and what to do. */
export const failureOf = (job: Job): { text: string; remedy: string } | null =>
  job.error ? { text: job.error.message, remedy: job.error.remedy ?? "" } : null;

/** Told of a job while it runs. */
export type OnJob = (job: Job | null) => void;

/** Wait until a job has ended well; one that nobody waits for any longer is stopped. */
export async function ended(job: Job, onJob: OnJob, signal?: AbortSignal): Promise<Job> {
  try {
    for (let now = job; ; now = await ask<Job>(`/api/jobs/${job.id}`, signal ? { signal } : {})) {
      if (!running(now)) {
        if (now.state === "done") return now;
        throw new ApiError(503, now.error?.message ?? t.job.stopped, now.error?.remedy ?? "");
      }
      onJob(now);
      await rest(signal);
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

/** Ask what the server may look into by a job, as it does on a large record: the job is waited for, then asked again. */
export async function whenDone(path: string, onJob: OnJob, signal?: AbortSignal): Promise<Response> {
  for (;;) {
    const response = await sent(path, signal ? { signal } : {});
    if (response.status !== 202) return response;
    await ended(await parsed<Job>(response), onJob, signal);
  }
}

/** Tell what is to be written, which a job may see to; what the job says is the answer. */
export async function writtenWhenDone<T>(path: string, body: unknown, onJob: OnJob): Promise<T> {
  const response = await sent(path, { body });
  if (response.status !== 202) return parsed<T>(response);
  return (await ended(await parsed<Job>(response), onJob)).answer as T;
}

/** An answer by its address, with the job that looks for it. */
export function useLong<T>(address: string | null) {
  const [job, setJob] = useState<Job | null>(null);
  const asked = useQuery({
    queryKey: ["answer", address],
    enabled: address !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => parsed<T>(await whenDone(address!, setJob, signal)),
  });
  return { ...asked, job };
}
