/** Add a variable or a link: the way by keyboard, and where a drag asks what it made. */
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog } from "../../shell/Dialog";
import { t } from "../../texts";
import type { Checked } from "../data";
import { EquationField } from "../EquationField";
import { Polarity } from "./Acting";
import { type Drawn, type Kind, LONGEST_NAME, type Sign, type Stepping, tryOut } from "./model";

/** What is to be added; its ends and place where a drag gave them. */
export interface Adding {
  kind: Kind | "link";
  at?: [number, number] | null;
  source?: string;
  sink?: string;
}

interface Props {
  drawn: Drawn;
  adding: Adding;
  stepping: Stepping;
  onClose(): void;
  onAdded(name: string): void;
}

export function AddDialog({ drawn, adding, stepping, onClose, onAdded }: Props) {
  const id = useId();
  const { kind } = adding;
  const first = useRef<HTMLInputElement>(null);
  // The dialog opens before this runs, and would leave the focus on its cross.
  useEffect(() => first.current?.focus(), []);
  const [name, setName] = useState("");
  const [units, setUnits] = useState("");
  const [equation, setEquation] = useState("");
  const [found, setFound] = useState<Checked | null>(null);
  const [source, setSource] = useState(adding.source ?? "");
  const [sink, setSink] = useState(adding.sink ?? "");
  const link = kind === "link";
  const [sign, setSign] = useState<Sign>("");
  const long = name.trim().length > LONGEST_NAME;
  const wrong = equation.trim() !== "" && found?.usable === false;
  const ready = link ? source && sink && source !== sink : name.trim() && !long && !wrong;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready || stepping.pending) return;
    const kept = await stepping.step(
      link
        ? { do: "link", source, target: sink, polarity: sign }
        : {
            do: "add",
            kind,
            name: name.trim(),
            equation,
            units,
            note: "",
            at: adding.at ?? null,
            source,
            sink,
            points:
              kind === "lookup"
                ? [
                    [0, 0],
                    [1, 1],
                  ]
                : [],
          },
    );
    if (!kept) return;
    onAdded(link ? sink : name.trim().replaceAll("_", " ").replace(/\s+/g, " "));
  };
  const ends = (flow: boolean, label: string, value: string, set: (name: string) => void, other: string) => (
    <div className="dynamics-field">
      <label htmlFor={`${id}${label}`}>{label}</label>
      <select
        id={`${id}${label}`}
        className="select"
        value={value}
        onChange={(event) => set(event.target.value)}
        required={!flow}
      >
        <option value="">{flow ? t.drawing.outside : t.dynamics.choose}</option>
        {drawn.variables
          .filter((one) => (flow ? one.kind === "stock" : label !== t.drawing.to || one.kind !== "lookup"))
          .filter((one) => one.name !== other)
          .map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
      </select>
    </div>
  );
  return (
    <Dialog title={link ? t.drawing.linkTitle : t.drawing.addTitle[kind]} onClose={onClose}>
      <form className="dynamics-form" onSubmit={(event) => void submit(event)}>
        {link ? null : (
          <div className="dynamics-field">
            <label htmlFor={`${id}name`}>{t.drawing.name}</label>
            <input
              id={`${id}name`}
              className="input"
              value={name}
              ref={first}
              dir="auto"
              required
              autoComplete="off"
              aria-describedby={`${id}help`}
              aria-invalid={long || undefined}
              onChange={(event) => setName(event.target.value)}
            />
            <p id={`${id}help`} className={long ? "dynamics-wrong" : "small muted"} role={long ? "alert" : undefined}>
              {long ? t.drawing.tooLong(name.trim().length, LONGEST_NAME) : t.drawing.nameHelp}
            </p>
          </div>
        )}
        {kind === "flow" || link ? (
          <div className="dynamics-pair">
            {ends(!link, t.drawing.from, source, setSource, sink)}
            {ends(!link, t.drawing.to, sink, setSink, source)}
          </div>
        ) : null}
        {link ? (
          <div className="dynamics-field">
            <label htmlFor={`${id}sign`}>{t.drawing.polarity}</label>
            <Polarity id={`${id}sign`} sign={sign} onSign={setSign} />
            <p className="small muted">{t.drawing.polarityHelp}</p>
          </div>
        ) : null}
        {link || kind === "lookup" ? null : (
          <div className="dynamics-field">
            <span id={`${id}equation`}>{kind === "stock" ? t.drawing.initial : t.drawing.equation}</span>
            <EquationField
              text={equation}
              own=""
              names={drawn.variables.map((one) => one.name)}
              labelledBy={`${id}equation`}
              placeholder={t.drawing.optional}
              check={(text, signal) =>
                tryOut(drawn.name, { variable: name.trim() || "?", kind, equation: text, units }, signal)
              }
              onText={setEquation}
              onFound={setFound}
              onUse={() => void submit()}
            />
          </div>
        )}
        {link ? null : (
          <div className="dynamics-field">
            <label htmlFor={`${id}unit`}>{t.drawing.unit}</label>
            <input
              id={`${id}unit`}
              className="input"
              value={units}
              maxLength={200}
              autoComplete="off"
              aria-describedby={`${id}unithelp`}
              onChange={(event) => setUnits(event.target.value)}
            />
            <p id={`${id}unithelp`} className="small muted">
              {t.drawing.unitHelp}
            </p>
          </div>
        )}
        <Refusal stepping={stepping} />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t.drawing.cancel}
          </button>
          <button type="submit" className="button primary" disabled={!ready || stepping.pending}>
            {link ? t.drawing.doLink : t.drawing.add}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Why a step was not kept, and what can be done. */
export function Refusal({ stepping }: { stepping: Stepping }) {
  const { failed, again, forget } = stepping;
  if (!failed) return null;
  const away = "status" in failed.error && failed.error.status === 0;
  const remedy = "remedy" in failed.error ? String(failed.error.remedy) : "";
  return (
    <div className="dynamics-wrong" role="alert">
      <strong>{away ? t.drawing.offline : t.drawing.refused}</strong>
      <p className="dynamics-said">{[failed.error.message, remedy].filter(Boolean).join(" ")}</p>
      <div className="dynamics-row">
        {away ? (
          <button type="button" className="button" onClick={again}>
            {t.drawing.tryAgain}
          </button>
        ) : null}
        <button type="button" className="button" onClick={forget}>
          {away ? t.drawing.giveUp : t.drawing.understood}
        </button>
      </div>
    </div>
  );
}
