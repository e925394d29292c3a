/** What the screens ask the server for, each under one key, so that two screens that ask the same share one answer. */
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { href } from "../address";
import { ApiError, ask } from "./client";
import type { ActorPage, Answer, History, MapAnswer, Measure, RecordAnswer } from "./types";

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

/** The map of a scope, with how much of it has come. */
export function useMap(query: URLSearchParams) {
  const [progress, setProgress] = useState<{ done: number; total: number | null } | null>(null);
  const address = href("/api/map", query);
  const asked = useQuery({
    queryKey: ["map", address],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      try {
        return await ask<MapAnswer>(address, { signal, onProgress: (done, total) => setProgress({ done, total }) });
      } finally {
        setProgress(null);
      }
    },
  });
  return { ...asked, progress };
}

export const useActors = (query: URLSearchParams) =>
  useQuery({
    queryKey: ["actors", query.toString()],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<Answer>(href("/api/actors", query), { signal }),
  });

export const useActor = (id: number) =>
  useQuery({ queryKey: ["actor", id], queryFn: ({ signal }) => ask<ActorPage>(`/api/actors/${id}`, { signal }) });

export const useHistory = () =>
  useQuery({ queryKey: ["history"], queryFn: ({ signal }) => ask<History>("/api/history", { signal }) });

/** Undo a batch; whatever was read before may be otherwise now. */
export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (batch: number) => ask<{ batch: number }>("/api/undo", { body: { batch } }),
    onSuccess: () => queries.invalidateQueries(),
  });
}
