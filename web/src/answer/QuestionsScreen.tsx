/**
 * A screen of questions: one is chosen, its parameters are set, its answer is shown. All of it stands in the address:
 * `?ask=brokers&by=sector&top=10` beside the conditions of the scope. A capability gives its list of questions.
 */
import { type ReactNode, useId, useMemo } from "react";
import { href, Link, navigate, useAddress } from "../address";
import { useAnswer, useRecord } from "../api/queries";
import type { Answer, AnswerColumn, AnswerTable, RecordAnswer } from "../api/types";
import { Looking } from "../shell/JobBar";
import { Failed } from "../shell/States";
import { Views } from "../shell/Views";
import { t } from "../texts";
import { AnswerView } from "./AnswerView";
import type { Row } from "./values";
import "./questions.css";

export interface Parameter {
  name: string;
  label: string;
  kind: "select" | "number" | "text" | "check";
  /** What it is where the address does not say. */
  default: string;
  options?: { value: string; label: string }[];
  min?: number;
  max?: number;
  step?: number;
  help?: string;
  /** The server is told the default too. */
  always?: boolean;
}

export interface Question {
  name: string;
  label: string;
  /** Where the answer is asked for. */
  address: string;
  /** What the answer says and does not say. */
  help?: string;
  parameters?: Parameter[];
}

const SCOPE = ["kind", "sector", "place", "from", "to", "as-of"];

interface Props {
  title: string;
  /** The path of the screen. */
  path: string;
  questions: readonly Question[];
  /** More to do with an answer. */
  actions?(question: Question, answer: Answer): ReactNode;
  /** A picture of a table of its own kind. */
  draw?(question: Question, table: AnswerTable, answer: Answer): ReactNode | undefined;
  /** What that picture is called, where it is no chart. */
  drawnAs?(table: AnswerTable): string | undefined;
  /** What stands above the tables, such as definitions. */
  beside?(question: Question, answer: Answer): ReactNode;
  cell?(row: Row, column: AnswerColumn, table: AnswerTable): ReactNode | undefined;
  /** What a table without rows says instead of bare headings: what to do so that it has some. */
  none?(table: AnswerTable): string | undefined;
  /** Rows up to which a table shows whole, with its texts uncut, where its texts are what it is about. */
  whole?(table: AnswerTable): number | undefined;
}

export function QuestionsScreen({ title, path, questions, actions, draw, drawnAs, beside, cell, none, whole }: Props) {
  const { query } = useAddress();
  const { data: record } = useRecord();
  const asked = questions.find((one) => one.name === query.get("ask")) ?? questions[0]!;
  const scope = useMemo(
    () => SCOPE.flatMap((key) => query.getAll(key).map((value): [string, string] => [key, value])),
    [query],
  );
  const address = useMemo(() => {
    const given = (asked.parameters ?? []).flatMap((one): [string, string][] => {
      const value = query.get(one.name) ?? (one.always ? one.default : null);
      return value ? [[one.name, value]] : [];
    });
    // A question may let a condition of the scope be chosen.
    const rest = scope.filter(([key]) => !asked.parameters?.some((one) => one.name === key));
    return href(asked.address, new URLSearchParams([...rest, ...given]));
  }, [asked, query, scope]);
  const { data, error, isPlaceholderData, job, refetch } = useAnswer(address);
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    navigate(href(path, next), { replace: true });
  };
  return (
    <div className="page questions">
      <div className="title-row">
        <h1>{title}</h1>
        <span className="no-print">
          <Views />
        </span>
      </div>
      <nav className="tabs no-print" aria-label={title}>
        {questions.map((one) => (
          <Link
            key={one.name}
            to={href(path, new URLSearchParams([["ask", one.name], ...scope]))}
            current={one === asked}
          >
            {one.label}
          </Link>
        ))}
      </nav>
      {asked.help ? <p className="muted questions-help">{asked.help}</p> : null}
      <ScopeLine scope={scope} record={record} onClear={() => navigate(href(path, { ask: asked.name }))} />
      {asked.parameters?.length ? (
        <form className="parameters no-print" aria-label={t.answer.change} onSubmit={(event) => event.preventDefault()}>
          {asked.parameters.map((one) => (
            <Field
              key={`${asked.name} ${one.name}`}
              parameter={one}
              value={query.get(one.name) ?? one.default}
              onChange={(value) => change(one.name, value === one.default ? "" : value)}
            />
          ))}
        </form>
      ) : null}
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : !data || isPlaceholderData ? (
        <Looking job={job} text={t.answer.asking} />
      ) : (
        <AnswerView
          key={asked.name}
          answer={data}
          actions={actions?.(asked, data)}
          beside={beside?.(asked, data)}
          {...(draw ? { draw: (table: AnswerTable) => draw(asked, table, data) } : {})}
          {...(drawnAs ? { drawnAs } : {})}
          {...(cell ? { cell } : {})}
          {...(none ? { none } : {})}
          {...(whole ? { whole } : {})}
        />
      )}
    </div>
  );
}

function ScopeLine({
  scope,
  record,
  onClear,
}: {
  scope: readonly [string, string][];
  record: RecordAnswer | undefined;
  onClear(): void;
}) {
  if (!scope.length) return null;
  const words = new Map<string, string>([
    ...(record?.sectors.map((one): [string, string] => [one.sector ?? "-", one.label]) ?? []),
    ...(record?.kinds.map((one): [string, string] => [one.name, one.label]) ?? []),
  ]);
  return (
    <p className="small">
      <strong>{t.answer.scope}:</strong>{" "}
      {scope
        .map(
          ([key, value]) =>
            `${key} ${value
              .split(",")
              .map((one) => words.get(one) ?? one)
              .join(", ")}`,
        )
        .join("; ")}{" "}
      <button type="button" className="link-button" onClick={onClear}>
        {t.answer.wholeRecord}
      </button>
    </p>
  );
}

function Field({ parameter, value, onChange }: { parameter: Parameter; value: string; onChange(value: string): void }) {
  const id = useId();
  const { kind, label, options, help } = parameter;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {kind === "select" ? (
        <select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
          {options?.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      ) : kind === "check" ? (
        <input
          id={id}
          type="checkbox"
          checked={value === "true"}
          onChange={(event) => onChange(String(event.target.checked))}
        />
      ) : (
        <input
          id={id}
          className="input"
          type={kind}
          min={parameter.min}
          max={parameter.max}
          step={parameter.step}
          // Kept until it is meant: an answer is not asked for at each letter.
          defaultValue={value}
          key={value}
          onBlur={(event) => event.target.value !== value && onChange(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && onChange(event.currentTarget.value)}
        />
      )}
      {help ? <p className="small muted">{help}</p> : null}
    </div>
  );
}
