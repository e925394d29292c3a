/** Lines over time with their bands, small enough that four stand beside each other and are still read. */
import { useId } from "react";
import { ticks } from "../answer/reading";
import { bandBetween, lineThrough, short } from "../answer/strokes";
import { figure, t } from "../texts";
import type { Line } from "./made";

const WIDTH = 460;
const PLOT = { left: 52, right: 14, top: 26, bottom: 34, height: 232 };
const ROW = 18;

interface Props {
  title: string;
  unit: string;
  timeLabel: string;
  time: readonly number[];
  lines: readonly Line[];
  /** A line at nought, for differences. */
  zero?: boolean;
  /** When something begins. */
  mark?: { at: number; label: string } | null;
}

const known = (values: readonly (number | null)[] = []) => values.filter((value) => value !== null);

export function CurveChart({ title, unit, timeLabel, time, lines, zero = false, mark }: Props) {
  const clip = useId();
  const all = lines.flatMap((line) => [...known(line.values), ...known(line.low), ...known(line.high)]);
  const [least, most] = [Math.min(...all, zero ? 0 : Number.POSITIVE_INFINITY), Math.max(...all, zero ? 0 : -Infinity)];
  const from = least > 0 && least < 0.7 * most ? 0 : least;
  const to = most > from ? most : from + (Math.abs(from) || 1);
  const [first, last] = [time[0] ?? 0, time.at(-1) ?? 1];
  const x = (value: number) => PLOT.left + ((value - first) / (last - first || 1)) * (WIDTH - PLOT.left - PLOT.right);
  const y = (value: number) => PLOT.top + (1 - (value - from) / (to - from)) * (PLOT.height - PLOT.top - PLOT.bottom);
  const height = PLOT.height + ROW * Math.ceil(lines.length / 2) + 4;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(title, lines.map((line) => line.label).join(", "))}
    >
      <clipPath id={clip}>
        <rect
          x={PLOT.left}
          y={PLOT.top - 3}
          width={WIDTH - PLOT.left - PLOT.right + 2}
          height={PLOT.height - PLOT.bottom - PLOT.top + 6}
        />
      </clipPath>
      <text className="chart-axis" x={4} y={13}>
        {unit}
      </text>
      {ticks(from, to, 4).map((at) => (
        <g key={at} className="chart-tick">
          <line x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(at)} y2={y(at)} />
          <text x={PLOT.left - 7} y={y(at) + 4} textAnchor="end">
            {figure(at)}
          </text>
        </g>
      ))}
      {ticks(first, last, 6).map((at) => (
        <g key={at} className="chart-tick">
          <text x={x(at)} y={PLOT.height - PLOT.bottom + 16} textAnchor="middle">
            {String(at)}
          </text>
        </g>
      ))}
      <text className="chart-axis" x={WIDTH - PLOT.right} y={PLOT.height - 3} textAnchor="end">
        {timeLabel}
      </text>
      {mark && mark.at > first && mark.at < last ? (
        <>
          <path className="chart-mark" d={`M${x(mark.at)} ${PLOT.top}V${PLOT.height - PLOT.bottom}`} />
          <text className="chart-note" x={x(mark.at) + 4} y={PLOT.top - 5}>
            {mark.label}
          </text>
        </>
      ) : null}
      <g clipPath={`url(#${clip})`}>
        {lines.map((line) => (
          <g key={line.label} className={`series-${line.look}`}>
            <path className="chart-band" d={bandBetween(time, line.low ?? [], line.high ?? [], x, y)} />
            <path className="chart-band" d={bandBetween(time, line.innerLow ?? [], line.innerHigh ?? [], x, y)} />
          </g>
        ))}
        {lines.map((line) => (
          <path
            key={line.label}
            className={`chart-line series-${line.look}`}
            d={lineThrough(time, line.values, x, y)}
          />
        ))}
      </g>
      {lines.map((line, index) => (
        <g
          key={line.label}
          transform={`translate(${8 + (index % 2) * 228} ${PLOT.height + 4 + ROW * Math.floor(index / 2)})`}
        >
          <path className={`chart-line series-${line.look}`} d="M0 6H20" />
          <text className="chart-label" x={26} y={10}>
            {short(line.label, 28)}
          </text>
        </g>
      ))}
    </svg>
  );
}
