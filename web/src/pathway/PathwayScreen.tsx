/** The regulatory way: one question at a time, what is still possible beside it, and the plan that comes out of it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { navigate, useAddress } from "../address";
import { AnswerView } from "../answer/AnswerView";
import { ask } from "../api/client";
import type { Pathway, PathwayPlace } from "../api/types";
import { useCommands } from "../shell/commands";
import { Failed, Waiting } from "../shell/States";
import { figure, t } from "../texts";
import { Codes } from "./Codes";
import { Plan } from "./Plan";
import { Answers, Possible } from "./Possible";
import { Sessions } from "./Sessions";
import { answered, asked, here, read, type State, without } from "./state";
import "../answer/chart.css";
import "./pathway.css";

export default function PathwayScreen() {
  const { query } = useAddress();
  const state = read(query);
  const places = useQuery({
    queryKey: ["places"],
    queryFn: ({ signal }) => ask<PathwayPlace[]>("/api/pathway/places", { signal }),
  });
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ["pathway", asked(state)],
    queryFn: ({ signal }) => ask<Pathway>(asked(state), { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const go = (change: Partial<State>) => navigate(here({ ...state, ...change }));
  useCommands(() => [
    { label: t.pathway.restart, group: t.commands.here, run: () => go({ facts: [], session: "" }) },
    ...(state.facts.length
      ? [{ label: t.pathway.back, group: t.commands.here, run: () => go({ facts: state.facts.slice(0, -1) }) }]
      : []),
  ]);
  return (
    <div className="page pathway">
      <h1>{t.nav.pathway}</h1>
      <p className="muted">{t.pathway.lead}</p>
      <div className="pathway-bar no-print">
        <fieldset>
          <legend>{t.pathway.where}</legend>
          {places.data?.map((place) => {
            const on = !state.where.length || state.where.includes(place.name);
            return (
              <label key={place.name} title={place.authority}>
                <input
                  type="checkbox"
                  checked={on}
                  onChange={() => {
                    const now = places.data
                      .map((one) => one.name)
                      .filter((name) => !state.where.length || state.where.includes(name));
                    const next = on ? now.filter((name) => name !== place.name) : [...now, place.name];
                    if (next.length) go({ where: next });
                  }}
                />
                {place.label}
              </label>
            );
          })}
        </fieldset>
        <label className="pathway-day">
          {t.pathway.asOf}
          <input
            className="input"
            type="date"
            value={state.asOf || (data?.as_of ?? "")}
            title={t.pathway.asOfHelp}
            onChange={(event) => event.target.value && go({ asOf: event.target.value })}
          />
        </label>
        {state.asOf ? (
          <button type="button" className="button" onClick={() => go({ asOf: "" })}>
            {t.pathway.today}
          </button>
        ) : null}
      </div>
      {error ? (
        <>
          <Failed error={error} again={() => void refetch()} />
          {state.facts.length ? (
            <p>
              <button type="button" className="button" onClick={() => go({ facts: state.facts.slice(0, -1) })}>
                {t.pathway.back}
              </button>
            </p>
          ) : null}
        </>
      ) : data ? (
        <>
          <p className="pathway-notice">{t.pathway.notice(data.as_of)}</p>
          {data.left_out.length ? <p className="warning">{data.left_out.join("; ")}</p> : null}
          <div className="pathway-two">
            <div className="pathway">
              <Asking data={data} state={state} busy={isPlaceholderData} go={go} />
              <Answers data={data} onChange={(name) => go({ facts: without(state.facts, name) })} />
            </div>
            <Possible data={data} />
          </div>
          <Plan data={data} />
          <Sessions data={data} state={state} />
          <details className="pathway-card">
            <summary>{t.pathway.all}</summary>
            <AnswerView answer={data.answer} />
          </details>
        </>
      ) : (
        <Waiting text={t.pathway.asking} />
      )}
    </div>
  );
}

interface AskingProps {
  data: Pathway;
  state: State;
  busy: boolean;
  go(change: Partial<State>): void;
}

/** The question that is asked now: why, what is meant, and what each answer would leave. */
function Asking({ data, state, busy, go }: AskingProps) {
  const heading = useRef<HTMLParagraphElement>(null);
  const { next } = data;
  const seen = useRef(next?.name);
  // The focus goes to the new question, so that it is read and answered by keyboard alone.
  useEffect(() => {
    if (!busy && seen.current !== next?.name) {
      seen.current = next?.name;
      heading.current?.focus();
    }
  }, [busy, next?.name]);
  return (
    <section className="pathway-card no-print" aria-label={t.pathway.question} aria-busy={busy}>
      <header>
        <h2>{next ? t.pathway.question : t.pathway.done}</h2>
        <span className="muted" role="status">
          {t.pathway.possibleCount(data.possible)}
        </span>
      </header>
      {next ? (
        <>
          <p className="pathway-text" ref={heading} tabIndex={-1}>
            {next.text}
          </p>
          <ul className="choices">
            {next.choices.map((choice) => (
              <li key={choice.value}>
                <button
                  type="button"
                  disabled={!choice.possible}
                  onClick={() => go({ facts: answered(state.facts, next.name, choice.value) })}
                >
                  {choice.label}
                  <span className="muted">
                    {choice.leaves == null ? t.pathway.ruledOut : t.pathway.leaves(choice.leaves)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {next.name === "us-submission" ? (
            <Codes onChoose={(code) => go({ facts: answered(state.facts, "product-code", code) })} />
          ) : null}
          <details className="why">
            <summary>{t.pathway.why}</summary>
            <p className="small">{t.pathway.whyText(figure(next.bits))}</p>
            <ul className="small">
              {next.about.map((about) => (
                <li key={about}>{about}</li>
              ))}
            </ul>
          </details>
          {next.explanation ? (
            <details className="why" open>
              <summary>{t.pathway.meant}</summary>
              <p className="small">{next.name === "us-submission" ? t.pathway.codeMeant : next.explanation}</p>
            </details>
          ) : null}
        </>
      ) : (
        <p ref={heading} tabIndex={-1}>
          {data.decided ? t.pathway.doneText : t.pathway.stuck}
        </p>
      )}
      <div className="pathway-row">
        {next ? (
          <button
            type="button"
            className="button"
            onClick={() => go({ facts: answered(state.facts, next.name, "unknown") })}
          >
            {t.pathway.unknown}
          </button>
        ) : null}
        {state.facts.length ? (
          <>
            <button type="button" className="button" onClick={() => go({ facts: state.facts.slice(0, -1) })}>
              {t.pathway.back}
            </button>
            <button type="button" className="button" onClick={() => go({ facts: [], session: "" })}>
              {t.pathway.restart}
            </button>
          </>
        ) : null}
      </div>
    </section>
  );
}
