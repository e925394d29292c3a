/** The model as it is drawn: what is added and how, the canvas, its links as a table, and all that is said of one variable. */
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { AnswerView } from "../../answer/AnswerView";
import type { AnswerTable } from "../../api/types";
import { useCommands } from "../../shell/commands";
import { say } from "../../shell/toast";
import { t } from "../../texts";
import type { Loop } from "../data";
import { type Place, placeAt } from "../geometry";
import { linksAnswer } from "../made";
import { ZOOMS } from "../Picture";
import type { Go, State } from "../state";
import { Polarity } from "./Acting";
import { AddDialog, type Adding, Refusal } from "./AddDialog";
import { Canvas, type Tool } from "./Canvas";
import { Inspector } from "./Inspector";
import { type Drawn, type Kind, type Sign, takeAway, useStepping } from "./model";
import { TimeDialog } from "./TimeDialog";
import "./drawing.css";

interface Props {
  drawn: Drawn;
  state: State;
  loop: Loop | undefined;
  version: string;
  go: Go;
}

const ADDS: readonly Adding["kind"][] = ["stock", "flow", "aux", "lookup", "link"];
const LETTER: Record<Adding["kind"], string> = { stock: "S", flow: "F", aux: "A", lookup: "G", link: "L" };

export default function Draw({ drawn, state, loop, version, go }: Props) {
  const stepping = useStepping(drawn.name);
  const svg = useRef<SVGSVGElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(800);
  const [zoom, setZoom] = useState(1);
  const [tool, setTool] = useState<Tool>(null);
  const [sign, setSign] = useState<Sign>("");
  const [adding, setAdding] = useState<Adding | null>(null);
  const [timing, setTiming] = useState(false);
  const [focusOn, setFocusOn] = useState<{ field: "name" | "equation" } | null>(null);
  const [ghost, setGhost] = useState<{ kind: Kind; at: Place; start: Place } | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => setRoom(Math.floor(entry?.contentRect.width ?? 800)));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (!tool) return;
    const key = (event: KeyboardEvent) => event.key === "Escape" && setTool(null);
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [tool]);
  const add = (wish: Adding) => {
    stepping.forget();
    setTool(null);
    setAdding(wish);
  };
  const chosen = drawn.variables.find((one) => one.name === state.variable);
  const near = (kind: Adding["kind"]): Adding => ({
    kind,
    at: (chosen?.at as [number, number] | undefined) ?? null,
    ...(chosen && (kind === "link" || (kind === "flow" && chosen.kind === "stock")) ? { source: chosen.name } : {}),
  });
  const edit = (name: string, on: "name" | "equation" | null) => {
    // Asked for anew each time, also of the same variable.
    setFocusOn(on && { field: on });
    if (name !== state.variable) go({ variable: name });
  };
  const remove = async (name: string) => {
    const one = drawn.variables.find((each) => each.name === name);
    if (!one) return;
    const was = { equation: one.equation, units: one.units, points: one.points };
    if (await stepping.step({ do: "remove", name, was })) {
      say(t.drawing.deleted(name));
      go(({ variable }) => (variable === name ? { variable: "" } : {}));
      svg.current?.querySelector<SVGGElement>("[tabindex='0']")?.focus();
    }
  };
  useCommands(() => [
    ...ADDS.map((kind) => ({
      group: t.commands.here,
      label: kind === "link" ? t.drawing.linkTitle : t.drawing.addTitle[kind],
      keys: LETTER[kind],
      run: () => add(near(kind)),
    })),
    { group: t.commands.here, label: t.drawing.tidy, run: () => void stepping.step({ do: "tidy" }) },
    { group: t.commands.here, label: t.drawing.time, run: () => setTiming(true) },
  ]);
  const wrong = drawn.links.filter((one) => one.contradicts);
  const away = !!stepping.failed && "status" in stepping.failed.error && stepping.failed.error.status === 0;
  const dropped = (event: PointerEvent) => {
    if (!ghost) return;
    const far = Math.hypot(event.clientX - ghost.start.x, event.clientY - ghost.start.y) > 8;
    setGhost(null);
    const area = box.current!.getBoundingClientRect();
    const on =
      event.clientX > area.left &&
      event.clientX < area.right &&
      event.clientY > area.top &&
      event.clientY < area.bottom;
    if (!far || !on) return;
    // Before the first thing there is no drawing yet, only the place where it will be.
    const canvas = svg.current?.getBoundingClientRect() ?? area;
    const at = { x: (event.clientX - canvas.left) / zoom, y: (event.clientY - canvas.top) / zoom };
    add({ kind: ghost.kind, at: placeAt(at) });
  };
  const answer = useMemo(
    () =>
      linksAnswer(
        drawn.variables.length,
        drawn.links,
        { name: t.dynamics.drawing, version, parameters: { model: drawn.name }, seed: null, reference: null },
        null,
      ),
    [drawn, version],
  );
  const step = (by: 1 | -1) =>
    setZoom((now) => (by > 0 ? ZOOMS.find((one) => one > now) : ZOOMS.findLast((one) => one < now)) ?? now);
  const draw = (_table: AnswerTable) => (
    <>
      <div className="dynamics-zoom no-print" role="group" aria-label={t.dynamics.zoom}>
        <button type="button" className="button" aria-label={t.dynamics.zoomOut} onClick={() => step(-1)}>
          −
        </button>
        <button type="button" className="button" aria-label={t.dynamics.zoomIn} onClick={() => step(1)}>
          +
        </button>
      </div>
      <section
        className="dynamics-canvas"
        ref={box}
        tabIndex={0}
        aria-label={t.drawing.canvasOf(drawn.name, drawn.variables.length)}
      >
        <Canvas
          {...{ drawn, state, loop, tool, sign, room, stepping, svg }}
          scale={zoom}
          onTool={setTool}
          onAdd={add}
          onEdit={edit}
          onDelete={(name) => void remove(name)}
        />
      </section>
    </>
  );
  return (
    <>
      <div className="dynamics-tools no-print" role="toolbar" aria-label={t.drawing.adds}>
        {ADDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="button"
            title={t.drawing.helps[kind]}
            aria-pressed={kind === "flow" || kind === "link" ? tool === kind : undefined}
            onPointerDown={(event) => {
              if (kind === "flow" || kind === "link" || event.button !== 0) return;
              const at = { x: event.clientX, y: event.clientY };
              setGhost({ kind, at, start: at });
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={(event) => ghost && setGhost({ ...ghost, at: { x: event.clientX, y: event.clientY } })}
            onPointerUp={dropped}
            onPointerCancel={() => setGhost(null)}
            onClick={(event) => {
              // Pulled by mouse; asked for in a dialog by key. What was dropped has its dialog already.
              if ((kind === "flow" || kind === "link") && event.detail > 0) setTool(tool === kind ? null : kind);
              else setAdding((now) => now ?? near(kind));
            }}
          >
            <ToolMark kind={kind} />
            {t.drawing[kind]}
          </button>
        ))}
        <span className="dynamics-gap" />
        <button
          type="button"
          className="button"
          disabled={!drawn.variables.length}
          onClick={() => void stepping.step({ do: "tidy" })}
        >
          {t.drawing.tidy}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            stepping.forget();
            setTiming(true);
          }}
        >
          {t.drawing.time}
        </button>
        <div className="segments" role="group" aria-label={t.dynamics.drawnAs}>
          <button type="button" aria-pressed={!state.causes} onClick={() => go({ causes: false })}>
            {t.dynamics.asFlows}
          </button>
          <button type="button" aria-pressed={state.causes} onClick={() => go({ causes: true })}>
            {t.dynamics.asCauses}
          </button>
        </div>
      </div>
      {/* All hints lie over each other, so that the canvas does not jump when one takes another's place. */}
      <div className="dynamics-hints small muted no-print">
        <p data-shown={tool === null || undefined}>{t.drawing.keys}</p>
        <p data-shown={tool === "flow" || undefined}>{t.drawing.flowing}</p>
        <p data-shown={tool === "link" || undefined}>
          {t.drawing.linking} <label htmlFor="drawing-polarity">{t.drawing.polarity}:</label>{" "}
          <Polarity id="drawing-polarity" sign={sign} onSign={setSign} />
        </p>
      </div>
      <p className="small dynamics-status" role="status">
        <span className="muted">
          {stepping.pending ? t.drawing.saving : away ? t.drawing.notSaved : t.drawing.saved}
        </span>
        {drawn.problem ? <span className="warning">{t.drawing.problem(drawn.problem)}</span> : null}
        {wrong.length ? (
          <span className="warning">
            {t.drawing.contradictions(wrong.length)}{" "}
            {wrong.slice(0, 3).map((one) => (
              <button
                key={`${one.source}\n${one.target}`}
                type="button"
                className="link-button"
                onClick={() => edit(one.target, null)}
              >
                <bdi>{one.source}</bdi> → <bdi>{one.target}</bdi>
              </button>
            ))}
          </span>
        ) : null}
        {drawn.missing.length ? <span>{t.drawing.unfinished(drawn.missing.length)}</span> : null}
        {drawn.variables.length && !drawn.missing.length && !drawn.problem ? (
          <span>
            {t.drawing.ready}{" "}
            <button type="button" className="link-button no-print" onClick={() => go({ tab: "curves" })}>
              {t.drawing.toCurves}
            </button>
          </span>
        ) : null}
      </p>
      {adding || timing ? null : <Refusal stepping={stepping} />}
      {drawn.variables.length ? (
        <div className="dynamics-draw" data-open={state.variable ? "" : undefined}>
          <AnswerView answer={answer} draw={draw} chartFirst />
          {state.variable ? <Inspector {...{ drawn, state, stepping, focusOn, go }} /> : null}
        </div>
      ) : (
        <section className="state dynamics-empty" ref={box}>
          <h2>{t.drawing.emptyTitle}</h2>
          <p>{t.drawing.emptyText}</p>
          <button type="button" className="button primary" onClick={() => add({ kind: "stock" })}>
            {t.drawing.first}
          </button>
        </section>
      )}
      {adding ? (
        <AddDialog
          drawn={drawn}
          adding={adding}
          stepping={stepping}
          onClose={() => {
            stepping.forget();
            setAdding(null);
          }}
          onAdded={(name) => {
            const linked = adding.kind === "link";
            setAdding(null);
            // The dialog gives the focus back where it came from; only then it goes on: to the new box, so that the next
            // one is added beside it, or to the equation in which the link is to stand.
            window.requestAnimationFrame(() => {
              edit(name, linked ? "equation" : null);
              if (!linked)
                window.requestAnimationFrame(() =>
                  svg.current?.querySelector<SVGGElement>("[aria-pressed='true']")?.focus(),
                );
            });
          }}
        />
      ) : null}
      {timing ? (
        <TimeDialog
          drawn={drawn}
          stepping={stepping}
          onClose={() => setTiming(false)}
          onRemove={() => {
            setTiming(false);
            takeAway(drawn.name).then(
              () => {
                say(t.drawing.removed(drawn.name));
                go({ model: "record", variable: "", tab: "curves", constants: {}, edits: {}, runs: [] });
              },
              (error: Error) => say(error.message),
            );
          }}
        />
      ) : null}
      {ghost ? (
        <div className="dynamics-ghost" style={{ left: ghost.at.x, top: ghost.at.y }} aria-hidden="true">
          <ToolMark kind={ghost.kind} />
          {t.drawing[ghost.kind]}
        </div>
      ) : null}
    </>
  );
}

/** What the thing looks like on the canvas. */
function ToolMark({ kind }: { kind: Adding["kind"] }) {
  const shape = {
    stock: <rect x={2} y={3} width={18} height={10} />,
    flow: <path d="M1 8h6m8 0h6M7 4v8l8-8v8z" />,
    aux: <rect x={2} y={3} width={18} height={10} rx={5} />,
    lookup: <path d="M2 13q8 0 9-5t9-5" />,
    link: <path d="M2 12q8-8 16-5m-4-3l4 3l-4 3" />,
  }[kind];
  return (
    <svg className="dynamics-tool" viewBox="0 0 22 16" width={22} height={16} aria-hidden="true">
      {shape}
    </svg>
  );
}
