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
  /** Two strokes across its middle, which mark a delay. */
  delay: string;
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
    delay: strokes(start, middle, base),
    sign: { x: end.x - ux * 17 - uy * 10, y: end.y - uy * 17 + ux * 10 + 4 },
  };
}

/** Two short strokes across the middle of a bent line. */
function strokes(start: Place, middle: Place, end: Place): string {
  const at = { x: (start.x + 2 * middle.x + end.x) / 4, y: (start.y + 2 * middle.y + end.y) / 4 };
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const [ux, uy] = [(end.x - start.x) / length, (end.y - start.y) / length];
  return [-3, 3]
    .map((along) => ({ x: at.x + ux * along, y: at.y + uy * along }))
    .map(
      ({ x, y }) =>
        `M${(x - uy * 7).toFixed(1)} ${(y + ux * 7).toFixed(1)}L${(x + uy * 7).toFixed(1)} ${(y - ux * 7).toFixed(1)}`,
    )
    .join("");
}

/** A link with the ends between which it is drawn: what drains a stock is drawn out of it, as water runs. */
export const ends = (link: Pick<Link, "source" | "target" | "flow">, causes: boolean): [string, string] =>
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
  // What follows a word that is cut is left out too: what is shown is the beginning of the name.
  return second && short(first) === first ? [first, short(second)] : [short(first)];
}

/** The links of a loop as pairs of names, subscripts left out. */
export function ring(variables: readonly string[]): Set<string> {
  const names = variables.map((name) => name.split("[")[0]!);
  return new Set(names.map((name, index) => `${name}\n${names[(index + 1) % names.length]}`));
}

/** Room around a drawing: enough for what flows in from outside. */
export const ROOM = { x: 90, y: 64 };

/** The middle of the box that stands at a place of the model. */
export const middleOf = (at: readonly number[]): Place => ({
  x: at[0]! + ROOM.x + BOX.width / 2,
  y: at[1]! + ROOM.y + BOX.height / 2,
});

/** The place of the model whose box has its middle here; boxes stand on a grid, so that they are easily aligned. */
export function placeAt({ x, y }: Place): [number, number] {
  const onGrid = (value: number) => Math.max(0, Math.round(value / 4) * 4);
  return [onGrid(x - ROOM.x - BOX.width / 2), onGrid(y - ROOM.y - BOX.height / 2)];
}

/** Where the world outside lies at the open end of a flow: away from the stock at its other end, else above or below. */
export function outside(flow: Place, other: Place | undefined, end: "source" | "sink"): { cloud: Place; edge: Place } {
  const way = other ? { x: flow.x - other.x, y: flow.y - other.y } : { x: 0, y: end === "source" ? -1 : 1 };
  const across = Math.abs(way.x) * BOX.height > Math.abs(way.y) * BOX.width;
  const [dx, dy] = across ? [Math.sign(way.x), 0] : [0, Math.sign(way.y) || 1];
  const at = (gap: number): Place => ({
    x: flow.x + dx * (BOX.width / 2 + gap),
    y: flow.y + dy * (BOX.height / 2 + gap),
  });
  return { cloud: at(32), edge: at(0) };
}

/** The box in which a point lies. */
export function boxAt(places: ReadonlyMap<string, Place>, { x, y }: Place): string | undefined {
  for (const [name, place] of places)
    if (Math.abs(x - place.x) <= BOX.width / 2 && Math.abs(y - place.y) <= BOX.height / 2) return name;
  return undefined;
}
