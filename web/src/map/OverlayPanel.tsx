/** The choice of an overlay, and what it says as a list: the twin of what is drawn. */
import { href, Link } from "../address";
import { t } from "../texts";
import type { Shown } from "./overlays";
import { type Change, type MapState, OVERLAYS, type Overlay, scopePairs } from "./state";

interface Props {
  state: MapState;
  change: Change;
  shown: Shown;
  /** Choose an actor by its id. */
  onChoose(id: number): void;
}

export function OverlayPanel({ state, change, shown, onChoose }: Props) {
  const sectors = (pair: [string, string]) => {
    const chosen = pair[0] === pair[1] ? [pair[0]] : [...pair];
    const same = chosen.length === state.sectors.length && chosen.every((one) => state.sectors.includes(one));
    change({ sectors: same ? [] : chosen });
  };
  const setChance = (chance: number) => {
    if (chance > 0 && chance <= 1) change({ chance });
  };
  return (
    <section aria-labelledby="overlay">
      <h3 id="overlay">{t.map.overlay}</h3>
      <select
        className="select"
        aria-labelledby="overlay"
        value={state.overlay}
        onChange={(event) => change({ overlay: event.target.value as Overlay })}
      >
        {OVERLAYS.map((one) => (
          <option key={one} value={one}>
            {t.map.overlays[one]}
          </option>
        ))}
      </select>
      {state.overlay === "from" ? (
        <>
          {state.actor === null ? (
            <p className="small" role="status">
              {t.map.fromChoose}
            </p>
          ) : null}
          <div className="filter-range">
            <label htmlFor="chance">{t.map.chance}</label>
            <input
              id="chance"
              type="number"
              className="input"
              min={0.01}
              max={1}
              step={0.01}
              defaultValue={state.chance}
              key={state.chance}
              onBlur={(event) => setChance(Number(event.target.value))}
              onKeyDown={(event) => event.key === "Enter" && setChance(Number(event.currentTarget.value))}
            />
          </div>
        </>
      ) : null}
      {shown.waiting ? (
        <p className="small muted" role="status">
          {t.answer.asking}
        </p>
      ) : null}
      {shown.error ? (
        <p className="small" role="alert">
          {shown.error.message}
        </p>
      ) : null}
      {shown.answer ? (
        <>
          <p className="small">{t.map.overlayHelp[state.overlay as Exclude<Overlay, "none">]}</p>
          {state.overlay === "from" ? <p className="small">{shown.answer.summary}</p> : null}
          <ol className="overlay-list">
            {shown.items.map((item, index) => (
              <li key={item.key}>
                <button
                  type="button"
                  aria-pressed={item.sectors ? item.sectors.every((one) => state.sectors.includes(one)) : undefined}
                  onClick={() => (item.actor !== null ? onChoose(item.actor) : item.sectors && sectors(item.sectors))}
                >
                  <span className="overlay-rank number">{index + 1}</span>
                  <span>
                    {item.text}
                    <span className="small muted">{item.more}</span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
          {shown.items.length ? null : <p className="small muted">{t.map.overlayNone}</p>}
          {state.overlay === "from" ? null : (
            <Link to={href("/network", new URLSearchParams([["ask", state.overlay], ...scopePairs(state)]))}>
              {t.map.wholeAnswer}
            </Link>
          )}
        </>
      ) : null}
    </section>
  );
}
