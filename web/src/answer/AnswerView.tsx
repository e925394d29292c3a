/**
 * Any answer of the server, whichever capability gave it: the sentence, what to be careful about, each table with its
 * chart where one can be drawn, how it was computed, the evidence behind it, and all of it to take along.
 */
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { Link } from "../address";
import { inWords, leads } from "../api/leads";
import { useEvidence } from "../api/queries";
import type { Answer, AnswerColumn, AnswerTable as Table } from "../api/types";
import { useCommands } from "../shell/commands";
import { Download } from "../shell/icons";
import { Leads } from "../shell/Leads";
import { Menu } from "../shell/Menu";
import { t } from "../texts";
import { AnswerTable } from "./AnswerTable";
import { Chart } from "./Chart";
import { useOpenInPrint, usePrinting } from "./printing";
import { chartOf, figuresOf, reading } from "./reading";
import { about, fileName, notes, saveCsv, saveWorkbook } from "./saving";
import { dated, day, type Row, webAddress } from "./values";

interface Props {
  answer: Answer;
  /** More to do with the answer, beside the export. */
  actions?: ReactNode;
  /** The table is drawn as a chart at first, where it can be. */
  chartFirst?: boolean;
  /** A picture of a table that the view's own charts cannot draw: an SVG of the class `chart`, shown first. */
  draw?(table: Table): ReactNode | undefined;
  /** What that picture is called, where it is no chart. */
  drawnAs?(table: Table): string | undefined;
  /** What stands between the sentence and the tables, such as definitions. */
  beside?: ReactNode;
  /** How a cell is drawn where the view's own way is not enough. */
  cell?(row: Row, column: AnswerColumn, table: Table): ReactNode | undefined;
  /** What a table without rows says instead of bare headings. */
  none?(table: Table): string | undefined;
  /** Rows up to which a table shows whole, where more than usual. */
  whole?(table: Table): number | undefined;
}

export function AnswerView({ answer, actions, chartFirst = false, draw, drawnAs, beside, cell, none, whole }: Props) {
  const charts = useRef(new Map<string, SVGSVGElement>());
  const picture = async (table: Table, kind: "svg" | "png") => {
    const svg = charts.current.get(table.title);
    if (!svg) return;
    const { standalone, saveSvg, savePng } = await import("./picture");
    const text = standalone(svg, `${answer.question} ${table.title}`, notes(answer));
    const name = `${fileName(answer.question)}-${fileName(table.title)}`;
    if (kind === "svg") saveSvg(name, text);
    else await savePng(name, text);
  };
  const items = () => [
    { label: t.answer.xlsx, run: () => void saveWorkbook(answer) },
    ...answer.tables.map((table) => ({ label: t.answer.csv(table.title), run: () => saveCsv(answer, table) })),
    ...answer.tables
      .filter((table) => charts.current.has(table.title))
      .flatMap((table) => [
        { label: t.answer.svg(table.title), run: () => void picture(table, "svg") },
        { label: t.answer.png(table.title), run: () => void picture(table, "png") },
      ]),
  ];
  useCommands(() => items().map((item) => ({ ...item, group: t.commands.here, words: t.answer.export })));
  const keep = useCallback((title: string, svg: SVGSVGElement | null) => {
    if (svg) charts.current.set(title, svg);
    else charts.current.delete(title);
  }, []);
  // The menu reads which charts are drawn when it opens, so it is made anew with each table that changes its view.
  const [, changed] = useState(0);
  const onView = useCallback(() => changed((n) => n + 1), []);
  return (
    <article className="answer">
      <header className="answer-head">
        <p className="answer-summary">{dated(answer.summary)}</p>
        <div className="answer-actions no-print">
          {actions}
          <Menu label={t.answer.export} icon={<Download />} items={items()} />
        </div>
      </header>
      {answer.warnings.length ? (
        <aside className="warning" aria-label={t.answer.warnings}>
          <strong>{t.answer.warnings}</strong>
          <ul>
            {answer.warnings.map((warning) => (
              <li key={warning}>
                {dated(inWords(warning))} <Leads to={leads(warning)} />
              </li>
            ))}
          </ul>
        </aside>
      ) : null}
      {beside}
      {answer.tables.map((table) => (
        <OneTable
          key={table.title}
          table={table}
          chartFirst={chartFirst}
          own={draw?.(table)}
          called={drawnAs?.(table) ?? t.answer.chart}
          keep={keep}
          cell={cell}
          most={whole?.(table) ?? WHOLE}
          none={table.rows.length ? undefined : none?.(table)}
          onView={onView}
        />
      ))}
      <How answer={answer} />
      {answer.evidence.length ? <EvidenceList ids={answer.evidence} /> : null}
    </article>
  );
}

interface OneProps {
  table: Table;
  chartFirst: boolean;
  own: ReactNode | undefined;
  called: string;
  cell: Props["cell"];
  none: string | undefined;
  most: number;
  keep(title: string, svg: SVGSVGElement | null): void;
  onView(): void;
}

/** Rows up to which a table shows whole; beyond, it scrolls in a box of its own. */
const WHOLE = 60;
/** On paper nothing scrolls. */
const PRINTED = 2_000;

function OneTable({ table, chartFirst, own, called, keep, cell, none, most, onView }: OneProps) {
  const [figure, setFigure] = useState<string>();
  const [sort, setSort] = useState<{ column: string; descending: boolean } | null>(null);
  const chart = useMemo(() => chartOf(table, figure), [table, figure]);
  const [drawn, setDrawn] = useState(chartFirst || own !== undefined);
  const { columns, actorOf } = useMemo(() => reading(table), [table]);
  const figures = useMemo(() => figuresOf(table), [table]);
  const id = useId();
  const printing = usePrinting();
  const drawCell = useCallback(
    (row: Row, column: AnswerColumn): ReactNode | undefined => {
      const own = cell?.(row, column, table);
      if (own !== undefined) return own;
      const actor = actorOf.get(column.name);
      if (actor !== undefined && typeof row[actor] === "number")
        return <Link to={`/actors/${row[actor]}`}>{String(row[column.name] ?? row[actor])}</Link>;
      if (column.format === "actor" && typeof row[column.name] === "number")
        return <Link to={`/actors/${row[column.name]}`}>{String(row[column.name])}</Link>;
      return undefined;
    },
    [actorOf, cell, table],
  );
  // After it is drawn, so that the menu of exports knows the picture.
  // biome-ignore lint/correctness/useExhaustiveDependencies: told at each change of the view
  useEffect(onView, [drawn, onView]);
  return (
    <section className="answer-table" aria-labelledby={id}>
      <header>
        <h2 id={id}>{table.title}</h2>
        {chart || own ? (
          <div className="answer-tools no-print">
            {drawn && !own && chart?.kind === "bars" && figures.length > 1 ? (
              <select
                className="select"
                aria-label={t.answer.figure}
                value={figure ?? figures[0]!.name}
                onChange={(event) => setFigure(event.target.value)}
              >
                {figures.map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.label}
                  </option>
                ))}
              </select>
            ) : null}
            <div className="segments" role="group" aria-label={t.answer.view(table.title)}>
              <button type="button" aria-pressed={!drawn} onClick={() => setDrawn(false)}>
                {t.answer.table}
              </button>
              <button type="button" aria-pressed={drawn} onClick={() => setDrawn(true)}>
                {called}
              </button>
            </div>
          </div>
        ) : null}
      </header>
      {table.note ? <p className="small muted">{dated(table.note)}</p> : null}
      {drawn && own ? (
        <div className="answer-chart" ref={(box) => keep(table.title, box?.querySelector("svg.chart") ?? null)}>
          {own}
        </div>
      ) : drawn && chart ? (
        <div className="answer-chart" ref={(box) => keep(table.title, box?.querySelector("svg") ?? null)}>
          <Chart chart={chart} title={table.title} />
          {chart.left > 0 ? <p className="small muted">{t.answer.leftOut(chart.left)}</p> : null}
        </div>
      ) : none ? (
        <p className="muted">{none}</p>
      ) : (
        <AnswerTable
          title={table.title}
          columns={columns}
          rows={table.rows as Row[]}
          sort={sort}
          onSort={setSort}
          cell={drawCell}
          whole={table.rows.length <= (printing ? PRINTED : most)}
        />
      )}
    </section>
  );
}

function How({ answer }: { answer: Answer }) {
  const caveats = answer.tables.flatMap((table) => table.columns.filter((column) => column.caveat));
  const part = useRef<HTMLDetailsElement>(null);
  useOpenInPrint(part);
  return (
    <details ref={part} className="answer-how">
      <summary>{t.answer.how}</summary>
      <dl>
        {about(answer)
          .filter(([label]) => label && label !== t.answer.warnings)
          .map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{dated(text)}</dd>
            </div>
          ))}
      </dl>
      {caveats.length ? (
        <>
          <h3>{t.answer.caveats}</h3>
          <ul>
            {caveats.map((column, index) => (
              <li key={index}>
                <strong>{column.label}:</strong> {column.caveat}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </details>
  );
}

const AT_ONCE = 10;

function EvidenceList({ ids }: { ids: readonly number[] }) {
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(AT_ONCE);
  return (
    <details className="answer-how" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.answer.evidence(ids.length)}</summary>
      {open ? (
        <>
          <ul>
            {ids.slice(0, most).map((id) => (
              <EvidenceLine key={id} id={id} />
            ))}
          </ul>
          {ids.length > most ? (
            <button type="button" className="link-button" onClick={() => setMost(most + 5 * AT_ONCE)}>
              {t.answer.moreEvidence(ids.length - most)}
            </button>
          ) : null}
        </>
      ) : null}
    </details>
  );
}

function EvidenceLine({ id }: { id: number }) {
  const { data, error } = useEvidence(id);
  if (error) return <li className="muted">{error.message}</li>;
  if (!data) return <li className="muted">…</li>;
  const text = [data.label, data.id_in_source, data.title, day(data.date ?? "")].filter(Boolean).join(", ");
  const address = webAddress(data.address);
  return (
    <li>
      {address ? (
        <a href={address} rel="noreferrer" target="_blank">
          {text}
        </a>
      ) : (
        text
      )}
    </li>
  );
}
