/** The names of an actor that may be parted from it: those of sources, the same name of the same source once. */
import type { ActorPage } from "../api/types";

type Mention = ActorPage["mentions"][number];

export interface NameGroup {
  key: string;
  name: string;
  source: string;
  role: string;
  place: string;
  ids: number[];
}

export function movable(mentions: readonly Mention[]): NameGroup[] {
  const groups = new Map<string, NameGroup>();
  for (const { id, name, own, source, role, place } of mentions) {
    if (own) continue;
    const where = [place.city, place.region, place.country].filter(Boolean).join(", ");
    const key = [name, source, role, where].join("\n");
    const group = groups.get(key) ?? { key, name, source, role: role ?? "", place: where, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name) || a.key.localeCompare(b.key));
}
