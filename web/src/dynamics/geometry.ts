/** How a diagram is laid out on the page: boxes where the server put them, links bent a little so that two opposite ones part. */
import type { Link, Variable } from "./data";

export const BOX = { width: 152, height: 40 };
export const MARGIN = 14;
const BEND = 0.13;
const HEAD = 9;

export interface Place {
  x: number;
  y: number;
}

/** The middle of each box. */
export function placed(variables: readonly Variable[], numbers: boolean): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const one of variables) {
    const at = numbers ? one.at_all : one.at;
    if (at) found.set(one.name, { x: at[0]! + MARGIN + BOX.width / 2, y: at[1]! + MARGIN + BOX.height / 2 });
  }
  return found;
}

export const size = (places: Iterable<Place>): { width: number; height: number } => {
  let [width, height] = [0, 0];
  for (const { x, y } of places) {
    width = Math.max(width, x + BOX.width / 2 + MARGIN);
    height = Math.max(height, y + BOX.height / 2 + MARGIN);
  }
  return { width, height };
};

/** Where a line from a point towards the middle of a box meets its edge. */
function edge(from: Place, box: Place, gap: number): Place {
  const [dx, dy] = [from.x - box.x, from.y - box.y];
  const [w, h] = [BOX.width / 2 + gap, BOX.height / 2 + gap];
  const share = Math.min(dx === 0 ? 1 : w / Math.abs(dx), dy === 0 ? 1 : h / Math.abs(dy), 1);
  return { x: box.x + dx * share, y: box.y + dy * share };
}

export interface Drawn {
  path: string;
  head: string;
  sign: Place;
}

/** A bent line from box to box, with its head and the place of its sign. */
export function drawn(from: Place, to: Place, straight: boolean): Drawn {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = straight ? 0 : BEND;
  const middle = { x: (from.x + to.x) / 2 - dy * bend, y: (from.y + to.y) / 2 + dx * bend };
  const [start, end] = [edge(middle, from, 0), edge(middle, to, 3)];
  const length = Math.hypot(end.x - middle.x, end.y - middle.y) || 1;
  const [ux, uy] = [(end.x - middle.x) / length, (end.y - middle.y) / length];
  const base = { x: end.x - ux * HEAD, y: end.y - uy * HEAD };
  const n = (value: number) => value.toFixed(1);
  return {
    path: `M${n(start.x)} ${n(start.y)}Q${n(middle.x)} ${n(middle.y)} ${n(base.x)} ${n(base.y)}`,
    head: `M${n(end.x)} ${n(end.y)}L${n(base.x - uy * 4.5)} ${n(base.y + ux * 4.5)}L${n(base.x + uy * 4.5)} ${n(base.y - ux * 4.5)}Z`,
    sign: { x: end.x - ux * 17 - uy * 10, y: end.y - uy * 17 + ux * 10 + 4 },
  };
}

/** A link with the ends between which it is drawn: what drains a stock is drawn out of it, as water runs. */
export const ends = (link: Link, causes: boolean): [string, string] =>
  !causes && link.flow < 0 ? [link.target, link.source] : [link.source, link.target];

/** The next box in a direction: near, and rather straight ahead than aside. */
export function next(places: ReadonlyMap<string, Place>, from: string, key: string): string | undefined {
  const here = places.get(from);
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!here || !way) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [name, { x, y }] of places) {
    const ahead = (x - here.x) * way[0]! + (y - here.y) * way[1]!;
    const aside = Math.abs((x - here.x) * way[1]!) + Math.abs((y - here.y) * way[0]!);
    if (ahead <= 1) continue;
    const far = ahead + 2 * aside;
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

/** A name in two lines at most. */
export function wrapped(name: string, most = 21): string[] {
  if (name.length <= most) return [name];
  const words = name.split(" ");
  let first = words.shift() ?? "";
  while (words.length && `${first} ${words[0]}`.length <= most) first += ` ${words.shift()}`;
  const second = words.join(" ");
  const short = (text: string) => (text.length > most + 2 ? `${text.slice(0, most + 1)}…` : text);
  return second ? [short(first), short(second)] : [short(first)];
}

/** The links of a loop as pairs of names, subscripts left out. */
export function ring(variables: readonly string[]): Set<string> {
  const names = variables.map((name) => name.split("[")[0]!);
  return new Set(names.map((name, index) => `${name}\n${names[(index + 1) % names.length]}`));
}
