/** The model as a picture: stocks, flows, auxiliaries, the links between them, and the loop that is singled out. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { AnswerView } from "../answer/AnswerView";
import type { AnswerTable } from "../api/types";
import { t } from "../texts";
import type { About } from "./DynamicsScreen";
import type { Loop, Structure } from "./data";
import { next, placed, size } from "./geometry";
import { linksAnswer } from "./made";
import { Links, Node, useSingled, ZOOMS } from "./Picture";
import type { Go, State } from "./state";

interface Props {
  state: State;
  structure: Structure;
  about: About;
  loop: Loop | undefined;
  go: Go;
}

export function Diagram({ state, structure, about, loop, go }: Props) {
  const answer = useMemo(() => {
    const known = new Set(structure.variables.map((one) => one.name));
    const links = structure.links.filter((one) => known.has(one.source) && known.has(one.target));
    return linksAnswer(structure.variables.length, links, about.method(t.dynamics.drawing), about.readAt);
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
  const { lit, beside } = useSingled(loop);
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
          <Links {...{ links, places, lit }} causes={state.causes} />
          {structure.variables
            .filter((one) => places.has(one.name))
            .map((one) => (
              <Node
                key={one.name}
                name={one.name}
                kind={one.kind}
                title={[one.whole, one.note].filter(Boolean).join("\n")}
                at={places.get(one.name)!}
                look={`${state.causes ? "" : one.kind}${beside(one.name)}`}
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
