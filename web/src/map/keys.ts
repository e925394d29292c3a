/** The keys of the map: through the neighbours of the chosen actor, closer and further, pins and steps. */
import type { KeyboardEvent, RefObject } from "react";
import { figure, t } from "../texts";
import type { MapData } from "./data";
import type { Drawing } from "./drawing";
import type { Change, MapState } from "./state";
import type { Neighbour } from "./visible";

interface Keyed {
  data: MapData;
  state: MapState;
  change: Change;
  stage: Drawing | null;
  chosen: number | null;
  near: readonly Neighbour[];
  /** Which neighbour is pointed at; -1 where none is. */
  pointed: RefObject<number>;
  choose(actor: number | null): void;
  open(actor: number): void;
  onHover(actor: number | null): void;
  onSaid(text: string): void;
  onMark(node: number): void;
  onGroup(): void;
  onFit(): void;
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-60, 0],
  ArrowRight: [60, 0],
  ArrowUp: [0, -60],
  ArrowDown: [0, 60],
};

export function mapKeys(event: KeyboardEvent, keyed: Keyed): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { data, state, change, stage, chosen, near, pointed, choose, open } = keyed;
  const walk = (step: number) => {
    if (!near.length) return;
    pointed.current = (pointed.current + step + near.length + (pointed.current < 0 && step < 0 ? 1 : 0)) % near.length;
    const tie = near[pointed.current]!;
    keyed.onHover(tie.actor);
    keyed.onSaid(t.map.announce(data.name[tie.actor]!, figure(tie.weight), pointed.current + 1, near.length));
  };
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (chosen !== null) walk(arrow[0] + arrow[1] > 0 ? 1 : -1);
    else stage?.panBy(...arrow);
  } else if (event.key === " " && chosen !== null && near[pointed.current]) choose(near[pointed.current]!.actor);
  else if (event.key === "Enter" && chosen !== null) open(near[pointed.current]?.actor ?? chosen);
  else if (/^[0-3]$/.test(event.key) && state.actor !== null) change({ ego: Number(event.key) });
  else if (event.key.toLowerCase() === "m" && chosen !== null) keyed.onMark(near[pointed.current]?.actor ?? chosen);
  else if (event.key.toLowerCase() === "o") keyed.onGroup();
  else if (event.key.toLowerCase() === "p" && state.actor !== null && chosen !== null) {
    const id = state.actor;
    change({ pins: state.pins.includes(id) ? state.pins.filter((pin) => pin !== id) : [...state.pins, id] });
  } else if (event.key === "+" || event.key === "=") stage?.zoomBy(1.5);
  else if (event.key === "-") stage?.zoomBy(1 / 1.5);
  else if (event.key.toLowerCase() === "f") keyed.onFit();
  else return;
  event.preventDefault();
}
