/** Which number moves an output most: each from one end of its range to the other, and all at once. */
import { useId } from "react";
import { AnswerView } from "../answer/AnswerView";
import { number, ticks } from "../answer/reading";
import { short } from "../answer/strokes";
import type { Row } from "../answer/values";
import type { AnswerTable } from "../api/types";
import { Failed, Waiting } from "../shell/States";
import { figure, t } from "../texts";
import { type Structure, useTornado } from "./data";
import type { Go, State } from "./state";
import "./loops.css";

interface Props {
  state: State;
  structure: Structure;
  go: Go;
}

export function Matters({ state, structure, go }: Props) {
  const id = useId();
  const output = state.show[0] ?? structure.outputs[0] ?? "";
  const different = state.policies.length > 0 || Object.keys(state.constants).length > 0;
  const asDifference = state.difference && different;
  const { data, error, refetch, isPlaceholderData } = useTornado(state, output, asDifference);
  const choices = structure.variables.filter((one) => one.kind !== "constant" && one.kind !== "lookup");
  const draw = (table: AnswerTable) => {
    const rows = table.rows as Row[];
    return rows.length ? (
      <Tornado rows={rows} label={output} middle={number(data?.method.parameters.middle)} />
    ) : undefined;
  };
  return (
    <div className="dynamics-diagram">
      <div className="dynamics-bar no-print">
        <div className="field">
          <label htmlFor={id}>{t.dynamics.of}</label>
          <select
            id={id}
            className="select"
            value={output}
            onChange={(event) => {
              const rest = (state.show.length ? state.show : structure.outputs).filter(
                (one) => one !== event.target.value,
              );
              go({ show: [event.target.value, ...rest].slice(0, 12) });
            }}
          >
            {choices.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </div>
        {different ? (
          <div className="segments" role="group" aria-label={t.dynamics.as}>
            <button type="button" aria-pressed={!asDifference} onClick={() => go({ difference: false })}>
              {t.dynamics.ofValue}
            </button>
            <button type="button" aria-pressed={asDifference} onClick={() => go({ difference: true })}>
              {t.dynamics.difference}
            </button>
          </div>
        ) : null}
      </div>
      <p className="small muted">{t.dynamics.mattersHelp}</p>
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : data && !isPlaceholderData ? (
        <AnswerView answer={data} draw={draw} chartFirst />
      ) : (
        <Waiting text={t.dynamics.weighing} />
      )}
    </div>
  );
}

const WIDTH = 720;
const LABEL = 236;
const ROW = 22;
const MOST = 15;

/** Bars from what the output is at the low end of a number's range to what it is at the high end, the longest above. */
function Tornado({ rows, label, middle }: { rows: readonly Row[]; label: string; middle: number | null }) {
  const bars = rows.slice(0, MOST).map((row) => ({
    name: String(row.constant),
    low: number(row.at_low) ?? 0,
    high: number(row.at_high) ?? 0,
    range: `${figure(number(row.low) ?? 0)}–${figure(number(row.high) ?? 0)} ${String(row.units ?? "")}`,
  }));
  const all = [...bars.flatMap((bar) => [bar.low, bar.high]), ...(middle === null ? [] : [middle])];
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const right = 84;
  const x = (value: number) => LABEL + 70 + ((value - from) / (to - from || 1)) * (WIDTH - LABEL - 70 - right);
  const height = ROW * bars.length + 66;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(label, bars.map((bar) => bar.name).join(", "))}
    >
      {ticks(from, to, 5).map((at) => (
        <g key={at} className="chart-tick">
          <line x1={x(at)} x2={x(at)} y1={0} y2={ROW * bars.length + 4} />
          <text x={x(at)} y={ROW * bars.length + 20} textAnchor="middle">
            {figure(at)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        const y = index * ROW;
        const [a, b] = [x(bar.low), x(bar.high)];
        return (
          <g key={bar.name}>
            <title>{`${bar.name}: ${bar.range}`}</title>
            <text className="chart-label" x={LABEL - 4} y={y + 15} textAnchor="end">
              {short(bar.name, 36)}
            </text>
            <rect
              className="dynamics-swing"
              x={Math.min(a, b)}
              y={y + 4}
              width={Math.max(1, Math.abs(b - a))}
              height={ROW - 8}
            />
            <circle className="dynamics-low" cx={a} cy={y + ROW / 2} r={5} />
            <path className="dynamics-high" d={`M${b - 5} ${y + ROW / 2}l5 -6l5 6l-5 6z`} />
          </g>
        );
      })}
      {middle === null ? null : (
        <path className="chart-mark" d={`M${x(middle)} 0V${ROW * bars.length + 4}`}>
          <title>{t.dynamics.middleAt(figure(middle))}</title>
        </path>
      )}
      <text className="chart-axis" x={WIDTH - 8} y={height - 26} textAnchor="end">
        {label}
      </text>
      <g transform={`translate(8 ${height - 8})`}>
        <circle className="dynamics-low" cx={8} cy={-4} r={5} />
        <text x={20}>{t.dynamics.low}</text>
        <path className="dynamics-high" d="M267 -4l5 -6l5 6l-5 6z" />
        <text x={286}>{t.dynamics.high}</text>
        {middle === null ? null : (
          <>
            <path className="chart-mark" d="M532 -11V3" />
            <text x={542}>{t.dynamics.middleAt(figure(middle))}</text>
          </>
        )}
      </g>
    </svg>
  );
}
