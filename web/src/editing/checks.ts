/** Whether what is typed can be kept: each check gives the message that stands at the field, or none. */
import { t } from "../texts";

export const LONGEST_NAME = 1000;
export const LONGEST_LINE = 200;

const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

export function nameWrong(text: string, most = LONGEST_NAME): string {
  const { length } = text.trim();
  if (!length) return t.editing.wrong.missing;
  return length > most ? t.editing.wrong.long(length, most) : "";
}

export const lineWrong = (text: string, most = LONGEST_LINE): string =>
  text.trim().length > most ? t.editing.wrong.long(text.trim().length, most) : "";

/** A year, a month or a day that exists; empty is fine. */
export function dateWrong(text: string): string {
  if (!text.trim()) return "";
  const [, year, month, day] = DAY.exec(text.trim()) ?? [];
  if (!year || Number(year) < 1500 || Number(year) > 2200) return t.editing.wrong.date;
  const at = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  const same = at.getUTCMonth() === Number(month ?? 1) - 1 && at.getUTCDate() === Number(day ?? 1);
  return same ? "" : t.editing.wrong.date;
}

/** The end of a span whose beginning is given. */
export function endWrong(from: string, until: string): string {
  const wrong = dateWrong(until);
  if (wrong || !until.trim() || !from.trim() || dateWrong(from)) return wrong;
  const [first, last] = [from.trim(), until.trim()];
  const length = Math.min(first.length, last.length);
  return last.slice(0, length) < first.slice(0, length) ||
    (last.length === first.length && last === first && length === 10)
    ? t.editing.wrong.span
    : "";
}

export const addressWrong = (text: string): string =>
  text.trim() && !/^https?:\/\/\S+$/.test(text.trim()) ? t.editing.wrong.address : lineWrong(text, 2000);

export function numberWrong(text: string): string {
  return text.trim() && Number.isFinite(Number(text.trim().replace(",", "."))) ? "" : t.editing.wrong.number;
}

export const numberOf = (text: string): number => Number(text.trim().replace(",", "."));

export const weightWrong = (text: string): string =>
  numberWrong(text) || (numberOf(text) > 0 ? "" : t.editing.wrong.weight);

export interface Grounds {
  source: string;
  address: string;
  author: string;
}

/** What a change rests on: by field. */
export const groundsWrong = ({ source, address, author }: Grounds): Record<keyof Grounds, string> => ({
  source: lineWrong(source),
  address: addressWrong(address),
  author: lineWrong(author) || (source.trim() || address.trim() || author.trim() ? "" : t.editing.wrong.grounds),
});

/** Which of the wanted values are others than those that were read. */
export function changed<T extends Record<string, unknown>>(wanted: T, read: T): Partial<T> {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== read[key])) as Partial<T>;
}
