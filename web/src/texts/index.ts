/**
 * The texts of the screens, in the language that is chosen. The catalogue is loaded part by part: the shell's before
 * anything is drawn, a screen's before the screen. English is complete; what another language lacks is said in English.
 */
import type { en } from "./en";
import { language, locale } from "./locale";
import { n, short } from "./words";

export type Part = keyof typeof import("./en").parts;

/** The catalogue, as far as it is loaded. */
export const t = { locale } as typeof en & { locale: string };

type Loader = () => Promise<{ texts: object }>;
const files = import.meta.glob(["./*/*.ts", "!./*/index.ts"]) as Record<string, Loader>;
const loaded = new Map<Part, Promise<void>>();

/** Load parts of the catalogue; each is loaded once. */
export async function loadTexts(...parts: Part[]): Promise<void> {
  await Promise.all(
    parts.map((part) => {
      let loading = loaded.get(part);
      if (!loading) {
        loading = load(part);
        loaded.set(part, loading);
      }
      return loading;
    }),
  );
}

async function load(part: Part): Promise<void> {
  const [english, other] = await Promise.all([
    files[`./en/${part}.ts`]!(),
    language === "en" ? undefined : files[`./${language}/${part}.ts`]?.(),
  ]);
  Object.assign(t, other ? merged(english.texts, other.texts) : english.texts);
}

/** One catalogue over another: what the upper lacks shows through. */
export function merged(below: object, above: object): object {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = result[key];
    const nested = typeof value === "object" && !Array.isArray(value) && typeof under === "object" && under !== null;
    result[key] = nested ? merged(under, value) : value;
  }
  return result;
}

/** A count as it is read: 12,345. */
export const count = (value: number): string => n.format(value);

/** A measure's value as it is read: three figures are enough to compare by eye. */
export const figure = (value: number): string =>
  Number.isInteger(value)
    ? n.format(value)
    : value !== 0 && Math.abs(value) < 0.001
      ? value.toExponential(1)
      : short.format(value);

/** A moment as it is read. */
export const moment = (time: string): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
};
