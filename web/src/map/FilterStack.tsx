/** The stack of filters: each with how many actors it left, to be taken away one by one, and a form for one more. */
import { useId, useState } from "react";
import type { Measure, RecordAnswer } from "../api/types";
import { Cross } from "../shell/icons";
import { count, figure, t } from "../texts";
import type { MapData } from "./data";
import { type Filter, readFilter, writeFilter } from "./filters";
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

export function described(filter: Filter, record: RecordAnswer, measures: readonly Measure[]): string {
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
    case "part":
      return t.map.filterPart;
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
            const words = described(filter, record, measures);
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
        onAdd={(filter) => {
          const text = writeFilter(filter);
          if (!state.filters.includes(text)) change({ filters: [...state.filters, text] });
        }}
      />
    </section>
  );
}

type Kind = "" | "name" | "field" | "range" | "core" | "part";

function Add({
  data,
  record,
  measures,
  onAdd,
}: Pick<Props, "data" | "record" | "measures"> & { onAdd(filter: Filter): void }) {
  const ids = useId();
  const [kind, setKind] = useState<Kind>("");
  const [field, setField] = useState("sector");
  const [measure, setMeasure] = useState("degree");
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
    setKind("");
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
          const next = event.target.value as Kind;
          if (next === "part") onAdd({ kind: next });
          else setKind(next);
        }}
      >
        <option value="">{t.map.filterAdd}</option>
        {(["name", "field", "range", "core", "part"] as const).map((one) => (
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
      {kind ? (
        <button type="submit" className="button">
          {t.map.filterDo}
        </button>
      ) : null}
    </form>
  );
}
