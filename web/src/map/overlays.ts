/** What an overlay singles out on the map, from the answer to its question. */
import { useMemo } from "react";
import { href } from "../address";
import { useAnswer } from "../api/queries";
import type { Answer } from "../api/types";
import { t } from "../texts";
import type { MapData } from "./data";
import { type Marks, NO_MARKS } from "./drawing";
import type { Path } from "./paths";
import { type MapState, type Overlay, scopePairs } from "./state";

export interface Item {
  key: string;
  /** The actor that it is about, if one. */
  actor: number | null;
  /** The two sectors that it is about, if they are. */
  sectors: [string, string] | null;
  text: string;
  more: string;
}

export interface Shown {
  marks: Marks;
  items: Item[];
  answer: Answer | null;
  waiting: boolean;
  error: Error | null;
}

const QUESTIONS: Record<Exclude<Overlay, "none">, string> = { brokers: "brokers", gaps: "gaps", flow: "flow" };

type Row = Record<string, unknown>;
const rowsOf = (answer: Answer, title: string): Row[] =>
  (answer.tables.find((table) => table.title === title)?.rows ?? []) as Row[];
const figureOf = (value: unknown): string => (typeof value === "number" ? value.toLocaleString(t.locale) : "");

export function marksOf(overlay: Overlay, answer: Answer, data: MapData): Pick<Shown, "marks" | "items"> {
  const at = (id: unknown) => data.indexOf.get(id as number);
  const ringed = (rows: Row[], more: (row: Row) => string): Pick<Shown, "marks" | "items"> => {
    const found = rows.flatMap((row) => {
      const actor = at(row.id);
      return actor === undefined ? [] : [{ actor, row }];
    });
    return {
      marks: { rings: found.map(({ actor }, rank) => ({ actor, text: String(rank + 1) })), lines: [], dim: true },
      items: found.map(({ actor, row }) => ({
        key: String(row.id),
        actor,
        sectors: null,
        text: data.name[actor]!,
        more: more(row),
      })),
    };
  };
  if (overlay === "brokers")
    return ringed(rowsOf(answer, "Brokers"), (row) => t.map.brokerOf(String(row.joins ?? ""), figureOf(row.across)));
  if (overlay === "flow")
    return ringed(rowsOf(answer, "Who should have it first"), (row) =>
      t.map.seedOf(figureOf(Math.round(row.reached as number))),
    );
  if (overlay !== "gaps") return { marks: NO_MARKS, items: [] };
  const lines = rowsOf(answer, "New ties that would bring all nearer").flatMap((row) => {
    const [a, b] = [at(row.source), at(row.target)];
    return a === undefined || b === undefined ? [] : [{ a, b, dashed: true }];
  });
  return {
    marks: { rings: [], lines, dim: true },
    items: rowsOf(answer, "Thin pairs of groups").map((row) => ({
      key: `${row.one} ${row.other}`,
      actor: null,
      sectors: [String(row.one), String(row.other)],
      text: t.map.gapOf(String(row.one), String(row.other)),
      more: t.map.gapMore(
        figureOf(row.ties),
        figureOf(Math.round((row.expected as number) * 10) / 10),
        row.q as number | null,
      ),
    })),
  };
}

export function useOverlay(state: MapState, data: MapData): Shown {
  const { overlay } = state;
  const address =
    overlay === "none" ? null : href(`/api/network/ask/${QUESTIONS[overlay]}`, new URLSearchParams(scopePairs(state)));
  const { data: answer, error, isPlaceholderData } = useAnswer(address);
  const here = overlay !== "none" && answer && !isPlaceholderData ? answer : null;
  const found = useMemo(
    () => (here ? marksOf(overlay, here, data) : { marks: NO_MARKS, items: [] }),
    [here, overlay, data],
  );
  return { ...found, answer: here, waiting: overlay !== "none" && !here && !error, error };
}

/** The marks of a path, over those of an overlay. */
export function withPath(marks: Marks, path: Path | null): Marks {
  if (!path || path.actors.length < 2) return marks;
  const lines = path.actors.slice(1).map((b, index) => ({ a: path.actors[index]!, b, dashed: false }));
  return { rings: path.actors.map((actor, index) => ({ actor, text: String(index + 1) })), lines, dim: true };
}
