/** All that is said of one variable of a drawing, each part changed in its place and kept at once. */
import { useEffect, useId, useRef, useState } from "react";
import { Cross } from "../../shell/icons";
import { say } from "../../shell/toast";
import { t } from "../../texts";
import type { Go, State } from "../state";
import { Acting } from "./Acting";
import { Equation } from "./Equation";
import { type Drawn, LONGEST_NAME, type Part, type Stepping } from "./model";
import { Points } from "./Points";

interface Props {
  drawn: Drawn;
  state: State;
  stepping: Stepping;
  /** Which field is to have the focus when it opens. */
  focusOn: { field: "name" | "equation" } | null;
  go: Go;
}

export function Inspector({ drawn, state, stepping, focusOn, go }: Props) {
  const one = drawn.variables.find((each) => each.name.toLowerCase() === state.variable.toLowerCase());
  if (!one)
    return (
      <section className="dynamics-editor" role="alert">
        <p>
          <strong>{t.drawing.gone}</strong> {t.drawing.goneRemedy}
        </p>
        <div className="dynamics-row">
          <button type="button" className="button" onClick={() => go({ variable: "" })}>
            {t.drawing.close}
          </button>
        </div>
      </section>
    );
  return <Editing key={one.name} {...{ drawn, one, stepping, focusOn, go }} />;
}

function Editing({ drawn, one, stepping, focusOn, go }: Omit<Props, "state"> & { one: Part }) {
  const id = useId();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!focusOn) return;
    const find = (what: string) => box.current?.querySelector<HTMLElement>(what);
    const field = (focusOn.field === "equation" ? find(".dynamics-equation") : null) ?? find("[data-name]");
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
    field?.scrollIntoView({ block: "nearest" });
  }, [focusOn]);
  const [long, setLong] = useState(0);
  const rename = async (field: HTMLInputElement) => {
    const wanted = field.value.trim();
    if (!wanted || wanted === one.name || wanted.length > LONGEST_NAME) return;
    if (await stepping.step({ do: "rename", name: one.name, new: wanted })) {
      const now = wanted.replaceAll("_", " ").replace(/\s+/g, " ");
      const put = (name: string) => (name.toLowerCase() === one.name.toLowerCase() ? now : name);
      // What was gone on to in the meantime stays.
      go(({ variable, show, constants }) => {
        const moved = Object.entries(constants).map(([name, value]) => [put(name), value] as const);
        return { variable: put(variable), show: show.map(put), constants: Object.fromEntries(moved) };
      }, true);
    } else field.value = one.name;
  };
  const stocks = drawn.variables.filter((each) => each.kind === "stock");
  const source = stocks.find((each) => each.outflows.includes(one.name))?.name ?? "";
  const sink = stocks.find((each) => each.inflows.includes(one.name))?.name ?? "";
  const end = (label: string, value: string, lead: (to: string) => { source: string; sink: string }) => (
    <div className="dynamics-field">
      <label htmlFor={`${id}${label}`}>{label}</label>
      <select
        id={`${id}${label}`}
        className="select"
        value={value}
        onChange={(event) => void stepping.step({ do: "pipe", name: one.name, ...lead(event.target.value) })}
      >
        <option value="">{t.drawing.outside}</option>
        {stocks.map((each) => (
          <option key={each.name}>{each.name}</option>
        ))}
      </select>
    </div>
  );
  return (
    <section ref={box} className="dynamics-editor" aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {t.drawing.editing(one.name)} <span className="small muted">{t.dynamics.kinds[one.kind]}</span>
        </h2>
        <button
          type="button"
          className="icon-button no-print"
          aria-label={t.drawing.close}
          onClick={() => go({ variable: "" })}
        >
          <Cross />
        </button>
      </header>
      <div className="dynamics-pair">
        <div className="dynamics-field">
          <label htmlFor={`${id}name`}>{t.drawing.name}</label>
          <input
            id={`${id}name`}
            key={one.name}
            data-name
            className="input"
            dir="auto"
            autoComplete="off"
            defaultValue={one.name}
            aria-invalid={long > LONGEST_NAME || undefined}
            onChange={(event) => setLong(event.target.value.trim().length)}
            onBlur={(event) => void rename(event.currentTarget)}
            onKeyDown={(event) => event.key === "Enter" && void rename(event.currentTarget)}
          />
          {long > LONGEST_NAME ? (
            <p className="dynamics-wrong" role="alert">
              {t.drawing.tooLong(long, LONGEST_NAME)}
            </p>
          ) : null}
        </div>
        <Plain
          label={t.drawing.unit}
          value={one.units}
          most={200}
          keep={(units) => stepping.step({ do: "write", name: one.name, units, was: { units: one.units } })}
        />
      </div>
      {one.kind === "flow" ? (
        <div className="dynamics-pair">
          {end(t.drawing.from, source, (to) => ({ source: to, sink }))}
          {end(t.drawing.to, sink, (to) => ({ source, sink: to }))}
        </div>
      ) : null}
      {one.kind === "lookup" ? null : <Equation drawn={drawn} one={one} stepping={stepping} />}
      <Acting drawn={drawn} one={one} stepping={stepping} />
      {one.points.length ? <Points one={one} stepping={stepping} /> : null}
      {drawn.units
        .filter((each) => each.variable.toLowerCase() === one.name.toLowerCase())
        .map((each) => (
          <p key={each.what} className="warning">
            {each.what}
          </p>
        ))}
      <Plain
        label={t.drawing.note}
        value={one.note}
        most={4000}
        long
        keep={(note) => stepping.step({ do: "write", name: one.name, note, was: { note: one.note } })}
      />
      {one.kind === "stock" || one.kind === "flow" ? (
        <label className="dynamics-check">
          <input
            type="checkbox"
            checked={one.non_negative}
            onChange={(event) =>
              void stepping.step({ do: "write", name: one.name, non_negative: event.target.checked })
            }
          />
          {t.drawing.nonNegative}
        </label>
      ) : null}
      {one.kind === "aux" && /^\s*-?[\d.]+(e[+-]?\d+)?\s*$/i.test(one.equation) ? (
        <RangeOf key={`${one.low} ${one.high}`} one={one} stepping={stepping} />
      ) : null}
      <div className="dynamics-row no-print">
        <button
          type="button"
          className="button"
          onClick={async () => {
            const was = { equation: one.equation, units: one.units, points: one.points };
            if (await stepping.step({ do: "remove", name: one.name, was })) {
              say(t.drawing.deleted(one.name));
              go({ variable: "" });
            }
          }}
        >
          {t.drawing.delete(one.name)}
        </button>
      </div>
    </section>
  );
}

interface PlainProps {
  label: string;
  value: string;
  most: number;
  long?: boolean;
  keep(text: string): Promise<boolean>;
}

/** A text that is kept when the field is left, or on Enter. */
function Plain({ label, value, most, long = false, keep }: PlainProps) {
  const id = useId();
  const field = {
    id,
    key: value,
    className: "input",
    dir: "auto",
    maxLength: most,
    defaultValue: value,
    onBlur: (event: { currentTarget: { value: string } }) => {
      if (event.currentTarget.value !== value) void keep(event.currentTarget.value);
    },
  };
  const { key, ...rest } = field;
  return (
    <div className="dynamics-field">
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea key={key} rows={2} {...rest} />
      ) : (
        <input
          key={key}
          autoComplete="off"
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          {...rest}
        />
      )}
    </div>
  );
}

/** Between which ends a number's slider moves. */
function RangeOf({ one, stepping }: { one: Part; stepping: Stepping }) {
  const [low, setLow] = useState(one.low ?? Number.NaN);
  const [high, setHigh] = useState(one.high ?? Number.NaN);
  const keep = () => {
    if (!Number.isFinite(low) || !Number.isFinite(high) || (low === one.low && high === one.high)) return;
    void stepping.step({ do: "write", name: one.name, range: [low, high] });
  };
  const end = (label: string, value: number, set: (value: number) => void) => (
    <label className="dynamics-range">
      <span className="small muted">{label}</span>
      <input
        className="input"
        type="number"
        step="any"
        value={Number.isFinite(value) ? value : ""}
        onChange={(event) => set(event.target.valueAsNumber)}
        onBlur={keep}
        onKeyDown={(event) => event.key === "Enter" && keep()}
      />
    </label>
  );
  return (
    <fieldset className="dynamics-ranges">
      <legend>{t.drawing.range}</legend>
      {end(t.drawing.rangeLow, low, setLow)}
      {end(t.drawing.rangeHigh, high, setHigh)}
    </fieldset>
  );
}
