/** The buttons in the corner of the map: nearer, farther, the whole, lasso and box. */
import type { RefObject } from "react";
import { BoxIcon, LassoIcon, Minus, Plus, Whole } from "../shell/icons";
import { t } from "../texts";
import type { Drawing } from "./drawing";
import type { Shape } from "./Lasso";

interface Props {
  drawing: RefObject<Drawing | null>;
  onFit(): void;
  lasso: Shape | null;
  onLasso(shape: Shape | null): void;
}

export function Zoom({ drawing, onFit, lasso, onLasso }: Props) {
  const moves = [
    { name: t.map.zoomIn, key: " (+)", icon: <Plus />, run: () => drawing.current?.zoomBy(1.5) },
    { name: t.map.zoomOut, key: " (−)", icon: <Minus />, run: () => drawing.current?.zoomBy(1 / 1.5) },
    { name: t.map.fit, key: " (F)", icon: <Whole />, run: onFit },
  ];
  return (
    <div className="map-zoom" role="group" aria-label={t.map.title}>
      {moves.map(({ name, key, icon, run }) => (
        <button key={name} type="button" className="icon-button" aria-label={name} title={name + key} onClick={run}>
          {icon}
        </button>
      ))}
      {(
        [
          ["lasso", t.map.lasso, <LassoIcon key="lasso" />],
          ["box", t.map.box, <BoxIcon key="box" />],
        ] as const
      ).map(([shape, name, icon]) => (
        <button
          key={shape}
          type="button"
          className="icon-button"
          aria-label={name}
          title={name}
          aria-pressed={lasso === shape}
          onClick={() => onLasso(lasso === shape ? null : shape)}
        >
          {icon}
        </button>
      ))}
    </div>
  );
}
