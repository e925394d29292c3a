/** The stack of filters: each with how many actors it left, to be taken away one by one, and a form for one more. */
import { useId, useMemo, useState } from "react";
import type { Measure, RecordAnswer } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { Cross } from "../shell/icons";
import { count, figure, t } from "../texts";
import type { MapData } from "./data";
import { type Filter, partsOf, readFilter, writeFilter } from "./filters";
import type { Change, MapState } from "./state";
import type { Visible } from "./visible";

interface Props {
  data: MapData;
  record: RecordAnswer;
  measures: readonly Measure[];
  state: MapState;
  change: Change;
  visible: Visible;
}

const MOST_TERMS = 200;
/** As many parts stand in the list; whoever looks for one of the small ones names an actor of it. */
const MOST_PARTS = 20;

export function described(filter: Filter, data: MapData, record: RecordAnswer, measures: readonly Measure[]): string {
  const named = (id: number) => data.name[data.indexOf.get(id) ?? -1] ?? t.map.filterNobody(id);
  switch (filter.kind) {
    case "name":
      return t.map.filterName(filter.text);
    case "field": {
      const label =
        filter.field === "sector"
          ? t.map.sector
          : (record.fields.find((field) => field.name === filter.field)?.label ?? filter.field);
      const words = filter.values.map(
        (value) =>
          (filter.field === "sector" ? record.sectors.find((one) => one.sector === value)?.label : value) ||
          t.map.notKnown,
      );
      return t.map.filterField(label, words.join(", "));
    }
    case "range": {
      const label = measures.find((measure) => measure.name === filter.measure)?.label ?? filter.measure;
      return t.map.filterRange(
        label,
        filter.low === null ? null : figure(filter.low),
        filter.high === null ? null : figure(filter.high),
      );
    }
    case "core":
      return t.map.filterCore(filter.least);
    case "ego":
      return t.map.filterEgo(named(filter.id), filter.steps);
    case "part":
      return t.map.filterPart(filter.most);
    case "partOf":
      return t.map.filterPartOf(named(filter.id));
    case "ids":
      return t.map.filterIds(filter.ids.length);
  }
}

export function FilterStack({ data, record, measures, state, change, visible }: Props) {
  const stack = state.filters.flatMap((text) => {
    const filter = readFilter(text);
    return filter ? [{ text, filter }] : [];
  });
  return (
    <section aria-labelledby="filters">
      <div className="panel-head">
        <h3 id="filters">{t.map.filters}</h3>
        {stack.length ? (
          <button type="button" className="link-button" onClick={() => change({ filters: [] })}>
            {t.map.showAll}
          </button>
        ) : null}
      </div>
      {stack.length ? (
        <ol className="filter-stack">
          {stack.map(({ text, filter }, index) => {
            const words = described(filter, data, record, measures);
            return (
              <li key={`${index} ${text}`}>
                <span>{words}</span>
                <span className="number muted" title={t.map.filterLeft(visible.after[index] ?? 0)}>
                  {count(visible.after[index] ?? 0)}
                </span>
                <button
                  type="button"
                  className="icon-button small-button"
                  aria-label={t.map.remove(words)}
                  onClick={() => change({ filters: state.filters.filter((other) => other !== text) })}
                >
                  <Cross />
                </button>
              </li>
            );
          })}
        </ol>
      ) : null}
      <Add
        data={data}
        record={record}
        measures={measures}
        state={state}
        visible={visible}
        onAdd={(filter) => {
          const text = writeFilter(filter);
          if (!state.filters.includes(text)) change({ filters: [...state.filters, text] });
        }}
      />
    </section>
  );
}

type Kind = "" | "name" | "field" | "range" | "core" | "ego" | "part";

function Add({
  data,
  record,
  measures,
  state,
  visible,
  onAdd,
}: Pick<Props, "data" | "record" | "measures" | "state" | "visible"> & { onAdd(filter: Filter): void }) {
  const ids = useId();
  const [kind, setKind] = useState<Kind>("");
  const [field, setField] = useState("sector");
  const [measure, setMeasure] = useState("degree");
  // Whom the filter is about: the actor that is chosen on the map, until another is found.
  const [found, setFound] = useState<number | null>(null);
  const about = data.indexOf.get(found ?? state.actor ?? -1);
  const [which, setWhich] = useState("most");
  const needs = kind === "ego" || (kind === "part" && which === "of");
  const close = () => {
    setKind("");
    setFound(null);
    setWhich("most");
  };
  const fields = [
    "sector",
    ...record.fields.map((one) => one.name).filter((name) => data.fields.has(name) && name !== "sector"),
  ];
  const values = data.fields.get(field);
  const counts = new Map<string, number>();
  if (kind === "field" && values)
    for (const value of values) {
      const text = value === null ? "" : String(value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  const terms = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, MOST_TERMS);
  const termLabel = (value: string) =>
    (field === "sector" ? record.sectors.find((one) => one.sector === value)?.label : value) || t.map.notKnown;

  const add = (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const bound = (name: string) => (text(name) === "" ? null : Number(text(name)));
    if (kind === "name" && text("text")) onAdd({ kind, text: text("text") });
    else if (kind === "field") {
      const chosen = form.getAll("term").map(String);
      if (chosen.length) onAdd({ kind, field, values: chosen });
    } else if (kind === "range") {
      const [low, high] = [bound("low"), bound("high")];
      if (low !== null || high !== null) onAdd({ kind, measure, low, high });
    } else if (kind === "core") onAdd({ kind, least: Math.max(1, Number(text("least")) || 2) });
    else if (kind === "ego" && about !== undefined)
      onAdd({ kind, id: data.id[about]!, steps: Math.min(3, Math.max(1, Number(text("steps")) || 1)) });
    else if (kind === "part" && which === "most")
      onAdd({ kind, most: Math.min(9999, Math.max(1, Math.round(Number(text("most")) || 1))) });
    else if (kind === "part" && which === "of" && about !== undefined) onAdd({ kind: "partOf", id: data.id[about]! });
    else if (kind === "part" && which !== "of") onAdd({ kind: "partOf", id: Number(which) });
    close();
  };
  return (
    <form
      className="filter-add"
      onSubmit={(event) => {
        event.preventDefault();
        add(new FormData(event.currentTarget));
      }}
    >
      <select
        className="select"
        aria-label={t.map.filterAdd}
        value={kind}
        onChange={(event) => {
          close();
          setKind(event.target.value as Kind);
        }}
      >
        <option value="">{t.map.filterAdd}</option>
        {(["name", "field", "range", "core", "ego", "part"] as const).map((one) => (
          <option key={one} value={one}>
            {t.map.filterKinds[one]}
          </option>
        ))}
      </select>
      {kind === "name" ? <input name="text" className="input" aria-label={t.map.filterKinds.name} /> : null}
      {kind === "field" ? (
        <>
          <select
            className="select"
            aria-label={t.map.filterKinds.field}
            value={field}
            onChange={(event) => setField(event.target.value)}
          >
            {fields.map((one) => (
              <option key={one} value={one}>
                {one === "sector" ? t.map.sector : (record.fields.find((entry) => entry.name === one)?.label ?? one)}
              </option>
            ))}
          </select>
          <div className="filter-terms" role="group" aria-label={t.map.filterTerms}>
            {terms.map(([value, many]) => (
              <label key={value} className="check">
                <input type="checkbox" name="term" value={value} />
                <span className="legend-label">{termLabel(value)}</span>
                <span className="number muted">{count(many)}</span>
              </label>
            ))}
          </div>
        </>
      ) : null}
      {kind === "range" ? (
        <>
          <select
            className="select"
            aria-label={t.map.filterKinds.range}
            value={measure}
            onChange={(event) => setMeasure(event.target.value)}
          >
            {measures.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </select>
          <div className="filter-range">
            <label htmlFor={`${ids}-low`}>{t.map.filterLow}</label>
            <input id={`${ids}-low`} name="low" type="number" step="any" className="input" />
            <label htmlFor={`${ids}-high`}>{t.map.filterHigh}</label>
            <input id={`${ids}-high`} name="high" type="number" step="any" className="input" />
          </div>
        </>
      ) : null}
      {kind === "core" ? (
        <div className="filter-range">
          <label htmlFor={`${ids}-least`}>{t.map.filterLeast}</label>
          <input id={`${ids}-least`} name="least" type="number" min={1} max={999} defaultValue={2} className="input" />
        </div>
      ) : null}
      {kind === "part" ? <Parts data={data} visible={visible} which={which} onWhich={setWhich} /> : null}
      {needs ? (
        <>
          {about === undefined ? null : <p className="small">{t.map.filterAround(data.name[about]!)}</p>}
          <ActorPicker label={t.map.filterActorFind} onPick={(one) => setFound(one.id)} />
        </>
      ) : null}
      {kind === "ego" ? (
        <div className="filter-range">
          <label htmlFor={`${ids}-steps`}>{t.map.filterSteps}</label>
          <input id={`${ids}-steps`} name="steps" type="number" min={1} max={3} defaultValue={1} className="input" />
        </div>
      ) : null}
      {kind ? (
        <button type="submit" className="button" disabled={needs && about === undefined}>
          {t.map.filterDo}
        </button>
      ) : null}
    </form>
  );
}

/** Choose among the parts that hang together after the filters so far, each with its size. */
function Parts({
  data,
  visible,
  which,
  onWhich,
}: Pick<Props, "data" | "visible"> & { which: string; onWhich(which: string): void }) {
  const id = useId();
  const parts = useMemo(() => {
    const tied = new Uint8Array(data.pairs.count);
    for (let tie = 0; tie < data.ties.count; tie++) if (visible.tie[tie]) tied[data.ties.pair[tie]!] = 1;
    return partsOf(data, visible.left, (pair) => tied[pair] === 1).parts;
  }, [data, visible.tie, visible.left]);
  return (
    <>
      <p className="small muted">{t.map.filterParts(parts.length, parts[0]?.size ?? 0)}</p>
      <select
        className="select"
        aria-label={t.map.filterWhich}
        value={which}
        onChange={(event) => onWhich(event.target.value)}
      >
        <option value="most">{t.map.filterMost}</option>
        <option value="of">{t.map.filterOfActor}</option>
        {parts.slice(0, MOST_PARTS).map((part, at) => (
          <option key={part.first} value={data.id[part.lead]}>
            {t.map.filterOne(at + 1, data.name[part.lead]!, part.size)}
          </option>
        ))}
      </select>
      {which === "most" ? (
        <div className="filter-range">
          <label htmlFor={id}>{t.map.filterMany}</label>
          <input id={id} name="most" type="number" min={1} max={9999} defaultValue={1} className="input" />
        </div>
      ) : null}
    </>
  );
}
