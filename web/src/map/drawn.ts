/** From what shows of the actors to what is drawn: the actors themselves, or groups of them where the address asks for that. */
import { useMemo } from "react";
import type { RecordAnswer } from "../api/types";
import { t } from "../texts";
import type { Compared } from "./compare";
import type { MapData } from "./data";
import { COMMUNITY } from "./figures";
import { type Folded, fold, foldSent, type Gathered, gather, INTO, keysOf, REST, UNKNOWN } from "./gather";
import type { Colouring } from "./scales";
import type { MapState } from "./state";
import type { Visible } from "./visible";

export interface Drawn {
  data: MapData;
  visible: Visible;
  /** Null where no groups are drawn. */
  folded: Folded | null;
  category: Uint8Array;
  size: Float32Array;
  figures: ReadonlyMap<string, Float64Array>;
  /** What became of each pair drawn, where two times are compared. */
  code: Uint8Array | null;
  /** The place of an actor on the map, by its place among all. */
  nodeOf(actor: number): number;
  /** The key of an actor's group; null where there are no groups. */
  keyOf(actor: number): string | null;
}

/** The name of a group: a sector's or a place's own, a community's by who in it has most ties. */
export function groupLabel(by: string, key: string, own: string): string {
  const inner = key.split(INTO).at(-1)!;
  const community = by === COMMUNITY || key.includes(INTO);
  if (inner === REST) return t.map.groupRest;
  if (inner === UNKNOWN) return community ? t.map.groupAlone : t.map.notKnown;
  return community ? t.map.groupAround(own) : own;
}

/** What actors can be gathered by on this map. */
export function groupings(data: MapData, record: RecordAnswer): { name: string; label: string }[] {
  const fields = record.fields.filter((field) => field.type === "category" && field.name !== "sector");
  const here = data.groups ? ["city", "region", "country"] : [...data.fields.keys()];
  return [
    { name: "sector", label: t.map.sector },
    { name: COMMUNITY, label: t.map.community },
    ...fields.filter(({ name }) => here.includes(name)).map(({ name, label }) => ({ name, label })),
  ];
}

/** Gather by what the address names; null where it names nothing, or nothing that is here yet. */
export function useGathered(
  state: MapState,
  base: MapData,
  record: RecordAnswer,
  figures: ReadonlyMap<string, Float64Array>,
): { gathered: Gathered; key: readonly string[] } | null {
  const { group } = state;
  const values =
    group === COMMUNITY ? figures.get(COMMUNITY) : group === "sector" ? base.sector : base.fields.get(group);
  const opened = state.open.join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text of what is open stands for the list
  return useMemo(() => {
    if (!group || !values || base.groups) return null;
    const key = keysOf(Array.from(values as ArrayLike<string | number | boolean | null>));
    const sectors = new Map(record.sectors.map((one) => [one.sector as string | null, one.label]));
    const leads = new Map<string, number>();
    const partners = (actor: number) => base.pairs.start[actor + 1]! - base.pairs.start[actor]!;
    if (group === COMMUNITY)
      key.forEach((one, actor) => {
        const lead = leads.get(one);
        if (lead === undefined || partners(actor) > partners(lead)) leads.set(one, actor);
      });
    const own = (one: string) =>
      group === COMMUNITY ? base.name[leads.get(one)!]! : group === "sector" ? (sectors.get(one) ?? one) : one;
    return {
      gathered: gather(base, {
        by: group,
        key,
        label: (one) => groupLabel(group, one, own(one)),
        open: new Set(state.open),
      }),
      key,
    };
  }, [group, values, base, record.sectors, opened]);
}

/** The category that most actors of a group are of; of equals the first. */
function majority({ data, nodeOf, actorOf }: Gathered, category: Uint8Array, categories: number): Uint8Array {
  const start = data.groups!.start;
  const counts = new Uint32Array(data.groups!.key.length * categories);
  nodeOf.forEach((node, actor) => {
    if (node >= start) counts[(node - start) * categories + category[actor]!]!++;
  });
  return Uint8Array.from({ length: data.count }, (_, node) => {
    if (node < start) return category[actorOf[node]!]!;
    const mine = counts.subarray((node - start) * categories, (node - start + 1) * categories);
    return mine.indexOf(Math.max(...mine));
  });
}

interface Given {
  base: MapData;
  found: { gathered: Gathered; key: readonly string[] } | null;
  visible: Visible;
  colouring: Colouring;
  size: Float32Array;
  figures: ReadonlyMap<string, Float64Array>;
  compared: Compared | null;
}

export function useDrawn({ base, found, visible, colouring, size, figures, compared }: Given): Drawn {
  const gathered = found?.gathered ?? null;
  const category = useMemo(
    () => (gathered ? majority(gathered, colouring.category, colouring.categories.length) : colouring.category),
    [gathered, colouring],
  );
  const lifted = useMemo(() => {
    if (!gathered) return figures;
    const lift = (values: Float64Array) =>
      Float64Array.from(gathered.actorOf, (actor) => (actor < 0 ? Number.NaN : values[actor]!));
    return new Map([...figures].map(([name, values]) => [name, lift(values)]));
  }, [gathered, figures]);
  const shown = useMemo(() => {
    if (gathered) return fold(gathered, base, visible, compared);
    return base.groups ? foldSent(base, visible, colouring.category) : null;
  }, [gathered, base, visible, compared, colouring.category]);
  const data = gathered?.data ?? base;
  const sized = useMemo(() => {
    const groups = data.groups;
    if (!groups || !shown) return size;
    return Float32Array.from({ length: data.count }, (_, node) => {
      if (node < groups.start) return size[gathered ? gathered.actorOf[node]! : node]!;
      const g = node - groups.start;
      return Math.max(5, groups.radius[g]! * Math.sqrt(shown.folded.members[g]! / groups.members[g]!));
    });
  }, [data, gathered, shown, size]);
  return useMemo(
    () => ({
      data,
      visible: shown ?? visible,
      folded: shown?.folded ?? null,
      category,
      size: sized,
      figures: lifted,
      code: gathered ? (shown as { folded: Folded }).folded.code : (compared?.code ?? null),
      nodeOf: (actor: number) => gathered?.nodeOf[actor] ?? actor,
      keyOf: (actor: number) => found?.key[actor] ?? null,
    }),
    [data, shown, visible, category, sized, lifted, gathered, found, compared],
  );
}
