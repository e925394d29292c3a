/** The records in the folder of the one that is served, asked anew whenever somebody comes back to look. */
import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";
import type { RecordSeen, Records } from "../api/types";

export const useRecords = () =>
  useQuery({
    queryKey: ["records"],
    staleTime: 0,
    refetchOnWindowFocus: "always",
    queryFn: ({ signal }) => ask<Records>("/api/records", { signal }),
  });

/** A page of another record: what this page knows of its own record must not follow. */
export const leaveFor = (address: string): void => window.location.assign(address);

/** What is listed, with those that were listed before and are gone. */
export function withGone(now: readonly RecordSeen[], before: readonly RecordSeen[], gone: string): RecordSeen[] {
  const there = new Set(now.map((one) => one.file));
  return [...now, ...before.filter((one) => !there.has(one.file)).map((one) => ({ ...one, problem: gone }))];
}
