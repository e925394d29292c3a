/** The map around a tie that does not exist yet: both sides, whom each works with, and whom both do; the new tie is dashed. */

import { short } from "../answer/strokes";
import { useActor } from "../api/queries";
import type { ActorPage } from "../api/types";
import { t } from "../texts";

const WIDTH = 520;
const HEIGHT = 400;
const SIDES = [140, 380] as const;
const MIDDLE = HEIGHT / 2;
const REACH = 96;
/** Partners that are drawn of a side; the rest is counted. */
const MOST = 40;
const MOST_SHARED = 9;

type Other = { id: number; name: string };

/** Whom an actor is tied to, each once, without the other side. */
function partners(page: ActorPage, without: number): Map<number, Other> {
  const found = new Map<number, Other>();
  for (const { other } of page.ties) if (other.id !== without && other.id !== page.actor.id) found.set(other.id, other);
  return found;
}

/** Of two ids; an address that gives names goes without the map. */
export function WhatIfMap({ one, other }: { one: string; other: string }) {
  return /^\d+$/.test(one) && /^\d+$/.test(other) && one !== other ? (
    <Around one={Number(one)} other={Number(other)} />
  ) : null;
}

function Around({ one, other }: { one: number; other: number }) {
  const [left, right] = [useActor(one).data, useActor(other).data];
  return left && right ? <Drawn left={left} right={right} /> : null;
}

function Drawn({ left, right }: { left: ActorPage; right: ActorPage }) {
  const sides = [partners(left, right.actor.id), partners(right, left.actor.id)] as const;
  const shared = [...sides[0].values()].filter(({ id }) => sides[1].has(id));
  const own = sides.map((side, at) => [...side.values()].filter(({ id }) => !sides[1 - at]!.has(id)));
  const tied = left.ties.some(({ other }) => other.id === right.actor.id);
  const names = [left.actor.name, right.actor.name] as const;
  const said = t.partnerships.around(names[0], own[0]!.length, names[1], own[1]!.length, shared.length, tied);
  // Those of one side alone fan out away from the other side.
  const fan = (at: number, index: number, count: number): [number, number] => {
    const spread = Math.PI * 1.1;
    const angle = (at ? 0 : Math.PI) + (count === 1 ? 0 : (index / (count - 1) - 0.5) * spread);
    const reach = REACH + (index % 2) * 16;
    return [SIDES[at]! + Math.cos(angle) * reach, MIDDLE + Math.sin(angle) * reach * 1.25];
  };
  const inner = shared.slice(0, MOST_SHARED);
  const between = (index: number): [number, number] => [
    WIDTH / 2,
    44 + ((index + (index >= inner.length / 2 ? 1.4 : 0)) / Math.max(1, inner.length + 0.4)) * (HEIGHT - 88),
  ];
  return (
    <figure className="card what-if-map">
      <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said}>
        {own.map((side, at) =>
          side.slice(0, MOST).map((each, index) => {
            const [x, y] = fan(at, index, Math.min(side.length, MOST));
            return (
              <g key={each.id}>
                <path className="what-if-tie" d={`M${SIDES[at]} ${MIDDLE}L${x.toFixed(1)} ${y.toFixed(1)}`} />
                <circle className="what-if-own" cx={x} cy={y} r={4.5}>
                  <title>{each.name}</title>
                </circle>
              </g>
            );
          }),
        )}
        {inner.map((each, index) => {
          const [x, y] = between(index);
          return (
            <g key={each.id}>
              <path className="what-if-tie" d={`M${SIDES[0]} ${MIDDLE}L${x} ${y.toFixed(1)}L${SIDES[1]} ${MIDDLE}`} />
              <circle className="what-if-shared" cx={x} cy={y} r={6} />
              <text className="chart-note" x={x} y={y - 10} textAnchor="middle">
                <title>{each.name}</title>
                {short(each.name, 24)}
              </text>
            </g>
          );
        })}
        <path className={tied ? "what-if-there" : "what-if-new"} d={`M${SIDES[0]} ${MIDDLE}H${SIDES[1]}`} />
        {names.map((name, at) => (
          <g key={SIDES[at]}>
            <circle className="what-if-side" cx={SIDES[at]} cy={MIDDLE} r={11} />
            <text className="chart-label what-if-name" x={at ? WIDTH - 8 : 8} y={20} textAnchor={at ? "end" : "start"}>
              <title>{name}</title>
              {short(name, 32)}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className="small muted">{said}</figcaption>
    </figure>
  );
}
