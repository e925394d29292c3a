/** A graphical function: its curve, whose points are dragged or moved by keys, and the same points as a table to type in. */
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { ticks } from "../../answer/reading";
import { Cross, Plus } from "../../shell/icons";
import { figure, t } from "../../texts";
import { fromPlot, moved, PLOT, type Point, scaleOf, sorted, toPlot, WIDTH, withOne, wrongOf } from "./curve";
import type { Between, Part, Stepping } from "./model";

const BETWEENS: readonly Between[] = ["clamped", "extrapolated", "stepped"];
const REST_MS = 500;

export function Points({ one, stepping }: { one: Part; stepping: Stepping }) {
  const id = useId();
  const own = one.points as Point[];
  const [draft, setDraft] = useState<Point[] | null>(null);
  const [plot, setPlot] = useState(() => scaleOf(own));
  const svg = useRef<SVGSVGElement>(null);
  const dragged = useRef<number | null>(null);
  const timer = useRef(0);
  const points = draft ?? own;
  const wrong = wrongOf(points);
  const latest = useRef(points);
  latest.current = points;
  useEffect(() => () => window.clearTimeout(timer.current), []);
  // What came from elsewhere, by undo or another person, is shown whole.
  const text = JSON.stringify(own);
  useEffect(() => setPlot(scaleOf(JSON.parse(text) as Point[])), [text]);
  const show = (next: Point[]) => {
    latest.current = next;
    setDraft(next);
  };
  const keep = async () => {
    window.clearTimeout(timer.current);
    const next = latest.current;
    if (wrongOf(next) || JSON.stringify(next) === text) return;
    await stepping.step({ do: "write", name: one.name, points: next, was: { points: own } });
    if (latest.current === next) setDraft(null);
  };
  const change = (next: Point[]) => {
    show(next);
    void keep();
  };
  const place = (event: PointerEvent): Point => {
    const box = svg.current!.getBoundingClientRect();
    const scale = WIDTH / box.width;
    return fromPlot(plot, [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]);
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const [x, y] = points[index]!;
    const [across, up] = [(plot.x[1] - plot.x[0]) / 50, (plot.y[1] - plot.y[0]) / 50];
    const to: Record<string, Point> = {
      ArrowLeft: [x - across, y],
      ArrowRight: [x + across, y],
      ArrowUp: [x, Number((y + up).toPrecision(6))],
      ArrowDown: [x, Number((y - up).toPrecision(6))],
    };
    if (to[event.key]) {
      show(moved(points, index, to[event.key]!, plot));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void keep(), REST_MS);
    } else if (event.key === "Insert") change(withOne(points, index));
    else if (event.key === "Delete" && points.length > 2) change(points.filter((_, at) => at !== index));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const type = (index: number, which: 0 | 1, value: number) =>
    show(points.map((point, at) => (at === index ? (which === 0 ? [value, point[1]] : [point[0], value]) : point)));
  const said = !wrong
    ? ""
    : wrong.kind === "few"
      ? t.drawing.atLeastTwo
      : wrong.kind === "number"
        ? t.drawing.noNumber(wrong.at)
        : t.drawing.notRising(wrong.at, figure(points[wrong.at - 2]![0]), figure(points[wrong.at - 1]![0]));
  const drawnPoints = points.map((point) => toPlot(plot, point));
  const path = drawnPoints
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .map(([x, y], at, all) =>
      one.between === "stepped" && at ? `L${x} ${all[at - 1]![1]}L${x} ${y}` : `${at ? "L" : "M"}${x} ${y}`,
    )
    .join("");
  return (
    <section className="dynamics-points" aria-labelledby={id}>
      <h3 id={id}>{t.drawing.points}</h3>
      <p className="small muted no-print">
        {t.drawing.pointsHelp} {t.drawing.pointsSaved}
      </p>
      <div className="dynamics-points-two">
        <svg
          ref={svg}
          className="chart dynamics-plot"
          viewBox={`0 0 ${WIDTH} ${PLOT.height}`}
          role="group"
          aria-label={t.answer.chartOf(one.name, t.drawing.points)}
          onPointerMove={(event) => {
            if (dragged.current !== null) show(moved(latest.current, dragged.current, place(event), plot));
          }}
          onPointerUp={() => {
            if (dragged.current === null) return;
            dragged.current = null;
            void keep();
          }}
        >
          {ticks(plot.y[0], plot.y[1], 4).map((at) => (
            <g key={at} className="chart-tick">
              <line
                x1={PLOT.left}
                x2={WIDTH - PLOT.right}
                y1={toPlot(plot, [0, at])[1]}
                y2={toPlot(plot, [0, at])[1]}
              />
              <text x={PLOT.left - 7} y={toPlot(plot, [0, at])[1] + 4} textAnchor="end">
                {figure(at)}
              </text>
            </g>
          ))}
          {ticks(plot.x[0], plot.x[1], 6).map((at) => (
            <g key={at} className="chart-tick">
              <text x={toPlot(plot, [at, 0])[0]} y={PLOT.height - PLOT.bottom + 18} textAnchor="middle">
                {figure(at)}
              </text>
            </g>
          ))}
          <path className="chart-line series-0" d={path} />
          {drawnPoints.map(([x, y], index) => (
            <circle
              key={index}
              className="dynamics-point"
              cx={Number.isFinite(x) ? x : PLOT.left}
              cy={Number.isFinite(y) ? y : PLOT.top}
              r={7}
              tabIndex={0}
              role="slider"
              aria-label={t.drawing.pointOf(index + 1, figure(points[index]![0]), figure(points[index]![1]))}
              aria-valuenow={Number.isFinite(points[index]![1]) ? points[index]![1] : 0}
              aria-valuetext={`${figure(points[index]![0])}, ${figure(points[index]![1])}`}
              onKeyDown={(event) => onKey(event, index)}
              onPointerDown={(event) => {
                dragged.current = index;
                event.currentTarget.setPointerCapture(event.pointerId);
              }}
            />
          ))}
        </svg>
        <div className="table-scroll">
          <table className="dynamics-points-table">
            <thead>
              <tr>
                <th scope="col">{t.drawing.x}</th>
                <th scope="col">{t.drawing.y}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {points.map((point, index) => (
                <tr key={index} data-wrong={wrong?.at === index + 1 ? "" : undefined}>
                  {([0, 1] as const).map((which) => (
                    <td key={which}>
                      <input
                        className="input"
                        type="number"
                        step="any"
                        aria-label={which === 0 ? t.drawing.xOf(index + 1) : t.drawing.yOf(index + 1)}
                        aria-invalid={wrong?.at === index + 1 || undefined}
                        value={Number.isFinite(point[which]) ? point[which] : ""}
                        onChange={(event) => type(index, which, event.target.valueAsNumber)}
                        onBlur={() => void keep()}
                        onKeyDown={(event) => event.key === "Enter" && void keep()}
                      />
                    </td>
                  ))}
                  <td>
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={t.drawing.removePoint(index + 1)}
                      disabled={points.length <= 2}
                      onClick={() => change(points.filter((_, at) => at !== index))}
                    >
                      <Cross />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {said ? (
        <div className="dynamics-wrong" role="alert">
          <p>{said}</p>
          {wrong?.kind === "rise" ? (
            <button type="button" className="button" onClick={() => change(sorted(points))}>
              {t.drawing.sort}
            </button>
          ) : null}
        </div>
      ) : null}
      <div className="dynamics-row no-print">
        <button type="button" className="button" onClick={() => change(withOne(points, points.length - 1))}>
          <Plus />
          {t.drawing.addPoint}
        </button>
      </div>
      <div className="dynamics-field">
        <label htmlFor={`${id}between`}>{t.drawing.between}</label>
        <select
          id={`${id}between`}
          className="select"
          value={one.between}
          onChange={(event) =>
            void stepping.step({ do: "write", name: one.name, between: event.target.value as Between })
          }
        >
          {BETWEENS.map((between) => (
            <option key={between} value={between}>
              {t.drawing.betweens[between]}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
