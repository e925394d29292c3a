/** An answer as files: each table as CSV, all of them as a workbook with a sheet that says where the figures are from. */
import type { Answer, AnswerTable } from "../api/types";
import { say } from "../shell/toast";
import { t } from "../texts";
import { csv, flat, type Row, save } from "./values";
import type { Cell } from "./xlsx";

/** A plain name for a file. */
export const fileName = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60) || "ecotone";

/** Where an answer comes from, line by line: it stands under every picture and in every workbook. */
export function about(answer: Answer): [string, string][] {
  const { method, read_at, scope } = answer;
  const parameters = Object.entries(method.parameters).map(([name, value]) => `${name} ${String(value)}`);
  return [
    ["", answer.question],
    ["", answer.summary],
    [
      t.answer.scope,
      Object.entries(scope)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ") || t.answer.wholeRecord,
    ],
    ...(read_at
      ? [[t.answer.readAt, `${read_at.record}, ${t.answer.batch(read_at.batch, read_at.as_of)}`] as [string, string]]
      : []),
    [t.answer.method, t.answer.version(method.name, method.version)],
    ...(parameters.length ? [[t.answer.parameters, parameters.join(", ")] as [string, string]] : []),
    ...(method.seed === null ? [] : [[t.answer.seed, String(method.seed)] as [string, string]]),
    ...(method.reference ? [[t.answer.source, method.reference] as [string, string]] : []),
    ...answer.warnings.map((warning): [string, string] => [t.answer.warnings, warning]),
  ];
}

/** The lines under a picture. */
export const notes = (answer: Answer): string[] =>
  about(answer)
    .slice(2)
    .filter(([label]) => label !== t.answer.parameters)
    .map(([label, text]) => `${label}: ${text}`.slice(0, 130));

export function saveCsv(answer: Answer, table: AnswerTable): void {
  const name = `${fileName(answer.question)}-${fileName(table.title)}.csv`;
  save(name, csv(table.columns, table.rows as Row[]));
  say(t.answer.saved(name));
}

const cell = (value: unknown): Cell =>
  value === null || value === undefined
    ? null
    : typeof value === "number" || typeof value === "boolean" || typeof value === "string"
      ? value
      : Array.isArray(value)
        ? value.join("; ")
        : JSON.stringify(value);

export async function saveWorkbook(answer: Answer): Promise<void> {
  const { workbook } = await import("./xlsx");
  const name = `${fileName(answer.question)}.xlsx`;
  const bytes = workbook([
    ...answer.tables.map((table) => {
      const shape = flat(table.columns);
      return {
        name: table.title,
        heading: true,
        rows: [
          shape.map((one) => one.heading),
          ...(table.rows as Row[]).map((row) => shape.map((one) => cell(one.value(row)))),
        ],
      };
    }),
    { name: t.answer.about, heading: false, rows: about(answer) },
  ]);
  save(
    name,
    new Blob([bytes as Uint8Array<ArrayBuffer>]),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  );
  say(t.answer.saved(name));
}
