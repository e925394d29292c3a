/** The equations of a model, and the editor of one: checked as it is typed, units too, with what is wrong at its place. */
import { type ReactNode, useId, useMemo, useState } from "react";
import { AnswerView } from "../answer/AnswerView";
import type { Row } from "../answer/values";
import type { AnswerColumn, AnswerTable } from "../api/types";
import { t } from "../texts";
import { CurveChart } from "./CurveChart";
import type { About } from "./DynamicsScreen";
import { type Checked, check, type Structure } from "./data";
import { EquationField } from "./EquationField";
import { answerOf, column } from "./made";
import { type State, without } from "./state";

const KINDS = ["stock", "flow", "aux", "constant", "lookup", "data"] as const;

interface Props {
  state: State;
  structure: Structure;
  go(change: Partial<State>, replace?: boolean): void;
}

/** `editor` takes the place of the own one where a model is changed otherwise. */
export function Equations({ state, structure, about, go, editor }: Props & { about: About; editor?: ReactNode }) {
  const answer = useMemo(() => {
    const tables: AnswerTable[] = KINDS.flatMap((kind) => {
      const all = structure.variables.filter((one) => one.kind === kind);
      if (!all.length) return [];
      return [
        {
          title: t.dynamics.kindsOf[kind],
          note: null,
          columns: [
            column("variable", t.dynamics.variable),
            column("whole", t.dynamics.equation),
            column("units", t.dynamics.units),
            column("note", t.dynamics.note),
          ],
          rows: all.map((one) => ({
            variable: one.name,
            whole: one.points.length ? `${one.whole} (${t.dynamics.points(one.points.length)})` : one.whole,
            units: one.units,
            note: one.note,
          })),
        },
      ];
    });
    if (structure.units.length)
      tables.unshift({
        title: t.dynamics.unitProblems,
        note: null,
        columns: [
          column("variable", t.dynamics.variable),
          column("what", t.dynamics.whatIsWrong),
          column("line", t.dynamics.line, "integer"),
        ],
        rows: structure.units.map((one) => ({ variable: one.variable, what: one.what, line: one.line })),
      });
    return answerOf(
      t.dynamics.equationsOf(structure.title),
      t.dynamics.equationsSaid(structure.variables.length),
      tables,
      about.method(t.dynamics.drawing),
      about.readAt,
    );
  }, [structure, about]);
  const cell = (row: Row, its: AnswerColumn) =>
    its.name === "variable" ? (
      <button
        type="button"
        className="link-button"
        aria-label={t.dynamics.edit(String(row.variable))}
        onClick={() => go({ variable: String(row.variable) })}
      >
        {String(row.variable)}
      </button>
    ) : undefined;
  return (
    <div className="dynamics-diagram">
      {state.variable ? (editor ?? <Editor state={state} structure={structure} go={go} />) : null}
      <AnswerView answer={answer} cell={cell} />
    </div>
  );
}

export function Editor({ state, structure, go }: Props) {
  const one = structure.variables.find((each) => each.name.toLowerCase() === state.variable.toLowerCase());
  // A new variable, or the model's answer to a change, begins the editor anew.
  return one ? (
    <Editing key={`${one.name}\n${one.equation}`} one={one} state={state} structure={structure} go={go} />
  ) : null;
}

function Editing({ one, state, structure, go }: Props & { one: Structure["variables"][number] }) {
  const id = useId();
  const [text, setText] = useState(one.equation);
  const [found, setFound] = useState<Checked | null>(null);
  const dirty = text.trim() !== one.equation.trim();
  const names = useMemo(() => structure.variables.map((each) => each.name), [structure]);
  const use = () => {
    if (dirty && found?.usable)
      go({ edits: { ...state.edits, [one.name]: text.trim() }, constants: without(state.constants, one.name) });
  };
  const reads = structure.links.filter((link) => link.target === one.name).map((link) => link.source);
  const readBy = structure.links.filter((link) => link.source === one.name).map((link) => link.target);
  return (
    <section className="dynamics-editor" aria-labelledby={id}>
      <header>
        <h2 id={id}>{one.kind === "stock" ? t.dynamics.initialOf(one.name) : t.dynamics.editing(one.name)}</h2>
        <label className="hidden-text" htmlFor={`${id}pick`}>
          {t.dynamics.pick}
        </label>
        <select
          id={`${id}pick`}
          className="select no-print"
          value={one.name}
          onChange={(event) => go({ variable: event.target.value })}
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </header>
      <p className="small muted">{[t.dynamics.kinds[one.kind], one.units, one.note].filter(Boolean).join(" · ")}</p>
      {one.kind === "stock" ? <code className="dynamics-whole">{one.whole}</code> : null}
      {one.editable ? (
        <>
          <EquationField
            text={text}
            own={one.equation}
            names={names}
            labelledBy={id}
            check={(tried, signal) => check(state, one.name, tried, signal)}
            onText={setText}
            onFound={setFound}
            onUse={use}
          />
          <div className="dynamics-row no-print">
            <button type="button" className="button primary" disabled={!dirty || !found?.usable} onClick={use}>
              {t.dynamics.use}
            </button>
            {one.name in state.edits ? (
              <button type="button" className="button" onClick={() => go({ edits: without(state.edits, one.name) })}>
                {t.dynamics.putBack}
              </button>
            ) : null}
          </div>
        </>
      ) : (
        <>
          <code className="dynamics-whole">{one.whole}</code>
          <p className="muted">{t.dynamics.notEditable}</p>
        </>
      )}
      {one.points.length > 1 ? (
        <div className="dynamics-lookup">
          <CurveChart
            title={t.dynamics.points(one.points.length)}
            unit={one.units === "1" ? "" : one.units}
            timeLabel={t.dynamics.input}
            time={one.points.map((point) => point[0]!)}
            lines={[{ label: one.name, values: one.points.map((point) => point[1]!), look: 0 }]}
          />
        </div>
      ) : null}
      {reads.length || readBy.length ? (
        <dl className="dynamics-reads small">
          {reads.length ? (
            <div>
              <dt>{t.dynamics.readsFrom}</dt>
              <dd>
                <Names names={reads} go={go} />
              </dd>
            </div>
          ) : null}
          {readBy.length ? (
            <div>
              <dt>{t.dynamics.usedBy}</dt>
              <dd>
                <Names names={readBy} go={go} />
              </dd>
            </div>
          ) : null}
        </dl>
      ) : null}
    </section>
  );
}

function Names({ names, go }: { names: readonly string[]; go: Props["go"] }) {
  return [...new Set(names)].map((name) => (
    <button key={name} type="button" className="link-button" onClick={() => go({ variable: name })}>
      {name}
    </button>
  ));
}
