/** The buttons in the corner of the map: nearer, farther, the whole, and the lasso. */
import type { RefObject } from "react";
import { LassoIcon, Minus, Plus, Whole } from "../shell/icons";
import { t } from "../texts";
import type { Drawing } from "./drawing";

interface Props {
  drawing: RefObject<Drawing | null>;
  lasso: boolean;
  onLasso(on: boolean): void;
}

export function Zoom({ drawing, lasso, onLasso }: Props) {
  const moves = [
    { name: t.map.zoomIn, key: " (+)", icon: <Plus />, run: () => drawing.current?.zoomBy(1.5) },
    { name: t.map.zoomOut, key: " (−)", icon: <Minus />, run: () => drawing.current?.zoomBy(1 / 1.5) },
    { name: t.map.fit, key: " (F)", icon: <Whole />, run: () => drawing.current?.moveTo(null, { glide: true }) },
  ];
  return (
    <div className="map-zoom" role="group" aria-label={t.map.title}>
      {moves.map(({ name, key, icon, run }) => (
        <button key={name} type="button" className="icon-button" aria-label={name} title={name + key} onClick={run}>
          {icon}
        </button>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t.map.lasso}
        title={t.map.lasso}
        aria-pressed={lasso}
        onClick={() => onLasso(!lasso)}
      >
        <LassoIcon />
      </button>
    </div>
  );
}
