/** To what something on the map is tied, as a list: the strongest first, each to be pointed at and chosen. */
import { useState } from "react";
import { figure, t } from "../texts";
import type { MapData } from "./data";
import type { Neighbour } from "./visible";

interface Props {
  title: string;
  data: MapData;
  near: readonly Neighbour[];
  colourOf: (node: number) => string;
  onHover(node: number | null): void;
  onChoose(node: number): void;
}

const PAGE = 60;

export function Near({ title, data, near, colourOf, onHover, onChoose }: Props) {
  const [most, setMost] = useState(PAGE);
  const top = near[0]?.weight ?? 1;
  return (
    <div className="near">
      <h3>{title}</h3>
      <ol>
        {near.slice(0, most).map((tie) => (
          <li key={tie.actor}>
            <button
              type="button"
              className="near-row"
              onClick={() => onChoose(tie.actor)}
              onMouseEnter={() => onHover(tie.actor)}
              onMouseLeave={() => onHover(null)}
              onFocus={() => onHover(tie.actor)}
              onBlur={() => onHover(null)}
            >
              <span className="dot" style={{ background: colourOf(tie.actor) }} />
              <span className="near-name">{data.name[tie.actor]}</span>
              <span className="near-bar" aria-hidden="true">
                <span style={{ width: `${Math.max(6, (100 * tie.weight) / top)}%` }} />
              </span>
              <span className="number muted">{figure(tie.weight)}</span>
            </button>
          </li>
        ))}
      </ol>
      {near.length > most ? (
        <button type="button" className="link-button" onClick={() => setMost(most + 5 * PAGE)}>
          {t.map.moreTies(near.length - most)}
        </button>
      ) : null}
    </div>
  );
}
