/** What the address of a dossier holds: its title, its sections in their order, and the conditions of its scope. */
import { href } from "../address";

const SCOPE = ["kind", "sector", "place", "from", "to", "as-of"];

export interface State {
  title: string;
  sections: string[];
  scope: [string, string][];
}

export const read = (query: URLSearchParams): State => ({
  title: query.get("title") ?? "",
  sections: [...new Set(query.getAll("section"))],
  scope: SCOPE.flatMap((key) => query.getAll(key).map((value): [string, string] => [key, value])),
});

const pairs = ({ title, sections, scope }: State): [string, string][] => [
  ...(title ? [["title", title] as [string, string]] : []),
  ...sections.map((name): [string, string] => ["section", name]),
  ...scope,
];

export const here = (state: State): string => href("/dossier", new URLSearchParams(pairs(state)));

export const page = (state: State, download = false): string =>
  href("/api/dossier", new URLSearchParams([...pairs(state), ...(download ? [["download", "true"]] : [])]));

/** A section moved by so many places; the ends hold. */
export function moved(sections: readonly string[], name: string, by: number): string[] {
  const at = sections.indexOf(name);
  const to = Math.min(sections.length - 1, Math.max(0, at + by));
  if (at < 0 || to === at) return [...sections];
  const rest = sections.filter((one) => one !== name);
  return [...rest.slice(0, to), name, ...rest.slice(to)];
}
