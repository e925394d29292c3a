/**
 * Which actors and ties show: a few conditions that all must hold.
 *
 * A tie shows if its kind is chosen, it held at some time in the years chosen, and both its ends show. An undated tie
 * is not known to have been absent, so it shows in every range of years, and is counted apart.
 */
import type { Compared } from "./compare";
import { type MapData, NO_YEAR } from "./data";
import { apply, type Filter } from "./filters";

export interface Conditions {
  /** Kinds of tie that show; empty means all. */
  kinds: readonly string[];
  sectors: readonly string[];
  from: number | null;
  to: number | null;
  /** Categories of the legend that are hidden. */
  hidden: ReadonlySet<number>;
  /** Which category each actor is of. */
  category: Uint8Array;
  categories: number;
  ego: { actor: number; depth: number } | null;
  /** Filters, each on what the ones before it left. */
  filters?: readonly Filter[];
  /** Values of a measure or field by name; undefined where they are not here yet. */
  valuesOf?: (name: string) => ArrayLike<number | null> | undefined;
  /** Two times compared: its pairs show instead of those of the years. */
  compared?: Compared | null;
}

export interface Visible {
  actor: Uint8Array;
  /** Weight of each pair as shown; 0 where it does not show. */
  pair: Float64Array;
  /** Ties that pass kinds and years; they show where their pair does. */
  tie: Uint8Array;
  actors: number;
  ties: number;
  /** Ties shown though nobody says when they held. */
  undated: number;
  /** Actors left after each filter. */
  after: number[];
  /** The actors left after all filters, whatever categories are hidden. */
  left: Uint8Array;
  /** Actors in each category that show or would if their category were not hidden. */
  perCategory: number[];
}

export function alive(from: number, to: number, first: number | null, last: number | null): boolean {
  if (last !== null && from !== NO_YEAR && from > last) return false;
  return !(first !== null && to !== NO_YEAR && to < first);
}

export function show(data: MapData, conditions: Conditions): Visible {
  const { ties, pairs } = data;
  const { kinds, from, to, hidden, category, filters = [], compared = null } = conditions;
  const sectors = new Set(conditions.sectors);
  const kindShows = data.kinds.map((kind) => kinds.length === 0 || kinds.includes(kind));
  const inScope = new Uint8Array(data.count);
  for (let i = 0; i < data.count; i++) inScope[i] = sectors.size === 0 || sectors.has(data.sector[i] ?? "") ? 1 : 0;

  const dated = from !== null || to !== null;
  const narrowed = dated || kinds.length > 0 || compared !== null;
  const touched = new Uint8Array(data.count);
  const passes = new Uint8Array(ties.count);
  for (let tie = 0; tie < ties.count; tie++) {
    if (!kindShows[ties.kind[tie]!]) continue;
    if (compared ? !compared.code[ties.pair[tie]!] : !alive(ties.from[tie]!, ties.to[tie]!, from, to)) continue;
    const a = pairs.a[ties.pair[tie]!]!;
    const b = pairs.b[ties.pair[tie]!]!;
    if (!inScope[a] || !inScope[b]) continue;
    passes[tie] = 1;
    touched[a] = 1;
    touched[b] = 1;
  }

  // Where ties are narrowed, an actor with none of them left is out of the picture.
  const base = new Uint8Array(data.count);
  for (let i = 0; i < data.count; i++) base[i] = inScope[i] && (!narrowed || touched[i]) ? 1 : 0;
  const after: number[] = [];
  if (filters.length) {
    const tied = new Uint8Array(pairs.count);
    for (let tie = 0; tie < ties.count; tie++) if (passes[tie]) tied[ties.pair[tie]!] = 1;
    for (const filter of filters) {
      apply(filter, data, base, (pair) => tied[pair] === 1, conditions.valuesOf ?? (() => undefined));
      let left = 0;
      for (let i = 0; i < data.count; i++) left += base[i]!;
      after.push(left);
    }
  }
  const left = base.slice();
  const actor = new Uint8Array(data.count);
  for (let i = 0; i < data.count; i++) actor[i] = base[i] && !hidden.has(category[i]!) ? 1 : 0;

  const pair = new Float64Array(pairs.count);
  const add = (): { shown: number; undated: number } => {
    pair.fill(0);
    let shown = 0;
    let undated = 0;
    for (let tie = 0; tie < ties.count; tie++) {
      const p = ties.pair[tie]!;
      if (!passes[tie] || !actor[pairs.a[p]!] || !actor[pairs.b[p]!]) continue;
      if (compared) {
        // A pair counts once: the weights of the two times stand for its ties.
        if (pair[p] === 0) shown++;
        pair[p] = compared.weight[p]!;
        continue;
      }
      pair[p]! += ties.weight[tie]!;
      shown++;
      if (ties.from[tie] === NO_YEAR && ties.to[tie] === NO_YEAR) undated++;
    }
    return { shown, undated };
  };
  let counted = add();

  if (conditions.ego) {
    const reached = reach(data, pair, conditions.ego.actor, conditions.ego.depth);
    for (let i = 0; i < data.count; i++) {
      if (reached[i]! < 0) {
        actor[i] = 0;
        base[i] = 0;
      } else {
        actor[i] = 1;
        base[i] = 1;
      }
    }
    counted = add();
  }

  const perCategory = new Array<number>(conditions.categories).fill(0);
  let actors = 0;
  for (let i = 0; i < data.count; i++) {
    if (base[i]) perCategory[category[i]!]!++;
    if (actor[i]) actors++;
  }
  return { actor, pair, tie: passes, actors, ties: counted.shown, undated: counted.undated, after, left, perCategory };
}

/** Steps from an actor to every other over pairs that show, up to a depth; -1 where not reached. */
export function reach(data: MapData, pair: Float64Array, from: number, depth: number): Int8Array {
  const steps = new Int8Array(data.count).fill(-1);
  steps[from] = 0;
  let front = [from];
  for (let step = 1; step <= depth && front.length; step++) {
    const next: number[] = [];
    for (const actor of front) {
      for (let at = data.pairs.start[actor]!; at < data.pairs.start[actor + 1]!; at++) {
        const other = data.pairs.neighbour[at]!;
        if (pair[data.pairs.by[at]!]! <= 0 || steps[other]! >= 0) continue;
        steps[other] = step;
        next.push(other);
      }
    }
    front = next;
  }
  return steps;
}

export interface Neighbour {
  actor: number;
  weight: number;
}

/** An actor's neighbours over pairs that show, the strongest first, equals by name. */
export function neighbours(data: MapData, pair: Float64Array, actor: number): Neighbour[] {
  const found: Neighbour[] = [];
  for (let at = data.pairs.start[actor]!; at < data.pairs.start[actor + 1]!; at++) {
    const weight = pair[data.pairs.by[at]!]!;
    if (weight > 0) found.push({ actor: data.pairs.neighbour[at]!, weight });
  }
  return found.sort((a, b) => b.weight - a.weight || data.name[a.actor]!.localeCompare(data.name[b.actor]!));
}
