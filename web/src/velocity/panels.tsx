/** Small charts side by side, one a stage, each with its definition above it: what the figure means stands with the figure. */
import { type ReactNode, useId } from "react";
import { number, ticks } from "../answer/reading";
import type { Row } from "../answer/values";
import type { StageModel } from "../api/types";
import { figure, t } from "../texts";

const WIDTH = 360;
const HEIGHT = 262;
const PLOT = { left: 46, right: 16, top: 58, bottom: 40 };

export interface Stage {
  name: string;
  rows: Row[];
}

/** The rows of a table by stage, in the table's order. */
export function byStage(rows: readonly Row[]): Stage[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const name = String(row.stage);
    found.set(name, [...(found.get(name) ?? []), row]);
  }
  return [...found].map(([name, own]) => ({ name, rows: own }));
}

/** A day as days since 1970, so that days can be drawn on an axis. */
export const dayOf = (value: unknown): number | null => {
  const time = Date.parse(String(value ?? ""));
  return Number.isNaN(time) ? null : time / 86_400_000;
};
export const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();

/** Days on which years begin, between two days; not more than there is room for. */
export function yearTicks(from: number, to: number, most = 6): number[] {
  const [first, last] = [yearOf(from), yearOf(to) + 1];
  const step = Math.max(1, Math.ceil((last - first) / most));
  const found: number[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    const day = Date.UTC(year, 0, 1) / 86_400_000;
    if (day >= from && day <= to) found.push(day);
  }
  return found;
}

interface Drawn {
  x(value: number): number;
  y(value: number): number;
  clip: string;
}

interface PanelsProps {
  label: string;
  stages: readonly Stage[];
  model: StageModel | undefined;
  over: string;
  /** What the lines are, where there is more than one. */
  legend?: string[];
  axis(stage: Stage): {
    x: [number, number];
    y: [number, number];
    marks: { at: number; text: string }[];
    percent: boolean;
  };
  children(stage: Stage, drawn: Drawn): ReactNode;
}

/** A grid of panels in one picture, so that it is saved as one. */
function Panels({ label, stages, model, over, legend = [], axis, children }: PanelsProps) {
  const id = useId();
  const across = stages.length === 1 ? 1 : 2;
  const down = Math.ceil(stages.length / across);
  return (
    <svg
      className="chart panels"
      viewBox={`0 0 ${WIDTH * across} ${HEIGHT * down + (legend.length ? 26 : 0)}`}
      role="img"
      aria-label={t.answer.chartOf(label, stages.map((one) => one.name).join(", "))}
    >
      {stages.map((stage, index) => {
        const { x: xs, y: ys, marks, percent } = axis(stage);
        const x = (value: number) =>
          PLOT.left + ((value - xs[0]) / (xs[1] - xs[0] || 1)) * (WIDTH - PLOT.left - PLOT.right);
        const y = (value: number) =>
          PLOT.top + (1 - (value - ys[0]) / (ys[1] - ys[0] || 1)) * (HEIGHT - PLOT.top - PLOT.bottom);
        const clip = `${id}-${index}`;
        const own = model?.stages.find((one) => one.name === stage.name);
        return (
          <g
            key={stage.name}
            transform={`translate(${(index % across) * WIDTH} ${Math.floor(index / across) * HEIGHT})`}
          >
            <clipPath id={clip}>
              <rect
                x={PLOT.left}
                y={PLOT.top - 2}
                width={WIDTH - PLOT.left - PLOT.right + 1}
                height={HEIGHT - PLOT.top - PLOT.bottom + 3}
              />
            </clipPath>
            <text className="chart-title" x={4} y={16}>
              {stage.name}
            </text>
            {own ? (
              <>
                <text className="chart-note" x={4} y={32}>
                  {t.velocity.fromTo(own.start, own.end)}
                </text>
                <text className="chart-note" x={4} y={47}>
                  {t.velocity.clockOf(own.owner)}
                </text>
              </>
            ) : null}
            {ticks(ys[0], ys[1], 4).map((mark) => (
              <g key={mark} className="chart-tick">
                <line x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(mark)} y2={y(mark)} />
                <text x={PLOT.left - 6} y={y(mark) + 4} textAnchor="end">
                  {percent ? `${figure(mark * 100)} %` : figure(mark)}
                </text>
              </g>
            ))}
            {marks.map((mark) => (
              <text
                key={mark.at}
                className="chart-axis"
                x={x(mark.at)}
                y={HEIGHT - PLOT.bottom + 16}
                textAnchor="middle"
              >
                {mark.text}
              </text>
            ))}
            <text className="chart-axis" x={WIDTH - PLOT.right} y={HEIGHT - 8} textAnchor="end">
              {over}
            </text>
            {children(stage, { x, y, clip: `url(#${clip})` })}
          </g>
        );
      })}
      {legend.map((text, index) => (
        <g key={text} transform={`translate(${PLOT.left + index * 200} ${HEIGHT * down + 12})`}>
          <path className={`chart-line series-${index}`} d="M0 0H22" />
          <text x={30} y={4}>
            {text}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A path through points; `step` holds each value until the next. */
export function path(points: readonly (readonly [number, number])[], step = false): string {
  return points
    .map(([x, y], index) =>
      index === 0
        ? `M${x.toFixed(1)} ${y.toFixed(1)}`
        : step
          ? `H${x.toFixed(1)}V${y.toFixed(1)}`
          : `L${x.toFixed(1)} ${y.toFixed(1)}`,
    )
    .join("");
}

/** The same points once more from the last to the first, held the same way: the second edge of a band. */
export function back(points: readonly (readonly [number, number])[], step = false): string {
  const turned = [...points].reverse();
  return turned
    .map(([x, y], index) =>
      index === 0 || !step ? `L${x.toFixed(1)} ${y.toFixed(1)}` : `V${y.toFixed(1)}H${x.toFixed(1)}`,
    )
    .join("");
}

export function StageCurves({ rows, model }: { rows: readonly Row[]; model: StageModel | undefined }) {
  const stages = byStage(rows);
  return (
    <Panels
      label={t.velocity.questions.curves[0]}
      stages={stages}
      model={model}
      over={t.velocity.daysSince}
      axis={(stage) => {
        const last = Math.max(1, ...stage.rows.map((row) => number(row.days) ?? 0));
        return {
          x: [0, last],
          y: [0, 1],
          marks: ticks(0, last, 4).map((at) => ({ at, text: figure(at) })),
          percent: true,
        };
      }}
    >
      {(stage, { x, y, clip }) => {
        const at = (row: Row) => number(row.days) ?? 0;
        const points = (name: string) =>
          stage.rows
            .filter((row) => number(row[name]) !== null)
            .map((row): [number, number] => [x(at(row)), y(number(row[name])!)]);
        // Where an interval is not known from a day on, the one before it holds until that day.
        const edge = (name: string) => {
          const known = points(name);
          const next = stage.rows[known.length];
          return known.length > 1 && next ? [...known, [x(at(next)), known.at(-1)![1]] as [number, number]] : known;
        };
        const [low, high] = [edge("left_low"), edge("left_high")];
        const median = stage.rows.find((row) => (number(row.left) ?? 0) >= 0.5);
        const first = stage.rows[0];
        return (
          <>
            <g clipPath={clip}>
              {low.length > 1 ? (
                <path className="chart-band series-0" d={`${path(high, true)}${back(low, true)}Z`} />
              ) : null}
              <path className="chart-line series-0" d={path(points("left"), true)} />
            </g>
            {median ? (
              <>
                <path className="chart-mark" d={`M${x(0)} ${y(0.5)}H${x(at(median))}V${y(0)}`} />
                <text
                  className="chart-value"
                  x={Math.min(x(at(median)) + 5, WIDTH - 100)}
                  y={y(0) - 6}
                  textAnchor="start"
                >
                  {t.velocity.half(at(median))}
                </text>
              </>
            ) : null}
            <text className="chart-note" x={WIDTH - PLOT.right} y={16} textAnchor="end">
              {t.velocity.spells(number(first?.at_risk) ?? 0)}
            </text>
          </>
        );
      }}
    </Panels>
  );
}

export function CumulativeFlow({ rows, model }: { rows: readonly Row[]; model: StageModel | undefined }) {
  const stages = byStage(rows);
  return (
    <Panels
      label={t.velocity.questions.cumulative[0]}
      stages={stages}
      model={model}
      over={t.velocity.year}
      legend={[t.velocity.entered, t.velocity.left]}
      axis={(stage) => {
        const days = stage.rows.map((row) => dayOf(row.day) ?? 0);
        const [from, to] = [Math.min(...days), Math.max(...days)];
        return {
          x: [from, to],
          y: [0, Math.max(1, ...stage.rows.map((row) => number(row.entered) ?? 0))],
          marks: yearTicks(from, to, 5).map((at) => ({ at, text: String(yearOf(at)) })),
          percent: false,
        };
      }}
    >
      {(stage, { x, y, clip }) => {
        const points = (name: string) =>
          stage.rows.map((row): [number, number] => [x(dayOf(row.day) ?? 0), y(number(row[name]) ?? 0)]);
        const [entered, left] = [points("entered"), points("left")];
        const last = stage.rows.at(-1);
        return (
          <>
            <g clipPath={clip}>
              <path className="chart-band series-0" d={`${path(entered)}${back(left)}Z`} />
              <path className="chart-line series-0" d={path(entered)} />
              <path className="chart-line series-1" d={path(left)} />
            </g>
            <text className="chart-note" x={WIDTH - PLOT.right} y={16} textAnchor="end">
              {t.velocity.inIt(number(last?.in_progress) ?? 0)}
            </text>
          </>
        );
      }}
    </Panels>
  );
}
