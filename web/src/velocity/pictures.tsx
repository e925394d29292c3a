/** The other pictures of velocity: what is older than it should be, what follows what, and by when it will be done. */
import { number, ticks } from "../answer/reading";
import { short } from "../answer/strokes";
import type { Row } from "../answer/values";
import { figure, t } from "../texts";
import { byStage, dayOf, yearOf, yearTicks } from "./panels";

const WIDTH = 720;

/** Items in progress as dots by age, a row a stage; the mark is the stage's P85, what is beyond it is a diamond. */
export function Ageing({ rows }: { rows: readonly Row[] }) {
  const stages = byStage(rows);
  const last = Math.max(1, ...rows.flatMap((row) => [number(row.age_days) ?? 0, number(row.limit_days) ?? 0]));
  const left = 120;
  const x = (days: number) => left + (days / last) * (WIDTH - left - 24);
  const lane = 74;
  const height = lane * stages.length + 62;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(t.velocity.questions.ageing[0], stages.map((one) => one.name).join(", "))}
    >
      {ticks(0, last).map((mark) => (
        <g key={mark} className="chart-tick">
          <line x1={x(mark)} x2={x(mark)} y1={0} y2={lane * stages.length} />
          <text x={x(mark)} y={lane * stages.length + 18} textAnchor="middle">
            {figure(mark)}
          </text>
        </g>
      ))}
      <text className="chart-axis" x={WIDTH - 24} y={lane * stages.length + 36} textAnchor="end">
        {t.velocity.age}
      </text>
      {stages.map((stage, index) => {
        const middle = lane * index + lane / 2;
        const limit = number(stage.rows.find((row) => number(row.limit_days) !== null)?.limit_days);
        return (
          <g key={stage.name}>
            <text className="chart-label" x={left - 10} y={middle - 2} textAnchor="end">
              {stage.name}
            </text>
            <text className="chart-note" x={left - 10} y={middle + 14} textAnchor="end">
              {t.velocity.inIt(stage.rows.length)}
            </text>
            <path className="chart-tick" d={`M${left} ${middle}H${WIDTH - 24}`} stroke="currentColor" opacity={0.25} />
            {limit === null ? null : (
              <>
                <path className="chart-interval" d={`M${x(limit)} ${middle - 24}V${middle + 24}`} />
                <text className="chart-note" x={x(limit)} y={middle - 27} textAnchor="middle">
                  {t.velocity.p85(limit)}
                </text>
              </>
            )}
            {stage.rows.map((row, place) => {
              const [cx, cy] = [x(number(row.age_days) ?? 0), middle + (((place * 7) % 5) - 2) * 6];
              const said = t.velocity.item(String(row.label ?? ""), number(row.age_days) ?? 0);
              return row.over === "yes" ? (
                <path
                  key={place}
                  className="velocity-over"
                  d={`M${cx} ${cy - 7}L${cx + 7} ${cy}L${cx} ${cy + 7}L${cx - 7} ${cy}Z`}
                >
                  <title>{said}</title>
                </path>
              ) : (
                <circle key={place} className="velocity-item" cx={cx} cy={cy} r={5}>
                  <title>{said}</title>
                </circle>
              );
            })}
          </g>
        );
      })}
      <g transform={`translate(${left} ${height - 10})`}>
        <circle className="velocity-item" cx={6} cy={-4} r={5} />
        <text x={18}>{t.velocity.within}</text>
        <path className="velocity-over" d="M206 -11L213 -4L206 3L199 -4Z" />
        <text x={220}>{t.velocity.beyond}</text>
      </g>
    </svg>
  );
}

const MOST_STEPS = 24;

/** What directly follows what: the events in their order from top to bottom, an arc a step, as wide as its share of all waiting. */
export function ProcessGraph({ rows }: { rows: readonly Row[] }) {
  const steps = rows.slice(0, MOST_STEPS).map((row) => ({
    source: String(row.source),
    target: String(row.target),
    times: number(row.times) ?? 0,
    share: number(row.share) ?? 0,
    median: number(row.median_days) ?? 0,
  }));
  const order = inOrder(steps);
  const place = new Map(order.map((name, index) => [name, index]));
  const gap = 104;
  const top = 26;
  const middle = 330;
  const y = (name: string) => top + place.get(name)! * gap;
  const height = top + (order.length - 1) * gap + 34;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(t.velocity.questions.process[0], order.join(", "))}
    >
      {steps.map((step) => {
        const [from, to] = [y(step.source), y(step.target)];
        const down = to > from;
        const next = Math.abs(place.get(step.target)! - place.get(step.source)!) === 1;
        const wide = 1.5 + 16 * step.share;
        const bend = (down ? 1 : -1) * (next && down ? 0 : 44 + Math.abs(to - from) * 0.26);
        const self = step.source === step.target;
        const start = middle + (bend === 0 ? 0 : Math.sign(bend) * 118);
        const d = self
          ? `M${middle - 118} ${from - 8}c-60 -26 -60 42 0 16`
          : `M${start} ${from + (down ? 16 : -16)}C${start + bend} ${from + (to - from) * 0.3} ${start + bend} ${from + (to - from) * 0.7} ${start} ${to - (down ? 22 : -22)}`;
        const [lx, ly] = [
          start + bend * 0.78 + (bend < 0 ? -8 : 10 + wide / 2),
          (from + to) / 2 + (bend === 0 ? 0 : Math.sign(bend) * 4),
        ];
        return (
          <g key={`${step.source} ${step.target}`}>
            <path className="velocity-step" d={d} strokeWidth={wide}>
              <title>{t.velocity.stepSaid(step.source, step.target, step.times, step.median, step.share)}</title>
            </path>
            {self ? null : (
              <path
                className="velocity-head"
                d={`M${start} ${to - (down ? 15 : -15)}l-${5 + wide / 2} ${down ? -10 - wide / 3 : 10 + wide / 3}h${10 + wide}Z`}
              />
            )}
            <text x={lx} y={ly - 3} textAnchor={bend < 0 ? "end" : "start"}>
              {t.velocity.median(step.median)}
            </text>
            <text className="chart-note" x={lx} y={ly + 13} textAnchor={bend < 0 ? "end" : "start"}>
              {t.velocity.times(step.times, step.share)}
            </text>
          </g>
        );
      })}
      {order.map((name) => (
        <g key={name}>
          <rect className="velocity-event" x={middle - 130} y={y(name) - 15} width={260} height={30} rx={15} />
          <text className="chart-label" x={middle} y={y(name) + 4.5} textAnchor="middle">
            <title>{name}</title>
            {short(name, 36)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Events in the order in which most cases meet them: one stands before another where it precedes it more often than not. */
function inOrder(steps: readonly { source: string; target: string; times: number }[]): string[] {
  const names = [...new Set(steps.flatMap((step) => [step.source, step.target]))];
  const net = new Map(names.map((name) => [name, 0]));
  const left = new Set(names);
  const order: string[] = [];
  while (left.size) {
    // The event that is met from what is left the least, and leads on the most, stands first.
    for (const name of left) net.set(name, 0);
    for (const step of steps)
      if (step.source !== step.target && left.has(step.source) && left.has(step.target)) {
        net.set(step.source, net.get(step.source)! + step.times);
        net.set(step.target, net.get(step.target)! - step.times);
      }
    const incoming = (name: string) =>
      steps.reduce(
        (sum, step) => sum + (step.target === name && step.source !== name && left.has(step.source) ? step.times : 0),
        0,
      );
    const first = [...left].sort((a, b) => incoming(a) - incoming(b) || net.get(b)! - net.get(a)!)[0]!;
    order.push(first);
    left.delete(first);
  }
  return order;
}

const MOST_ITEMS = 30;

/** By when items leave their stage: a bar from the day that half keep to the one that 95 % keep, with 85 % marked. */
export function Forecasts({ rows, readOn }: { rows: readonly Row[]; readOn: string | null }) {
  const known = rows.filter((row) => row.p50).slice(0, MOST_ITEMS);
  const days = known.flatMap((row) => [row.p50, row.p85, row.p95].map(dayOf)).filter((day) => day !== null);
  if (!known.length || !days.length) return null;
  const now = dayOf(readOn);
  const from = Math.min(...days, ...(now === null ? [] : [now]));
  const to = Math.max(...days, from + 1);
  const left = 250;
  const x = (day: number) => left + ((day - from) / (to - from)) * (WIDTH - left - 28);
  const lane = 24;
  const top = 24;
  const height = top + lane * known.length + 54;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(t.velocity.questions.forecasts[0], t.velocity.forecastOf(known.length))}
    >
      {yearTicks(from, to).map((day) => (
        <g key={day} className="chart-tick">
          <line x1={x(day)} x2={x(day)} y1={top} y2={height - 48} />
          <text x={x(day)} y={height - 32} textAnchor="middle">
            {yearOf(day)}
          </text>
        </g>
      ))}
      {now === null ? null : (
        <>
          <path className="chart-mark" d={`M${x(now)} ${top - 4}V${height - 48}`} />
          <text className="chart-note" x={x(now)} y={14} textAnchor="start">
            {t.velocity.readOn(readOn ?? "")}
          </text>
        </>
      )}
      {known.map((row, index) => {
        const middle = top + lane * index + lane / 2;
        const [p50, p85, p95] = [row.p50, row.p85, row.p95].map(dayOf);
        const end = p95 ?? p85 ?? p50!;
        return (
          <g key={index}>
            <text className="chart-label" x={left - 10} y={middle + 4} textAnchor="end">
              <title>{String(row.label)}</title>
              {short(`${String(row.label)} · ${String(row.stage)}`, 38)}
            </text>
            <rect
              className="chart-bar"
              x={x(p50!)}
              width={Math.max(2, x(end) - x(p50!))}
              y={middle - 6}
              height={12}
              rx={2}
            >
              <title>{t.velocity.promise(String(row.p50), String(row.p85 ?? "–"), String(row.p95 ?? "–"))}</title>
            </rect>
            <circle className="velocity-dot" cx={x(p50!)} cy={middle} r={4.5} />
            {p85 == null ? null : <path className="chart-interval" d={`M${x(p85)} ${middle - 9}V${middle + 9}`} />}
          </g>
        );
      })}
      <text className="chart-note" x={left} y={height - 8}>
        {t.velocity.forecastLegend}
      </text>
    </svg>
  );
}
