/** How a value of an answer's table is read, sorted, searched and exported, by its column's format. */
import type { AnswerColumn } from "../api/types";
import { figure, t } from "../texts";
import { locale } from "../texts/locale";

export type Row = Record<string, unknown>;

interface EstimateShape {
  value?: number | null;
  low?: number | null;
  high?: number | null;
  reason?: string | null;
}

const isEstimate = (value: unknown): value is EstimateShape =>
  typeof value === "object" && value !== null && ("value" in value || "reason" in value);

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? t.table.yes : t.table.no;
  if (Array.isArray(value)) return value.map(plain).join("; ");
  if (isEstimate(value)) return value.value == null ? (value.reason ?? "") : String(value.value);
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
};

const whole = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const toMonth = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", timeZone: "UTC" });

/** A date as a reader sees it, as exact as it is known: 2024, 2024-05 or 2024-05-17. What is none stays as it is. */
export function day(text: string): string {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (!parts) return text;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 1)];
  const at = new Date(Date.UTC(year, month - 1, date));
  at.setUTCFullYear(year);
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return text;
  return (parts[3] ? whole : toMonth).format(at);
}

/** A sentence with its dates as a reader sees them; what is part of an address, a file's name or an identifier stays. */
export const dated = (text: string): string => text.replace(/(?<![\w/.:=-])\d{4}-\d{2}-\d{2}(?![\w/=-]|\.\w)/g, day);

/** The value as a reader sees it. */
export function shown(value: unknown, column: AnswerColumn): string {
  if (value === null || value === undefined || value === "") return "";
  if (isEstimate(value)) {
    if (value.value == null) return t.table.none(value.reason ?? "");
    const interval = value.low == null || value.high == null ? "" : ` (${figure(value.low)}–${figure(value.high)})`;
    return figure(value.value) + interval;
  }
  if (typeof value === "number" && column.format !== "actor" && column.format !== "evidence") {
    if (column.format === "percent") return `${figure(value * 100)} %`;
    return column.unit ? `${figure(value)} ${column.unit}` : figure(value);
  }
  const text = plain(value);
  return column.format === "date" ? day(text) : column.format === "text" ? dated(text) : text;
}

export const isNumber = (column: AnswerColumn): boolean =>
  ["integer", "number", "percent", "days", "money", "estimate"].includes(column.format);

/** What a column sorts by: numbers as numbers, texts without case, nothing last. */
export function sortKey(value: unknown): number | string | null {
  if (value === null || value === undefined || value === "") return null;
  if (isEstimate(value)) return value.value ?? null;
  return typeof value === "number" ? value : plain(value).toLocaleLowerCase(t.locale);
}

/** The link of a value, if it is one and leads to the web and nowhere else. */
export function webAddress(value: unknown): string | null {
  if (typeof value !== "string") return null;
  try {
    const address = new URL(value);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}

/** One cell of a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvCell(value: unknown): string {
  let text = plain(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A heading with its unit. */
export const headed = (column: AnswerColumn): string =>
  column.unit ? `${column.label} (${column.unit})` : column.label;

/** Columns as they are saved: an estimate takes four, so that its interval, or the reason why it has none, goes with it. */
export function flat(columns: readonly AnswerColumn[]): { heading: string; value(row: Row): unknown }[] {
  return columns.flatMap((column) => {
    const own = { heading: headed(column), value: (row: Row) => row[column.name] };
    if (column.format !== "estimate") return [own];
    const part = (name: "value" | "low" | "high" | "reason") => (row: Row) =>
      (row[column.name] as EstimateShape | null)?.[name] ?? null;
    return [
      { ...own, value: part("value") },
      { heading: t.table.low(own.heading), value: part("low") },
      { heading: t.table.high(own.heading), value: part("high") },
      { heading: t.table.why(own.heading), value: part("reason") },
    ];
  });
}

/** A table as CSV, with a byte-order mark so that spreadsheets read it as UTF-8. */
export function csv(columns: readonly AnswerColumn[], rows: readonly Row[]): string {
  const shape = flat(columns);
  const lines = rows.map((row) => shape.map((one) => csvCell(one.value(row))).join(","));
  return `\uFEFF${[shape.map((one) => csvCell(one.heading)).join(","), ...lines].join("\r\n")}\r\n`;
}

/** Give a text to the user as a file. */
export function save(
  name: string,
  text: string | Blob | Uint8Array<ArrayBuffer>,
  type = "text/csv;charset=utf-8",
): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
