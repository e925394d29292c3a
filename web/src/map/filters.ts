/**
 * The stack of filters: each takes actors away from what the ones above it left, so their order counts. Fields and
 * ranges look at the actor itself; cores and parts look at the ties among the actors that are left.
 */
import type { MapData } from "./data";

export type Filter =
  | { kind: "name"; text: string }
  | { kind: "field"; field: string; values: string[] }
  | { kind: "range"; measure: string; low: number | null; high: number | null }
  | { kind: "core"; least: number }
  | { kind: "part" }
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

/** Read a filter as the address writes it: `name~clinic`, `field.city=Houston|Austin`, `range.degree=2..9`, `core=3`, `part`. */
export function readFilter(text: string): Filter | null {
  if (text === "part") return { kind: "part" };
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
    case "part":
      return "part";
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
    case "part":
      part(data, left, linked);
      return;
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

/** Keep the largest part that hangs together; of equals the one with the first actor. */
function part(data: MapData, left: Uint8Array, linked: (pair: number) => boolean): void {
  const { start, neighbour, by } = data.pairs;
  const number = new Int32Array(data.count).fill(-1);
  let best = -1;
  let most = 0;
  for (let first = 0; first < data.count; first++) {
    if (!left[first] || number[first]! >= 0) continue;
    number[first] = first;
    const front = [first];
    let size = 0;
    while (front.length) {
      const i = front.pop()!;
      size++;
      for (let at = start[i]!; at < start[i + 1]!; at++) {
        const other = neighbour[at]!;
        if (!left[other] || number[other]! >= 0 || !linked(by[at]!)) continue;
        number[other] = first;
        front.push(other);
      }
    }
    if (size > most) {
      most = size;
      best = first;
    }
  }
  for (let i = 0; i < data.count; i++) if (left[i] && number[i] !== best) left[i] = 0;
}
