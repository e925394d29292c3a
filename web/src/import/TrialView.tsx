/** What an import would do: what each file is, what its columns mean, what cannot be read and how to mend it. */
import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { AnswerTable } from "../answer/AnswerTable";
import { csv, type Row, save } from "../answer/values";
import { ask } from "../api/client";
import type { Sources } from "../api/types";
import { t } from "../texts";
import { byColumn, type Look, problemTable, type Trial, whyNot, withMeaning } from "./trial";

interface Props {
  trial: Trial;
  busy: boolean;
  onAgain(source: string | null, columns: Record<string, string>): void;
  onGo(source: string | null, columns: Record<string, string>, author: string): void;
  onGiveUp(): void;
}

const AUTHOR = "ecotone-author";

function authorKept(): string {
  try {
    return window.localStorage.getItem(AUTHOR) ?? "";
  } catch {
    return "";
  }
}

export function TrialView({ trial, busy, onAgain, onGo, onGiveUp }: Props) {
  const ids = useId();
  const { data: known } = useQuery({
    queryKey: ["sources"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask<Sources>("/api/sources", { signal }),
  });
  const [source, setSource] = useState(trial.source ?? "");
  // The first file whose columns can be seen: what is said of it holds for all spreadsheets of the import.
  const shown = trial.looks.find((look) => look.columns.length);
  const [columns, setColumns] = useState(shown?.meanings ?? {});
  const [author, setAuthor] = useState(authorKept);
  const mapped = JSON.stringify(columns) !== JSON.stringify(shown?.meanings ?? {});
  const changed = mapped || source !== (trial.source ?? "");
  const problems = useMemo(() => problemTable(trial.problems.first, t.import.problems(trial.problems.count)), [trial]);
  const [sort, setSort] = useState<{ column: string; descending: boolean } | null>(null);
  const given = mapped ? columns : trial.columns;
  const name = (text: string) => {
    setAuthor(text);
    try {
      window.localStorage.setItem(AUTHOR, text);
    } catch {
      // The name is then asked for again.
    }
  };
  return (
    <>
      <section aria-labelledby={`${ids}-what`}>
        <h2 id={`${ids}-what`}>{t.import.tried}</h2>
        <p className="import-summary" role="status">
          {trial.kept === 0
            ? t.import.nothing
            : trial.changed === 0
              ? t.import.nothingNew
              : t.import.summary(trial.changed, trial.unchanged, trial.refused)}
        </p>
        <div className="import-actions">
          {changed ? (
            <button
              type="button"
              className="button primary"
              disabled={busy}
              onClick={() => onAgain(source || null, given)}
            >
              {t.import.again}
            </button>
          ) : trial.changed > 0 ? (
            <button
              type="button"
              className="button primary"
              disabled={busy}
              data-takes-keys
              onClick={() => onGo(source || null, given, author)}
            >
              {t.import.go(trial.changed)}
            </button>
          ) : null}
          <button type="button" className="button" disabled={busy} onClick={onGiveUp}>
            {t.import.giveUp}
          </button>
          <label className="import-author">
            <span className="small">{t.import.author}</span>
            <input
              className="input"
              maxLength={200}
              autoComplete="name"
              value={author}
              onChange={(event) => name(event.target.value)}
            />
          </label>
        </div>
      </section>
      <section aria-labelledby={`${ids}-files`}>
        <h2 id={`${ids}-files`}>{t.import.files}</h2>
        <ul className="import-files">
          {trial.looks.map((look) => (
            <li key={look.file}>
              <strong>{look.file}</strong>
              <span className={look.source ? "chip" : "chip warning-chip"}>{look.label ?? t.import.unknown}</span>
              {look.problem ? <p className="small">{whyNot(look.problem)}</p> : null}
            </li>
          ))}
        </ul>
        <label className="import-source">
          {t.import.source}{" "}
          <select className="select" value={source} onChange={(event) => setSource(event.target.value)}>
            <option value="">{t.import.recognised}</option>
            {known?.sources.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
      </section>
      {shown ? (
        <section aria-labelledby={`${ids}-columns`}>
          <h2 id={`${ids}-columns`}>{t.import.columns}</h2>
          <p className="muted">{t.import.columnsHelp}</p>
          <Mapping
            look={shown}
            meanings={known?.meanings ?? Object.keys(t.import.meanings)}
            chosen={columns}
            onChange={setColumns}
          />
        </section>
      ) : null}
      <section aria-labelledby={`${ids}-problems`} className="import-problems">
        <header>
          <h2 id={`${ids}-problems`}>
            {trial.problems.count ? t.import.problems(trial.problems.count) : t.import.noProblems}
          </h2>
          {trial.problems.count ? (
            <button
              type="button"
              className="button"
              onClick={() => save("problems.csv", csv(problems.columns, problems.rows as Row[]))}
            >
              {t.import.saveProblems}
            </button>
          ) : null}
        </header>
        {trial.problems.count > trial.problems.first.length ? (
          <p className="small muted">{t.import.problemsShown(trial.problems.first.length, trial.problems.count)}</p>
        ) : null}
        {trial.problems.count ? (
          <AnswerTable
            title={problems.title}
            columns={problems.columns}
            rows={problems.rows as Row[]}
            sort={sort}
            onSort={setSort}
            whole={problems.rows.length <= 60}
          />
        ) : null}
      </section>
    </>
  );
}

interface MappingProps {
  look: Look;
  meanings: readonly string[];
  chosen: Record<string, string>;
  onChange(columns: Record<string, string>): void;
}

/** The first rows of a table, with a choice of meaning over each column. */
function Mapping({ look, meanings, chosen, onChange }: MappingProps) {
  const meaningOf = byColumn(chosen);
  return (
    <section className="table-scroll" tabIndex={0} aria-label={t.table.scroll(t.import.columnsOf(look.file))}>
      <table className="table mapping" aria-label={t.import.columnsOf(look.file)}>
        <thead>
          <tr>
            {look.columns.map((column) => (
              <th key={column} scope="col" data-meant={meaningOf[column] ? "" : undefined}>
                <span>{column}</span>
                <select
                  className="select"
                  aria-label={t.import.meaningOf(column)}
                  value={meaningOf[column] ?? ""}
                  onChange={(event) => onChange(withMeaning(chosen, column, event.target.value))}
                >
                  <option value="">{t.import.asField}</option>
                  {meanings.map((meaning) => (
                    <option key={meaning} value={meaning}>
                      {t.import.meanings[meaning] ?? meaning}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {look.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} title={cell}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
