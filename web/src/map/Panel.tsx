/** The panel beside the map: what colours and sizes mean, and which actors, ties and years show. */
import { useId } from "react";
import { href, Link } from "../address";
import type { KindCount, Measure, RecordAnswer } from "../api/types";
import { MeasureHelp } from "../shell/Help";
import { Cross, Download, Rows } from "../shell/icons";
import { type Item, Menu } from "../shell/Menu";
import { Views } from "../shell/Views";
import { count, t } from "../texts";
import { LabelBy, LayoutBy, WidthBy } from "./Appearance";
import { Compare } from "./Compare";
import type { Compared } from "./compare";
import type { MapData } from "./data";
import type { Drawn } from "./drawn";
import { FilterStack } from "./FilterStack";
import { COMMUNITY } from "./figures";
import { GroupPanel } from "./GroupPanel";
import { OverlayPanel } from "./OverlayPanel";
import type { Shown } from "./overlays";
import type { Colouring, Theme } from "./scales";
import { type Change, type MapState, scopeOf } from "./state";
import { YearRange } from "./YearRange";
import "./panel.css";

interface Props {
  /** The actors, or the groups where the server sent these; and what of them is drawn. */
  base: MapData;
  drawn: Drawn;
  record: RecordAnswer;
  measures: readonly Measure[];
  state: MapState;
  change: Change;
  colouring: Colouring;
  theme: Theme;
  bounds: { min: number; max: number } | null;
  overlay: Shown;
  compared: Compared | null;
  comparing: boolean;
  compareError: Error | null;
  /** Ways to take the map along. */
  saves: readonly Item[];
  onChoose(node: number): void;
  onChooseActor(id: number): void;
  onClose(): void;
}

export function Panel(props: Props) {
  const { base: data, drawn, record, measures, state, change, bounds } = props;
  const { visible } = drawn;
  // Where the server sent groups, colours and sizes are theirs, and what needs every actor is not offered.
  const sent = data.groups !== undefined;
  const ids = useId();
  const sizing = measures;
  const sized = sizing.find((measure) => measure.name === state.size);
  const fields = record.fields.filter((field) => field.name !== "sector" && data.fields.has(field.name));
  const coloured = sizing.find((measure) => `measure:${measure.name}` === state.colour);
  const colours = (
    <>
      <label htmlFor={`${ids}-colour`}>{t.map.colourBy}</label>
      <div className="with-help">
        <select
          id={`${ids}-colour`}
          className="select"
          value={state.colour}
          onChange={(event) => change({ colour: event.target.value, hide: [] })}
        >
          <option value="sector">{t.map.sector}</option>
          {fields.map((field) => (
            <option key={field.name} value={field.name}>
              {field.label}
            </option>
          ))}
          {sizing.map((measure) => (
            <option key={measure.name} value={`measure:${measure.name}`}>
              {measure.label}
            </option>
          ))}
          <option value={`measure:${COMMUNITY}`}>{t.map.community}</option>
        </select>
        {coloured ? <MeasureHelp measure={coloured} /> : null}
      </div>
    </>
  );
  return (
    <aside className="panel" aria-label={t.map.panel}>
      <div className="panel-top">
        <Views />
        <Menu label={t.answer.export} icon={<Download />} items={props.saves} />
        <button
          type="button"
          className="icon-button"
          aria-label={t.map.hidePanel}
          title={t.map.hidePanel}
          onClick={props.onClose}
        >
          <Cross />
        </button>
      </div>
      <ScopeChips state={state} change={change} />
      <Link to={href("/actors", scopeOf(state))} className="button">
        <Rows />
        {t.map.asTable}
      </Link>
      {sent ? null : <LayoutBy state={state} change={change} />}
      <GroupPanel base={data} drawn={drawn} record={record} state={state} change={change} onChoose={props.onChoose} />
      <section>
        {sent ? <h3>{t.map.sector}</h3> : colours}
        <Legend {...props} />
      </section>
      {sent ? null : (
        <section>
          <label htmlFor={`${ids}-size`}>{t.map.sizeBy}</label>
          <div className="with-help">
            <select
              id={`${ids}-size`}
              className="select"
              value={state.size}
              onChange={(event) => change({ size: event.target.value })}
            >
              {sizing.map((measure) => (
                <option key={measure.name} value={measure.name}>
                  {measure.label}
                </option>
              ))}
              <option value="none">{t.map.same}</option>
            </select>
            {sized ? <MeasureHelp measure={sized} /> : null}
          </div>
        </section>
      )}
      {bounds && bounds.max > bounds.min && state.before === null ? (
        <section>
          <YearRange
            data={data}
            bounds={bounds}
            from={state.from}
            to={state.to}
            undated={sent ? 0 : visible.undated}
            onChange={(from, to) => change({ from, to }, { replace: true })}
          />
        </section>
      ) : null}
      {bounds && bounds.max > bounds.min && !sent ? (
        <section>
          <Compare
            bounds={bounds}
            state={state}
            change={change}
            compared={props.compared}
            waiting={props.comparing}
            error={props.compareError}
            theme={props.theme}
          />
        </section>
      ) : null}
      {sent ? (
        <p className="small muted">{t.map.groupWithout}</p>
      ) : (
        <>
          <FilterStack
            data={data}
            record={record}
            measures={measures}
            state={state}
            change={change}
            visible={visible}
          />
          <OverlayPanel state={state} change={change} shown={props.overlay} onChoose={props.onChooseActor} />
        </>
      )}
      <section>
        <Kinds data={data} kinds={record.kinds} state={state} change={change} />
      </section>
      {drawn.data.groups || props.compared ? null : <WidthBy state={state} change={change} />}
      <section>
        <h3 id={`${ids}-labels`}>{t.map.labels}</h3>
        <div className="segments" role="group" aria-labelledby={`${ids}-labels`}>
          {(
            [
              ["few", t.map.labelsFew],
              ["some", t.map.labelsSome],
              ["many", t.map.labelsMany],
            ] as const
          ).map(([value, label]) => (
            <button
              key={value}
              type="button"
              aria-pressed={state.labels === value}
              onClick={() => change({ labels: value }, { replace: true })}
            >
              {label}
            </button>
          ))}
        </div>
      </section>
      {sent ? null : <LabelBy state={state} change={change} fields={fields} measures={measures} />}
      {sent ? null : <p className="small muted">{t.map.measureNote}</p>}
    </aside>
  );
}

function ScopeChips({ state, change }: { state: MapState; change: Change }) {
  const chips: [string, () => void][] = [];
  if (state.places.length) chips.push([t.map.place(state.places.join(", ")), () => change({ places: [] })]);
  if (state.sectors.length) chips.push([t.map.sectors(state.sectors.join(", ")), () => change({ sectors: [] })]);
  if (state.asOf) chips.push([t.map.asOf(state.asOf), () => change({ asOf: "" })]);
  if (!chips.length) return null;
  return (
    <ul className="chips" aria-label={t.map.scope}>
      {chips.map(([text, remove]) => (
        <li key={text} className="chip">
          {text}
          <button type="button" aria-label={t.map.remove(text)} onClick={remove}>
            <Cross />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Legend({ colouring, drawn: { visible }, state, change, theme }: Props) {
  const hidden = new Set(state.hide);
  const rows = colouring.categories
    .map((category, index) => ({ ...category, count: visible.perCategory[index] ?? 0, off: hidden.has(category.key) }))
    .filter((row) => row.count > 0 || row.off);
  return (
    <>
      <div className="panel-head">
        <h3 className="hidden-text">{t.map.legend}</h3>
        <span className="small muted">{t.map.legendHelp}</span>
        {hidden.size ? (
          <button type="button" className="link-button" onClick={() => change({ hide: [] })}>
            {t.map.showAll}
          </button>
        ) : null}
      </div>
      <ul className="legend">
        {rows.map((row) => (
          <li key={row.key}>
            <button
              type="button"
              className="legend-row"
              aria-pressed={!row.off}
              onClick={() =>
                change({ hide: row.off ? state.hide.filter((key) => key !== row.key) : [...state.hide, row.key] })
              }
            >
              <span className="dot" style={{ background: row.colour[theme] }} />
              <span className="legend-label">{row.label}</span>
              <span className="number">{count(row.count)}</span>
            </button>
            <button
              type="button"
              className="legend-only"
              aria-label={t.map.showOnly(row.label)}
              onClick={() => change({ hide: rows.filter((other) => other.key !== row.key).map((other) => other.key) })}
            >
              {t.map.only}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Kinds({
  data,
  kinds,
  state,
  change,
}: {
  data: MapData;
  kinds: readonly KindCount[];
  state: MapState;
  change: Change;
}) {
  // Where the server sent groups, it sent no kind that was taken away: the record knows all.
  const names = data.groups ? kinds.map((kind) => kind.name) : data.kinds;
  const counts = data.groups ? kinds.map((kind) => kind.count) : new Array<number>(names.length).fill(0);
  if (!data.groups) for (let tie = 0; tie < data.ties.count; tie++) counts[data.ties.kind[tie]!]!++;
  const labels = new Map(kinds.map((kind) => [kind.name, kind.label]));
  const chosen = state.kinds.length ? state.kinds : names;
  return (
    <fieldset>
      <legend>{t.map.kinds}</legend>
      {names.map((kind, index) => (
        <label key={kind} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(kind)}
            // The last kind cannot be taken away: an empty list means all.
            disabled={chosen.length === 1 && chosen[0] === kind}
            onChange={(event) => {
              const next = event.target.checked ? [...chosen, kind] : chosen.filter((other) => other !== kind);
              change({ kinds: names.every((other) => next.includes(other)) ? [] : next });
            }}
          />
          <span className="legend-label">{labels.get(kind) ?? kind}</span>
          <span className="number">{count(counts[index]!)}</span>
        </label>
      ))}
    </fieldset>
  );
}
