/** What became of it: decisions as kept, partnerships that are followed, whose review is due, and the review itself. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { href, Link, navigate, useAddress } from "../address";
import { AnswerView } from "../answer/AnswerView";
import type { Row } from "../answer/values";
import { ask } from "../api/client";
import { changedHere, useAnswer } from "../api/queries";
import type { Answer, AnswerColumn, PartnershipWritten } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { May, useMay } from "../shell/May";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import { Follow } from "./Follow";
import { here, type State } from "./state";

export function Following({ state, rater }: { state: State; rater: string }) {
  const { query } = useAddress();
  const opened = query.get("impact") ?? "";
  const open = (name: string) => {
    const next = new URLSearchParams(query);
    if (name) next.set("impact", name);
    else next.delete("impact");
    navigate(href("/partnerships", next));
  };
  const decided = useAnswer("/api/partnerships/decisions");
  const followed = useAnswer("/api/partnerships/impacts");
  const cell = (row: Row, column: AnswerColumn) =>
    column.name === "name" ? (
      <button
        type="button"
        className="link-button"
        aria-label={t.partnerships.openedOf(String(row.name))}
        onClick={() => open(String(row.name))}
      >
        {String(row.name)}
      </button>
    ) : undefined;
  const empty = [t.partnerships.noDecision, t.partnerships.noImpact];
  return (
    <>
      <p className="muted questions-help">{t.partnerships.decisionsHelp}</p>
      {[decided, followed].map(({ data, error, refetch }, index) =>
        error ? (
          <Failed key={index} error={error} again={() => void refetch()} />
        ) : !data ? (
          <Waiting key={index} text={t.answer.asking} />
        ) : data.tables[0]?.rows.length ? (
          <AnswerView key={index} answer={data} {...(index === 1 ? { cell } : {})} />
        ) : (
          <p key={index} className="card">
            {empty[index]} {index === 0 ? <Link to={here("rank", state)}>{t.partnerships.toRank}</Link> : null}
          </p>
        ),
      )}
      {opened ? <Opened key={opened} name={opened} rater={rater} onClose={() => open("")} /> : null}
      <May needs="editor" said={t.partnerships.follow}>
        <Follow key={batchOf(followed.data)} state={state} onOpened={open} />
      </May>
    </>
  );
}

/** A record that was opened begins a new form; what others change does not. */
const batchOf = (answer: { tables: { rows: unknown[] }[] } | undefined) => answer?.tables[0]?.rows.length ?? 0;

/** What a partnership has brought, against what was expected; and its review. */
function Opened({ name, rater, onClose }: { name: string; rater: string; onClose(): void }) {
  const [reviewing, setReviewing] = useState(false);
  const may = useMay("editor");
  const place = useRef<HTMLElement>(null);
  const { data, error, refetch } = useAnswer(href("/api/partnerships/impact", { name }));
  const there = !!data;
  useEffect(() => {
    if (there) place.current?.scrollIntoView({ block: "start" });
  }, [there]);
  return (
    <section ref={place} aria-label={name}>
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : data ? (
        <AnswerView
          answer={data}
          actions={
            <>
              {may ? (
                <button type="button" className="button primary" onClick={() => setReviewing(true)}>
                  {t.partnerships.review}
                </button>
              ) : null}
              <button type="button" className="button" onClick={onClose}>
                {t.partnerships.close}
              </button>
            </>
          }
        />
      ) : (
        <Waiting text={t.answer.asking} />
      )}
      {reviewing && data ? (
        <Review name={name} answer={data} rater={rater} onClose={() => setReviewing(false)} />
      ) : null}
    </section>
  );
}

interface ReviewProps {
  name: string;
  answer: Answer;
  rater: string;
  onClose(): void;
}

function Review({ name, answer, rater, onClose }: ReviewProps) {
  const id = useId();
  const indicators = (answer.tables.find((table) => table.title === "Indicators")?.rows ?? []) as Row[];
  const write = useMutation({
    mutationFn: (body: object) => ask<PartnershipWritten>("/api/partnerships/review", { body }),
    onError: (failed) => say(failed.message),
    onSuccess: ({ batch }) => {
      say(t.partnerships.reviewed(name));
      void changedHere(batch);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (key: string) => String(given.get(key) ?? "").trim();
    const readings = indicators.flatMap((row, at): [string, string][] => {
      const value = text(`reading-${at}`);
      return value ? [[String(row.name), value]] : [];
    });
    write.mutate({
      name,
      readings: Object.fromEntries(readings),
      source: text("source"),
      note: text("note"),
      by: text("by"),
      state: text("state") || null,
    });
  };
  return (
    <Dialog title={t.partnerships.reviewOf(name)} onClose={onClose}>
      <p>{answer.summary}</p>
      <form className="partner-fields" onSubmit={submit}>
        {indicators.map((row, at) => (
          <div key={String(row.name)}>
            <label htmlFor={`${id}-reading-${at}`}>
              {t.partnerships.reading(String(row.name), String(row.unit ?? ""))}
            </label>
            <input id={`${id}-reading-${at}`} name={`reading-${at}`} type="number" step="any" className="input" />
          </div>
        ))}
        <div>
          <label htmlFor={`${id}-note`}>{t.partnerships.note}</label>
          <textarea id={`${id}-note`} name="note" className="input" rows={3} />
        </div>
        <div>
          <label htmlFor={`${id}-source`}>{t.partnerships.source}</label>
          <input id={`${id}-source`} name="source" className="input" maxLength={2000} />
        </div>
        <div>
          <label htmlFor={`${id}-by`}>{t.partnerships.reviewBy}</label>
          <input id={`${id}-by`} name="by" className="input" maxLength={200} defaultValue={rater} />
        </div>
        <div>
          <label htmlFor={`${id}-state`}>{t.partnerships.state}</label>
          <select id={`${id}-state`} name="state" className="select">
            {Object.entries(t.partnerships.states).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <p className="partner-wide">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t.partnerships.reviewKeep}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
