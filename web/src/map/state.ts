/** The state of the map as its address holds it: scope, colour, size, what is hidden, selection, ego, pins, camera. */
import { useCallback, useMemo } from "react";
import { href, navigate, useAddress } from "../address";

export interface MapState {
  kinds: string[];
  sectors: string[];
  places: string[];
  from: number | null;
  to: number | null;
  asOf: string;
  colour: string;
  size: string;
  hide: string[];
  actor: number | null;
  ego: number;
  pins: number[];
  camera: Camera | null;
  labels: "few" | "some" | "many";
  /** What a label says beside the name: a field, or `measure:` and a measure; empty where nothing. */
  label: string;
  /** What the width of a tie follows. */
  width: Width;
  layout: Layout;
  /** Filters in their order, as `filters.ts` writes them. */
  filters: string[];
  overlay: Overlay;
  /** Two years to compare; both or neither. */
  before: number | null;
  after: number | null;
  /** The other end of a path from the chosen actor. */
  path: number | null;
  /** What actors are gathered by; empty where each stands for itself. */
  group: string;
  /** Keys of groups whose inside is shown. */
  open: string[];
  /** Key of the group that is chosen. */
  at: string | null;
  /** Chance that one unit of a tie's strength passes knowledge on, for the overlay that asks for it. */
  chance: number;
}

export const CHANCE = 0.1;

export const OVERLAYS = ["none", "brokers", "gaps", "flow", "from"] as const;
export type Overlay = (typeof OVERLAYS)[number];

export const WIDTHS = ["weight", "records", "ties", "same"] as const;
export type Width = (typeof WIDTHS)[number];

export const LAYOUTS = ["force", "circular", "bands"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Centre in the layout's own units, and how often larger than the whole. */
export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

const list = (text: string | null): string[] => (text ? text.split(",").filter(Boolean) : []);
const keys = (text: string | null): string[] =>
  text
    ? text.split("|").flatMap((one) => {
        try {
          return one ? [decodeURIComponent(one)] : [];
        } catch {
          return [];
        }
      })
    : [];
const keyText = (text: string): string => text.replace(/[%|]/g, (sign) => encodeURIComponent(sign));
const year = (text: string | null): number | null => (text && /^\d{4}/.test(text) ? Number(text.slice(0, 4)) : null);
const whole = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

/** What to set so that nothing is hidden. */
export const UNFILTERED = {
  hide: [],
  kinds: [],
  sectors: [],
  from: null,
  to: null,
  ego: 0,
  filters: [],
  before: null,
  after: null,
} satisfies Partial<MapState>;

const MOST_FILTERS = 30;
/** As many as the server opens at once. */
const MOST_OPEN = 50;

export function readState(query: URLSearchParams): MapState {
  const cam = list(query.get("cam")).map(Number);
  const [x, y, zoom] = cam;
  const labels = query.get("labels");
  const overlay = query.get("overlay") as Overlay;
  const width = query.get("width") as Width;
  const layout = query.get("layout") as Layout;
  const [before, after] = [year(query.get("before")), year(query.get("after"))];
  const chance = Number(query.get("chance"));
  const both = before !== null && after !== null;
  return {
    kinds: query.getAll("kind").flatMap(list),
    sectors: query.getAll("sector").flatMap(list),
    places: query.getAll("place").flatMap(list),
    from: year(query.get("from")),
    to: year(query.get("to")),
    asOf: query.get("as-of") ?? "",
    colour: query.get("colour") || "sector",
    size: query.get("size") || "degree",
    hide: (query.get("hide") ?? "").split("|").filter(Boolean),
    actor: whole(query.get("actor") ?? ""),
    ego: Math.min(3, whole(query.get("ego") ?? "") ?? 0),
    pins: list(query.get("pin"))
      .map(whole)
      .filter((id) => id !== null),
    camera: cam.length === 3 && cam.every(Number.isFinite) && zoom! > 0 ? { x: x!, y: y!, zoom: zoom! } : null,
    labels: labels === "few" || labels === "many" ? labels : "some",
    label: query.get("label") ?? "",
    width: WIDTHS.includes(width) ? width : "weight",
    layout: LAYOUTS.includes(layout) ? layout : "force",
    filters: query.getAll("filter").filter(Boolean).slice(0, MOST_FILTERS),
    overlay: OVERLAYS.includes(overlay) ? overlay : "none",
    before: both ? before : null,
    after: both ? after : null,
    path: whole(query.get("path") ?? ""),
    group: query.get("group") ?? "",
    open: keys(query.get("open")).slice(0, MOST_OPEN),
    at: keys(query.get("at"))[0] ?? null,
    chance: chance > 0 && chance <= 1 ? chance : CHANCE,
  };
}

export function writeState(state: MapState): URLSearchParams {
  const query = new URLSearchParams();
  const put = (key: string, value: string | number | null) => {
    if (value !== null && value !== "") query.set(key, String(value));
  };
  put("kind", state.kinds.join(","));
  put("sector", state.sectors.join(","));
  put("place", state.places.join(","));
  put("from", state.from);
  put("to", state.to);
  put("as-of", state.asOf);
  put("colour", state.colour === "sector" ? "" : state.colour);
  put("size", state.size === "degree" ? "" : state.size);
  put("hide", state.hide.join("|"));
  put("actor", state.actor);
  put("ego", state.ego || "");
  put("pin", state.pins.join(","));
  put("labels", state.labels === "some" ? "" : state.labels);
  put("label", state.label);
  put("width", state.width === "weight" ? "" : state.width);
  put("layout", state.layout === "force" ? "" : state.layout);
  for (const filter of state.filters) query.append("filter", filter);
  put("overlay", state.overlay === "none" ? "" : state.overlay);
  put("before", state.before);
  put("after", state.after);
  put("path", state.path);
  put("group", state.group);
  put("open", state.open.map(keyText).join("|"));
  put("at", state.at === null ? "" : keyText(state.at));
  put("chance", state.chance === CHANCE ? "" : state.chance);
  const { camera } = state;
  put("cam", camera ? [camera.x.toFixed(3), camera.y.toFixed(3), camera.zoom.toFixed(2)].join(",") : "");
  return query;
}

/** The conditions that the server answers; kinds, sectors and years are sieved in the browser, at once. */
export function asked(state: MapState): URLSearchParams {
  const query = new URLSearchParams();
  if (state.places.length) query.set("place", state.places.join(","));
  if (state.asOf) query.set("as-of", state.asOf);
  return query;
}

/** What the map itself is asked for: the same, and how the actors are placed. */
export function askedMap(state: MapState): URLSearchParams {
  const query = asked(state);
  if (state.layout !== "force") query.set("layout", state.layout);
  return query;
}

/** What the server is asked where it sends groups: it sieves and gathers, for the browser has no actors to. */
export function askedInGroups(state: MapState): URLSearchParams {
  const query = new URLSearchParams(scopePairs(state));
  if (state.group) query.set("group", state.group);
  for (const key of state.open) query.append("open", key);
  return query;
}

/** The whole scope, as questions about the same part of the record take it. */
export function scopePairs(state: MapState): [string, string][] {
  const written = writeState(state);
  return ["kind", "sector", "place", "from", "to", "as-of"].flatMap((key): [string, string][] =>
    written.has(key) ? [[key, written.get(key)!]] : [],
  );
}

/** The conditions that the map's table twin shares with it. */
export function scopeOf(state: MapState): URLSearchParams {
  const scope = writeState(state);
  const query = new URLSearchParams();
  for (const key of ["kind", "sector", "place", "from", "to", "as-of"])
    if (scope.has(key)) query.set(key, scope.get(key)!);
  if (state.colour === "sector" && state.hide.length) query.set("hide", state.hide.join("|"));
  return query;
}

export type Change = (change: Partial<MapState>, options?: { replace?: boolean }) => void;

export function useMapState(): [MapState, Change] {
  const { query } = useAddress();
  const state = useMemo(() => readState(query), [query]);
  const change = useCallback<Change>((part, options) => {
    // Read anew: two changes in one moment must not undo each other.
    const now = readState(new URLSearchParams(window.location.search));
    navigate(href("/map", writeState({ ...now, ...part })), options);
  }, []);
  return [state, change];
}
