/** The equations of a model, and the editor of one: checked as it is typed, units too, with what is wrong at its place. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { AnswerView } from "../answer/AnswerView";
import type { Row } from "../answer/values";
import type { AnswerColumn, AnswerTable } from "../api/types";
import { t } from "../texts";
import { CurveChart } from "./CurveChart";
import type { About } from "./DynamicsScreen";
import { type Checked, check, type Structure } from "./data";
import { answerOf, column } from "./made";
import { type State, without } from "./state";

const KINDS = ["stock", "flow", "aux", "constant", "lookup", "data"] as const;

interface Props {
  state: State;
  structure: Structure;
  go(change: Partial<State>, replace?: boolean): void;
}

export function Equations({ state, structure, about, go }: Props & { about: About }) {
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
      {state.variable ? <Editor state={state} structure={structure} go={go} /> : null}
      <AnswerView answer={answer} cell={cell} />
    </div>
  );
}

const WAIT_MS = 250;
const MOST_WORDS = 6;

/** The word that is being written before the caret, and where it begins. */
export function wordAt(text: string, caret: number): { word: string; from: number } {
  const found = /[\p{L}_][\p{L}\p{N}_ ]*$/u.exec(text.slice(0, caret));
  // A name may hold blanks, but does not begin with one.
  return found ? { word: found[0], from: caret - found[0].length } : { word: "", from: caret };
}

/** Names that begin as the word does, written as an equation wants them. */
export function completions(names: readonly string[], word: string): string[] {
  const start = word.replaceAll("_", " ").trim().toLowerCase();
  if (start.length < 2) return [];
  const plain = (name: string) => (/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name.replaceAll(" ", "_") : `"${name}"`);
  return names
    .filter((name) => name.toLowerCase() !== start && name.toLowerCase().startsWith(start))
    .slice(0, MOST_WORDS)
    .map(plain);
}

export function Editor({ state, structure, go }: Props) {
  const one = structure.variables.find((each) => each.name.toLowerCase() === state.variable.toLowerCase());
  // A new variable, or the model's answer to a change, begins the editor anew.
  return one ? (
    <Editing key={`${one.name}\n${one.equation}`} one={one} state={state} structure={structure} go={go} />
  ) : null;
}

function Editing({ one, state, structure, go }: Props & { one: Structure["variables"][number] }) {
  const [id, said] = [useId(), useId()];
  const area = useRef<HTMLTextAreaElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [text, setText] = useState(one.equation);
  const [caret, setCaret] = useState(one.equation.length);
  const [found, setFound] = useState<Checked | null>(null);
  const dirty = text.trim() !== one.equation.trim();
  useEffect(() => {
    setFound(null);
    if (!dirty) return;
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      check(state, one.name, text, stop.signal)
        .then(setFound)
        .catch((error: Error) => {
          if (!stop.signal.aborted)
            setFound({ usable: false, what: error.message, column: null, remedy: "", units: "" });
        });
    }, WAIT_MS);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [text, dirty, one.name, state]);
  const names = useMemo(() => structure.variables.map((each) => each.name), [structure]);
  const { word, from } = wordAt(text, caret);
  const offered = dirty ? completions(names, word) : [];
  const complete = (name: string) => {
    const to = from + name.length;
    setText(text.slice(0, from) + name + text.slice(caret));
    setCaret(to);
    window.requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(to, to);
    });
  };
  const use = () => {
    if (found?.usable)
      go({ edits: { ...state.edits, [one.name]: text.trim() }, constants: without(state.constants, one.name) });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      use();
    }
  };
  const reads = structure.links.filter((link) => link.target === one.name).map((link) => link.source);
  const readBy = structure.links.filter((link) => link.source === one.name).map((link) => link.target);
  return (
    <section className="dynamics-editor" aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading}>
          {one.kind === "stock" ? t.dynamics.initialOf(one.name) : t.dynamics.editing(one.name)}
        </h2>
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
          <textarea
            ref={area}
            className="input dynamics-equation"
            rows={Math.min(6, Math.max(2, Math.ceil(text.length / 70)))}
            spellCheck={false}
            maxLength={4000}
            value={text}
            aria-labelledby={id}
            aria-describedby={said}
            aria-invalid={found ? !found.usable : undefined}
            onChange={(event) => {
              setText(event.target.value);
              setCaret(event.target.selectionStart);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKey}
          />
          {offered.length ? (
            <ul className="dynamics-chips no-print" aria-label={t.dynamics.complete}>
              {offered.map((name) => (
                <li key={name}>
                  <button type="button" className="button" onClick={() => complete(name)}>
                    {name}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <div id={said} role="status">
            {!dirty ? null : !found ? (
              <p className="muted">{t.dynamics.checking}</p>
            ) : found.usable ? (
              <p className={found.units ? "warning" : "dynamics-fine"}>
                {found.units ? t.dynamics.unitsClash(found.units) : t.dynamics.fine}
              </p>
            ) : (
              <div className="dynamics-wrong">
                {found.column ? <Spot text={text} column={found.column} /> : null}
                <p>
                  {[found.what, found.column ? t.dynamics.atColumn(found.column) : "", found.remedy]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
            )}
          </div>
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

/** The equation with the place marked at which it cannot be read. */
function Spot({ text, column: at }: { text: string; column: number }) {
  const start = Math.min(Math.max(0, at - 1), text.length);
  const word = /^[\p{L}\p{N}_]+/u.exec(text.slice(start))?.[0] ?? text.slice(start, start + 1);
  return (
    <code className="dynamics-whole">
      {text.slice(0, start)}
      <mark>{word || "␣"}</mark>
      {text.slice(start + word.length)}
    </code>
  );
}
