/**
 * What a drawing of the map must be able to do, whichever of three draws it: WebGL in full, WebGL with fast programs
 * for large maps, or a plain canvas where there is no WebGL. The screen above knows only this.
 */
import { largestComponent, type MapData } from "./data";
import type { PlacedLabel, Projection } from "./overlay";
import { mix, type Theme } from "./scales";
import type { Camera } from "./state";
import type { Visible } from "./visible";

export type Tier = "full" | "fast" | "canvas";

/** How the map looks just now. */
export interface Look {
  ground: Ground;
  /** Colour of each category. */
  colours: readonly string[];
  category: Uint8Array;
  size: Float32Array;
  /** Actors, the largest first: the order in which they get their labels. */
  rank: Uint32Array;
  visible: Visible;
  /** How many labels there may be at once. */
  labels: number;
  /** What the width of each pair follows, where that is not its weight. */
  thick?: Float64Array | undefined;
  /** What each label says, where that is not the name alone. */
  text?: ((node: number) => string) | undefined;
  /** Where groups are drawn: the first of them, how many actors of each show, and the strongest sum of ties. */
  groups?: { start: number; members: Float64Array; strongest: number } | undefined;
  /** Where ties are coloured by what became of them: the place of each pair's colour plus one, 0 for the usual. */
  ties?: { code: Uint8Array; colours: readonly string[] } | undefined;
}

/** What is singled out: the actor chosen, the one under the pointer, those pinned. */
export interface Focus {
  actor: number | null;
  hover: number | null;
  pins: readonly number[];
  /** Rings around actors and lines between them that an overlay, a path or a selection draws. */
  marks: Marks;
}

export interface Marks {
  rings: readonly { actor: number; text?: string | undefined }[];
  lines: readonly { a: number; b: number; dashed: boolean; arrow?: boolean; share?: number }[];
  /** Everything that is not marked steps back. */
  dim: boolean;
}

export const NO_MARKS: Marks = { rings: [], lines: [], dim: false };

/** What a picture of the map needs to know of how it stands on the screen. */
export interface Scene {
  width: number;
  height: number;
  projection: Projection;
  labels: readonly PlacedLabel[];
}

export interface Drawing {
  readonly tier: Tier;
  look(look: Look): void;
  focus(focus: Focus): void;
  camera(): Camera;
  moveTo(camera: Camera | null, options?: { glide?: boolean }): void;
  zoomBy(factor: number): void;
  panBy(dx: number, dy: number): void;
  /** Where an actor is on the screen, in pixels of the container. */
  at(actor: number): { x: number; y: number; radius: number };
  scene(): Scene;
  resize(): void;
  destroy(): void;
}

export interface Wishes {
  container: HTMLElement;
  data: MapData;
  look: Look;
  camera: Camera | null;
  onHover(actor: number | null): void;
  onPick(actor: number | null): void;
  onOpen(actor: number): void;
  onMove(): void;
  onSettle(camera: Camera): void;
  onLost(): void;
}

export interface Ground {
  theme: Theme;
  paper: string;
  ink: string;
  faint: string;
  accent: string;
  /** The second accent: what an overlay singles out. */
  second: string;
}

export const GROUNDS: Record<Theme, Ground> = {
  light: { theme: "light", paper: "#f7f8f6", ink: "#17211f", faint: "#c9d1cd", accent: "#0d6b62", second: "#b35900" },
  dark: { theme: "dark", paper: "#101716", ink: "#e8efec", faint: "#2e3b38", accent: "#5cc7b6", second: "#f0a04b" },
};

/** From here on the fast programs draw, and ties are hidden while the map moves. */
export const FAST_ACTORS = 4000;
export const FAST_PAIRS = 15_000;

export function tierFor(data: MapData): Tier {
  if (!hasWebGL()) return "canvas";
  return data.count > FAST_ACTORS || data.pairs.count > FAST_PAIRS ? "fast" : "full";
}

export function hasWebGL(): boolean {
  try {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

const WIDTHS = [1.3, 2, 3, 4.4] as const;

/** Which of four widths a tie is drawn in: 1, 2–3, 4–9, 10 and more. */
export const widthClass = (weight: number): 0 | 1 | 2 | 3 => (weight >= 10 ? 3 : weight >= 4 ? 2 : weight >= 2 ? 1 : 0);
export const width = (weight: number): number => WIDTHS[widthClass(weight)];

/**
 * What the width of a pair follows: its weight or what was chosen instead. Between groups it is the share of the
 * strongest: sums would all be of the widest class.
 */
export const shared = (look: Look, pair: number, weight: number): number =>
  look.groups ? (12 * weight) / (look.groups.strongest || 1) : (look.thick?.[pair] ?? weight);

/** Colours of ties: a breath of both ends' colours on the ground, stronger with weight; each mixed once. */
export function tieColours(look: Look, pairs: number): (pair: number, a: number, b: number, weight: number) => string {
  const known = new Map<number, string>();
  const { paper, faint, theme } = look.ground;
  // The more ties, the fainter each.
  const quiet = pairs > 20_000 ? 0.55 : pairs > 4000 ? 0.75 : 1;
  const strength = (theme === "light" ? [0.42, 0.54, 0.64, 0.74] : [0.46, 0.58, 0.68, 0.78]).map((s) => s * quiet);
  return (pair, a, b, weight) => {
    const code = look.ties?.code[pair];
    if (code) return look.ties!.colours[code - 1]!;
    const one = look.category[a]!;
    const other = look.category[b]!;
    const step = widthClass(shared(look, pair, weight));
    const key = (Math.min(one, other) * 256 + Math.max(one, other)) * 4 + step;
    let colour = known.get(key);
    if (colour === undefined) {
      const tint = mix(look.colours[one]!, look.colours[other]!, 0.5);
      colour = mix(mix(paper, faint, 0.8 * quiet), tint, strength[step]!);
      known.set(key, colour);
    }
    return colour;
  };
}

/** How far beyond the largest connected part the whole view reaches, as a share of that part's own extent. */
const REACH = 0.5;

/**
 * The part of the layout that the whole view shows: all actors, cut where a wide scatter of small parts would make the
 * largest connected part small. Outliers, four in a thousand on each side, do not count.
 */
export function extent(data: MapData): { x: [number, number]; y: [number, number] } {
  if (data.groups) return data.groups.bounds;
  const main = largestComponent(data.component);
  const trimmed = (values: Float64Array): [number, number] => {
    const sorted = values.slice().sort();
    const cut = Math.floor(sorted.length * 0.004);
    return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
  };
  const side = (values: Float64Array): [number, number] => {
    const all = trimmed(values);
    const part = trimmed(values.filter((_, index) => data.component[index] === main));
    const room = REACH * (part[1] - part[0]);
    const [low, high] = [Math.max(all[0], part[0] - room), Math.min(all[1], part[1] + room)];
    return high > low ? [low, high] : [low - 1, high + 1];
  };
  return { x: side(data.x), y: side(data.y) };
}

const NEAREST = 8;

/** The place from which all that shows fills the view; null, which is the whole map, where nothing is hidden. */
export function framing(data: MapData, visible: Visible): Camera | null {
  const shown = [...data.id.keys()].filter((i) => visible.actor[i]);
  if (!shown.length || shown.length === data.count) return null;
  const side = (values: Float64Array): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const i of shown) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    return [low, high];
  };
  const whole = extent(data);
  const [[left, right], [bottom, top]] = [side(data.x), side(data.y)];
  const times = ([low, high]: [number, number], span: number) => (span > 0 ? (high - low) / span : NEAREST);
  const zoom = Math.min(NEAREST, times(whole.x, right - left), times(whole.y, top - bottom));
  return { x: (left + right) / 2, y: (bottom + top) / 2, zoom };
}
