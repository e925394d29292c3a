/** The plan on a time line: one row a step, its published days as a bar with its interval, place by place. */
import { ticks } from "../answer/reading";
import { intervalAcross, short } from "../answer/strokes";
import type { Step } from "../api/types";
import { figure, t } from "../texts";

const WIDTH = 720;
const LEFT = 290;
const RIGHT = 30;
const ROW = 30;
const HEAD = 30;
/** Days that a step without a figure is given room for, as a share of the whole. */
const UNKNOWN = 0.05;

interface Placed {
  step: Step;
  from: number;
  length: number;
}

/** Needed steps one after the other within a place; what may be left out stands where it would begin and holds nothing up. */
export function placed(steps: readonly Step[]): { where: string; rows: Placed[] }[] {
  const known = steps.map((step) => step.high ?? step.days ?? 0);
  const gap = Math.max(10, Math.max(0, ...known) * UNKNOWN);
  const places = [...new Set(steps.map((step) => step.jurisdiction))];
  return places.map((where) => {
    let at = 0;
    const rows = steps
      .filter((step) => step.jurisdiction === where)
      .map((step) => {
        const row = { step, from: at, length: step.days ?? gap };
        if (step.needed === "needed") at += row.length;
        return row;
      });
    return { where, rows };
  });
}

export function TimeLine({ steps }: { steps: readonly Step[] }) {
  const groups = placed(steps);
  const last = Math.max(
    1,
    ...groups.flatMap(({ rows }) =>
      rows.map(({ step, from, length }) => Math.max(from + length, from + (step.high ?? 0))),
    ),
  );
  const x = (day: number) => LEFT + (day / last) * (WIDTH - LEFT - RIGHT);
  let height = 6;
  const tops = groups.map(({ rows }) => {
    const top = height;
    height += HEAD + rows.length * ROW + 8;
    return top;
  });
  return (
    <svg
      className="chart timeline"
      viewBox={`0 0 ${WIDTH} ${height + 40}`}
      role="img"
      aria-label={t.answer.chartOf(t.pathway.timeline, groups.map(({ where }) => where).join(", "))}
    >
      <defs>
        <pattern id="no-days" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="timeline-hatch" d="M0 0V7" />
        </pattern>
      </defs>
      {ticks(0, last).map((mark) => (
        <g key={mark} className="chart-tick">
          <line x1={x(mark)} x2={x(mark)} y1={4} y2={height} />
          <text x={x(mark)} y={height + 16} textAnchor="middle">
            {figure(mark)}
          </text>
        </g>
      ))}
      <text className="chart-axis" x={WIDTH - RIGHT} y={height + 34} textAnchor="end">
        {t.pathway.day}
      </text>
      {groups.map(({ where, rows }, group) => (
        <g key={where} transform={`translate(0 ${tops[group]})`}>
          <text className="chart-title" x={4} y={19}>
            {where}
          </text>
          {rows.map(({ step, from, length }, index) => {
            const y = HEAD + index * ROW;
            return (
              <g key={step.name} className="timeline-step" data-needed={step.needed === "needed" ? "" : undefined}>
                <title>{step.title}</title>
                <text className="chart-label" x={LEFT - 10} y={y + 17} textAnchor="end">
                  {short(step.title, 42)}
                </text>
                <rect
                  className={step.days === null ? "timeline-unknown" : "timeline-bar"}
                  x={x(from)}
                  y={y + 5}
                  width={Math.max(3, x(from + length) - x(from))}
                  height={ROW - 12}
                  rx={3}
                />
                {step.low !== null && step.high !== null ? (
                  <path
                    className="chart-interval"
                    d={intervalAcross(x(from + step.low), x(from + step.high), y + ROW / 2 - 1, ROW / 2 - 10)}
                  />
                ) : null}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}
