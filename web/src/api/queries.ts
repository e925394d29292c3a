/** What the screens ask the server for, each under one key, so that two screens that ask the same share one answer. */
import { keepPreviousData, QueryClient, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { href } from "../address";
import { say } from "../shell/toast";
import { t } from "../texts";
import { ApiError, ask, parsed } from "./client";
import { useLong, whenDone } from "./jobs";
import type {
  ActorPage,
  Answer,
  Changes,
  Evidence,
  History,
  Job,
  MapAnswer,
  Measure,
  RecordAnswer,
  Review,
} from "./types";

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a server that cannot be reached is asked again.
      retry: (count, error) => count < 2 && error instanceof ApiError && error.status === 0,
    },
  },
});

export const useRecord = () =>
  useQuery({ queryKey: ["record"], queryFn: ({ signal }) => ask<RecordAnswer>("/api/record", { signal }) });

export const useMeasures = () =>
  useQuery({
    queryKey: ["measures"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const said = await ask<Measure[] | { measures: Measure[] }>("/api/measures", { signal });
      return Array.isArray(said) ? said : said.measures;
    },
  });

export const useSearch = (q: string) =>
  useQuery({
    queryKey: ["search", q],
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask<{ found: import("./types").Found[] }>(href("/api/search", { q, limit: 12 }), { signal }),
  });

/** The map of a scope, with how much of it has come, or the job that gathers it; none where there is no query. */
export function useMap(query: URLSearchParams | null) {
  const [progress, setProgress] = useState<{ done: number; total: number | null } | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const address = href("/api/map", query ?? {});
  const asked = useQuery({
    queryKey: ["map", address],
    enabled: query !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      try {
        const response = await whenDone(address, setJob, signal);
        return await parsed<MapAnswer>(response, (done, total) => setProgress({ done, total }));
      } finally {
        setProgress(null);
      }
    },
  });
  return { ...asked, progress, job };
}

export const useActors = (query: URLSearchParams) =>
  useQuery({
    queryKey: ["actors", query.toString()],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<Answer>(href("/api/actors", query), { signal }),
  });

export const useActor = (id: number) =>
  useQuery({ queryKey: ["actor", id], queryFn: ({ signal }) => ask<ActorPage>(`/api/actors/${id}`, { signal }) });

/** Any answer, by its address, with the job that looks for it where that takes long. */
export const useAnswer = (address: string | null) => useLong<Answer>(address);

export const useEvidence = (id: number) =>
  useQuery({ queryKey: ["evidence", id], queryFn: ({ signal }) => ask<Evidence>(`/api/evidence/${id}`, { signal }) });

/** The matches that a person should look at. */
export const useReview = () =>
  useQuery({ queryKey: ["review"], queryFn: ({ signal }) => ask<Review>("/api/review", { signal }) });

export const useHistory = () =>
  useQuery({ queryKey: ["history"], queryFn: ({ signal }) => ask<History>("/api/history", { signal }) });

/** The batches that this page made itself: word of them needs no message. */
const own = new Set<number>();

/** Wait until no change of this page is under way: until then what is read may be neither the old nor the new. */
const settled = (): Promise<void> =>
  new Promise((done) => {
    if (!client.isMutating()) return done();
    const stop = client.getMutationCache().subscribe(() => {
      if (client.isMutating()) return;
      stop();
      done();
    });
  });

/** Take note of a change that this page made; whatever was read before may be otherwise now. Not to be awaited by the change itself. */
export async function changedHere(batch: number | null | undefined): Promise<void> {
  if (batch) own.add(batch);
  await settled();
  await client.invalidateQueries();
}

/** Undo a batch. */
export function useUndo() {
  return useMutation({
    mutationFn: (batch: number) => ask<{ batch: number }>("/api/undo", { body: { batch } }),
    onSuccess: ({ batch }) => void changedHere(batch),
  });
}

const WAIT_S = 20;
const AFTER_ERROR_MS = 5000;

/** Wait for word of changes that others made, and read anew what is shown; a page in the background does not wait. */
export function useChanges(batch: number | undefined): void {
  useEffect(() => {
    if (batch === undefined) return;
    let stop = new AbortController();
    let pause = 0;
    const wait = async (since: number): Promise<void> => {
      if (document.hidden || stop.signal.aborted) return;
      const { signal } = stop;
      try {
        const said = await ask<Changes>(href("/api/changes", { since, wait: WAIT_S }), { signal });
        if (signal.aborted) return;
        if (!said.changed) return void wait(since);
        await settled(); // a change of this page may be heard of before its own answer comes
        if (signal.aborted) return;
        if (!own.has(said.batch)) say(t.steps.others);
        await client.invalidateQueries();
      } catch (error) {
        // A server that does not know the way is not asked again; one that is away may come back.
        if (signal.aborted || (error instanceof ApiError && error.status !== 0)) return;
        pause = window.setTimeout(() => void wait(since), AFTER_ERROR_MS);
      }
    };
    const seen = () => {
      stop.abort();
      stop = new AbortController();
      window.clearTimeout(pause);
      void wait(batch);
    };
    document.addEventListener("visibilitychange", seen);
    void wait(batch);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      window.clearTimeout(pause);
      stop.abort();
    };
  }, [batch]);
}
