/** The power/interest grid: a drag or an arrow key moves a stakeholder, and what is saved is a rating. */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { short } from "../answer/strokes";
import type { StakeholderChoices } from "../api/types";
import { t } from "../texts";
import { cells, offset, onScale, type Standing } from "./placing";

const WIDTH = 700;
const HEIGHT = 600;
const PLOT = { left: 46, right: 12, top: 12, bottom: 74 };
const STEP = 15;
const LEVELS = [1, 2, 3, 4, 5];

const x = (interest: number) => PLOT.left + ((interest - 0.5) / 5) * (WIDTH - PLOT.left - PLOT.right);
const y = (power: number) => PLOT.top + (1 - (power - 0.5) / 5) * (HEIGHT - PLOT.top - PLOT.bottom);

export interface Moved {
  power: number;
  interest: number;
}

interface Props {
  standing: readonly Standing[];
  choices: StakeholderChoices;
  names: string;
  chosen: number | null;
  moved: Moved | null;
  onChoose(id: number): void;
  onMove(moved: Moved): void;
  onSave(): void;
  onDrop(): void;
}

export function Grid({ standing, choices, names, chosen, moved, onChoose, onMove, onSave, onDrop }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const dragging = useRef<number | null>(null);
  const called = choices.quadrants[names] ?? {};
  // High is above the middle; half a step beyond it is where the picture parts.
  const middle = choices.cut + 0.25;
  const placed = standing.map((one) => (one.id === chosen && moved ? { ...one, ...moved } : one));
  const order = standing.map((one) => one.id);
  const grouped = cells(placed, chosen);
  // In an order that a move does not change: an element that changes its place loses the focus and the pointer.
  const place = new Map(order.map((id, index) => [id, index]));
  const dots = grouped
    .flatMap((cell) =>
      cell.members.map((one, index) => {
        const [dx, dy] = offset(index, cell.members.length);
        return { one, cx: x(one.interest) + dx * STEP, cy: y(one.power) + dy * STEP };
      }),
    )
    .sort((a, b) => place.get(a.one.id)! - place.get(b.one.id)!);
  const first = chosen !== null && order.includes(chosen) ? chosen : order[0];

  const at = (event: PointerEvent): Moved | null => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return null;
    const [px, py] = [
      ((event.clientX - box.left) / box.width) * WIDTH,
      ((event.clientY - box.top) / box.height) * HEIGHT,
    ];
    return {
      interest: onScale(((px - PLOT.left) / (WIDTH - PLOT.left - PLOT.right)) * 5 + 0.5),
      power: onScale((1 - (py - PLOT.top) / (HEIGHT - PLOT.top - PLOT.bottom)) * 5 + 0.5),
    };
  };
  const key = (event: KeyboardEvent, one: Standing) => {
    const step = event.shiftKey ? 0.5 : 1;
    const now = { power: one.power, interest: one.interest };
    const moves: Record<string, Moved> = {
      ArrowUp: { ...now, power: onScale(now.power + step) },
      ArrowDown: { ...now, power: onScale(now.power - step) },
      ArrowRight: { ...now, interest: onScale(now.interest + step) },
      ArrowLeft: { ...now, interest: onScale(now.interest - step) },
    };
    const go = { PageDown: 1, PageUp: -1 }[event.key];
    if (moves[event.key]) onMove(moves[event.key]!);
    else if (go) {
      const next = order[(order.indexOf(one.id) + go + order.length) % order.length]!;
      onChoose(next);
      window.setTimeout(() => svg.current?.querySelector<SVGGElement>(`[data-actor="${next}"]`)?.focus(), 0);
    } else if (event.key === "Enter" && moved) onSave();
    else if (event.key === "Enter" || event.key === " ") onChoose(one.id);
    else if (event.key === "Escape" && moved) onDrop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const corners: [string, number, number, "start" | "end"][] = [
    ["HL", PLOT.left + 8, PLOT.top + 18, "start"],
    ["HH", WIDTH - PLOT.right - 8, PLOT.top + 18, "end"],
    ["LL", PLOT.left + 8, HEIGHT - PLOT.bottom - 8, "start"],
    ["LH", WIDTH - PLOT.right - 8, HEIGHT - PLOT.bottom - 8, "end"],
  ];
  return (
    <svg
      ref={svg}
      className="chart stakeholder-grid"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label={t.stakeholders.gridOf(standing.length)}
    >
      <rect
        className="grid-high"
        x={x(middle)}
        y={PLOT.top}
        width={WIDTH - PLOT.right - x(middle)}
        height={y(middle) - PLOT.top}
      />
      <rect
        className="grid-frame"
        x={PLOT.left}
        y={PLOT.top}
        width={WIDTH - PLOT.left - PLOT.right}
        height={HEIGHT - PLOT.top - PLOT.bottom}
      />
      <path
        className="grid-cut"
        d={`M${x(middle)} ${PLOT.top}V${HEIGHT - PLOT.bottom}M${PLOT.left} ${y(middle)}H${WIDTH - PLOT.right}`}
      />
      {corners.map(([quadrant, cx, cy, anchor]) => (
        <text key={quadrant} className="chart-title" x={cx} y={cy} textAnchor={anchor}>
          {called[quadrant]}
        </text>
      ))}
      {LEVELS.map((level) => (
        <g key={level} className="chart-tick">
          <text x={x(level)} y={HEIGHT - PLOT.bottom + 18} textAnchor="middle">
            {level}
          </text>
          <text x={PLOT.left - 8} y={y(level) + 4} textAnchor="end">
            {level}
          </text>
        </g>
      ))}
      <text className="chart-axis" x={WIDTH - PLOT.right} y={HEIGHT - PLOT.bottom + 36} textAnchor="end">
        {t.stakeholders.interest} →
      </text>
      <text className="chart-axis" x={14} y={PLOT.top} textAnchor="end" transform={`rotate(-90 14 ${PLOT.top})`}>
        {t.stakeholders.power} →
      </text>
      {dots.map(({ one, cx, cy }) => {
        const pending = one.id === chosen && moved !== null;
        const said = [
          t.stakeholders.dot(one.name, one.power, one.interest, one.quadrant),
          one.unstable ? t.stakeholders.unstableIn(one.unstable) : "",
          one.raters ? t.stakeholders.raters(one.raters) : t.stakeholders.onlyProposed,
        ]
          .filter(Boolean)
          .join("; ");
        return (
          <g
            key={one.id}
            data-actor={one.id}
            className="grid-actor"
            role="button"
            tabIndex={one.id === first ? 0 : -1}
            aria-pressed={one.id === chosen}
            aria-label={said}
            data-proposed={one.raters ? undefined : ""}
            data-unstable={one.unstable ? "" : undefined}
            data-chosen={one.id === chosen ? "" : undefined}
            onClick={() => onChoose(one.id)}
            onKeyDown={(event) => key(event, one)}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              dragging.current = one.id;
              event.currentTarget.setPointerCapture(event.pointerId);
              if (one.id !== chosen) onChoose(one.id);
            }}
            onPointerMove={(event) => {
              if (dragging.current !== one.id) return;
              const to = at(event);
              if (to && (to.power !== one.power || to.interest !== one.interest)) onMove(to);
            }}
            onPointerUp={() => {
              dragging.current = null;
            }}
          >
            {!pending && one.powerLow !== null && one.powerHigh !== null ? (
              <path className="chart-interval" d={`M${cx} ${y(one.powerLow)}V${y(one.powerHigh)}`} />
            ) : null}
            {!pending && one.interestLow !== null && one.interestHigh !== null ? (
              <path className="chart-interval" d={`M${x(one.interestLow)} ${cy}H${x(one.interestHigh)}`} />
            ) : null}
            <circle className="grid-reach" cx={cx} cy={cy} r={12} />
            <circle className="grid-dot" cx={cx} cy={cy} r={one.id === chosen ? 8 : 5.5} />
            <title>{said}</title>
          </g>
        );
      })}
      {grouped.map((cell) => {
        const down = offset(cell.members.length - 1, cell.members.length)[1];
        const rest = cell.members.length + cell.left - 1;
        const name = cell.members[0]!.name;
        return Number.isInteger(cell.power) && Number.isInteger(cell.interest) ? (
          <text
            key={`${cell.power} ${cell.interest}`}
            className="chart-note"
            x={x(cell.interest)}
            y={y(cell.power) + down * STEP + 22}
            textAnchor="middle"
          >
            {rest ? t.stakeholders.more(short(name, 15), rest) : short(name, 20)}
          </text>
        ) : null;
      })}
      <g transform={`translate(${PLOT.left} ${HEIGHT - 10})`}>
        <circle className="grid-dot" cx={6} cy={-4} r={5.5} />
        <text x={17}>{t.stakeholders.legendRated}</text>
        <g data-proposed="">
          <circle className="grid-dot" cx={84} cy={-4} r={5.5} />
        </g>
        <text x={95}>{t.stakeholders.legendProposed}</text>
        <g data-proposed="" data-unstable="">
          <circle className="grid-dot" cx={184} cy={-4} r={5.5} />
        </g>
        <text x={195}>{t.stakeholders.legendUnstable}</text>
        <path className="chart-interval" d="M366 -4H392" />
        <text x={398}>{t.stakeholders.legendInterval}</text>
      </g>
    </svg>
  );
}
