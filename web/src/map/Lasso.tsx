/** Mark actors with a free line or a box over the map; the box also by keyboard: arrows move it, with Shift they size it, Enter takes it. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { t } from "../texts";

export type Point = readonly [number, number];
export type Shape = "lasso" | "box";

/** Whether a point lies inside a closed line (ray casting). */
export function lies([x, y]: Point, line: readonly Point[]): boolean {
  let within = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [xi, yi] = line[i]!;
    const [xj, yj] = line[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

const STEP = 20;
const ARROWS: Record<string, Point> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

const box = ([x, y]: Point, [u, v]: Point): Point[] => [
  [x, y],
  [u, y],
  [u, v],
  [x, v],
];

export function Lasso({ shape, onDone }: { shape: Shape; onDone: (line: readonly Point[]) => void }) {
  const [line, setLine] = useState<readonly Point[]>([]);
  const drawing = useRef(false);
  const area = useRef<SVGSVGElement>(null);
  const at = (event: PointerEvent): Point => {
    const place = event.currentTarget.getBoundingClientRect();
    return [event.clientX - place.left, event.clientY - place.top];
  };
  useEffect(() => {
    if (shape !== "box") return;
    const { width, height } = area.current!.getBoundingClientRect();
    setLine(box([width * 0.35, height * 0.35], [width * 0.65, height * 0.65]));
    area.current!.focus();
  }, [shape]);
  const key = (event: KeyboardEvent) => {
    if (shape !== "box") return;
    const [dx, dy] = ARROWS[event.key] ?? [0, 0];
    const [from, , to] = line;
    if (event.key === "Enter") onDone(line);
    else if ((dx || dy) && from && to) {
      const move = ([x, y]: Point): Point => [x + dx, y + dy];
      setLine(box(event.shiftKey ? from : move(from), move(to)));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <svg
      ref={area}
      className="lasso"
      role="application"
      tabIndex={0}
      aria-label={shape === "box" ? t.map.boxHelp : t.map.lassoHelp}
      onKeyDown={key}
      onPointerDown={(event) => {
        drawing.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        setLine(shape === "box" ? box(at(event), at(event)) : [at(event)]);
      }}
      onPointerMove={(event) => {
        if (!drawing.current) return;
        const point = at(event);
        setLine((now) => (shape === "box" ? box(now[0]!, point) : [...now, point]));
      }}
      onPointerUp={() => {
        drawing.current = false;
        onDone(line);
        setLine([]);
      }}
    >
      <polygon points={line.map((point) => point.join(",")).join(" ")} />
    </svg>
  );
}
