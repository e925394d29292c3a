/** A drawn model that does not run yet, for those who may look and not draw: the picture, and in words what is missing. */
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { AnswerView } from "../../answer/AnswerView";
import { t } from "../../texts";
import { middleOf, next, ROOM, size } from "../geometry";
import { linksAnswer } from "../made";
import { Links, Node } from "../Picture";
import type { Go, State } from "../state";
import { Clouds, lookOf } from "./Clouds";
import type { Drawn } from "./model";
import "./drawing.css";

interface Props {
  drawn: Drawn;
  state: State;
  go: Go;
}

export default function Looked({ drawn, state, go }: Props) {
  const answer = useMemo(() => {
    const method = { name: t.dynamics.drawing, version: "", parameters: { model: drawn.name } };
    return linksAnswer(drawn.variables.length, drawn.links, { ...method, seed: null, reference: null }, null);
  }, [drawn]);
  const chosen = drawn.variables.find((one) => one.name === state.variable);
  return (
    <>
      <section className="card dynamics-looked" aria-label={t.drawing.lookTitle}>
        <h2>{t.drawing.lookTitle}</h2>
        <p>
          {drawn.missing.length
            ? t.drawing.unfinished(drawn.missing.length)
            : drawn.problem
              ? t.drawing.problem(drawn.problem)
              : t.drawing.toFinishNone}
        </p>
        {drawn.missing.length ? (
          <ul className="dynamics-chips">
            {drawn.missing.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  className="button"
                  aria-pressed={name === state.variable}
                  onClick={() => go({ variable: name }, true)}
                >
                  <bdi>{name}</bdi>
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <p className="small muted">{t.drawing.lookOnly}</p>
      </section>
      {drawn.variables.length ? (
        <>
          {chosen ? (
            <section className="card" aria-label={chosen.name}>
              <h3>
                <bdi>{chosen.name}</bdi> <span className="small muted">{t.dynamics.kinds[chosen.kind]}</span>
              </h3>
              <p>{chosen.equation ? <code>{chosen.equation}</code> : t.drawing.unfinishedHere}</p>
              {chosen.units ? <p className="small">{`${t.drawing.unit}: ${chosen.units}`}</p> : null}
              {chosen.note ? <p className="small muted">{chosen.note}</p> : null}
            </section>
          ) : null}
          <AnswerView answer={answer} draw={() => <Picture {...{ drawn, state, go }} />} chartFirst />
        </>
      ) : null}
    </>
  );
}

function Picture({ drawn, state, go }: Props) {
  const places = useMemo(() => new Map(drawn.variables.map((one) => [one.name, middleOf(one.at)])), [drawn]);
  const whole = size(places.values());
  const [focus, setFocus] = useState("");
  const reached = places.has(focus) ? focus : (drawn.variables[0]?.name ?? "");
  const nodes = useRef(new Map<string, SVGGElement>());
  const onKey = (event: KeyboardEvent, name: string) => {
    const to = next(places, name, event.key);
    if (to) {
      setFocus(to);
      nodes.current.get(to)?.focus();
    } else if (event.key === "Enter" || event.key === " ") go({ variable: name }, true);
    else return;
    event.preventDefault();
  };
  const links = drawn.links.filter((one) => places.has(one.source) && places.has(one.target));
  const [width, height] = [whole.width + ROOM.x, whole.height + ROOM.y];
  return (
    <div className="dynamics-canvas">
      <svg
        className="chart dynamics-map"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={t.drawing.canvasOf(drawn.name, drawn.variables.length)}
      >
        {state.causes ? null : <Clouds variables={drawn.variables} links={links} places={places} />}
        <Links {...{ links, places }} causes={state.causes} lit={undefined} />
        {drawn.variables.map((one) => (
          <Node
            key={one.name}
            name={one.name}
            kind={one.kind}
            at={places.get(one.name)!}
            title={[one.equation || t.drawing.unfinishedHere, one.units, one.note].filter(Boolean).join("\n")}
            look={`${state.causes ? "" : lookOf(one.kind, one.equation)}${one.finished ? "" : " open"}`}
            chosen={one.name === state.variable}
            reached={one.name === reached}
            said={one.finished ? "" : t.drawing.unfinishedHere}
            keep={(element) => {
              if (element) nodes.current.set(one.name, element);
              else nodes.current.delete(one.name);
            }}
            onKey={(event) => onKey(event, one.name)}
            onChoose={() => {
              setFocus(one.name);
              go({ variable: one.name }, true);
            }}
          />
        ))}
      </svg>
    </div>
  );
}
