/** The map to take along: a picture with legend, as-of and sources; tables; and files of other network programs. */
import { full } from "../address";
import { escaped, framed, savePng, saveSvg } from "../answer/picture";
import { fileName } from "../answer/saving";
import { csv, flat, type Row, save } from "../answer/values";
import { ApiError } from "../api/client";
import type { AnswerColumn, MapAnswer, RecordAnswer } from "../api/types";
import { say } from "../shell/toast";
import { figure, t } from "../texts";
import { shownOf } from "./Caption";
import { type MapData, NO_YEAR } from "./data";
import { type Look, type Marks, type Scene, shared, tieColours, width } from "./drawing";
import type { Drawn } from "./drawn";
import { groupRows } from "./GroupTables";
import type { Visible } from "./visible";

export interface Legend {
  title: string;
  rows: { label: string; colour: string; count: number }[];
}

export interface Taken {
  answer: MapAnswer;
  record: RecordAnswer;
  /** The actors, or the groups where the server sent these; and what of them is drawn. */
  base: MapData;
  drawn: Drawn;
  /** Which of the actors show, in groups or not. */
  showing: Visible;
  look: Look;
  legend: Legend;
  /** What an overlay, a path or a comparison draws over it, and what its colours mean. */
  marks: Marks;
  changes: { label: string; colour: string; count: number }[];
  /** What sizes mean, and widths where there are several. */
  sized: string[];
  /** Filters and scope, in words. */
  conditions: string[];
  /** The scope as the server takes it. */
  scope: Record<string, string>;
}

const round = (value: number) => value.toFixed(1);
const LEGEND = 220;

/** The map as it stands on the screen, drawn anew as SVG. */
export function mapSvg(taken: Taken, scene: Scene): string {
  const { look, legend } = taken;
  const { data, visible } = taken.drawn;
  const { projection: p, width: w, height: h } = scene;
  const x = (i: number) => p.ax * data.x[i]! + p.bx;
  const y = (i: number) => p.ay * data.y[i]! + p.by;
  const colour = tieColours(look, data.pairs.count);
  const ties = new Map<string, string[]>();
  for (let pair = 0; pair < data.pairs.count; pair++) {
    const weight = visible.pair[pair]!;
    if (weight <= 0) continue;
    const [a, b] = [data.pairs.a[pair]!, data.pairs.b[pair]!];
    const key = `${colour(pair, a, b, weight)} ${width(shared(look, pair, weight))}`;
    const line = `M${round(x(a))} ${round(y(a))}L${round(x(b))} ${round(y(b))}`;
    const known = ties.get(key);
    if (known) known.push(line);
    else ties.set(key, [line]);
  }
  const circles = [...data.id.keys()]
    .filter((i) => visible.actor[i])
    .sort((a, b) => look.size[a]! - look.size[b]!)
    .map(
      (i) =>
        `<circle cx="${round(x(i))}" cy="${round(y(i))}" r="${round(look.size[i]! * p.k)}" fill="${look.colours[look.category[i]!]}"><title>${escaped(data.name[i]!)}</title></circle>`,
    );
  const { groups } = look;
  // A group has a second line around it, and says how many actors it holds.
  const badges = groups
    ? Array.from(groups.members, (many, g) => ({ many, node: groups.start + g }))
        .filter(({ node }) => visible.actor[node])
        .map(({ many, node }) => {
          const radius = look.size[node]! * p.k;
          const colour = look.colours[look.category[node]!]!;
          const text =
            radius < 12
              ? ""
              : `<text x="${round(x(node))}" y="${round(y(node) + 4)}" text-anchor="middle" font-size="${Math.min(13, radius * 0.7).toFixed(1)}" font-weight="650" fill="${look.ground.theme === "light" ? "#ffffff" : "#0b1110"}" stroke="none">${figure(many)}</text>`;
          return `<circle cx="${round(x(node))}" cy="${round(y(node))}" r="${round(radius + 3)}" fill="none" stroke="${colour}" stroke-width="1.5"/>${text}`;
        })
    : [];
  const marks = [
    ...taken.marks.lines
      .filter(({ a, b }) => visible.actor[a] && visible.actor[b])
      .map(
        ({ a, b, dashed }) =>
          `<path d="M${round(x(a))} ${round(y(a))}L${round(x(b))} ${round(y(b))}" stroke-width="2.5"${dashed ? ' stroke-dasharray="7 5"' : ""}/>`,
      ),
    ...taken.marks.rings
      .filter(({ actor }) => visible.actor[actor])
      .map(({ actor, text }) => {
        const radius = look.size[actor]! * p.k;
        const rank = text
          ? `<text x="${round(x(actor))}" y="${round(y(actor) - radius - 6)}" text-anchor="middle" font-size="11" font-weight="700" fill="${look.ground.second}" stroke="none">${escaped(text)}</text>`
          : "";
        return `<circle cx="${round(x(actor))}" cy="${round(y(actor))}" r="${round(radius + 3.5)}" stroke-width="3"/>${rank}`;
      }),
  ];
  const labels = scene.labels.flatMap((label) =>
    label.lines.map((line, index) => {
      const anchor = label.align === "left" ? "start" : label.align === "right" ? "end" : "middle";
      const at = label.left + (label.align === "left" ? 0 : label.align === "right" ? label.width : label.width / 2);
      return `<text x="${round(at)}" y="${round(label.top + 12 + 14 * index)}" text-anchor="${anchor}" font-weight="${label.weight}">${escaped(line)}</text>`;
    }),
  );
  const told = legend.rows.filter((row) => row.count > 0);
  const rows = [
    `<text x="0" y="0" font-weight="650">${escaped(legend.title)}</text>`,
    ...told.map(
      (row, index) =>
        `<circle cx="6" cy="${18 * (index + 1) - 4}" r="5.5" fill="${row.colour}"/><text x="20" y="${18 * (index + 1)}">${escaped(row.label)} (${figure(row.count)})</text>`,
    ),
    ...taken.sized.map(
      (line, index) => `<text x="0" y="${18 * (told.length + 2 + index)}" font-size="11">${escaped(line)}</text>`,
    ),
    ...taken.changes.map(
      (row, index) =>
        `<path d="M0 ${18 * (told.length + 3 + taken.sized.length + index) - 4}H14" stroke="${row.colour}" stroke-width="4"/><text x="20" y="${18 * (told.length + 3 + taken.sized.length + index)}">${escaped(row.label)} (${figure(row.count)})</text>`,
    ),
  ];
  const inner = [
    `<clipPath id="frame"><rect width="${w}" height="${h}"/></clipPath>`,
    `<g clip-path="url(#frame)"><rect width="${w}" height="${h}" fill="${look.ground.paper}"/>`,
    ...[...ties].map(([key, lines]) => {
      const [stroke, thick] = key.split(" ");
      return `<path d="${lines.join("")}" stroke="${stroke}" stroke-width="${thick}" fill="none"/>`;
    }),
    `<g stroke="${look.ground.paper}" stroke-width="1.25">${circles.join("")}</g>`,
    `<g>${badges.join("")}</g>`,
    `<g stroke="${look.ground.second}" fill="none">${marks.join("")}</g>`,
    `<g font-size="12" fill="${look.ground.ink}" stroke="${look.ground.paper}" stroke-width="3.5" paint-order="stroke" stroke-linejoin="round">${labels.join("")}</g></g>`,
    `<g transform="translate(${w + 20} 20)" font-size="12.5" fill="${look.ground.ink}">${rows.join("")}</g>`,
  ].join("");
  return framed(inner, {
    width: w + LEGEND,
    height: Math.max(h, 18 * (told.length + taken.changes.length + taken.sized.length + 3)),
    title: taken.record.title || t.product,
    notes: notes(taken),
    paper: look.ground.paper,
    ink: look.ground.ink,
  });
}

function notes({ answer, record, base, drawn, conditions }: Taken): string[] {
  const { as_of, batch } = answer.read_at;
  return [
    `${shownOf(drawn.visible, base)}, ${as_of ? t.map.asOf(as_of).toLowerCase() : t.map.asOfNow(batch)}`,
    ...(conditions.length ? [`${t.map.filters}: ${conditions.join("; ")}`.slice(0, 180)] : []),
    `${t.map.sources}: ${record.sources.map((source) => source.label).join(", ") || t.map.notKnown}`.slice(0, 180),
    ...[...new Set([...answer.warnings, ...record.warnings])].slice(0, 3).map((warning) => warning.slice(0, 180)),
  ];
}

const column = (name: string, label: string, format: AnswerColumn["format"] = "text"): AnswerColumn => ({
  name,
  label,
  format,
  unit: null,
  caveat: null,
});

/** The actors and ties that show, as tables. */
export function mapTables(taken: Taken, figures: ReadonlyMap<string, Float64Array>, look: Look) {
  if (taken.drawn.data.groups) return groupTables(taken.drawn);
  const { answer, base: data, record, legend } = taken;
  const { visible } = taken.drawn;
  const sectors = new Map(record.sectors.map((one) => [one.sector as string | null, one.label]));
  const kinds = new Map(record.kinds.map((one) => [one.name, one.label]));
  const shown = [...data.id.keys()].filter((i) => visible.actor[i]);
  const actors: { columns: AnswerColumn[]; rows: Row[] } = {
    columns: [
      column("id", t.map.columns.id, "integer"),
      column("name", t.map.columns.name),
      column("sector", t.map.sector),
      column("place", t.map.columns.place),
      column("colour", legend.title),
      ...[...figures.keys()].map((name) => column(name, name, "number")),
    ],
    rows: shown.map((i) => ({
      id: data.id[i],
      name: data.name[i],
      sector: sectors.get(data.sector[i] ?? null) ?? "",
      place: data.place[i],
      colour: legend.rows[look.category[i]!]?.label ?? "",
      ...Object.fromEntries([...figures].map(([name, values]) => [name, Number.isNaN(values[i]!) ? null : values[i]])),
    })),
  };
  const year = (value: number) => (value === NO_YEAR ? null : value);
  const ties: { columns: AnswerColumn[]; rows: Row[] } = {
    columns: [
      column("source", t.map.columns.source),
      column("target", t.map.columns.target),
      column("kind", t.map.columns.kind),
      column("weight", t.map.columns.weight, "number"),
      column("from", t.map.columns.from, "integer"),
      column("to", t.map.columns.to, "integer"),
      column("records", t.map.columns.records, "integer"),
    ],
    rows: [...answer.ties.source.keys()]
      .filter((tie) => visible.pair[data.ties.pair[tie]!]! > 0)
      .map((tie) => ({
        source: data.name[answer.ties.source[tie]!],
        target: data.name[answer.ties.target[tie]!],
        kind: kinds.get(answer.ties.kind[tie]!) ?? answer.ties.kind[tie],
        weight: data.ties.weight[tie],
        from: year(data.ties.from[tie]!),
        to: year(data.ties.to[tie]!),
        records: data.ties.evidence[tie],
      })),
  };
  return { actors, ties };
}

/** Groups and the ties between what is drawn, as tables. */
function groupTables(drawn: Drawn): Record<"actors" | "ties", { columns: AnswerColumn[]; rows: Row[] }> {
  const { groups, between } = groupRows(drawn);
  const { columns } = t.map;
  return {
    actors: {
      columns: [
        column("label", columns.group),
        column("actors", columns.actors, "integer"),
        column("inside", columns.inside, "integer"),
        column("outside", columns.outside, "integer"),
        column("leads", columns.leads),
      ],
      rows: groups.map((row) => ({ ...row })),
    },
    ties: {
      columns: [
        column("one", columns.source),
        column("other", columns.target),
        column("ties", columns.ties, "integer"),
        column("weight", columns.weight, "number"),
      ],
      rows: between.map((row) => ({ ...row })),
    },
  };
}

export type Wanted = "png" | "svg" | "actors" | "ties" | "xlsx" | "gexf" | "graphml" | "pajek";

/** How a map can be taken along: files of other programs hold actors, which groups from the server are not. */
export const waysToSave = (data: MapData): Wanted[] => [
  "png",
  "svg",
  "actors",
  "ties",
  "xlsx",
  ...(data.groups?.of ? [] : (["gexf", "graphml", "pajek"] as const)),
];

export async function saveMap(
  wanted: Wanted,
  taken: Taken,
  scene: Scene | null,
  figures: ReadonlyMap<string, Float64Array>,
): Promise<void> {
  const name = fileName(taken.record.title || "map");
  if (wanted === "svg" && scene) saveSvg(name, mapSvg(taken, scene));
  else if (wanted === "png" && scene) await savePng(name, mapSvg(taken, scene));
  else if (wanted === "actors" || wanted === "ties") {
    const { columns, rows } = mapTables(taken, figures, taken.look)[wanted];
    save(`${name}-${wanted}.csv`, csv(columns, rows));
  } else if (wanted === "xlsx") {
    const { workbook } = await import("../answer/xlsx");
    const tables = mapTables(taken, figures, taken.look);
    const sheet = (title: string, { columns, rows }: { columns: AnswerColumn[]; rows: Row[] }) => ({
      name: title,
      heading: true,
      rows: [
        columns.map((one) => one.label),
        ...rows.map((row) => flat(columns).map((one) => one.value(row) as string)),
      ],
    });
    const bytes = workbook([
      sheet(taken.drawn.data.groups ? t.map.groups : t.nav.actors, tables.actors),
      sheet(t.map.columns.ties, tables.ties),
      { name: t.answer.about, heading: false, rows: notes(taken).map((note) => [note]) },
    ]);
    save(`${name}.xlsx`, new Blob([bytes as Uint8Array<ArrayBuffer>]));
  } else if (wanted === "gexf" || wanted === "graphml" || wanted === "pajek") {
    await saveNetwork(wanted, name, taken);
  } else return;
  say(t.map.saved);
}

async function saveNetwork(
  format: "gexf" | "graphml" | "pajek",
  name: string,
  { base: data, scope, showing }: Taken,
): Promise<void> {
  const actors = data.id.filter((_, i) => showing.actor[i]);
  const response = await fetch(full("/api/network/file"), {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ format, scope, actors: actors.length === data.count ? null : actors }),
  });
  if (!response.ok) {
    const said = (await response.json().catch(() => null)) as { error?: { message?: string; remedy?: string } } | null;
    throw new ApiError(
      response.status,
      said?.error?.message ?? t.errors.status(response.status),
      said?.error?.remedy ?? "",
    );
  }
  save(`${name}.${format === "pajek" ? "net" : format}`, await response.blob());
}
