/** Draw around actors to mark them: a free line over the map, closed when the pointer is let go. */
import { type PointerEvent, useRef, useState } from "react";
import { t } from "../texts";

export type Point = readonly [number, number];

/** Whether a point lies inside a closed line (ray casting). */
export function inside([x, y]: Point, line: readonly Point[]): boolean {
  let within = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [xi, yi] = line[i]!;
    const [xj, yj] = line[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

export function Lasso({ onDone }: { onDone: (line: readonly Point[]) => void }) {
  const [line, setLine] = useState<readonly Point[]>([]);
  const drawing = useRef(false);
  const at = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  return (
    <svg
      className="lasso"
      role="img"
      aria-label={t.map.lassoHelp}
      onPointerDown={(event) => {
        drawing.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        setLine([at(event)]);
      }}
      onPointerMove={(event) => {
        if (!drawing.current) return;
        const point = at(event);
        setLine((now) => [...now, point]);
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
