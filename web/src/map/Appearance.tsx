/** Choose how actors are placed, what the width of a tie follows, and what labels say beside names. */
import { useId } from "react";
import type { Measure } from "../api/types";
import { MeasureHelp } from "../shell/Help";
import { t } from "../texts";
import { width } from "./drawing";
import { type Change, LAYOUTS, type Layout, type MapState, WIDTHS, type Width } from "./state";

interface Props {
  state: MapState;
  change: Change;
}

export function LayoutBy({ state, change }: Props) {
  const id = useId();
  return (
    <section>
      <label htmlFor={id}>{t.map.layout}</label>
      <select
        id={id}
        className="select"
        value={state.layout}
        // Another layout has other places: a view of the one says nothing of the other.
        onChange={(event) => change({ layout: event.target.value as Layout, camera: null })}
      >
        {LAYOUTS.map((one) => (
          <option key={one} value={one}>
            {t.map.layouts[one]}
          </option>
        ))}
      </select>
    </section>
  );
}

/** A value of each of the four widths. */
const STEPS = [1, 2, 4, 10];

export function WidthBy({ state, change }: Props) {
  const id = useId();
  return (
    <section>
      <label htmlFor={id}>{t.map.widthBy}</label>
      <select
        id={id}
        className="select"
        value={state.width}
        onChange={(event) => change({ width: event.target.value as Width })}
      >
        {WIDTHS.map((one) => (
          <option key={one} value={one}>
            {t.map.widths[one]}
          </option>
        ))}
      </select>
      {state.width === "same" ? null : (
        <ul className="width-steps small muted" aria-label={t.map.widened(t.map.widths[state.width])}>
          {STEPS.map((step, at) => (
            <li key={step}>
              <span className="width-step" style={{ height: width(step) }} />
              {t.map.widthSteps[at]}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function LabelBy({
  state,
  change,
  fields,
  measures,
}: Props & { fields: readonly { name: string; label: string }[]; measures: readonly Measure[] }) {
  const id = useId();
  const measure = measures.find((one) => `measure:${one.name}` === state.label);
  return (
    <section>
      <label htmlFor={id}>{t.map.labelBy}</label>
      <div className="with-help">
        <select
          id={id}
          className="select"
          value={state.label}
          onChange={(event) => change({ label: event.target.value })}
        >
          <option value="">{t.map.labelName}</option>
          <option value="sector">{t.map.labelAnd(t.map.sector)}</option>
          {fields.map((field) => (
            <option key={field.name} value={field.name}>
              {t.map.labelAnd(field.label)}
            </option>
          ))}
          {measures.map((one) => (
            <option key={one.name} value={`measure:${one.name}`}>
              {t.map.labelAnd(one.label)}
            </option>
          ))}
        </select>
        {measure ? <MeasureHelp measure={measure} /> : null}
      </div>
    </section>
  );
}
