/** The feedback loops: the diagram in which one is singled out, their list, and which of them dominates when. */
import { lazy, Suspense, useMemo } from "react";
import { AnswerView } from "../answer/AnswerView";
import { ticks } from "../answer/reading";
import { short } from "../answer/strokes";
import type { AnswerTable } from "../api/types";
import { Failed, Waiting } from "../shell/States";
import { figure, t } from "../texts";
import { Diagram } from "./Diagram";
import type { About } from "./DynamicsScreen";
import { type Loops as Found, type Loop, type Structure, useLoops } from "./data";
import type { Drawn } from "./drawing/model";
import { Editor } from "./Equations";
import { answerOf, column } from "./made";
import type { Go, State } from "./state";
import "./loops.css";

interface Props {
  state: State;
  structure: Structure;
  about: About;
  go: Go;
}

export const titled = (loop: Pick<Loop, "name" | "title" | "variables">): string =>
  t.dynamics.loopLine(loop.name, loop.title || loop.variables.join(" → "));

const Draw = lazy(() => import("./drawing/Draw"));

/** A model that is drawn may be unfinished: then it has no structure yet, and no loops. */
interface DrawnProps extends Pick<Props, "state" | "go"> {
  drawn: Drawn;
  structure: Structure | undefined;
  about: About | null;
}

export function DrawingAndLoops({ state, drawn, structure, about, go }: DrawnProps) {
  const { data, error, refetch } = useLoops(state, structure !== undefined);
  const loop = structure && data?.loops.find((one) => one.name === state.loop);
  return (
    <div className="dynamics-diagram">
      <Suspense fallback={<Waiting text={t.dynamics.reading} />}>
        <Draw drawn={drawn} state={state} loop={loop} version={structure?.version ?? ""} go={go} />
      </Suspense>
      {!structure ? null : error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : data ? (
        <List state={state} found={data} go={go} />
      ) : null}
      {about && structure && data?.loops.length ? (
        <Dominance found={data} about={about} structure={structure} loop={state.loop} />
      ) : null}
    </div>
  );
}

export function DiagramAndLoops({ state, structure, about, go }: Props) {
  const { data, error, refetch } = useLoops(state);
  const loop = data?.loops.find((one) => one.name === state.loop);
  return (
    <div className="dynamics-diagram">
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : data ? (
        <List state={state} found={data} go={go} />
      ) : (
        <Waiting text={t.dynamics.finding} />
      )}
      <Diagram state={state} structure={structure} about={about} loop={loop} go={go} />
      {state.variable ? <Editor state={state} structure={structure} go={go} /> : null}
      {data?.loops.length ? <Dominance found={data} about={about} structure={structure} loop={state.loop} /> : null}
    </div>
  );
}

/** Loops that are listed; of the weaker ones the table below tells. */
const LISTED = 12;

function List({ state, found, go }: Pick<Props, "state" | "go"> & { found: Found }) {
  if (!found.loops.length) return <p>{t.dynamics.noLoops}</p>;
  const chosen = found.loops.find((one) => one.name === state.loop);
  const listed = found.loops.slice(0, LISTED);
  const shown = chosen && !listed.includes(chosen) ? [...listed, chosen] : listed;
  return (
    <section className="dynamics-loops no-print" aria-label={t.dynamics.loops}>
      <header>
        <h2>{t.dynamics.loops}</h2>
        {state.policies.length ? (
          <div className="segments" role="group" aria-label={t.dynamics.what}>
            <button type="button" aria-pressed={!state.carried} onClick={() => go({ carried: false, loop: "" })}>
              {t.dynamics.ofBehaviour}
            </button>
            <button type="button" aria-pressed={state.carried} onClick={() => go({ carried: true, loop: "" })}>
              {t.dynamics.ofDifference}
            </button>
          </div>
        ) : null}
        {state.carried && state.policies.length ? null : (
          <div className="segments" role="group" aria-label={t.dynamics.which}>
            <button
              type="button"
              aria-pressed={!state.independent}
              onClick={() => go({ independent: false, loop: "" })}
            >
              {t.dynamics.allLoops}
            </button>
            <button type="button" aria-pressed={state.independent} onClick={() => go({ independent: true, loop: "" })}>
              {t.dynamics.independentLoops}
            </button>
          </div>
        )}
        {chosen ? (
          <button type="button" className="button" onClick={() => go({ loop: "" })}>
            {t.dynamics.noLoop}
          </button>
        ) : null}
      </header>
      <p className="small muted">
        {state.independent && found.independent
          ? t.dynamics.independentSaid(found.independent)
          : t.dynamics.loopsOf(found.found, found.complete)}
      </p>
      <ul>
        {shown.map((loop) => (
          <li key={loop.name}>
            <button
              type="button"
              aria-pressed={loop.name === state.loop}
              title={loop.variables.join(" → ")}
              onClick={() => go({ loop: loop.name === state.loop ? "" : loop.name })}
            >
              <span>
                <strong>{loop.name}</strong> {loop.title || loop.variables.join(" → ")}
              </span>
              <span className="number">{t.dynamics.share(figure(loop.share * 100))}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen ? <p className="small">{[...chosen.variables, chosen.variables[0]].join(" → ")}</p> : null}
    </section>
  );
}

const MOST = 7;
/** Stretches of time that are told in words, the longest. */
const TOLD = 4;

interface Layer {
  name: string;
  label: string;
  values: number[];
}

/** The strongest loops of the largest partition, and the rest as one. */
export function layersOf(found: Found, others: string): Layer[] {
  const all = found.loops.filter((one) => one.partition === 0);
  const layers = all.slice(0, MOST).map((one) => ({
    name: one.name,
    label: titled(one),
    values: one.relative.map((value) => value ?? 0),
  }));
  // Shares of all loops of a partition add up to one, so what is left is the others'.
  const left = found.time.map((_, at) => {
    const told = layers.reduce((sum, layer) => sum + Math.abs(layer.values[at] ?? 0), 0);
    const moves = all.some((one) => one.relative[at]);
    return moves ? Math.max(0, 1 - told) : 0;
  });
  return found.found > layers.length && left.some((value) => value > 0.005)
    ? [...layers, { name: "", label: others, values: left }]
    : layers;
}

function Dominance({
  found,
  about,
  structure,
  loop,
}: Pick<Props, "about" | "structure"> & { found: Found; loop: string }) {
  const layers = useMemo(() => layersOf(found, t.dynamics.others), [found]);
  const timeLabel = structure.time_units || t.dynamics.time;
  const answer = useMemo(() => {
    const titles = new Map(found.loops.map((one) => [one.name, titled(one)]));
    const long = found.strongest
      .filter((one) => one.loop)
      .sort((a, b) => b.end - b.start - (a.end - a.start))
      .slice(0, TOLD);
    const parts = long
      .sort((a, b) => a.start - b.start)
      .map((one) => t.dynamics.stretch(titles.get(one.loop) ?? one.loop, figure(one.start), figure(one.end)));
    return answerOf(
      t.dynamics.dominance,
      t.dynamics.dominanceSaid(parts.join("; ")),
      [
        {
          title: t.dynamics.dominance,
          note: t.dynamics.dominanceNote,
          columns: [
            column("time", timeLabel, "number"),
            ...layers.map((layer, index) => column(`layer${index}`, layer.label, "percent")),
          ],
          rows: found.time.map((time, at) => ({
            time,
            ...Object.fromEntries(layers.map((layer, index) => [`layer${index}`, layer.values[at] ?? null])),
          })),
        },
        {
          title: t.dynamics.loops,
          note: null,
          columns: [
            column("loop", t.dynamics.loops),
            column("share", t.dynamics.meanShare, "percent"),
            column("variables", t.dynamics.variable),
          ],
          rows: found.loops.map((one) => ({
            loop: titled(one),
            share: one.share,
            variables: one.variables.join(" → "),
          })),
        },
      ],
      about.method(t.dynamics.ltm, t.dynamics.ltmSource),
      about.readAt,
    );
  }, [found, layers, about, timeLabel]);
  const draw = (table: AnswerTable) =>
    table.title === t.dynamics.dominance ? (
      <Stacked time={found.time} layers={layers} timeLabel={timeLabel} loop={loop} />
    ) : undefined;
  return <AnswerView answer={answer} draw={draw} chartFirst />;
}

const WIDTH = 720;
const PLOT = { left: 56, right: 16, top: 10, bottom: 40, height: 300 };
const ROW = 19;

function Stacked({
  time,
  layers,
  timeLabel,
  loop,
}: {
  time: readonly number[];
  layers: readonly Layer[];
  timeLabel: string;
  loop: string;
}) {
  const [first, last] = [time[0] ?? 0, time.at(-1) ?? 1];
  const x = (value: number) => PLOT.left + ((value - first) / (last - first || 1)) * (WIDTH - PLOT.left - PLOT.right);
  const up = time.map(() => 0);
  const down = time.map(() => 0);
  // As much of both sides as is used, in quarters.
  const sum = (side: number, at: number) =>
    layers.reduce((total, layer) => total + Math.max(0, side * (layer.values[at] ?? 0)), 0);
  const most = (side: number) =>
    Math.min(1, Math.ceil(Math.max(0, ...time.map((_, at) => sum(side, at))) * 4 - 0.01) / 4);
  const [above, below] = [most(1), most(-1)];
  const y = (value: number) =>
    PLOT.top + ((above - value) / (above + below || 1)) * (PLOT.height - PLOT.top - PLOT.bottom);
  const marks = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].filter((mark) => mark <= above && mark >= -below);
  const areas = layers.map((layer) => {
    // What reinforces is piled up from nought, what balances down from it; a loop that changes sides is drawn on both.
    const parts = [1, -1].map((side) => {
      const base = side > 0 ? up : down;
      const top = time.map((at, index) => {
        const value = layer.values[index] ?? 0;
        const from = base[index]!;
        const to = from + (Math.sign(value) === side ? value : 0);
        base[index] = to;
        return [at, from, to] as const;
      });
      if (!top.some(([, from, to]) => from !== to)) return "";
      const over = top.map(([at, , to]) => `${x(at).toFixed(1)} ${y(to).toFixed(1)}`);
      const under = top.map(([at, from]) => `${x(at).toFixed(1)} ${y(from).toFixed(1)}`).reverse();
      return `M${over.join("L")}L${under.join("L")}Z`;
    });
    return { layer, d: parts.join("") };
  });
  const legend = PLOT.height + 6;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${legend + ROW * Math.ceil(layers.length / 2) + 4}`}
      role="img"
      aria-label={t.answer.chartOf(t.dynamics.dominance, layers.map((layer) => layer.label).join(", "))}
    >
      {marks.map((mark) => (
        <g key={mark} className="chart-tick">
          <line x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(mark)} y2={y(mark)} />
          <text x={PLOT.left - 8} y={y(mark) + 4} textAnchor="end">
            {`${figure(Math.abs(mark) * 100)} %`}
          </text>
        </g>
      ))}
      {ticks(first, last).map((mark) => (
        <g key={mark} className="chart-tick">
          <text x={x(mark)} y={PLOT.height - PLOT.bottom + 18} textAnchor="middle">
            {String(mark)}
          </text>
        </g>
      ))}
      <text className="chart-axis" x={WIDTH - PLOT.right} y={PLOT.height - 4} textAnchor="end">
        {timeLabel}
      </text>
      {areas.map(({ layer, d }, index) => (
        <path
          key={layer.name || "others"}
          className={`dynamics-area series-${index}${loop ? (layer.name === loop ? " on" : " off") : ""}`}
          d={d}
        >
          <title>{layer.label}</title>
        </path>
      ))}
      {layers.map((layer, index) => (
        <g
          key={layer.name || "others"}
          transform={`translate(${8 + (index % 2) * 356} ${legend + ROW * Math.floor(index / 2)})`}
        >
          <rect className={`dynamics-area series-${index}`} width={18} height={12} />
          <text className="chart-label" x={25} y={10}>
            {short(layer.label, 48)}
          </text>
        </g>
      ))}
    </svg>
  );
}
