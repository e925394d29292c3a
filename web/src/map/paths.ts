/** A shortest path between two actors over the ties that show; of equally short ones, the one with the strongest ties. */
import type { MapData } from "./data";

export interface Path {
  actors: number[];
  pairs: number[];
}

export function pathBetween(data: MapData, pair: Float64Array, from: number, to: number): Path | null {
  if (from === to) return { actors: [from], pairs: [] };
  const { start, neighbour, by } = data.pairs;
  const steps = new Int32Array(data.count).fill(-1);
  // The weakest tie on the best way so far: the way is as strong as that.
  const strength = new Float64Array(data.count);
  const before = new Int32Array(data.count).fill(-1);
  const through = new Int32Array(data.count).fill(-1);
  steps[from] = 0;
  strength[from] = Number.POSITIVE_INFINITY;
  let front = [from];
  for (let step = 1; front.length && steps[to]! < 0; step++) {
    const next: number[] = [];
    for (const i of front) {
      for (let at = start[i]!; at < start[i + 1]!; at++) {
        const weight = pair[by[at]!]!;
        const other = neighbour[at]!;
        if (weight <= 0 || (steps[other]! >= 0 && steps[other] !== step)) continue;
        if (steps[other]! < 0) {
          steps[other] = step;
          next.push(other);
        }
        const strong = Math.min(strength[i]!, weight);
        if (strong > strength[other]!) {
          strength[other] = strong;
          before[other] = i;
          through[other] = by[at]!;
        }
      }
    }
    front = next;
  }
  if (steps[to]! < 0) return null;
  const actors = [to];
  const pairs: number[] = [];
  for (let at = to; at !== from; at = before[at]!) {
    pairs.unshift(through[at]!);
    actors.unshift(before[at]!);
  }
  return { actors, pairs };
}
