/**
 * The stack of filters: each takes actors away from what the ones above it left, so their order counts. Fields and
 * ranges look at the actor itself; cores, parts and neighbourhoods look at the ties among the actors that are left.
 */
import type { MapData } from "./data";

export type Filter =
  | { kind: "name"; text: string }
  | { kind: "field"; field: string; values: string[] }
  | { kind: "range"; measure: string; low: number | null; high: number | null }
  | { kind: "core"; least: number }
  /** An actor and all within so many steps of it. */
  | { kind: "ego"; id: number; steps: number }
  /** The largest parts that hang together, as many as `most`, or the part of an actor. */
  | { kind: "part"; most: number }
  | { kind: "partOf"; id: number }
  | { kind: "ids"; ids: number[] };

const bound = (text: string | undefined): number | null => {
  const value = Number(text);
  return text && Number.isFinite(value) ? value : null;
};
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Read a filter as the address writes it: `name~clinic`, `field.city=Houston|Austin`, `range.degree=2..9`, `core=3`, `ego.12=2`, `part`, `part=3`, `part.of=12`. */
export function readFilter(text: string): Filter | null {
  const most = /^part(?:=([1-9]\d{0,3}))?$/.exec(text);
  if (most) return { kind: "part", most: Number(most[1] ?? 1) };
  const of = /^part\.of=(\d{1,15})$/.exec(text);
  if (of) return { kind: "partOf", id: Number(of[1]) };
  const ego = /^ego\.(\d{1,15})=([123])$/.exec(text);
  if (ego) return { kind: "ego", id: Number(ego[1]), steps: Number(ego[2]) };
  const name = /^name~(.+)$/s.exec(text);
  if (name) return { kind: "name", text: name[1]! };
  const core = /^core=(\d{1,4})$/.exec(text);
  if (core) return { kind: "core", least: Number(core[1]) };
  const ids = /^ids=([\d,]+)$/.exec(text);
  if (ids) return { kind: "ids", ids: ids[1]!.split(",").filter(Boolean).map(Number) };
  const field = /^field\.([^=]+)=(.*)$/s.exec(text);
  if (field) return { kind: "field", field: decoded(field[1]!), values: field[2]!.split("|").map(decoded) };
  const range = /^range\.([^=]+)=([^.]*(?:\.\d+)?)\.\.(.*)$/.exec(text);
  if (range) return { kind: "range", measure: decoded(range[1]!), low: bound(range[2]), high: bound(range[3]) };
  return null;
}

const encoded = (text: string): string => text.replace(/[%|=]/g, (sign) => encodeURIComponent(sign));

export function writeFilter(filter: Filter): string {
  switch (filter.kind) {
    case "name":
      return `name~${filter.text}`;
    case "field":
      return `field.${encoded(filter.field)}=${filter.values.map(encoded).join("|")}`;
    case "range":
      return `range.${encoded(filter.measure)}=${filter.low ?? ""}..${filter.high ?? ""}`;
    case "core":
      return `core=${filter.least}`;
    case "ego":
      return `ego.${filter.id}=${filter.steps}`;
    case "part":
      return filter.most === 1 ? "part" : `part=${filter.most}`;
    case "partOf":
      return `part.of=${filter.id}`;
    case "ids":
      return `ids=${filter.ids.join(",")}`;
  }
}

/** What a filter keeps of the actors that are left; `linked` says which pairs are tied. */
export function apply(
  filter: Filter,
  data: MapData,
  left: Uint8Array,
  linked: (pair: number) => boolean,
  valuesOf: (name: string) => ArrayLike<number | null> | undefined,
): void {
  const keep = (which: (actor: number) => boolean) => {
    for (let i = 0; i < data.count; i++) if (left[i] && !which(i)) left[i] = 0;
  };
  switch (filter.kind) {
    case "name": {
      const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      keep((i) => {
        const name = data.name[i]!.toLocaleLowerCase();
        return words.every((word) => name.includes(word));
      });
      return;
    }
    case "field": {
      const values = data.fields.get(filter.field);
      const wanted = new Set(filter.values);
      keep((i) => wanted.has(String(values?.[i] ?? "")));
      return;
    }
    case "range": {
      const values = valuesOf(filter.measure);
      // A figure that is still on its way hides nobody.
      if (!values) return;
      keep((i) => {
        const value = values[i];
        if (value == null || Number.isNaN(value)) return false;
        return (filter.low === null || value >= filter.low) && (filter.high === null || value <= filter.high);
      });
      return;
    }
    case "core":
      core(data, left, linked, filter.least);
      return;
    case "ego": {
      const steps = stepsFrom(data, left, linked, filter.id, filter.steps);
      keep((i) => steps[i]! >= 0);
      return;
    }
    case "part": {
      const found = partsOf(data, left, linked);
      const kept = new Set(found.parts.slice(0, filter.most).map((one) => one.first));
      keep((i) => kept.has(found.number[i]!));
      return;
    }
    case "partOf": {
      const steps = stepsFrom(data, left, linked, filter.id, Number.POSITIVE_INFINITY);
      keep((i) => steps[i]! >= 0);
      return;
    }
    case "ids": {
      const wanted = new Set(filter.ids);
      keep((i) => wanted.has(data.id[i]!));
    }
  }
}

/** Peel off actors with fewer than k partners among those left, until none is (Seidman 1983). */
function core(data: MapData, left: Uint8Array, linked: (pair: number) => boolean, least: number): void {
  const { start, neighbour, by } = data.pairs;
  const degree = new Int32Array(data.count);
  for (let i = 0; i < data.count; i++) {
    if (!left[i]) continue;
    for (let at = start[i]!; at < start[i + 1]!; at++) if (left[neighbour[at]!] && linked(by[at]!)) degree[i]!++;
  }
  const gone: number[] = [];
  for (let i = 0; i < data.count; i++) if (left[i] && degree[i]! < least) gone.push(i);
  for (const i of gone) left[i] = 0;
  while (gone.length) {
    const i = gone.pop()!;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const other = neighbour[at]!;
      if (!left[other] || !linked(by[at]!)) continue;
      degree[other]!--;
      if (degree[other]! < least) {
        left[other] = 0;
        gone.push(other);
      }
    }
  }
}

/** Steps from an actor over the actors left and their ties, up to a depth; -1 where not reached, so everywhere if it is not left. */
function stepsFrom(
  data: MapData,
  left: Uint8Array,
  linked: (pair: number) => boolean,
  id: number,
  depth: number,
): Int32Array {
  const { start, neighbour, by } = data.pairs;
  const steps = new Int32Array(data.count).fill(-1);
  const from = data.indexOf.get(id);
  if (from === undefined || !left[from]) return steps;
  steps[from] = 0;
  let front = [from];
  for (let step = 1; step <= depth && front.length; step++) {
    const next: number[] = [];
    for (const i of front)
      for (let at = start[i]!; at < start[i + 1]!; at++) {
        const other = neighbour[at]!;
        if (!left[other] || steps[other]! >= 0 || !linked(by[at]!)) continue;
        steps[other] = step;
        next.push(other);
      }
    front = next;
  }
  return steps;
}

/** A part that hangs together: its first actor, by which it is known, its size, and who in it has most partners. */
export interface Part {
  first: number;
  size: number;
  lead: number;
}

/** The parts among the actors left, the largest first, of equals the one with the first actor; and each actor's part. */
export function partsOf(
  data: MapData,
  left: Uint8Array,
  linked: (pair: number) => boolean,
): { parts: Part[]; number: Int32Array } {
  const { start, neighbour, by } = data.pairs;
  const number = new Int32Array(data.count).fill(-1);
  const parts: Part[] = [];
  for (let first = 0; first < data.count; first++) {
    if (!left[first] || number[first]! >= 0) continue;
    number[first] = first;
    const front = [first];
    const part = { first, size: 0, lead: first };
    let most = -1;
    while (front.length) {
      const i = front.pop()!;
      part.size++;
      let partners = 0;
      for (let at = start[i]!; at < start[i + 1]!; at++) {
        const other = neighbour[at]!;
        if (!left[other] || !linked(by[at]!)) continue;
        partners++;
        if (number[other]! >= 0) continue;
        number[other] = first;
        front.push(other);
      }
      if (partners > most || (partners === most && i < part.lead)) {
        most = partners;
        part.lead = i;
      }
    }
    parts.push(part);
  }
  parts.sort((a, b) => b.size - a.size || a.first - b.first);
  return { parts, number };
}
