/** From what the address asks for to what is drawn: colours by sector, field, measure or community, and the years there are. */
import type { RecordAnswer } from "../api/types";
import { type MapData, NO_YEAR } from "./data";
import { COMMUNITY, type Figures } from "./figures";
import { type Colouring, colourByField, colourByNumber, colourBySector } from "./scales";

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
