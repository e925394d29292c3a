/** Two times compared: which pairs appeared, went, grew stronger or weaker; from the server's answer to the map's pairs. */
import { useMemo } from "react";
import { href } from "../address";
import { useAnswer } from "../api/queries";
import type { Answer } from "../api/types";
import type { MapData } from "./data";
import type { Theme } from "./scales";
import { type MapState, scopePairs } from "./state";

export const CHANGES = ["appeared", "gone", "stronger", "weaker", "the same"] as const;
export type ChangeName = (typeof CHANGES)[number];

/** Blue for what came, orange for what went: apart for all eyes; grey for what stayed. */
export const CHANGE_COLOURS: Record<Theme, readonly string[]> = {
  light: ["#0b6e99", "#b35900", "#2f7d32", "#8a7a00", "#a5aca8"],
  dark: ["#4cb5e6", "#f0a04b", "#7cc77f", "#d6c544", "#66716c"],
};

export interface Compared {
  /** 0 where the pair was tied at neither time, else 1 and more: the place in CHANGES plus one. */
  code: Uint8Array;
  weight: Float64Array;
  before: Float64Array;
  after: Float64Array;
  counts: number[];
}

export function compared(answer: Answer, data: MapData): Compared {
  const code = new Uint8Array(data.pairs.count);
  const weight = new Float64Array(data.pairs.count);
  const before = new Float64Array(data.pairs.count);
  const after = new Float64Array(data.pairs.count);
  const counts = CHANGES.map(() => 0);
  const pairOf = new Map<number, number>();
  for (let pair = 0; pair < data.pairs.count; pair++)
    pairOf.set(data.pairs.a[pair]! * data.count + data.pairs.b[pair]!, pair);
  for (const row of answer.tables[0]!.rows) {
    const one = data.indexOf.get(row.source as number);
    const other = data.indexOf.get(row.target as number);
    const change = CHANGES.indexOf(row.change as ChangeName);
    if (one === undefined || other === undefined || change < 0) continue;
    const pair = pairOf.get(Math.min(one, other) * data.count + Math.max(one, other));
    if (pair === undefined) continue;
    code[pair] = change + 1;
    before[pair] = row.before as number;
    after[pair] = row.after as number;
    weight[pair] = Math.max(before[pair]!, after[pair]!);
    counts[change]!++;
  }
  return { code, weight, before, after, counts };
}

/** The comparison that the address asks for, null where it asks for none or the answer is not there yet. */
export function useCompared(state: MapState, data: MapData) {
  const { before, after } = state;
  const within = scopePairs(state).filter(([key]) => key !== "from" && key !== "to");
  const times =
    before !== null && after !== null
      ? href(
          "/api/network/changes",
          new URLSearchParams([["before", String(before)], ["after", String(after)], ...within]),
        )
      : null;
  const { data: answer, error, isPlaceholderData, job } = useAnswer(times);
  const changes = times !== null && !isPlaceholderData ? answer : undefined;
  const found = useMemo(() => (changes ? compared(changes, data) : null), [changes, data]);
  return { compared: found, waiting: times !== null && !changes && !error, job, error };
}
