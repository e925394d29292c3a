/** What the address of a simulation holds: the model, what is different, what is shown, and the runs kept beside it. */
import { href } from "../address";

export const TABS = ["curves", "diagram", "matters", "equations", "assumptions"] as const;
export type Tab = (typeof TABS)[number];

/** What is different from the model as it stands. */
export interface Changes {
  constants: Record<string, number>;
  policies: string[];
  start: number;
  edits: Record<string, string>;
}

export interface NamedRun extends Changes {
  name: string;
  /** Of a model that is drawn: how it stood when the run was kept. */
  drawn?: string;
}

/** Before the name of a model that is drawn in the record. */
export const DRAWN = "drawn:";

/** The name of the model that is drawn; empty of all others. */
export const drawnName = (model: string): string => (model.startsWith(DRAWN) ? model.slice(DRAWN.length) : "");

export interface State extends Changes {
  model: string;
  tab: Tab;
  /** Variables that are shown; the model's own choice where empty. */
  show: string[];
  difference: boolean;
  /** The kept run that the difference is to; the baseline where empty. */
  against: string;
  /** Draws of what is not known; 1 is a single run. */
  members: number;
  seed: number;
  /** The loop and the variable that are singled out. */
  loop: string;
  variable: string;
  /** The diagram shows numbers too; it is drawn as causes alone. */
  numbers: boolean;
  causes: boolean;
  carried: boolean;
  /** Of the loops only the shortest set that holds all others. */
  independent: boolean;
  runs: NamedRun[];
}

/** Go on to another state: what changes, or what changes of the state that is shown by then. */
export type Go = (change: Partial<State> | ((now: State) => Partial<State>), replace?: boolean) => void;

/** The mark that the last move of a slider leaves. */
export const MOVED = "slider moved";
export const START = 2;
export const MOST_RUNS = 5;

/** `name=value`, split at the last sign: a name may hold one, a number never. */
function pair(text: string, last: boolean): [string, string] {
  const at = last ? text.lastIndexOf("=") : text.indexOf("=");
  return at < 0 ? ["", ""] : [text.slice(0, at), text.slice(at + 1)];
}

const numberOr = (text: string | null, fallback: number): number => {
  const value = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : fallback;
};

function runOf(text: string): NamedRun[] {
  try {
    const { n, c = {}, p = [], t = START, e = {}, d } = JSON.parse(text);
    if (typeof n !== "string" || !n || typeof c !== "object" || !Array.isArray(p) || typeof e !== "object") return [];
    const constants = Object.fromEntries(Object.entries(c).filter(([, value]) => Number.isFinite(value))) as Record<
      string,
      number
    >;
    const run = {
      name: n,
      constants,
      policies: p.map(String),
      start: Number(t) || 0,
      edits: e as Record<string, string>,
    };
    return [typeof d === "string" && d ? { ...run, drawn: d } : run];
  } catch {
    return []; // a link that was cut shows what is left of it
  }
}

export function read(query: URLSearchParams): State {
  const constants: Record<string, number> = {};
  for (const text of query.getAll("set")) {
    const [name, value] = pair(text, true);
    if (name && value !== "" && Number.isFinite(Number(value))) constants[name] = Number(value);
  }
  const edits: Record<string, string> = {};
  for (const text of query.getAll("edit")) {
    const [name, value] = pair(text, false);
    if (name && value) edits[name] = value;
  }
  const tab = query.get("tab");
  return {
    model: query.get("model") || "record",
    tab: TABS.find((one) => one === tab) ?? "curves",
    constants,
    policies: query.getAll("policy"),
    start: numberOr(query.get("start"), START),
    edits,
    show: query.getAll("show"),
    difference: query.get("difference") === "1",
    against: query.get("against") ?? "",
    members: Math.min(1000, Math.max(1, Math.round(numberOr(query.get("draws"), 1)))),
    seed: Math.max(0, Math.round(numberOr(query.get("seed"), 0))),
    loop: query.get("loop") ?? "",
    variable: query.get("variable") ?? "",
    numbers: query.get("numbers") === "1",
    causes: query.get("causes") === "1",
    carried: query.get("carried") === "1",
    independent: query.get("independent") === "1",
    runs: query.getAll("run").flatMap(runOf).slice(0, MOST_RUNS),
  };
}

/** The address of a state; what is as it would be anyway stands nowhere. */
export function here(state: State): string {
  const pairs: [string, string][] = [];
  const add = (key: string, value: string | false) => value && pairs.push([key, value]);
  add("model", state.model !== "record" && state.model);
  add("tab", state.tab !== "curves" && state.tab);
  for (const [name, value] of Object.entries(state.constants)) pairs.push(["set", `${name}=${value}`]);
  for (const name of state.policies) pairs.push(["policy", name]);
  add("start", state.start !== START && String(state.start));
  for (const [name, text] of Object.entries(state.edits)) pairs.push(["edit", `${name}=${text}`]);
  for (const name of state.show) pairs.push(["show", name]);
  add("difference", state.difference && "1");
  add("against", state.against);
  add("draws", state.members > 1 && String(state.members));
  add("seed", state.seed > 0 && String(state.seed));
  add("loop", state.loop);
  add("variable", state.variable);
  add("numbers", state.numbers && "1");
  add("causes", state.causes && "1");
  add("carried", state.carried && "1");
  add("independent", state.independent && "1");
  for (const { name, constants, policies, start, edits, drawn } of state.runs)
    pairs.push(["run", JSON.stringify({ n: name, c: constants, p: policies, t: start, e: edits, d: drawn })]);
  return href("/dynamics", new URLSearchParams(pairs));
}

export const changed = ({ constants, policies, edits }: Changes): boolean =>
  policies.length > 0 || Object.keys(constants).length > 0 || Object.keys(edits).length > 0;

/** Without one of its keys. */
export function without<T>(values: Record<string, T>, name: string): Record<string, T> {
  const { [name]: _, ...rest } = values;
  return rest;
}

/** A state without what the model does not hold, or holds no longer: a variable may be renamed or deleted under a link. */
export function fitting(state: State, names: readonly string[], numbers: readonly string[]): State {
  const [known, given] = [new Set(names), new Set(numbers)];
  const only = <T>(values: Record<string, T>, there: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => there.has(name)));
  return {
    ...state,
    constants: only(state.constants, given),
    edits: only(state.edits, known),
    show: state.show.filter((name) => known.has(name)),
  };
}
