/**
 * The map as typed arrays: made once from the server's columns, then only read.
 *
 * Ties between the same two actors share one line on the map, a *pair*; what of a pair shows follows from which of its
 * ties pass the filters. Neighbours are kept in compressed rows, so that a walk of one to three steps costs what it meets.
 */
import type { MapAnswer } from "../api/types";

export interface MapData {
  readonly count: number;
  readonly id: readonly number[];
  readonly name: readonly string[];
  readonly sector: readonly (string | null)[];
  readonly place: readonly string[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly component: readonly number[];
  readonly measures: ReadonlyMap<string, Float64Array>;
  readonly fields: ReadonlyMap<string, readonly (string | number | boolean | null)[]>;
  readonly indexOf: ReadonlyMap<number, number>;
  readonly kinds: readonly string[];
  readonly ties: Ties;
  readonly pairs: Pairs;
  /** Where some of what is drawn stands for many actors; those come after all that are drawn for themselves. */
  readonly groups?: Groups;
}

/** Groups of actors, each drawn as one circle. */
export interface Groups {
  readonly by: string;
  /** The place of the first group among all that is drawn. */
  readonly start: number;
  readonly key: readonly string[];
  readonly label: readonly string[];
  /** How many actors each holds, filters aside. */
  readonly members: Float64Array;
  /** Ties among its own actors, where the server gathered; else they are counted with what shows. */
  readonly inside: Float64Array | null;
  /** Who in it has most ties. */
  readonly leads: readonly (readonly string[])[];
  /** What comes out when it is opened; null where it cannot be. */
  readonly opens: readonly ("actors" | "groups" | null)[];
  /** Groups that are open: their actors are drawn for themselves. */
  readonly opened: readonly { key: string; label: string; actors: number }[];
  /** Radius on the screen while the whole map is in view. */
  readonly radius: Float64Array;
  /** What the whole view must hold: the groups' circles, not their centres alone. */
  readonly bounds: { x: [number, number]; y: [number, number] };
  /** Actors and ties in all, where the server sent groups and not these. */
  readonly of: { actors: number; ties: number } | null;
}

export interface Ties {
  readonly count: number;
  /** Index into `kinds`. */
  readonly kind: Uint8Array;
  readonly weight: Float64Array;
  /** First and last year in which the tie held; NO_YEAR where unknown or open. */
  readonly from: Int16Array;
  readonly to: Int16Array;
  readonly evidence: readonly number[];
  readonly pair: Uint32Array;
}

export interface Pairs {
  readonly count: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** Compressed rows: the neighbours of actor i are `neighbour[start[i] … start[i + 1]]`, each by the pair of the same place. */
  readonly start: Uint32Array;
  readonly neighbour: Uint32Array;
  readonly by: Uint32Array;
}

export const NO_YEAR = -1;

/** How much wider than high the place for the map usually is. */
const SCREEN = 1.4;

const year = (date: string | null | undefined): number => {
  const found = date ? Number.parseInt(date.slice(0, 4), 10) : Number.NaN;
  return found > 0 && found < 10_000 ? found : NO_YEAR;
};

/** Turn the layout so that its longest extent lies level: screens are wider than high. */
function level(
  xs: readonly number[],
  ys: readonly number[],
  keep: (index: number) => boolean,
): [Float64Array, Float64Array] {
  let n = 0;
  let mx = 0;
  let my = 0;
  for (let i = 0; i < xs.length; i++) {
    if (!keep(i)) continue;
    n++;
    mx += xs[i]!;
    my += ys[i]!;
  }
  mx /= n || 1;
  my /= n || 1;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < xs.length; i++) {
    if (!keep(i)) continue;
    const dx = xs[i]! - mx;
    const dy = ys[i]! - my;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const x = new Float64Array(xs.length);
  const y = new Float64Array(xs.length);
  for (let i = 0; i < xs.length; i++) {
    const dx = xs[i]! - mx;
    const dy = ys[i]! - my;
    x[i] = dx * cos + dy * sin;
    y[i] = dy * cos - dx * sin;
  }
  // A map much flatter than a screen is given some of the height that would stay empty.
  const span = (values: Float64Array): number => {
    const kept = values.filter((_, index) => keep(index)).sort();
    return kept.length ? kept.at(-1)! - kept[0]! : 0;
  };
  const stretch = Math.min(1.4, Math.max(1, span(x) / SCREEN / (span(y) || 1)));
  for (let i = 0; i < y.length; i++) y[i]! *= stretch;
  return [x, y];
}

export function readMap(answer: MapAnswer): MapData {
  const { actors, ties } = answer;
  const count = actors.id.length;
  const kinds = [...new Set(ties.kind)].sort();
  const kindIndex = new Map(kinds.map((kind, index) => [kind, index]));
  const tieCount = ties.source.length;

  const seen = new Map<number, number>();
  const pairOfTie = new Uint32Array(tieCount);
  const ends: number[] = [];
  for (let tie = 0; tie < tieCount; tie++) {
    const a = Math.min(ties.source[tie]!, ties.target[tie]!);
    const b = Math.max(ties.source[tie]!, ties.target[tie]!);
    const key = a * count + b;
    let pair = seen.get(key);
    if (pair === undefined) {
      pair = seen.size;
      seen.set(key, pair);
      ends.push(a, b);
    }
    pairOfTie[tie] = pair;
  }
  const largest = largestComponent(actors.component);
  // A circle and rings stay as they are.
  const [x, y] =
    answer.layout === "force"
      ? level(actors.x, actors.y, (index) => actors.component[index] === largest)
      : [Float64Array.from(actors.x), Float64Array.from(actors.y)];

  return {
    count,
    id: actors.id,
    name: actors.name,
    sector: actors.sector,
    place: actors.id.map((_, i) => [actors.city[i], actors.region[i], actors.country[i]].filter(Boolean).join(", ")),
    x,
    y,
    component: actors.component,
    measures: new Map(
      Object.entries(actors.measures).map(([name, values]) => [
        name,
        Float64Array.from(values, (v) => v ?? Number.NaN),
      ]),
    ),
    fields: new Map(
      Object.entries({
        sector: actors.sector,
        city: actors.city,
        region: actors.region,
        country: actors.country,
        ...actors.fields,
      }),
    ),
    indexOf: new Map(actors.id.map((id, index) => [id, index])),
    kinds,
    ties: {
      count: tieCount,
      kind: Uint8Array.from(ties.kind, (kind) => kindIndex.get(kind)!),
      weight: Float64Array.from(ties.weight),
      from: Int16Array.from(ties.from, year),
      to: Int16Array.from(ties.to, year),
      evidence: ties.evidence,
      pair: pairOfTie,
    },
    pairs: compress(count, ends),
  };
}

export function compress(count: number, ends: readonly number[]): Pairs {
  const pairs = ends.length / 2;
  const a = new Uint32Array(pairs);
  const b = new Uint32Array(pairs);
  const start = new Uint32Array(count + 1);
  for (let pair = 0; pair < pairs; pair++) {
    a[pair] = ends[2 * pair]!;
    b[pair] = ends[2 * pair + 1]!;
    if (a[pair] === b[pair]) continue;
    start[a[pair]! + 1]!++;
    start[b[pair]! + 1]!++;
  }
  for (let i = 0; i < count; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const neighbour = new Uint32Array(start[count]!);
  const by = new Uint32Array(start[count]!);
  for (let pair = 0; pair < pairs; pair++) {
    const one = a[pair]!;
    const other = b[pair]!;
    if (one === other) continue;
    neighbour[next[one]!] = other;
    by[next[one]!++] = pair;
    neighbour[next[other]!] = one;
    by[next[other]!++] = pair;
  }
  return { count: pairs, a, b, start, neighbour, by };
}

/** The number of the component with most actors; of equals, the lowest. */
export function largestComponent(component: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const number of component) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  let best = 0;
  let size = -1;
  for (const [number, members] of sizes) {
    if (members > size || (members === size && number < best)) {
      best = number;
      size = members;
    }
  }
  return best;
}
