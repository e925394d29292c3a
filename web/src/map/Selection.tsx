/** The actor that is chosen: what it is, its measures, its neighbours as a list, and what can be done with it. */
import { Link } from "../address";
import type { Measure } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { MeasureHelp } from "../shell/Help";
import { Arrow, Cross, PinIcon, Target } from "../shell/icons";
import { figure, t } from "../texts";
import type { MapData } from "./data";
import { Near } from "./Near";
import type { Path } from "./paths";
import { type Change, type MapState, UNFILTERED } from "./state";
import type { Neighbour, Visible } from "./visible";
import "./selection.css";

interface Props {
  actor: number;
  data: MapData;
  measures: readonly Measure[];
  figures: ReadonlyMap<string, Float64Array>;
  state: MapState;
  change: Change;
  visible: Visible;
  near: readonly Neighbour[];
  category: string;
  colourOf: (actor: number) => string;
  path: Path | null;
  pathing: boolean;
  onPathing(on: boolean): void;
  onHover(actor: number | null): void;
  onChoose(actor: number): void;
  onCentre(): void;
  /** Close the group that the actor came out of; null where it came out of none. */
  onCloseGroup: (() => void) | null;
}

export function Selection(props: Props) {
  const { actor, data, measures, figures, state, change, near, visible } = props;
  const id = data.id[actor]!;
  const pinned = state.pins.includes(id);
  const hidden = !visible.actor[actor];
  return (
    <aside className="selection" aria-label={t.map.chosen}>
      <header>
        <h2>{data.name[actor]}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t.map.clear}
          title={`${t.map.clear} (Esc)`}
          onClick={() => change({ actor: null, ego: 0 })}
        >
          <Cross />
        </button>
      </header>
      <p className="kind-line">
        <span className="dot" style={{ background: props.colourOf(actor) }} />
        {props.category}
        {data.place[actor] ? <span className="muted">{data.place[actor]}</span> : null}
      </p>
      <div className="selection-actions">
        <Link to={`/actors/${id}`} className="button primary">
          {t.map.open}
          <Arrow />
        </Link>
        <button
          type="button"
          className="icon-button"
          aria-pressed={pinned}
          aria-label={pinned ? t.map.unpin : t.map.pin}
          title={`${pinned ? t.map.unpin : t.map.pin} (P)`}
          onClick={() => change({ pins: pinned ? state.pins.filter((pin) => pin !== id) : [...state.pins, id] })}
        >
          <PinIcon />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t.map.centre}
          title={t.map.centre}
          onClick={props.onCentre}
        >
          <Target />
        </button>
      </div>
      <p className="selection-links small">
        {state.overlay === "from" ? null : (
          <button type="button" className="link-button" onClick={() => change({ overlay: "from" })}>
            {t.map.overlays.from}
          </button>
        )}
        {props.onCloseGroup ? (
          <button type="button" className="link-button" onClick={props.onCloseGroup}>
            {t.map.groupCloseIts}
          </button>
        ) : null}
      </p>
      {hidden ? (
        <p className="warning small">
          {t.map.notShown}{" "}
          <button type="button" className="link-button" onClick={() => change({ ...UNFILTERED })}>
            {t.map.showIt}
          </button>
        </p>
      ) : null}
      <div>
        <h3 id="ego">{t.map.ego}</h3>
        <div className="segments" role="group" aria-labelledby="ego">
          {[0, 1, 2, 3].map((steps) => (
            <button key={steps} type="button" aria-pressed={state.ego === steps} onClick={() => change({ ego: steps })}>
              {steps === 0 ? t.map.egoAll : t.map.egoSteps(steps)}
            </button>
          ))}
        </div>
      </div>
      <PathTo {...props} />
      <dl className="measures">
        {measures.map((measure) => {
          const value = figures.get(measure.name)?.[actor];
          return value === undefined || Number.isNaN(value) ? null : (
            <div key={measure.name}>
              <dt>
                {measure.label}
                <MeasureHelp measure={measure} />
              </dt>
              <dd className="number">{figure(value)}</dd>
            </div>
          );
        })}
      </dl>
      <Near
        title={t.map.neighbours(near.length)}
        data={data}
        near={near}
        colourOf={props.colourOf}
        onHover={props.onHover}
        onChoose={props.onChoose}
      />
    </aside>
  );
}

/** A path to another actor: to one that is pinned, or to one that is chosen next. */
function PathTo({ actor, data, state, change, path, pathing, onPathing, onChoose }: Props) {
  const end = state.path === null ? undefined : data.indexOf.get(state.path);
  const pinned = state.pins.flatMap((id) => {
    const other = data.indexOf.get(id);
    return other === undefined || other === actor || id === state.path ? [] : [other];
  });
  return (
    <div className="path">
      <h3>{t.map.path}</h3>
      {end !== undefined && end !== actor ? (
        <>
          <p className="small" role="status">
            {path ? t.map.pathSteps(path.pairs.length) : t.map.pathNone(data.name[end]!)}
          </p>
          {path ? (
            <>
              <ol className="path-list">
                {path.actors.map((one) => (
                  <li key={one}>
                    {one === actor ? (
                      data.name[one]
                    ) : (
                      <button type="button" className="link-button" onClick={() => onChoose(one)}>
                        {data.name[one]}
                      </button>
                    )}
                  </li>
                ))}
              </ol>
              <p className="small muted">{t.map.pathHelp}</p>
            </>
          ) : null}
          <button type="button" className="link-button" onClick={() => change({ path: null })}>
            {t.map.pathEnd}
          </button>
        </>
      ) : null}
      {pinned.map((other) => (
        <button key={other} type="button" className="link-button" onClick={() => change({ path: data.id[other]! })}>
          {t.map.pathTo(data.name[other]!)}
        </button>
      ))}
      <ActorPicker label={t.map.pathFind} onPick={(found) => change({ path: found.id })} />
      {pathing ? (
        <p className="small" role="status">
          {t.map.pathPicking}{" "}
          <button type="button" className="link-button" onClick={() => onPathing(false)}>
            {t.map.pathEnd}
          </button>
        </p>
      ) : (
        <button type="button" className="link-button" onClick={() => onPathing(true)}>
          {t.map.pathPick}
        </button>
      )}
    </div>
  );
}
