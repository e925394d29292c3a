/** Actors: the map's twin as a table, with filter, sort, choice of columns and export. */
import * as Popover from "@radix-ui/react-popover";
import { useCallback, useMemo, useState } from "react";
import { href, Link, navigate, useAddress } from "../address";
import { AnswerTable } from "../answer/AnswerTable";
import { csv, isNumber, type Row, save, shown } from "../answer/values";
import { useActors, useRecord } from "../api/queries";
import type { Answer, AnswerColumn } from "../api/types";
import { ActorDialog } from "../editing/ActorDialog";
import { useCommands } from "../shell/commands";
import { Download, MapIcon, Plus } from "../shell/icons";
import { May, useMay } from "../shell/May";
import { Empty, Failed, Waiting } from "../shell/States";
import { useTheme } from "../shell/theme";
import { t } from "../texts";
import "./actors.css";

const SCOPE = ["kind", "sector", "place", "from", "to", "as-of"] as const;
/** Shown at first; the rest waits in the choice of columns. */
const AT_FIRST = 6;
const LATER = new Set(["region"]);

export default function ActorsScreen() {
  const { query } = useAddress();
  const scope = useMemo(
    () => new URLSearchParams(SCOPE.flatMap((key) => query.getAll(key).map((value) => [key, value]))),
    [query],
  );
  const { data, error, refetch } = useActors(scope);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.actors} />;
  return <ActorsView answer={data} query={query} scope={scope} />;
}

/** The actor's id and name in a row, however the answer spells them. */
const idOf = (row: Row, columns: readonly AnswerColumn[]): number | null => {
  const column = columns.find((one) => one.format === "actor");
  const value = row.id ?? (column ? row[column.name] : null);
  return typeof value === "number" ? value : null;
};

function change(query: URLSearchParams, part: Record<string, string | null>): void {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(part)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  navigate(href("/actors", next), { replace: true });
}

function ActorsView({ answer, query, scope }: { answer: Answer; query: URLSearchParams; scope: URLSearchParams }) {
  const { data: record } = useRecord();
  const theme = useTheme();
  const [said, setSaid] = useState("");
  const [adding, setAdding] = useState(false);
  const may = useMay("editor");
  useCommands(() => (may ? [{ group: t.commands.act, label: t.editing.add, run: () => setAdding(true) }] : []));
  const table = answer.tables[0]!;
  // The id stands behind the name's link and needs no column of its own.
  const all = useMemo(
    () =>
      table.columns.filter((column) => column.name !== "id" || !table.columns.some((other) => other.name === "name")),
    [table],
  );
  const chosen = query.get("cols");
  const columns = useMemo(() => {
    const names =
      chosen?.split(",") ??
      all
        .filter((column) => !LATER.has(column.name))
        .slice(0, AT_FIRST)
        .map((column) => column.name);
    return all.filter((column, index) => index === 0 || names.includes(column.name));
  }, [all, chosen]);
  const text = query.get("q") ?? "";
  const hidden = (query.get("hide") ?? "").split("|").filter(Boolean);
  const only = query.get("only") ?? "";
  const [, direction, by] = /^(-?)(.+)$/.exec(query.get("sort") ?? "") ?? [];
  const sort = useMemo(() => (by ? { column: by, descending: direction === "-" } : null), [by, direction]);

  const haystack = useMemo(
    () =>
      table.rows.map((row) =>
        all
          .filter((column) => !isNumber(column))
          .map((column) => shown(row[column.name], column))
          .join("\n")
          .toLocaleLowerCase(t.locale),
      ),
    [table, all],
  );
  const hideKey = hidden.join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text of what is hidden stands for the list
  const rows = useMemo(() => {
    const words = text.toLocaleLowerCase(t.locale).split(/\s+/).filter(Boolean);
    return table.rows.filter(
      (row, index) =>
        words.every((word) => haystack[index]!.includes(word)) &&
        (!only || (row.sector ?? "-") === only) &&
        !hidden.includes(String(row.sector ?? "-")),
    );
  }, [table, haystack, text, only, hideKey]);

  const labels = useMemo(() => new Map(record?.sectors.map((entry) => [entry.sector ?? "-", entry])), [record]);
  const first = all[0]?.name;
  const cell = useCallback(
    (row: Row, column: AnswerColumn) => {
      if (column.name === "sector") {
        const entry = labels.get((row.sector as never) ?? "-");
        return (
          <span className="sector-cell">
            <span className="dot" style={{ background: entry?.[theme] }} />
            {entry?.label ?? String(row.sector ?? t.map.notKnown)}
          </span>
        );
      }
      const id = idOf(row, table.columns);
      if (column.name === first && id !== null) {
        const name = String(row.name ?? row[column.name]);
        return <Link to={`/actors/${id}`}>{name}</Link>;
      }
      return undefined;
    },
    [labels, theme, table, first],
  );
  const filtered = text || only || hidden.length;
  return (
    <div className="actors">
      <header className="actors-head">
        <h1>{t.actors.title}</h1>
        <p className="muted number" role="status">
          {t.actors.shown(rows.length, table.rows.length)}
          {said ? `. ${said}` : ""}
        </p>
        <Link to={href("/map", mapQuery(scope, hidden))} className="button">
          <MapIcon />
          {t.actors.onMap}
        </Link>
        <May needs="editor">
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            <Plus />
            {t.editing.add}
          </button>
        </May>
      </header>
      {adding ? <ActorDialog onClose={() => setAdding(false)} /> : null}
      <div className="toolbar">
        <input
          className="input"
          type="search"
          aria-label={t.actors.filter}
          placeholder={t.actors.filterPlaceholder}
          value={text}
          data-takes-keys
          onChange={(event) => change(query, { q: event.target.value })}
        />
        <select
          className="select"
          aria-label={t.actors.sector}
          value={only}
          onChange={(event) => change(query, { only: event.target.value, hide: null })}
        >
          <option value="">{t.actors.allSectors}</option>
          {record?.sectors.map((entry) => (
            <option key={entry.label} value={entry.sector ?? "-"}>
              {entry.label}
            </option>
          ))}
        </select>
        <Popover.Root>
          <Popover.Trigger className="button">{t.actors.columns}</Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className="popover"
              align="end"
              sideOffset={6}
              collisionPadding={12}
              aria-label={t.actors.columnsTitle}
            >
              <fieldset className="columns">
                <legend>{t.actors.columnsTitle}</legend>
                {all.slice(1).map((column) => (
                  <label key={column.name} className="check">
                    <input
                      type="checkbox"
                      checked={columns.includes(column)}
                      onChange={(event) => {
                        const names = columns.map((one) => one.name).filter((name) => name !== column.name);
                        change(query, { cols: (event.target.checked ? [...names, column.name] : names).join(",") });
                      }}
                    />
                    <span>
                      {column.label}
                      {column.caveat ? <span className="muted small column-caveat">{column.caveat}</span> : null}
                    </span>
                  </label>
                ))}
              </fieldset>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
        <button
          type="button"
          className="button"
          onClick={() => {
            save(
              "actors.csv",
              csv(
                columns,
                rows.map((row) => ({ ...row, sector: labels.get((row.sector as never) ?? "-")?.label ?? row.sector })),
              ),
            );
            setSaid(t.actors.exported(rows.length));
          }}
        >
          <Download />
          {t.actors.export}
        </button>
      </div>
      {rows.length ? (
        <AnswerTable
          title={t.actors.title}
          columns={columns}
          rows={rows}
          sort={sort}
          cell={cell}
          onSort={(next) => change(query, { sort: `${next.descending ? "-" : ""}${next.column}` })}
        />
      ) : filtered ? (
        <Empty title={t.actors.filteredTitle} text={t.actors.filteredText}>
          <button type="button" className="button" onClick={() => change(query, { q: null, only: null, hide: null })}>
            {t.actors.clear}
          </button>
        </Empty>
      ) : (
        <Empty title={t.actors.emptyTitle} text={t.actors.emptyText}>
          <May needs="editor">
            <Link to="/import" className="button primary">
              {t.nav.import}
            </Link>
          </May>
          <Link to="/home" className="button">
            {t.nav.home}
          </Link>
        </Empty>
      )}
      {answer.warnings.length ? <p className="small muted actors-foot">{answer.warnings.join(" ")}</p> : null}
    </div>
  );
}

function mapQuery(scope: URLSearchParams, hidden: readonly string[]): URLSearchParams {
  const query = new URLSearchParams(scope);
  if (hidden.length) query.set("hide", hidden.join("|"));
  return query;
}
