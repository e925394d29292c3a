/** The card beside the actor under the pointer: name, sector, place, measures, strongest ties. */
import { useLayoutEffect, useRef } from "react";
import { figure, t } from "../texts";
import type { MapData } from "./data";
import type { Folded } from "./gather";
import { neighbours, type Visible } from "./visible";
import "./hover.css";

interface Props {
  actor: number;
  data: MapData;
  visible: Visible;
  at: { x: number; y: number; radius: number };
  moves: number;
  measures: readonly { name: string; label: string }[];
  figures: ReadonlyMap<string, Float64Array>;
  category: string;
  colour: string;
  folded: Folded | null;
}

const TOP = 5;

export function HoverCard({ actor, data, visible, at, measures, figures, category, colour, folded }: Props) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current!;
    const stage = element.parentElement!;
    const gap = at.radius + 14;
    const room = stage.clientWidth - at.x - gap;
    const left = room >= element.offsetWidth + 8 ? at.x + gap : Math.max(8, at.x - gap - element.offsetWidth);
    const top = Math.min(Math.max(8, at.y - 28), stage.clientHeight - element.offsetHeight - 8);
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });
  const group = data.groups ? actor - data.groups.start : -1;
  const near = neighbours(data, visible.pair, actor);
  return (
    <div ref={card} className="hover-card" aria-hidden="true">
      <strong>{data.name[actor]}</strong>
      <p className="kind-line">
        <span className="dot" style={{ background: colour }} />
        {group >= 0 ? null : category}
        {group >= 0 ? t.map.groupCount(folded!.members[group]!) : null}
        {data.place[actor] ? <span className="muted">{data.place[actor]}</span> : null}
      </p>
      <dl className="hover-measures">
        {measures.map(({ name, label }) => {
          const value = figures.get(name)?.[actor];
          return value === undefined || Number.isNaN(value) ? null : (
            <div key={name}>
              <dt>{label}</dt>
              <dd>{figure(value)}</dd>
            </div>
          );
        })}
      </dl>
      <p className="hover-head">{near.length ? t.map.topTies : t.map.noTies}</p>
      <ol>
        {near.slice(0, TOP).map((tie) => (
          <li key={tie.actor}>
            <span>{data.name[tie.actor]}</span>
            <span className="number muted">{figure(tie.weight)}</span>
          </li>
        ))}
      </ol>
      {near.length > TOP ? <p className="muted">{t.map.moreTies(near.length - TOP)}</p> : null}
    </div>
  );
}
