/** From values to colours and sizes: sectors keep their own colours, other fields take a palette, measures five steps. */
import type { FieldEntry, SectorCount } from "../api/types";
import type { Theme } from "../shell/theme";
import { t } from "../texts";
import type { MapData } from "./data";

export type { Theme };

export interface Category {
  label: string;
  colour: Record<Theme, string>;
  /** How the address names it. */
  key: string;
}

export interface Colouring {
  categories: Category[];
  category: Uint8Array;
  /** True where the categories are steps of a number, in order. */
  ordered: boolean;
}

const NONE: Category = { key: "-", label: t.map.notKnown, colour: { light: "#8c8c8c", dark: "#8f8f8f" } };
const OTHER: Category = { key: "*", label: t.map.otherValues, colour: { light: "#a5aca8", dark: "#66716c" } };

/** Ten colours that stay apart on light and on dark ground, also for most who see colours otherwise. */
const PALETTE: Record<Theme, string>[] = [
  { light: "#0b6e99", dark: "#4cb5e6" },
  { light: "#b35900", dark: "#f0a04b" },
  { light: "#6b4fbb", dark: "#a996ec" },
  { light: "#2f7d32", dark: "#7cc77f" },
  { light: "#b0286e", dark: "#ec7ab2" },
  { light: "#8a7a00", dark: "#d6c544" },
  { light: "#00796b", dark: "#4fc4b5" },
  { light: "#7a2e2e", dark: "#e08585" },
  { light: "#3d5a98", dark: "#8fa8e0" },
  { light: "#64734a", dark: "#b3c290" },
];

const STEPS: Record<Theme, string>[] = [
  { light: "#b9cfc9", dark: "#2f4f4a" },
  { light: "#86b3aa", dark: "#3c7168" },
  { light: "#52958b", dark: "#4d9788" },
  { light: "#22746b", dark: "#6bc0ae" },
  { light: "#06463f", dark: "#a9ecdc" },
];

export function colourBySector(data: MapData, sectors: readonly SectorCount[]): Colouring {
  const categories: Category[] = sectors
    .filter((entry) => entry.sector !== null)
    .map((entry) => ({ key: entry.sector!, label: entry.label, colour: { light: entry.light, dark: entry.dark } }));
  const unknown = sectors.find((entry) => entry.sector === null);
  categories.push(
    unknown ? { key: "-", label: unknown.label, colour: { light: unknown.light, dark: unknown.dark } } : NONE,
  );
  const at = new Map(categories.map((entry, index) => [entry.key, index]));
  const category = Uint8Array.from(data.sector, (sector) => at.get(sector ?? "-") ?? categories.length - 1);
  return { categories, category, ordered: false };
}

export function colourByField(
  values: readonly (string | number | boolean | null)[],
  type: FieldEntry["type"],
): Colouring {
  if (
    type === "number" ||
    (values.some((v) => typeof v === "number") && values.every((v) => v === null || typeof v === "number"))
  ) {
    return colourByNumber(values as readonly (number | null)[]);
  }
  const texts = values.map((value) => (value === null || value === "" ? null : String(value)));
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, PALETTE.length);
  const categories: Category[] = ranked.map(([label], index) => ({ key: label, label, colour: PALETTE[index]! }));
  const at = new Map(categories.map((entry, index) => [entry.key, index]));
  if (counts.size > PALETTE.length) categories.push(OTHER);
  const other = PALETTE.length;
  categories.push(NONE);
  const category = Uint8Array.from(texts, (text) => (text === null ? categories.length - 1 : (at.get(text) ?? other)));
  return { categories, category, ordered: false };
}

/** Five steps with as many actors in each as equal values allow. */
export function colourByNumber(values: ArrayLike<number | null>): Colouring {
  const known = Array.from(values)
    .filter((v): v is number => v !== null && Number.isFinite(v))
    .sort((a, b) => a - b);
  const cuts: number[] = [];
  for (let step = 1; step < STEPS.length; step++) {
    const cut = known[Math.floor((step * known.length) / STEPS.length)];
    if (cut !== undefined && cut > (known[0] ?? 0) && (cuts.length === 0 || cut > cuts.at(-1)!)) cuts.push(cut);
  }
  const steps = cuts.length + 1;
  const categories: Category[] = Array.from({ length: steps }, (_, step) => ({
    key: String(step + 1),
    label: t.map.step(step === 0 ? null : cuts[step - 1]!, step === steps - 1 ? null : cuts[step]!),
    colour: STEPS[steps === 1 ? 2 : Math.round((step * (STEPS.length - 1)) / (steps - 1))]!,
  }));
  categories.push(NONE);
  const category = Uint8Array.from(values, (value) => {
    if (value === null || !Number.isFinite(value)) return steps;
    let step = 0;
    while (step < cuts.length && value >= cuts[step]!) step++;
    return step;
  });
  return { categories, category, ordered: true };
}

/** Radius on the screen: area follows the value, so that a circle twice as large says twice as much. */
export function sizes(values: Float64Array | undefined, count: number): Float32Array {
  const small = count > 5000 ? 2 : 3;
  const large = count > 5000 ? 14 : 16;
  const result = new Float32Array(count).fill(small + 1.5);
  if (!values) return result;
  let top = 0;
  for (const value of values) if (value > top) top = value;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    const share = top > 0 && value > 0 ? value / top : 0;
    result[i] = Math.sqrt(small * small + share * (large * large - small * small));
  }
  return result;
}

/** Mix two colours: 0 gives the first, 1 the second. */
export function mix(one: string, other: string, share: number): string {
  const a = rgb(one);
  const b = rgb(other);
  const part = (i: 0 | 1 | 2) =>
    Math.round(a[i] + (b[i] - a[i]) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${part(0)}${part(1)}${part(2)}`;
}

function rgb(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
