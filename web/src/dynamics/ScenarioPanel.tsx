/** What is different: policies, and a slider for each number, with its bounds and where it comes from. */
import { useEffect, useId, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { May } from "../shell/May";
import { say } from "../shell/toast";
import { figure, t } from "../texts";
import type { Structure, Variable } from "./data";
import { keepNumbers, useDrawn } from "./drawing/model";
import { changed, drawnName, type Go, MOST_RUNS, MOVED, type NamedRun, type State, without } from "./state";
import "./scenario.css";

interface Props {
  state: State;
  structure: Structure;
  go: Go;
}

type Basis = "record" | "assumption" | "model";
const BASES: readonly Basis[] = ["record", "assumption", "model"];
/** Numbers that are shown at once; of more, those that are searched. */
const MOST = 60;

export function ScenarioPanel({ state, structure, go }: Props) {
  const [wanted, setWanted] = useState("");
  const numbers = structure.variables.filter((one) => one.number && !isLever(structure, one.name));
  const word = wanted.trim().toLowerCase();
  const fits = (one: Variable) => !word || `${one.name} ${one.note}`.toLowerCase().includes(word);
  return (
    <section className="dynamics-scenario" aria-label={t.dynamics.scenario}>
      <button
        type="button"
        className="button"
        disabled={!changed(state)}
        onClick={() => go({ constants: {}, policies: [], edits: {} })}
      >
        {t.dynamics.resetAll}
      </button>
      {drawnName(state.model) ? <KeepNumbers state={state} go={go} /> : null}
      {structure.policies.length ? (
        <fieldset>
          <legend>{t.dynamics.policies}</legend>
          {structure.policies.map((policy) => (
            <label key={policy.name} className="dynamics-policy">
              <input
                type="checkbox"
                checked={state.policies.includes(policy.name)}
                onChange={(event) =>
                  go({
                    policies: event.target.checked
                      ? [...state.policies, policy.name]
                      : state.policies.filter((one) => one !== policy.name),
                  })
                }
              />
              <span>
                {policy.name}
                <span className="small muted">
                  {t.dynamics.policyMoves(policy.changes.join(", "), figure(policy.cost))}
                </span>
              </span>
            </label>
          ))}
          {state.policies.length ? (
            <Slide
              name={t.dynamics.policyStart}
              value={state.start}
              low={structure.start}
              high={structure.stop}
              step={Math.max(structure.step, (structure.stop - structure.start) / 80)}
              unit={structure.time_units}
              onChange={(start) => go({ start }, true)}
            />
          ) : null}
        </fieldset>
      ) : null}
      <Runs state={state} go={go} />
      <div className="dynamics-numbers">
        <input
          className="input"
          type="search"
          value={wanted}
          placeholder={t.dynamics.findNumber}
          aria-label={t.dynamics.findNumber}
          onChange={(event) => setWanted(event.target.value)}
        />
        {BASES.map((basis) => {
          const all = numbers.filter((one) => one.number?.basis === basis);
          const group = all.filter(fits);
          if (!group.length) return null;
          const moved = all.filter((one) => one.name in state.constants).length;
          return (
            <details key={`${basis}${word ? "!" : ""}`} open={basis !== "assumption" || word !== "" || moved > 0}>
              <summary>
                {t.dynamics.basis[basis](all.length)}
                {moved ? <strong> {t.dynamics.moved(moved)}</strong> : null}
              </summary>
              {group.slice(0, MOST).map((one) => (
                <Slide
                  key={one.name}
                  name={one.name}
                  value={state.constants[one.name] ?? one.number!.value}
                  own={one.number!.value}
                  moved={one.name in state.constants}
                  low={one.number!.low}
                  high={one.number!.high}
                  unit={one.units}
                  help={[one.note, basis === "record" ? one.number!.source : ""].filter(Boolean).join(" ")}
                  onChange={(value) => go({ constants: { ...state.constants, [one.name]: value } }, true)}
                  onReset={() => go({ constants: without(state.constants, one.name) })}
                />
              ))}
              {group.length > MOST ? (
                <p className="small muted">{t.dynamics.moreNumbers(group.length - MOST)}</p>
              ) : null}
            </details>
          );
        })}
      </div>
    </section>
  );
}

/** The way from a scenario into the model that is drawn: its numbers become the model's own, in one step. */
function KeepNumbers({ state, go }: Pick<Props, "state" | "go">) {
  const { data: drawn } = useDrawn(state.model);
  const [failed, setFailed] = useState("");
  // A number that is gone is no longer part of the scenario.
  const own = Object.entries(state.constants).filter(([name]) => drawn?.variables.some((one) => one.name === name));
  const keep = async () => {
    if (!drawn) return;
    setFailed("");
    try {
      await keepNumbers(drawn, Object.fromEntries(own));
      go({ constants: {} });
      say(t.dynamics.numbersKept(own.length));
    } catch (error) {
      const remedy = error instanceof ApiError ? error.remedy : "";
      setFailed([(error as Error).message, remedy].filter(Boolean).join(" "));
    }
  };
  return (
    <May needs="editor" said={t.dynamics.keepNumbers}>
      <button
        type="button"
        className="button"
        disabled={!own.length}
        title={t.dynamics.keepNumbersHelp}
        onClick={() => void keep()}
      >
        {t.dynamics.keepNumbers}
      </button>
      {failed ? (
        <p className="dynamics-wrong" role="alert">
          {failed}
        </p>
      ) : null}
    </May>
  );
}

/** A number that only a policy moves has no slider: its policy has a switch. */
const isLever = (structure: Structure, name: string): boolean =>
  structure.policies.some((policy) => policy.changes.some((change) => change.startsWith(`${name} +`)));

interface SlideProps {
  name: string;
  value: number;
  low: number;
  high: number;
  unit: string;
  step?: number;
  own?: number;
  moved?: boolean;
  help?: string;
  onChange(value: number): void;
  onReset?(): void;
}

const WAIT_MS = 40;
const STEPS = 200;

/** A slider with its number beside it. It moves at once; the run follows when the hand rests for a moment. */
function Slide({ name, value, low, high, unit, step, own, moved = false, help, onChange, onReset }: SlideProps) {
  const id = useId();
  const [draft, setDraft] = useState<number | null>(null);
  const timer = useRef(0);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const move = (next: number) => {
    setDraft(next);
    performance.mark(MOVED);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      latest.current(next);
      setDraft(null);
    }, WAIT_MS);
  };
  const now = draft ?? value;
  const [least, most] = [Math.min(low, now), Math.max(high, now)];
  const by = step ?? ((most - least) / STEPS || 1);
  const fixed = (raw: number) => Number(raw.toPrecision(6));
  return (
    <div className="dynamics-slide" data-moved={moved ? "" : undefined}>
      <label htmlFor={id} title={help}>
        {name}
      </label>
      <input
        className="input"
        type="number"
        aria-label={t.dynamics.numberOf(name)}
        step="any"
        // Kept until it is meant: a run is not asked for at each figure typed.
        key={fixed(value)}
        defaultValue={fixed(value)}
        onBlur={(event) => {
          const next = event.target.valueAsNumber;
          if (Number.isFinite(next) && next !== fixed(value)) onChange(next);
        }}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={by}
        value={now}
        aria-valuetext={`${figure(now)} ${unit}`}
        onChange={(event) => move(fixed(event.target.valueAsNumber))}
      />
      <p className="small muted">
        <span>{figure(least)}</span>
        <span className="dynamics-unit">{unit}</span>
        {moved && onReset && own !== undefined ? (
          <button
            type="button"
            className="link-button"
            aria-label={t.dynamics.resetOf(name, figure(own))}
            onClick={onReset}
          >
            {t.dynamics.resetTo(figure(own))}
          </button>
        ) : null}
        <span>{figure(most)}</span>
      </p>
    </div>
  );
}

/** Runs that are kept under a name, to lie over each other. */
function Runs({ state, go }: Pick<Props, "state" | "go">) {
  const [name, setName] = useState("");
  const keep = async () => {
    const { constants, policies, start, edits } = state;
    const called = name.trim() || t.dynamics.runNumber(state.runs.length + 1);
    const others = state.runs.filter((run) => run.name !== called);
    const run: NamedRun = { name: called, constants, policies, start, edits };
    try {
      // A model that is drawn goes on changing; the run stays one of the model as it stands now.
      const drawn = drawnName(state.model) && (await (await import("./drawing/model")).keepState(state));
      go({ runs: [...others, drawn ? { ...run, drawn } : run] });
      setName("");
    } catch (error) {
      say((error as Error).message);
    }
  };
  return (
    <fieldset>
      <legend>{t.dynamics.runs}</legend>
      {state.runs.length ? (
        <ul className="dynamics-runs">
          {state.runs.map((run, index) => (
            <li key={run.name}>
              <svg className="chart" viewBox="0 0 22 12" aria-hidden="true">
                <path className={`chart-line series-${2 + index}`} d="M0 6H22" />
              </svg>
              <button
                type="button"
                className="link-button"
                title={t.dynamics.backTo(run.name)}
                onClick={() => {
                  const { name: _, drawn: __, ...changes } = run;
                  go(changes);
                }}
              >
                {run.name}
              </button>
              <button
                type="button"
                className="link-button"
                aria-label={t.dynamics.dropRun(run.name)}
                onClick={() => go({ runs: state.runs.filter((one) => one !== run) })}
              >
                {t.dynamics.drop}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {state.runs.length < MOST_RUNS ? (
        // How a drawn model stands is kept in the record beside the run, which else would change with it.
        <May needs={drawnName(state.model) ? "editor" : "viewer"} said={t.dynamics.keepRun}>
          <form
            className="dynamics-keep"
            onSubmit={(event) => {
              event.preventDefault();
              void keep();
            }}
          >
            <input
              className="input"
              value={name}
              maxLength={40}
              placeholder={t.dynamics.runNumber(state.runs.length + 1)}
              aria-label={t.dynamics.runName}
              onChange={(event) => setName(event.target.value)}
            />
            <button type="submit" className="button">
              {t.dynamics.keepRun}
            </button>
          </form>
        </May>
      ) : (
        <p className="small muted">{t.dynamics.fullRuns(MOST_RUNS)}</p>
      )}
    </fieldset>
  );
}
