/** From what the address asks for to what is drawn: colours by sector, field, measure or community, widths, labels, and the years there are. */
import { useMemo } from "react";
import type { RecordAnswer } from "../api/types";
import { figure, t } from "../texts";
import { type MapData, NO_YEAR } from "./data";
import { COMMUNITY, type Figures } from "./figures";
import { type Colouring, colourByField, colourByNumber, colourBySector } from "./scales";
import type { MapState, Width } from "./state";
import type { Visible } from "./visible";

export function colouringFor(by: string, data: MapData, record: RecordAnswer, figures: Figures["of"]): Colouring {
  if (by.startsWith("measure:")) {
    const name = by.slice("measure:".length);
    const values = figures.get(name);
    if (values && name === COMMUNITY)
      return colourByField(
        Array.from(values, (value) => (Number.isNaN(value) ? null : String(value))),
        "category",
      );
    if (values) return colourByNumber(values);
  }
  const field = data.fields.get(by);
  if (by !== "sector" && field)
    return colourByField(field, record.fields.find((entry) => entry.name === by)?.type ?? "category");
  return colourBySector(data, record.sectors);
}

export function yearBounds(data: MapData, record: RecordAnswer): { min: number; max: number } | null {
  let { min, max } = record.years;
  for (let tie = 0; tie < data.ties.count && (record.years.min === null || record.years.max === null); tie++) {
    for (const year of [data.ties.from[tie]!, data.ties.to[tie]!]) {
      if (year === NO_YEAR) continue;
      min = Math.min(min ?? year, year);
      max = Math.max(max ?? year, year);
    }
  }
  return min === null || max === null ? null : { min, max };
}

/** For each pair what its width follows; undefined where that is the weight. */
export function thickness(by: Width, data: MapData, visible: Visible): Float64Array | undefined {
  if (by === "weight") return undefined;
  const found = new Float64Array(data.pairs.count);
  if (by === "same") return found.fill(1);
  const { ties } = data;
  for (let tie = 0; tie < ties.count; tie++)
    if (visible.tie[tie]) found[ties.pair[tie]!]! += by === "records" ? ties.evidence[tie]! : 1;
  return found;
}

/** What an actor's label says beside its name: a field's or a measure's value, or nothing where there is none. */
export function labelling(
  by: string,
  data: MapData,
  record: RecordAnswer,
  figures: Figures["of"],
): ((actor: number) => string) | undefined {
  if (!by) return undefined;
  const measured = by.startsWith("measure:") ? figures.get(by.slice("measure:".length)) : undefined;
  const values = measured ?? (by === "sector" ? data.sector : data.fields.get(by));
  if (!values) return undefined;
  const sectors = new Map(record.sectors.map((one) => [one.sector as string | null, one.label]));
  return (actor) => {
    const value = values[actor];
    const name = data.name[actor]!;
    if (value === null || value === undefined || value === "" || Number.isNaN(value)) return name;
    const said = by === "sector" ? (sectors.get(value as string) ?? value) : value;
    return t.map.labelOf(name, typeof said === "number" ? figure(said) : String(said));
  };
}

/** Both, for what is drawn: between groups widths are shares of the strongest, and groups are called by their own names. */
export function useLabelsAndWidths(
  state: MapState,
  base: MapData,
  data: MapData,
  showing: Visible,
  record: RecordAnswer,
  figures: Figures["of"],
  compared: boolean,
) {
  const thick = useMemo(
    () => (compared || data.groups ? undefined : thickness(state.width, base, showing)),
    [state.width, base, data, showing, compared],
  );
  const text = useMemo(() => {
    const said = labelling(state.label, base, record, figures);
    return said
      ? (node: number) => {
          const actor = base.indexOf.get(data.id[node]!);
          return actor === undefined || (data.groups && node >= data.groups.start) ? data.name[node]! : said(actor);
        }
      : undefined;
  }, [state.label, base, data, record, figures]);
  return { thick, text };
}
