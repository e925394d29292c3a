/** What a trial and an import say of themselves: the answers of their jobs. */
import { inWords } from "../api/leads";
import type { AnswerColumn, AnswerTable } from "../api/types";
import { t } from "../texts";

export interface Problem {
  what: string;
  severity: "refused" | "changed" | "noted";
  file?: string;
  row?: number;
  column?: string;
  got?: string;
  expected?: string;
  remedy?: string;
}

export interface Imported {
  read: number;
  kept: number;
  refused: number;
  changed: number;
  unchanged: number;
  batch: number | null;
  by_source: Record<string, number>;
  problems: { count: number; by_kind: Record<string, number>; first: Problem[] };
}

export interface Look {
  file: string;
  source: string | null;
  label: string | null;
  columns: string[];
  /** Meaning to name of column. */
  meanings: Record<string, string>;
  rows: string[][];
  problem: string | null;
}

export interface Trial extends Imported {
  upload: string;
  files: string[];
  looks: Look[];
  source: string | null;
  columns: Record<string, string>;
}

/** Meanings by column, as they stand over the columns of a preview. */
export const byColumn = (meanings: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(meanings).map(([meaning, column]) => [column, meaning]));

/** Give a column a meaning: no two columns have the same, and none means the column is a field of its own. */
export function withMeaning(meanings: Record<string, string>, column: string, meaning: string): Record<string, string> {
  const next = Object.fromEntries(
    Object.entries(meanings).filter(([known, name]) => known !== meaning && name !== column),
  );
  if (meaning) next[meaning] = column;
  return next;
}

/** What the command line advises where nobody recognises a file, with the names of all sources before it. */
const UNRECOGNISED = /If you know whose file it is, name the source with --as\b.*/;

/** Why a file was not recognised, with what to do about it on this screen. */
export const whyNot = (problem: string): string =>
  UNRECOGNISED.test(problem)
    ? `${problem.replace(/\s*Expected: .*/s, "")} ${t.import.unknownExpected} ${t.import.unknownRemedy}`
    : inWords(problem);

const ORDER = { refused: 0, changed: 1, noted: 2 };

/** Problems as a table, the worst first. */
export function problemTable(problems: readonly Problem[], title: string): AnswerTable {
  const labels = t.import.columnsOfProblems;
  const column = (name: keyof typeof labels, format: AnswerColumn["format"] = "text"): AnswerColumn => ({
    name,
    label: labels[name],
    format,
    unit: null,
    caveat: null,
  });
  const used = (Object.keys(labels) as (keyof typeof labels)[]).filter(
    (name) => name === "severity" || problems.some((problem) => problem[name] !== undefined),
  );
  return {
    title,
    note: null,
    columns: used.map((name) => column(name, name === "row" ? "integer" : "text")),
    rows: [...problems]
      .sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
      .map((problem) => ({
        ...problem,
        severity: t.import.severity[problem.severity],
        ...(UNRECOGNISED.test(problem.remedy ?? "")
          ? { expected: t.import.unknownExpected, remedy: t.import.unknownRemedy }
          : { remedy: inWords(problem.remedy ?? "") }),
      })),
  };
}
