/** The model as a picture: stocks, flows, auxiliaries, the links between them, and the loop that is singled out. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { AnswerView } from "../answer/AnswerView";
import type { AnswerTable } from "../api/types";
import { t } from "../texts";
import type { About } from "./DynamicsScreen";
import type { Loop, Structure } from "./data";
import { ends, next, placed, ring, size } from "./geometry";
import { answerOf, column } from "./made";
import { LinkLine, Node, SIGNS } from "./Picture";
import type { State } from "./state";

interface Props {
  state: State;
  structure: Structure;
  about: About;
  loop: Loop | undefined;
  go(change: Partial<State>, replace?: boolean): void;
}

export function Diagram({ state, structure, about, loop, go }: Props) {
  const answer = useMemo(() => {
    const known = new Set(structure.variables.map((one) => one.name));
    const links = structure.links.filter((one) => known.has(one.source) && known.has(one.target));
    return answerOf(
      t.dynamics.structureOf,
      t.dynamics.linksSummary(structure.variables.length, links.length),
      [
        {
          title: t.dynamics.links,
          note: t.dynamics.polarityHelp,
          columns: [
            column("source", t.dynamics.from),
            column("how", t.dynamics.kind),
            column("target", t.dynamics.to),
            column("polarity", t.dynamics.polarity),
            column("delayed", t.dynamics.delayed),
          ],
          rows: links.map((one) => ({
            source: one.source,
            how: one.flow > 0 ? t.dynamics.fills : one.flow < 0 ? t.dynamics.drains : t.dynamics.reads,
            target: one.target,
            polarity: SIGNS[one.polarity] ?? "",
            delayed: one.delayed ? t.dynamics.throughDelay : "",
          })),
        },
      ],
      about.method(t.dynamics.drawing),
      about.readAt,
    );
  }, [structure, about]);
  const draw = (_table: AnswerTable) => <Canvas state={state} structure={structure} loop={loop} go={go} />;
  return (
    <>
      <div className="dynamics-bar no-print">
        <div className="segments" role="group" aria-label={t.dynamics.drawnAs}>
          <button type="button" aria-pressed={!state.causes} onClick={() => go({ causes: false })}>
            {t.dynamics.asFlows}
          </button>
          <button type="button" aria-pressed={state.causes} onClick={() => go({ causes: true })}>
            {t.dynamics.asCauses}
          </button>
        </div>
        <label className="dynamics-check">
          <input type="checkbox" checked={state.numbers} onChange={(event) => go({ numbers: event.target.checked })} />
          {t.dynamics.showNumbers}
        </label>
        <p className="small muted">{t.dynamics.diagramHelp}</p>
      </div>
      <AnswerView answer={answer} draw={draw} chartFirst />
    </>
  );
}

const ZOOMS = [0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.6];

function Canvas({ state, structure, loop, go }: Omit<Props, "about">) {
  const places = useMemo(() => placed(structure.variables, state.numbers), [structure, state.numbers]);
  const whole = useMemo(() => size(places.values()), [places]);
  const [zoom, setZoom] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(800);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? 800));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  // At first as much as fits and can still be read; the rest is scrolled to.
  const scale = zoom ?? Math.min(1, Math.max(0.75, room / whole.width));
  const step = (by: 1 | -1) =>
    setZoom(
      by > 0
        ? (ZOOMS.find((one) => one > scale + 0.01) ?? scale)
        : (ZOOMS.findLast((one) => one < scale - 0.01) ?? scale),
    );
  const lit = useMemo(() => (loop ? ring(loop.variables) : null), [loop]);
  const inside = useMemo(() => new Set(loop?.variables.map((name) => name.split("[")[0])), [loop]);
  const first = structure.variables.find((one) => places.has(one.name))?.name ?? "";
  const [focus, setFocus] = useState(first);
  const at = places.has(focus) ? focus : first;
  const nodes = useRef(new Map<string, SVGGElement>());
  const onKey = (event: KeyboardEvent, name: string) => {
    const to = next(places, name, event.key);
    if (to) {
      event.preventDefault();
      setFocus(to);
      nodes.current.get(to)?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      go({ variable: name });
    }
  };
  const links = structure.links.filter((one) => places.has(one.source) && places.has(one.target));
  return (
    <>
      <div className="dynamics-zoom no-print" role="group" aria-label={t.dynamics.zoom}>
        <button type="button" className="button" aria-label={t.dynamics.zoomOut} onClick={() => step(-1)}>
          −
        </button>
        <button type="button" className="button" aria-label={t.dynamics.zoomIn} onClick={() => step(1)}>
          +
        </button>
        <button type="button" className="button" onClick={() => setZoom(Math.min(1, room / whole.width))}>
          {t.dynamics.zoomFit}
        </button>
      </div>
      <div className="dynamics-canvas" ref={box}>
        <svg
          className="chart dynamics-map"
          viewBox={`0 0 ${whole.width} ${whole.height}`}
          width={whole.width * scale}
          height={whole.height * scale}
          role="group"
          aria-label={t.dynamics.diagramOf(structure.title, places.size)}
        >
          {links.map((link) => {
            const [from, to] = ends(link, state.causes);
            const pipe = link.flow !== 0 && !state.causes;
            return (
              <LinkLine
                key={`${link.source}\n${link.target}`}
                from={places.get(from)!}
                to={places.get(to)!}
                pipe={pipe}
                polarity={link.polarity}
                signed={!pipe}
                delayed={link.delayed}
                lit={lit?.has(`${link.source}\n${link.target}`)}
              />
            );
          })}
          {structure.variables
            .filter((one) => places.has(one.name))
            .map((one) => (
              <Node
                key={one.name}
                name={one.name}
                kind={one.kind}
                title={[one.whole, one.note].filter(Boolean).join("\n")}
                at={places.get(one.name)!}
                look={`${state.causes ? "" : one.kind}${lit ? (inside.has(one.name) ? " on" : " off") : ""}`}
                chosen={one.name === state.variable}
                reached={one.name === at}
                keep={(element) => {
                  if (element) nodes.current.set(one.name, element);
                  else nodes.current.delete(one.name);
                }}
                onKey={(event) => onKey(event, one.name)}
                onChoose={() => {
                  setFocus(one.name);
                  go({ variable: one.name });
                }}
              />
            ))}
        </svg>
      </div>
    </>
  );
}
