/** Any chart of an answer, drawn as SVG: bars with intervals, or lines with bands. The table beside it is its twin. */
import { useId } from "react";
import { figure, t } from "../texts";
import { type Chart as ChartOf, ticks } from "./reading";
import { bandBetween, intervalAcross, lineThrough, short } from "./strokes";
import "./chart.css";

const WIDTH = 720;
const ROW = 26;
const LABEL = 210;
const NUMBER = 130;

const CLASSES = 8;
const reach = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null);

export function Chart({ chart, title }: { chart: ChartOf; title: string }) {
  return chart.kind === "bars" ? <Bars chart={chart} title={title} /> : <Lines chart={chart} title={title} />;
}

const written = (chart: ChartOf, value: number): string =>
  chart.percent ? `${figure(value * 100)} %` : chart.unit ? `${figure(value)} ${chart.unit}` : figure(value);

function Bars({ chart, title }: { chart: ChartOf; title: string }) {
  const [series] = chart.series;
  const { values, low, high } = series!;
  const all = reach([...values, ...low, ...high]);
  const [from, to] = [Math.min(0, ...all), Math.max(0, ...all)];
  const at = (value: number) => LABEL + ((value - from) / (to - from || 1)) * (WIDTH - LABEL - NUMBER);
  const height = ROW * values.length + 34;
  const marks = ticks(from, to, 5);
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(title, series!.label)}
    >
      {marks.map((mark) => (
        <g key={mark} className="chart-tick">
          <line x1={at(mark)} x2={at(mark)} y1={0} y2={height - 30} />
          <text x={at(mark)} y={height - 14} textAnchor="middle">
            {chart.percent ? `${figure(mark * 100)} %` : figure(mark)}
          </text>
        </g>
      ))}
      {values.map((value, index) => {
        const y = index * ROW;
        const [a, b] = [low[index], high[index]];
        return (
          <g key={index}>
            <text className="chart-label" x={LABEL - 8} y={y + ROW / 2 + 4} textAnchor="end">
              <title>{chart.labels[index]}</title>
              {short(chart.labels[index]!, 29)}
            </text>
            <rect
              className="chart-bar"
              x={Math.min(at(0), at(value!))}
              width={Math.max(1, Math.abs(at(value!) - at(0)))}
              y={y + 5}
              height={ROW - 10}
              rx={2}
            />
            {a != null && b != null ? (
              <path className="chart-interval" d={intervalAcross(at(a), at(b), y + ROW / 2, ROW / 2 - 9)} />
            ) : null}
            <text className="chart-value" x={Math.max(at(value!), at(b ?? value!), at(0)) + 8} y={y + ROW / 2 + 4}>
              {written(chart, value!)}
            </text>
          </g>
        );
      })}
      <text className="chart-axis" x={LABEL} y={height - 1}>
        {chart.unit ? `${series!.label} (${chart.unit})` : series!.label}
      </text>
    </svg>
  );
}

const PLOT = { left: 56, right: 24, top: 12, bottom: 44, height: 320 };

function Lines({ chart, title }: { chart: ChartOf; title: string }) {
  const clip = useId();
  const all = chart.series.flatMap((one) => reach([...one.values, ...one.low, ...one.high]));
  const lowest = Math.min(...all);
  const [from, to] = [lowest > 0 && lowest < 0.6 * Math.max(...all) ? 0 : lowest, Math.max(...all)];
  const [first, last] = [chart.x[0]!, chart.x.at(-1)!];
  const x = (value: number) => PLOT.left + ((value - first) / (last - first || 1)) * (WIDTH - PLOT.left - PLOT.right);
  const y = (value: number) =>
    PLOT.top + (1 - (value - from) / (to - from || 1)) * (PLOT.height - PLOT.top - PLOT.bottom);
  const legend = PLOT.height + 8;
  const height = legend + 20 * Math.ceil(chart.series.length / 2);
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(title, chart.series.map((one) => one.label).join(", "))}
    >
      <clipPath id={clip}>
        <rect x={PLOT.left} y={0} width={WIDTH - PLOT.left - PLOT.right + 2} height={PLOT.height - PLOT.bottom + 2} />
      </clipPath>
      {ticks(from, to).map((mark) => (
        <g key={mark} className="chart-tick">
          <line x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(mark)} y2={y(mark)} />
          <text x={PLOT.left - 8} y={y(mark) + 4} textAnchor="end">
            {chart.percent ? `${figure(mark * 100)} %` : figure(mark)}
          </text>
        </g>
      ))}
      {ticks(first, last).map((mark) => (
        <g key={mark} className="chart-tick">
          <text x={x(mark)} y={PLOT.height - PLOT.bottom + 18} textAnchor="middle">
            {/^(year|date)/i.test(chart.over) ? String(mark) : figure(mark)}
          </text>
        </g>
      ))}
      <text className="chart-axis" x={(PLOT.left + WIDTH - PLOT.right) / 2} y={PLOT.height - 6} textAnchor="middle">
        {chart.over}
      </text>
      <g clipPath={`url(#${clip})`}>
        {chart.series.map((one, index) => (
          <path
            key={one.label}
            className={`chart-band series-${index % CLASSES}`}
            d={bandBetween(chart.x, one.low, one.high, x, y)}
          />
        ))}
        {chart.series.map((one, index) => (
          <path
            key={one.label}
            className={`chart-line series-${index % CLASSES}`}
            d={lineThrough(chart.x, one.values, x, y)}
          />
        ))}
      </g>
      {chart.series.map((one, index) => (
        <g
          key={one.label}
          transform={`translate(${PLOT.left + (index % 2) * 320} ${legend + 20 * Math.floor(index / 2)})`}
        >
          <path className={`chart-line series-${index % CLASSES}`} d="M0 6H22" />
          <text className="chart-label" x={30} y={10}>
            {short(chart.unit ? `${one.label} (${chart.unit})` : one.label, 40)}
          </text>
        </g>
      ))}
    </svg>
  );
}
