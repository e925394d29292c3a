/**
 * The canvas on which a model is drawn. By mouse: boxes are dragged, flows and links pulled from one to another, new ones
 * dropped. By keyboard: arrows go from box to box and with Alt move it; letters add; Enter edits; Delete deletes.
 */
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { t } from "../../texts";
import type { Loop } from "../data";
import { boxAt, middleOf, next, type Place, placeAt, ROOM, size } from "../geometry";
import { Links, Node, useSingled } from "../Picture";
import type { State } from "../state";
import type { Adding } from "./AddDialog";
import { Clouds, lookOf } from "./Clouds";
import type { Drawn, Sign, Stepping } from "./model";

export type Tool = "flow" | "link" | null;

interface Props {
  drawn: Drawn;
  state: State;
  loop: Loop | undefined;
  tool: Tool;
  /** The polarity that a link is drawn with. */
  sign: Sign;
  scale: number;
  room: number;
  stepping: Stepping;
  /** The drawing itself, for what is dropped on it. */
  svg: RefObject<SVGSVGElement | null>;
  onTool(tool: Tool): void;
  onAdd(adding: Adding): void;
  onEdit(name: string, focusOn: "name" | "equation" | null): void;
  onDelete(name: string): void;
}

const LETTERS: Record<string, Adding["kind"]> = { s: "stock", f: "flow", a: "aux", g: "lookup", l: "link" };
const NUDGE = 16;
const REST_MS = 450;
/** Points up to which a press is a click and no drag. */
const STILL = 4;

export function Canvas(props: Props) {
  const { drawn, state, loop, tool, sign, scale, room, stepping, svg, onTool, onAdd, onEdit, onDelete } = props;
  const [moved, setMoved] = useState<Record<string, Place>>({});
  const [pull, setPull] = useState<{ from: string; start: Place; to: Place } | null>(null);
  const drag = useRef<{ name: string; grip: Place; start: Place; far: boolean } | null>(null);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  // The record has the last word on where things stand.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the model is what it is about
  useEffect(() => setMoved({}), [drawn.version]);
  const places = useMemo(
    () => new Map(drawn.variables.map((one) => [one.name, moved[one.name] ?? middleOf(one.at)])),
    [drawn, moved],
  );
  const whole = useMemo(() => {
    const { width, height } = size(places.values());
    return { width: Math.max(width + ROOM.x, room / scale), height: Math.max(height + ROOM.y, 380) };
  }, [places, room, scale]);
  const { lit, beside } = useSingled(loop);
  const nodes = useRef(new Map<string, SVGGElement>());
  const [focus, setFocus] = useState("");
  const reached = places.has(focus) ? focus : (drawn.variables[0]?.name ?? "");
  const kinds = new Map(drawn.variables.map((one) => [one.name, one.kind]));

  const point = (event: PointerEvent): Place => {
    const box = svg.current!.getBoundingClientRect();
    return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  };
  const move = (at: Record<string, Place>) =>
    stepping.step({ do: "move", at: Object.fromEntries(Object.entries(at).map(([name, to]) => [name, placeAt(to)])) });

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const at = point(event);
    const name = boxAt(places, at) ?? "";
    if (tool) {
      if (tool === "link" && !name) return;
      setPull({ from: name, start: at, to: at });
    } else if (name) {
      const place = places.get(name)!;
      drag.current = { name, grip: { x: at.x - place.x, y: at.y - place.y }, start: at, far: false };
    } else return;
    svg.current!.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const at = point(event);
    if (pull) return setPull({ ...pull, to: at });
    const held = drag.current;
    if (!held) return;
    held.far ||= Math.hypot(at.x - held.start.x, at.y - held.start.y) > STILL;
    if (held.far) setMoved((now) => ({ ...now, [held.name]: { x: at.x - held.grip.x, y: at.y - held.grip.y } }));
  };
  const onUp = (event: PointerEvent) => {
    const at = point(event);
    if (pull) {
      finish(pull.from, boxAt(places, at) ?? "", pull.start, at);
      setPull(null);
      onTool(null);
      return;
    }
    const held = drag.current;
    drag.current = null;
    if (!held) return;
    if (held.far) void move({ [held.name]: { x: at.x - held.grip.x, y: at.y - held.grip.y } });
    else {
      setFocus(held.name);
      nodes.current.get(held.name)?.focus();
      onEdit(held.name, null);
    }
  };
  const finish = (from: string, to: string, start: Place, end: Place) => {
    if (tool === "link") {
      if (!from || !to || from === to) return;
      void stepping
        .step({ do: "link", source: from, target: to, polarity: sign })
        .then((kept) => kept && onEdit(to, "equation"));
      return;
    }
    const stock = (name: string) => (kinds.get(name) === "stock" ? name : "");
    const [source, sink] = [stock(from), stock(to)];
    const [a, b] = [places.get(source) ?? start, places.get(sink) ?? end];
    onAdd({
      kind: "flow",
      source,
      sink: sink === source ? "" : sink,
      at: placeAt({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }),
    });
  };

  const onKey = (event: KeyboardEvent, name: string) => {
    if (event.ctrlKey || event.metaKey) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const to = next(places, name, event.key);
    if (way && event.altKey) {
      const { x, y } = places.get(name)!;
      const at = { x: x + way[0]! * NUDGE, y: y + way[1]! * NUDGE };
      setMoved((now) => ({ ...now, [name]: at }));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void move({ [name]: at }), REST_MS);
    } else if (to && !event.altKey) {
      setFocus(to);
      nodes.current.get(to)?.focus();
    } else if (event.key === "Enter" || event.key === " ") onEdit(name, "equation");
    else if (event.key === "F2") onEdit(name, "name");
    else if (event.key === "Delete" || event.key === "Backspace") onDelete(name);
    else if (LETTERS[event.key.toLowerCase()] && !event.altKey) {
      const kind = LETTERS[event.key.toLowerCase()]!;
      const stock = kinds.get(name) === "stock" ? name : "";
      const place = places.get(name)!;
      onAdd({ kind, source: kind === "link" ? name : stock, at: kind === "link" ? null : placeAt(place) });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const links = drawn.links.filter((one) => places.has(one.source) && places.has(one.target));
  return (
    <svg
      ref={svg}
      className={`chart dynamics-map drawing${tool ? " pulling" : ""}`}
      viewBox={`0 0 ${whole.width} ${whole.height}`}
      width={whole.width * scale}
      height={whole.height * scale}
      role="group"
      aria-label={t.drawing.canvasOf(drawn.name, drawn.variables.length)}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => {
        drag.current = null;
        setPull(null);
        setMoved({});
      }}
    >
      {state.causes ? null : <Clouds variables={drawn.variables} links={links} places={places} />}
      <Links {...{ links, places, lit }} causes={state.causes} />
      {drawn.variables.map((one) => (
        <Node
          key={one.name}
          name={one.name}
          kind={one.kind}
          at={places.get(one.name)!}
          title={[one.equation || t.drawing.unfinishedHere, one.units, one.note].filter(Boolean).join("\n")}
          look={`${state.causes ? "" : lookOf(one.kind, one.equation)}${one.finished ? "" : " open"}${beside(one.name)}`}
          chosen={one.name === state.variable}
          reached={one.name === reached}
          said={one.finished ? "" : t.drawing.unfinishedHere}
          keep={(element) => {
            if (element) nodes.current.set(one.name, element);
            else nodes.current.delete(one.name);
          }}
          onKey={(event) => onKey(event, one.name)}
          onChoose={() => undefined}
        />
      ))}
      {pull ? (
        <path className="dynamics-pull" d={`M${pull.start.x} ${pull.start.y}L${pull.to.x} ${pull.to.y}`} />
      ) : null}
    </svg>
  );
}
