/** A field for an equation: names are completed, the text is checked as it is typed, and what is wrong is marked at its place. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { t } from "../texts";
import type { Checked } from "./data";
import "./editor.css";

const WAIT_MS = 250;
const MOST_WORDS = 6;

/** The word that is being written before the caret, and where it begins. */
export function wordAt(text: string, caret: number): { word: string; from: number } {
  const found = /[\p{L}_][\p{L}\p{N}_ ]*$/u.exec(text.slice(0, caret));
  // A name may hold blanks, but does not begin with one.
  return found ? { word: found[0], from: caret - found[0].length } : { word: "", from: caret };
}

/** A name as an equation writes it. */
export const spelt = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name.replaceAll(" ", "_") : `"${name}"`;

/** Names that begin as the word does, written as an equation wants them. */
export function completions(names: readonly string[], word: string): string[] {
  const start = word.replaceAll("_", " ").trim().toLowerCase();
  if (start.length < 2) return [];
  return names
    .filter((name) => name.toLowerCase() !== start && name.toLowerCase().startsWith(start))
    .slice(0, MOST_WORDS)
    .map(spelt);
}

interface Props {
  text: string;
  /** What stands there without the user. */
  own: string;
  names: readonly string[];
  /** The element that names the field. */
  labelledBy: string;
  /** Names that should stand in the equation and do not yet. */
  wanted?: readonly string[];
  /** What each of them has beside it, such as a way to drop it. */
  beside?(name: string): ReactNode;
  placeholder?: string;
  check(text: string, signal: AbortSignal): Promise<Checked>;
  onText(text: string): void;
  onFound(found: Checked | null): void;
  /** The keys that mean: use it. */
  onUse(): void;
  onBlur?(): void;
}

export function EquationField(props: Props) {
  const {
    text,
    own,
    names,
    labelledBy,
    wanted = [],
    beside,
    placeholder,
    check,
    onText,
    onFound,
    onUse,
    onBlur,
  } = props;
  const said = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [found, setFound] = useState<Checked | null>(null);
  const latest = useRef({ check, onFound });
  latest.current = { check, onFound };
  const dirty = text.trim() !== own.trim();
  useEffect(() => {
    const tell = (verdict: Checked | null) => {
      setFound(verdict);
      latest.current.onFound(verdict);
    };
    tell(null);
    if (!dirty || !text.trim()) return;
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      latest.current
        .check(text, stop.signal)
        .then((verdict) => stop.signal.aborted || tell(verdict))
        .catch((error: Error) => {
          if (!stop.signal.aborted) tell({ usable: false, what: error.message, column: null, remedy: "", units: "" });
        });
    }, WAIT_MS);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [text, dirty]);
  const { word, from } = wordAt(text, caret);
  const offered = dirty ? completions(names, word) : [];
  const put = (name: string, at: number, to: number) => {
    const caretAfter = at + name.length;
    onText(text.slice(0, at) + name + text.slice(to));
    setCaret(caretAfter);
    window.requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(caretAfter, caretAfter);
    });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onUse();
    }
  };
  return (
    <>
      <textarea
        ref={area}
        className="input dynamics-equation"
        rows={Math.min(6, Math.max(2, Math.ceil(text.length / 42)))}
        spellCheck={false}
        maxLength={4000}
        value={text}
        placeholder={placeholder}
        aria-labelledby={labelledBy}
        aria-describedby={said}
        aria-invalid={found ? !found.usable : undefined}
        onChange={(event) => {
          onText(event.target.value);
          setCaret(event.target.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKey}
        onBlur={onBlur}
      />
      {wanted.length ? (
        <div className="dynamics-wanted no-print">
          <span className="small">{t.dynamics.wanted}</span>
          <ul className="dynamics-chips">
            {wanted.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  className="button"
                  title={t.dynamics.putIn(name)}
                  onClick={() => put(spelt(name), caret, caret)}
                >
                  <bdi>{name}</bdi>
                </button>
                {beside?.(name)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {offered.length ? (
        <ul className="dynamics-chips no-print" aria-label={t.dynamics.complete}>
          {offered.map((name) => (
            <li key={name}>
              <button type="button" className="button" onClick={() => put(name, from, caret)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div id={said} role="status">
        {!dirty || !text.trim() ? null : !found ? (
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
    </>
  );
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
