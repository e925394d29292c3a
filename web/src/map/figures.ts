/** Figures that colour, size and filters ask for beyond those that come with the map: fetched one by one, when wanted. */
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { href } from "../address";
import { useJobs, useLooking } from "../api/jobs";
import type { ActorValues, Job, Measure } from "../api/types";
import type { MapData } from "./data";
import { readFilter } from "./filters";
import { asked, type MapState } from "./state";

export const COMMUNITY = "community";

/** Which figures a state of the map needs. */
export function needed(state: MapState): string[] {
  const names = new Set<string>();
  if (state.colour.startsWith("measure:")) names.add(state.colour.slice("measure:".length));
  if (state.size !== "none") names.add(state.size);
  if (state.label.startsWith("measure:")) names.add(state.label.slice("measure:".length));
  if (state.group === COMMUNITY) names.add(COMMUNITY);
  for (const text of state.filters) {
    const filter = readFilter(text);
    if (filter?.kind === "range") names.add(filter.measure);
  }
  return [...names];
}

const aligned = (values: ActorValues, data: MapData): Float64Array => {
  const result = new Float64Array(data.count).fill(Number.NaN);
  values.id.forEach((id, at) => {
    const actor = data.indexOf.get(id);
    if (actor !== undefined) result[actor] = values.value[at] ?? Number.NaN;
  });
  return result;
};

export interface Figures {
  /** Every figure that is here, by name. */
  of: ReadonlyMap<string, Float64Array>;
  /** Figures still on their way. */
  waiting: number;
  /** The job that looks for one of them, where that takes long. */
  job: Job | null;
  error: Error | null;
}

export function useFigures(state: MapState, data: MapData, measures: readonly Measure[]): Figures {
  const registered = new Set([...measures.map((measure) => measure.name), COMMUNITY]);
  // A record of too many ties to draw has too many to measure while one waits.
  const wanted = (data.groups ? [] : needed(state)).filter((name) => registered.has(name) && !data.measures.has(name));
  const query = asked(state);
  const look = useLooking();
  const addresses = wanted.map((name) =>
    href(name === COMMUNITY ? "/api/network/communities" : `/api/network/measure/${name}`, query),
  );
  const job = useJobs(addresses);
  const results = useQueries({
    queries: addresses.map((address) => ({
      queryKey: ["figure", address],
      queryFn: ({ signal }: { signal: AbortSignal }) => look<ActorValues>(address, signal),
    })),
  });
  const loaded = wanted.map((name, at) => [name, results[at]?.data] as const);
  // The answers keep their identity between draws, so their names say whether anything came.
  const key = loaded.map(([name, values]) => `${name}:${values ? values.id.length : "-"}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const of = useMemo(() => {
    const found = new Map(data.measures);
    for (const [name, values] of loaded) if (values) found.set(name, aligned(values, data));
    return found;
  }, [data, key]);
  return {
    of,
    waiting: results.filter((result) => result.isPending).length,
    job,
    error: results.find((result) => result.error)?.error ?? null,
  };
}
