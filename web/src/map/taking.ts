/** What of the map is taken along with a picture or a file: what colours and sizes mean, and what it was narrowed to, in words. */
import type { MapAnswer, Measure, RecordAnswer } from "../api/types";
import { t } from "../texts";
import { CHANGE_COLOURS, CHANGES, type Compared } from "./compare";
import type { MapData } from "./data";
import type { Look, Marks } from "./drawing";
import type { Drawn } from "./drawn";
import { described } from "./FilterStack";
import { COMMUNITY } from "./figures";
import { readFilter } from "./filters";
import type { Taken } from "./saving";
import type { Colouring, Theme } from "./scales";
import { type MapState, scopePairs } from "./state";
import type { Visible } from "./visible";

interface Seen {
  answer: MapAnswer;
  record: RecordAnswer;
  measures: readonly Measure[];
  base: MapData;
  drawn: Drawn;
  showing: Visible;
  state: MapState;
  look: Look;
  theme: Theme;
  colouring: Colouring;
  compared: Compared | null;
  marks: Marks;
}

/** What the colours are of. */
function colouredBy({ state, measures, record }: Seen): string {
  if (state.colour === "sector") return t.map.sector;
  if (state.colour === `measure:${COMMUNITY}`) return t.map.community;
  return (
    measures.find((measure) => `measure:${measure.name}` === state.colour)?.label ??
    record.fields.find((field) => field.name === state.colour)?.label ??
    state.colour
  );
}

export function taking(seen: Seen): Taken {
  const { answer, record, measures, base, drawn, showing, state, look, theme, colouring, compared, marks } = seen;
  const { data, visible } = drawn;
  const groups = data.groups;
  const { before, after } = state;
  return {
    answer,
    record,
    base,
    drawn,
    showing,
    look,
    legend: {
      title: colouredBy(seen),
      rows: colouring.categories.map((category, index) => ({
        label: category.label,
        colour: category.colour[theme],
        count: visible.perCategory[index] ?? 0,
      })),
    },
    marks,
    changes: compared
      ? CHANGES.map((name, index) => ({
          label: t.map.changes[name],
          colour: CHANGE_COLOURS[theme][index]!,
          count: compared.counts[index]!,
        }))
      : [],
    sized: groups
      ? [t.map.groupSized]
      : [
          t.map.sized(measures.find((measure) => measure.name === state.size)?.label ?? t.map.same),
          ...(compared ? [] : [t.map.widened(t.map.widths[state.width])]),
        ],
    conditions: [
      ...scopePairs(state).map(([key, value]) => `${key} ${value}`),
      ...state.filters.flatMap((text) => {
        const filter = readFilter(text);
        return filter ? [described(filter, base, record, measures)] : [];
      }),
      ...(groups ? [t.map.inGroups(groups.key.length, groups.opened.length)] : []),
      ...(before !== null && after !== null ? [`${before} – ${after}`] : []),
    ],
    scope: Object.fromEntries(scopePairs(state)),
  };
}
