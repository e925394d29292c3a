/**
 * Actors gathered into groups: a closed group is one circle, its ties to another group are added up; an open group's
 * actors are drawn for themselves, inside the place of their group. What shows is decided before, actor by actor and tie
 * by tie, so that filters, years and kinds mean the same with groups as without.
 */
import type { MapAnswer } from "../api/types";
import { arrange, type Link, spread } from "./arrange";
import { CHANGES, type Compared } from "./compare";
import { compress, type Groups, type MapData, readMap } from "./data";
import type { Visible } from "./visible";

/** Key of the group of those of whom it is not known, and of the small groups taken together. */
export const UNKNOWN = "-";
export const REST = "*";
const MOST = 200;
/** Parts the key of a group from that of a community inside it. */
export const INTO = "›";

export interface Gathered {
  data: MapData;
  /** For each actor the place of what stands for it on the map: itself, or its group. */
  nodeOf: Int32Array;
  /** For each place on the map its actor; -1 for a group. */
  actorOf: Int32Array;
  /** For each pair of actors the pair that stands for it; -1 inside of a closed group. */
  pairOf: Int32Array;
}

/** How a map of groups looks beside what any map shows. */
export interface Folded {
  /** Actors of each group that show. */
  members: Float64Array;
  /** Ties inside of each group that show. */
  inside: Float64Array;
  /** Ties of each pair that show. */
  ties: Float64Array;
  /** What became of each pair between the two times that are compared; see `compare.ts`. */
  code: Uint8Array | null;
}

/** The key of each actor's group by its values: rare ones together, and those not known. */
export function keysOf(values: readonly (string | number | boolean | null | undefined)[]): string[] {
  const texts = values.map((value) =>
    value === null || value === undefined || value === "" || Number.isNaN(value) ? UNKNOWN : String(value),
  );
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== UNKNOWN) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size <= MOST) return texts;
  const often = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST);
  const kept = new Set([UNKNOWN, ...often.map(([text]) => text)]);
  return texts.map((text) => (kept.has(text) ? text : REST));
}

const tally = (counts: Map<number, number>): Link[] =>
  [...counts].map(([code, weight]) => ({ a: Math.floor(code / 65_536), b: code % 65_536, weight }));

/** Radius of a group, closed or open, in units of the largest closed one. */
const closedRadius = (members: number, most: number) => Math.max(0.24, Math.sqrt(members / Math.max(most, 1)));
const openRadius = (actors: number) => Math.min(4, Math.max(1, 0.11 * Math.sqrt(actors)));
/** What a map of groups is laid out for; on other screens it is larger or smaller as a whole. */
const SCREEN = { width: 900, height: 560 };

interface Standing {
  x: Float64Array;
  y: Float64Array;
  radius: Float64Array;
  bounds: Groups["bounds"];
}

/** Place closed groups, and the actors of open ones about the place of their group. */
function stand(
  actors: { x: ArrayLike<number>; y: ArrayLike<number>; of: ArrayLike<number> },
  closed: ArrayLike<number>,
  opened: readonly number[],
  links: readonly Link[],
): Standing {
  const count = actors.of.length;
  const most = Math.max(1, ...Array.from(closed));
  const radius = [...Array.from(closed, (members) => closedRadius(members, most)), ...opened.map(openRadius)];
  const centre = arrange(radius, links);
  const x = new Float64Array(count + closed.length);
  const y = new Float64Array(count + closed.length);
  opened.forEach((_, at) => {
    const unit = closed.length + at;
    const mine = Array.from({ length: count }, (_, i) => i).filter((i) => actors.of[i] === at);
    const within = spread(
      mine.map((i) => actors.x[i]!),
      mine.map((i) => actors.y[i]!),
    );
    mine.forEach((i, index) => {
      x[i] = centre.x[unit]! + 0.9 * radius[unit]! * within.x[index]!;
      y[i] = centre.y[unit]! + 0.9 * radius[unit]! * within.y[index]!;
    });
  });
  for (let g = 0; g < closed.length; g++) {
    x[count + g] = centre.x[g]!;
    y[count + g] = centre.y[g]!;
  }
  const side = (at: Float64Array): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    radius.forEach((r, unit) => {
      low = Math.min(low, at[unit]! - r);
      high = Math.max(high, at[unit]! + r);
    });
    return high > low ? [low, high] : [-1, 1];
  };
  const bounds = { x: side(centre.x), y: side(centre.y) };
  const scale = Math.min(
    SCREEN.width / (bounds.x[1] - bounds.x[0]),
    SCREEN.height / (bounds.y[1] - bounds.y[0]),
    // Few groups would fill the screen.
    62,
  );
  return { x, y, radius: Float64Array.from(radius.slice(0, closed.length), (r) => Math.max(7, r * scale)), bounds };
}

/** Gather the actors of a map by the key of each. */
export function gather(
  base: MapData,
  {
    by,
    key,
    label,
    open,
  }: { by: string; key: readonly string[]; label: (key: string) => string; open: ReadonlySet<string> },
): Gathered {
  const members = new Map<string, number[]>();
  key.forEach((one, actor) => {
    const list = members.get(one);
    if (list) list.push(actor);
    else members.set(one, [actor]);
  });
  // The largest first; what is not known and what is taken together last.
  const last = (one: string) => (one === UNKNOWN || one === REST ? 1 : 0);
  const keys = [...members.keys()].sort(
    (a, b) => last(a) - last(b) || members.get(b)!.length - members.get(a)!.length || (a < b ? -1 : 1),
  );
  const closed = keys.filter((one) => !open.has(one));
  const opened = keys.filter((one) => open.has(one));
  const singles = opened.flatMap((one) => members.get(one)!);
  const start = singles.length;
  const count = start + closed.length;
  const nodeOf = new Int32Array(base.count);
  const actorOf = new Int32Array(count).fill(-1);
  singles.forEach((actor, node) => {
    nodeOf[actor] = node;
    actorOf[node] = actor;
  });
  closed.forEach((one, g) => {
    for (const actor of members.get(one)!) nodeOf[actor] = start + g;
  });
  const unitOf = new Map([...closed, ...opened].map((one, unit) => [one, unit]));

  const seen = new Map<number, number>();
  const ends: number[] = [];
  const pairOf = new Int32Array(base.pairs.count).fill(-1);
  const pull = new Map<number, number>();
  for (let pair = 0; pair < base.pairs.count; pair++) {
    const [one, other] = [base.pairs.a[pair]!, base.pairs.b[pair]!];
    const [unit, otherUnit] = [unitOf.get(key[one]!)!, unitOf.get(key[other]!)!];
    if (unit !== otherUnit) {
      const code = Math.min(unit, otherUnit) * 65_536 + Math.max(unit, otherUnit);
      pull.set(code, (pull.get(code) ?? 0) + 1);
    }
    const a = Math.min(nodeOf[one]!, nodeOf[other]!);
    const b = Math.max(nodeOf[one]!, nodeOf[other]!);
    if (a === b && a >= start) continue;
    const code = a * count + b;
    let drawn = seen.get(code);
    if (drawn === undefined) {
      drawn = seen.size;
      seen.set(code, drawn);
      ends.push(a, b);
    }
    pairOf[pair] = drawn;
  }
  const standing = stand(
    {
      x: singles.map((actor) => base.x[actor]!),
      y: singles.map((actor) => base.y[actor]!),
      of: opened.flatMap((one, at) => members.get(one)!.map(() => at)),
    },
    closed.map((one) => members.get(one)!.length),
    opened.map((one) => members.get(one)!.length),
    tally(pull),
  );
  const strength = new Float64Array(base.count);
  for (let actor = 0; actor < base.count; actor++)
    strength[actor] = base.pairs.start[actor + 1]! - base.pairs.start[actor]!;
  const lead = (one: string) =>
    [...members.get(one)!]
      .sort((a, b) => strength[b]! - strength[a]! || a - b)
      .slice(0, 3)
      .map((actor) => base.name[actor]!);
  const of = <T>(values: readonly T[], empty: T): T[] => [
    ...singles.map((actor) => values[actor]!),
    ...closed.map(() => empty),
  ];
  const data: MapData = {
    count,
    id: [...singles.map((actor) => base.id[actor]!), ...closed.map((_, g) => -1 - g)],
    name: [...singles.map((actor) => base.name[actor]!), ...closed.map(label)],
    sector: of(base.sector, null),
    place: of(base.place, ""),
    x: standing.x,
    y: standing.y,
    component: new Array<number>(count).fill(0),
    measures: new Map(),
    fields: new Map(),
    indexOf: new Map(singles.map((actor, node) => [base.id[actor]!, node])),
    kinds: base.kinds,
    ties: base.ties,
    pairs: compress(count, ends),
    groups: {
      by,
      start,
      key: closed,
      label: closed.map(label),
      members: Float64Array.from(closed, (one) => members.get(one)!.length),
      inside: null,
      leads: closed.map(lead),
      opens: closed.map(() => "actors" as const),
      opened: opened.map((one) => ({ key: one, label: label(one), actors: members.get(one)!.length })),
      radius: standing.radius,
      bounds: standing.bounds,
      of: null,
    },
  };
  return { data, nodeOf, actorOf, pairOf };
}

/** What shows of a map of groups, from what shows of its actors. */
export function fold(
  { data, nodeOf, pairOf }: Gathered,
  base: MapData,
  visible: Visible,
  compared: Compared | null,
): Visible & { folded: Folded } {
  const groups = data.groups!;
  const actor = new Uint8Array(data.count);
  const members = new Float64Array(groups.key.length);
  for (let i = 0; i < base.count; i++) {
    if (!visible.actor[i]) continue;
    const node = nodeOf[i]!;
    actor[node] = 1;
    if (node >= groups.start) members[node - groups.start]!++;
  }
  const pair = new Float64Array(data.pairs.count);
  const before = new Float64Array(data.pairs.count);
  const after = new Float64Array(data.pairs.count);
  for (let one = 0; one < base.pairs.count; one++) {
    const drawn = pairOf[one]!;
    if (drawn < 0 || visible.pair[one]! <= 0) continue;
    pair[drawn]! += visible.pair[one]!;
    if (compared) {
      before[drawn]! += compared.before[one]!;
      after[drawn]! += compared.after[one]!;
    }
  }
  const ties = new Float64Array(data.pairs.count);
  const inside = new Float64Array(groups.key.length);
  const count = (one: number) => {
    const drawn = pairOf[one]!;
    if (drawn >= 0) ties[drawn]!++;
    else inside[nodeOf[base.pairs.a[one]!]! - groups.start]!++;
  };
  if (compared) {
    for (let one = 0; one < base.pairs.count; one++) if (visible.pair[one]! > 0) count(one);
  } else {
    for (let tie = 0; tie < base.ties.count; tie++)
      if (visible.tie[tie] && visible.pair[base.ties.pair[tie]!]! > 0) count(base.ties.pair[tie]!);
  }
  let code: Uint8Array | null = null;
  if (compared) {
    code = new Uint8Array(data.pairs.count);
    const at = (name: (typeof CHANGES)[number]) => CHANGES.indexOf(name) + 1;
    for (let drawn = 0; drawn < data.pairs.count; drawn++) {
      const [old, now] = [before[drawn]!, after[drawn]!];
      if (old === 0 && now === 0) continue;
      code[drawn] = at(
        old === 0 ? "appeared" : now === 0 ? "gone" : now > old ? "stronger" : now < old ? "weaker" : "the same",
      );
      pair[drawn] = Math.max(old, now);
    }
  }
  return { ...visible, actor, pair, folded: { members, inside, ties, code } };
}

/** What shows of a map that the server gathered. */
export function foldSent(data: MapData, visible: Visible, category: Uint8Array): Visible & { folded: Folded } {
  const groups = data.groups!;
  const ties = new Float64Array(data.pairs.count);
  for (let tie = 0; tie < data.ties.count; tie++)
    if (visible.tie[tie]) ties[data.ties.pair[tie]!]! += data.ties.evidence[tie]!;
  const members = groups.members.map((many, g) => (visible.actor[groups.start + g] ? many : 0));
  const inside = groups.inside!.map((many, g) => (visible.actor[groups.start + g] ? many : 0));
  const sum = (values: Float64Array) => values.reduce((all, one) => all + one, 0);
  let singles = 0;
  for (let i = 0; i < groups.start; i++) singles += visible.actor[i]!;
  const between = ties.reduce((all, many, pair) => all + (visible.pair[pair]! > 0 ? many : 0), 0);
  const perCategory = visible.perCategory.map(() => 0);
  category.forEach((one, node) => {
    perCategory[one]! += node < groups.start ? 1 : groups.members[node - groups.start]!;
  });
  return {
    ...visible,
    perCategory,
    actors: singles + sum(members),
    ties: between + sum(inside),
    folded: { members, inside, ties, code: null },
  };
}

/** A map whose actors the server gathered, because they and their ties are too many. */
export function readGathered(answer: MapAnswer, label: (key: string, own: string) => string): MapData {
  const groups = answer.groups!;
  const base = readMap({
    ...answer,
    actors: {
      ...answer.actors,
      id: [...answer.actors.id, ...groups.key.map((_, g) => -1 - g)],
      name: [...answer.actors.name, ...groups.key.map((key, g) => label(key, groups.label[g]!))],
      sector: [...answer.actors.sector, ...groups.sector],
      city: [...answer.actors.city, ...groups.key.map(() => null)],
      region: [...answer.actors.region, ...groups.key.map(() => null)],
      country: [...answer.actors.country, ...groups.key.map(() => null)],
      x: [...answer.actors.x, ...groups.key.map(() => 0)],
      y: [...answer.actors.y, ...groups.key.map(() => 0)],
      component: [...answer.actors.component, ...groups.key.map(() => 0)],
      measures: Object.fromEntries(
        Object.entries(answer.actors.measures).map(([name, values]) => [
          name,
          [...values, ...groups.key.map(() => null)],
        ]),
      ),
    },
  });
  const start = answer.actors.id.length;
  const pull = new Map<number, number>();
  const unit = (node: number) => (node >= start ? node - start : groups.key.length + groups.opened_of[node]!);
  answer.ties.source.forEach((source, tie) => {
    const [one, other] = [unit(source), unit(answer.ties.target[tie]!)];
    if (one === other) return;
    const code = Math.min(one, other) * 65_536 + Math.max(one, other);
    pull.set(code, (pull.get(code) ?? 0) + answer.ties.evidence[tie]!);
  });
  const standing = stand(
    { x: answer.actors.x, y: answer.actors.y, of: groups.opened_of },
    groups.actors,
    groups.opened_actors,
    tally(pull),
  );
  return {
    ...base,
    x: standing.x,
    y: standing.y,
    indexOf: new Map(answer.actors.id.map((id, index) => [id, index])),
    groups: {
      by: groups.by,
      start,
      key: groups.key,
      label: groups.key.map((key, g) => label(key, groups.label[g]!)),
      members: Float64Array.from(groups.actors),
      inside: Float64Array.from(groups.inside),
      leads: groups.leads,
      opens: groups.opens,
      opened: groups.opened.map((key, at) => ({
        key,
        label: label(key, groups.opened_labels[at]!),
        actors: groups.opened_actors[at]!,
      })),
      radius: standing.radius,
      bounds: standing.bounds,
      of: { actors: groups.of_actors, ties: groups.of_ties },
    },
  };
}
