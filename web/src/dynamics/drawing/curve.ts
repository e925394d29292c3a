/** The points of a graphical function while they are edited: what is wrong with them, and how they lie in a plot. */
export type Point = [number, number];

export const WIDTH = 460;
export const PLOT = { left: 52, right: 16, top: 14, bottom: 34, height: 240 };

export interface Wrong {
  kind: "number" | "rise" | "few";
  /** Which point, counted from 1. */
  at: number;
}

/** The first thing that is wrong: the same the server would say. */
export function wrongOf(points: readonly Point[]): Wrong | null {
  if (points.length < 2) return { kind: "few", at: 0 };
  for (const [index, [x, y]] of points.entries()) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return { kind: "number", at: index + 1 };
    if (index > 0 && x <= points[index - 1]![0]) return { kind: "rise", at: index + 1 };
  }
  return null;
}

export interface Scale {
  x: [number, number];
  y: [number, number];
}

/** What the plot shows: all points, with a little room above and below. */
export function scaleOf(points: readonly Point[]): Scale {
  const span = (values: number[]): [number, number] => {
    const known = values.filter(Number.isFinite);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    if (!known.length) return [0, 1];
    return most > least ? [least, most] : [least - 0.5, least + 0.5];
  };
  const [low, high] = span(points.map(([, y]) => y));
  const room = (high - low) * 0.08;
  return { x: span(points.map(([x]) => x)), y: [low - room, high + room] };
}

export const toPlot = ({ x, y }: Scale, [px, py]: Point): Point => [
  PLOT.left + ((px - x[0]) / (x[1] - x[0])) * (WIDTH - PLOT.left - PLOT.right),
  PLOT.top + (1 - (py - y[0]) / (y[1] - y[0])) * (PLOT.height - PLOT.top - PLOT.bottom),
];

/** A number as short as the plot can tell it. */
const told = (value: number, span: [number, number]): number => {
  const digits = Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(span[1] - span[0]))));
  return Number(value.toFixed(digits));
};

export const fromPlot = ({ x, y }: Scale, [px, py]: Point): Point => [
  told(x[0] + ((px - PLOT.left) / (WIDTH - PLOT.left - PLOT.right)) * (x[1] - x[0]), x),
  told(y[0] + (1 - (py - PLOT.top) / (PLOT.height - PLOT.top - PLOT.bottom)) * (y[1] - y[0]), y),
];

/** A point moved to where it may be: never past its neighbours. */
export function moved(points: readonly Point[], index: number, [x, y]: Point, { x: span }: Scale): Point[] {
  const least = 10 ** Math.floor(Math.log10(span[1] - span[0]) - 3);
  const low = points[index - 1] ? points[index - 1]![0] + least : Number.NEGATIVE_INFINITY;
  const high = points[index + 1] ? points[index + 1]![0] - least : Number.POSITIVE_INFINITY;
  const to = told(Math.min(high, Math.max(low, x)), span);
  return points.map((point, at) => (at === index ? [to, y] : point));
}

/** One point more, in the middle behind this one, or a step on where it is the last. */
export function withOne(points: readonly Point[], index: number): Point[] {
  const [here, next] = [points[index], points[index + 1]];
  if (!here) return [...points, [0, 0]];
  const before = points[index - 1];
  const added: Point = next
    ? [(here[0] + next[0]) / 2, (here[1] + next[1]) / 2]
    : [here[0] + (before ? here[0] - before[0] : 1), here[1]];
  return [...points.slice(0, index + 1), added, ...points.slice(index + 1)];
}

export const sorted = (points: readonly Point[]): Point[] => [...points].sort((a, b) => a[0] - b[0]);
