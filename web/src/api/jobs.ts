/** Long work that the server does apart: watched until it ends, stopped on request. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ask } from "./client";
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

export const cancelJob = (number: number): Promise<Job> => ask<Job>(`/api/jobs/${number}/cancel`, { body: {} });

/** What went wrong with a job, in words, and what to do. */
export const failureOf = (job: Job): { text: string; remedy: string } | null =>
  job.error ? { text: job.error.message, remedy: job.error.remedy ?? "" } : null;
