/** Two years compared: which ties appeared, went, grew stronger or weaker, with the legend and the table twin. */
import { href, Link } from "../address";
import { count, t } from "../texts";
import { CHANGE_COLOURS, CHANGES, type Compared } from "./compare";
import type { Theme } from "./scales";
import { type Change, type MapState, scopePairs } from "./state";

interface Props {
  bounds: { min: number; max: number };
  state: MapState;
  change: Change;
  compared: Compared | null;
  waiting: boolean;
  error: Error | null;
  theme: Theme;
}

export function Compare({ bounds, state, change, compared, waiting, error, theme }: Props) {
  const { before, after } = state;
  if (before === null || after === null) {
    const last = Math.min(bounds.max, new Date().getFullYear());
    return (
      <button
        type="button"
        className="link-button"
        onClick={() => change({ before: Math.max(bounds.min, last - 5), after: last, from: null, to: null })}
      >
        {t.map.compare}
      </button>
    );
  }
  const years = Array.from({ length: bounds.max - bounds.min + 1 }, (_, index) => bounds.min + index);
  const choice = (label: string, value: number, key: "before" | "after") => (
    <label>
      {label}
      <select
        className="select"
        value={value}
        onChange={(event) => change({ [key]: Number(event.target.value) }, { replace: true })}
      >
        {[...new Set([...years, value])].sort().map((year) => (
          <option key={year} value={year}>
            {year}
          </option>
        ))}
      </select>
    </label>
  );
  const twin = scopePairs(state).filter(([key]) => key !== "from" && key !== "to");
  return (
    <div className="compare">
      <div className="compare-years">
        {choice(t.map.compareBefore, before, "before")}
        {choice(t.map.compareAfter, after, "after")}
      </div>
      {error ? <p role="alert">{error.message}</p> : null}
      {waiting ? <p className="small muted">{t.answer.asking}</p> : null}
      {compared ? (
        <ul className="legend">
          {CHANGES.map((name, index) => (
            <li key={name} className="compare-row">
              <span className="compare-line" style={{ background: CHANGE_COLOURS[theme][index] }} />
              <span className="legend-label">{t.map.changes[name]}</span>
              <span className="number">{count(compared.counts[index]!)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="small">
        <Link
          to={href(
            "/network",
            new URLSearchParams([["ask", "changes"], ["before", String(before)], ["after", String(after)], ...twin]),
          )}
        >
          {t.map.asTable}
        </Link>{" "}
        <button type="button" className="link-button" onClick={() => change({ before: null, after: null })}>
          {t.map.compareEnd}
        </button>
      </p>
    </div>
  );
}
