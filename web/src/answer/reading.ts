/** How an answer's table is shown: an actor's id becomes the link of the name beside it, and what can be drawn is found. */
import type { AnswerColumn, AnswerTable } from "../api/types";
import { isNumber, type Row } from "./values";

export interface Reading {
  /** The columns to show, ids that stand behind a name left out. */
  columns: AnswerColumn[];
  /** Which column holds the actor's id behind a column's name. */
  actorOf: ReadonlyMap<string, string>;
}

export function reading(table: AnswerTable): Reading {
  const actorOf = new Map<string, string>();
  const hidden = new Set<string>();
  table.columns.forEach((column, index) => {
    const next = table.columns[index + 1];
    if (column.format !== "actor" || next?.format !== "text") return;
    actorOf.set(next.name, column.name);
    hidden.add(column.name);
  });
  return { columns: table.columns.filter((column) => !hidden.has(column.name)), actorOf };
}

export interface Estimate {
  value?: number;
  low?: number;
  high?: number;
  level?: number;
  method?: string;
  reason?: string;
}

/** One line or row of bars: its values with their intervals, where there are any. */
export interface Series {
  label: string;
  values: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

export interface Chart {
  kind: "bars" | "lines";
  /** What the bars or points are of. */
  over: string;
  labels: string[];
  /** Places on the axis; only of lines. */
  x: number[];
  unit: string | null;
  percent: boolean;
  series: Series[];
  /** Rows that are not drawn. */
  left: number;
}

const MOST_BARS = 20;
const AXIS = /^(t|time|day|days|month|year|date|week|x)$/;

/** A figure of a table's cell, or null where it holds none. */
export const number = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

const isFigure = (column: AnswerColumn): boolean => isNumber(column) && !/^(low|high)$|_(low|high)$/.test(column.name);

function seriesOf(rows: readonly Row[], column: AnswerColumn, columns: readonly AnswerColumn[]): Series {
  const values: Series["values"] = [];
  const low: Series["low"] = [];
  const high: Series["high"] = [];
  // Ends of an interval stand in the value's own estimate, in columns named after it, or, where it is the only figure,
  // in columns named low and high.
  const alone = columns.filter(isFigure).length === 1;
  const beside = (name: string) =>
    columns.find((one) => one.name === `${column.name}_${name}` || (alone && one.name === name));
  const [lowBeside, highBeside] = [beside("low"), beside("high")];
  for (const row of rows) {
    const value = row[column.name];
    if (column.format === "estimate") {
      const estimate = (value ?? {}) as Estimate;
      values.push(number(estimate.value));
      low.push(number(estimate.low));
      high.push(number(estimate.high));
    } else {
      values.push(number(value));
      low.push(lowBeside ? number(row[lowBeside.name]) : null);
      high.push(highBeside ? number(row[highBeside.name]) : null);
    }
  }
  return { label: column.label, values, low, high };
}

/** Find what of a table can be drawn: lines over an axis that rises, or bars of the first figure; null where nothing can. */
export function chartOf(table: AnswerTable, wanted?: string): Chart | null {
  const { columns } = reading(table);
  const figures = columns.filter(isFigure);
  const rows = table.rows as Row[];
  const first = columns[0];
  if (rows.length < 2 || !first || !figures.length) return null;
  const axis = AXIS.test(first.name) || first.format === "date" ? first : undefined;
  if (axis) {
    const x = rows.map((row) => place(row[axis.name]));
    const rises = x.every((value, index) => value !== null && (index === 0 || value > x[index - 1]!));
    const drawn = figures.filter((column) => column !== axis);
    if (rises && drawn.length) {
      const alike = drawn.filter((column) => column.format === drawn[0]!.format && column.unit === drawn[0]!.unit);
      return {
        kind: "lines",
        over: axis.label,
        labels: rows.map((row) => String(row[axis.name])),
        x: x as number[],
        unit: drawn[0]!.unit,
        percent: drawn[0]!.format === "percent",
        series: alike.slice(0, 8).map((column) => seriesOf(rows, column, columns)),
        left: 0,
      };
    }
  }
  const names = columns.filter((column) => column.format === "text");
  if (!names.length) return null;
  const column = figures.find((one) => one.name === wanted) ?? figures[0]!;
  const label = names[0]!;
  const whole = seriesOf(rows, column, columns);
  const known = rows.map((_, index) => index).filter((index) => whole.values[index] !== null);
  if (known.length < 2) return null;
  const shown = known.slice(0, MOST_BARS);
  // Rows that share a name are told apart by the next name.
  const text = (row: Row) => {
    const own = String(row[label.name] ?? "");
    const same = rows.filter((other) => other[label.name] === row[label.name]).length > 1;
    return same && names[1] ? `${own} – ${String(row[names[1].name] ?? "")}` : own;
  };
  const pick = (values: (number | null)[]) => shown.map((index) => values[index] ?? null);
  return {
    kind: "bars",
    over: label.label,
    labels: shown.map((index) => text(rows[index]!)),
    x: [],
    unit: column.unit,
    percent: column.format === "percent",
    series: [{ label: whole.label, values: pick(whole.values), low: pick(whole.low), high: pick(whole.high) }],
    left: rows.length - shown.length,
  };
}

/** The figures of a table that bars can be drawn of. */
export const figuresOf = (table: AnswerTable): AnswerColumn[] => reading(table).columns.filter(isFigure);

/** Where a value lies on an axis: a number as it is, a date as a share of its year. */
function place(value: unknown): number | null {
  if (typeof value === "number") return value;
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(String(value ?? ""));
  return found ? Number(found[1]) + (Number(found[2] ?? 1) - 1) / 12 + (Number(found[3] ?? 1) - 1) / 365 : null;
}

/** Round numbers that divide a range into some four to seven parts. */
export function ticks(low: number, high: number, most = 6): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough)!;
  const found: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++)
    found.push(Number((at * step).toPrecision(12)));
  return found;
}
