/** What the server told as series, loops or links, made an answer, so that it is shown, tabled and exported as all others are. */
import type { Answer, AnswerColumn, AnswerTable } from "../api/types";
import { t } from "../texts";
import type { Link, Run, Series } from "./data";

export const SIGNS: Record<string, string> = { "+": "+", "-": "−", "±": "±", "": "" };

export const column = (
  name: string,
  label: string,
  format: AnswerColumn["format"] = "text",
  unit: string | null = null,
  caveat: string | null = null,
): AnswerColumn => ({ name, label, format, unit, caveat });

/** A line of a chart. */
export interface Line {
  label: string;
  values: readonly (number | null)[];
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  innerLow?: readonly (number | null)[];
  innerHigh?: readonly (number | null)[];
  /** Which of the eight looks. */
  look: number;
}

export const lineOf = (series: Series, label: string, look: number): Line => ({
  label,
  values: series.values,
  low: series.low,
  high: series.high,
  innerLow: series.inner_low,
  innerHigh: series.inner_high,
  look,
});

/** A series less a single run of the same times. */
export function less(series: Series, run: Series): Series {
  const from = (values: Series["values"]) =>
    values.map((value, at) => {
      const other = run.values[at];
      return value === null || other === null || other === undefined ? null : value - other;
    });
  return {
    ...series,
    values: from(series.values),
    low: from(series.low),
    high: from(series.high),
    inner_low: from(series.inner_low),
    inner_high: from(series.inner_high),
  };
}

/** Lines over time as a table: one row a time, a column a line, ends of a band in the value's estimate. */
export function tableOf(
  title: string,
  timeLabel: string,
  time: readonly number[],
  lines: readonly Line[],
  unit: string,
  note: string | null,
): AnswerTable {
  return {
    title,
    note,
    columns: [
      column("time", timeLabel, "number"),
      ...lines.map((line, index) =>
        column(`line${index}`, line.label, line.low?.length ? "estimate" : "number", unit || null),
      ),
    ],
    rows: time.map((at, row) => ({
      time: at,
      ...Object.fromEntries(
        lines.map((line, index) => [
          `line${index}`,
          line.low?.length
            ? { value: line.values[row], low: line.low[row], high: line.high?.[row] ?? null, level: 0.9 }
            : (line.values[row] ?? null),
        ]),
      ),
    })),
  };
}

export const lastOf = (run: Run, which: "series" | "baseline" | "difference", at: number): number | null =>
  run[which][at]?.values.at(-1) ?? null;

export const answerOf = (
  question: string,
  summary: string,
  tables: AnswerTable[],
  method: Pick<Answer["method"], "name" | "version" | "parameters" | "seed" | "reference">,
  readAt: Answer["read_at"],
  warnings: string[] = [],
): Answer => ({ question, summary, tables, method, scope: {}, read_at: readAt, evidence: [], warnings });

/** The table twin of a diagram: every link, what it does, and which way. */
export const linksAnswer = (
  variables: number,
  links: readonly (Link & { stated?: string })[],
  method: Parameters<typeof answerOf>[3],
  readAt: Answer["read_at"],
): Answer =>
  answerOf(
    t.dynamics.structureOf,
    t.dynamics.linksSummary(variables, links.length),
    [
      {
        title: t.dynamics.links,
        note: t.dynamics.polarityHelp,
        columns: [
          column("source", t.dynamics.from),
          column("how", t.dynamics.kind),
          column("target", t.dynamics.to),
          column("polarity", t.dynamics.polarity),
          ...(links.some((one) => one.stated) ? [column("stated", t.dynamics.stated)] : []),
          column("delayed", t.dynamics.delayed),
        ],
        rows: links.map((one) => ({
          source: one.source,
          how: one.flow > 0 ? t.dynamics.fills : one.flow < 0 ? t.dynamics.drains : t.dynamics.reads,
          target: one.target,
          polarity: SIGNS[one.polarity] ?? "",
          stated: SIGNS[one.stated ?? ""] ?? "",
          delayed: one.delayed ? t.dynamics.throughDelay : "",
        })),
      },
    ],
    method,
    readAt,
  );
