/** What an overlay singles out on the map, from the answer to its question. */
import { useMemo } from "react";
import { href } from "../address";
import { useAnswer } from "../api/queries";
import type { Answer, Job } from "../api/types";
import { t } from "../texts";
import type { MapData } from "./data";
import { type Marks, NO_MARKS } from "./drawing";
import type { Path } from "./paths";
import { type MapState, type Overlay, scopePairs } from "./state";

export interface Item {
  key: string;
  /** The id of the actor that it is about, if one. */
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
  job: Job | null;
  error: Error | null;
}

/** So many of whom knowledge reaches have their way drawn; so many are listed. */
const WAYS = 60;
const LISTED = 200;
const RINGED = 10;

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
        actor: row.id as number,
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
  if (overlay === "from") return fromOne(answer, data);
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

const percent = (share: number): string =>
  share.toLocaleString(t.locale, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });

/** Whom knowledge from one actor reaches: the likeliest ways as arrows, those reached most often ringed. */
function fromOne(answer: Answer, data: MapData): Pick<Shown, "marks" | "items"> {
  const at = (id: unknown) => data.indexOf.get(id as number);
  const rows = rowsOf(answer, "Whom it reaches").filter((row) => at(row.id) !== undefined);
  const lines = rows.slice(0, WAYS).flatMap((row) => {
    const [a, b] = [at(row.through_id), at(row.id)];
    return a === undefined || b === undefined
      ? []
      : [{ a, b, dashed: false, arrow: true, share: row.reached as number }];
  });
  const rings = rows.slice(0, RINGED).map((row) => ({ actor: at(row.id)! }));
  return {
    marks: { rings, lines, dim: true },
    items: rows.slice(0, LISTED).map((row) => ({
      key: String(row.id),
      actor: row.id as number,
      sectors: null,
      text: String(row.label),
      more: t.map.fromOf(
        percent(row.reached as number),
        row.steps as number,
        (row.steps as number) > 1 ? String(row.through) : null,
      ),
    })),
  };
}

/** Where an overlay's answer is asked for; null where there is nothing to ask. */
function askedFor(state: MapState): string | null {
  const scope = scopePairs(state);
  if (state.overlay === "none") return null;
  if (state.overlay !== "from") return href(`/api/network/ask/${state.overlay}`, new URLSearchParams(scope));
  if (state.actor === null) return null;
  const given = [
    ["actor", String(state.actor)],
    ["chance", String(state.chance)],
  ];
  return href("/api/map/flow", new URLSearchParams([...given, ...scope] as [string, string][]));
}

export function useOverlay(state: MapState, data: MapData): Shown {
  const { overlay } = state;
  const address = data.groups ? null : askedFor(state);
  const { data: answer, error, isPlaceholderData, job } = useAnswer(address);
  const here = address !== null && answer && !isPlaceholderData ? answer : null;
  const found = useMemo(
    () => (here ? marksOf(overlay, here, data) : { marks: NO_MARKS, items: [] }),
    [here, overlay, data],
  );
  return { ...found, answer: here, waiting: address !== null && !here && !error, job, error };
}

/** Marks on actors as marks on what stands for them: a group bears those of all its actors. */
export function onNodes(marks: Marks, nodeOf: (actor: number) => number): Marks {
  const texts = new Map<number, (string | undefined)[]>();
  for (const { actor, text } of marks.rings) texts.set(nodeOf(actor), [...(texts.get(nodeOf(actor)) ?? []), text]);
  const told = (all: (string | undefined)[]) => {
    const known = all.filter((text) => text !== undefined);
    return known.length > 3 ? `${known.slice(0, 3).join(", ")} …` : known.join(", ") || undefined;
  };
  return {
    rings: [...texts].map(([actor, all]) => ({ actor, text: told(all) })),
    lines: marks.lines.map((line) => ({ ...line, a: nodeOf(line.a), b: nodeOf(line.b) })).filter(({ a, b }) => a !== b),
    dim: marks.dim,
  };
}

/** The marks of a path, over those of an overlay. */
export function withPath(marks: Marks, path: Path | null): Marks {
  if (!path || path.actors.length < 2) return marks;
  const lines = path.actors.slice(1).map((b, index) => ({ a: path.actors[index]!, b, dashed: false }));
  return { rings: path.actors.map((actor, index) => ({ actor, text: String(index + 1) })), lines, dim: true };
}
