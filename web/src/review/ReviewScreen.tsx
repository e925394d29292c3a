/**
 * Review: doubtful matches one after the other, decided by a key each. Which item is shown stands in the address; what
 * was decided is a step of the record, which U takes back.
 */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { href, Link, navigate, useAddress } from "../address";
import { ask } from "../api/client";
import { inWords } from "../api/leads";
import { changedHere, client, useReview, useUndo } from "../api/queries";
import type { Review, ReviewItem } from "../api/types";
import { useCommands } from "../shell/commands";
import { Help } from "../shell/Help";
import { May, useMay } from "../shell/May";
import { Empty, Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { figure, t } from "../texts";
import { Matching } from "./Matching";
import { type Decision, fitting, KEYS, nextAfter, reasonsOf, shownAt } from "./queue";
import "./review.css";

const show = (item: string | null) => navigate(href("/review", item ? { item } : {}), { replace: true });

export default function ReviewScreen() {
  const { data, error, refetch } = useReview();
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.screen} />;
  return <Queue review={data} />;
}

function Queue({ review }: { review: Review }) {
  const { query } = useAddress();
  const { items } = review;
  const at = shownAt(items, query.get("item"));
  const item = items[at];
  const [last, setLast] = useState<number | null>(null);
  const undo = useUndo();
  const may = useMay("editor");
  const reason = useRef<HTMLInputElement>(null);
  const decide = useMutation({
    mutationFn: ({ one, ...body }: { one: ReviewItem; decision: Decision; id?: string; reason: string }) =>
      ask<Review>(`/api/review/${one.item}`, { body }),
    onSuccess: (after, { one, decision }) => {
      // What is left is shown with the next item, not a moment after it.
      client.setQueryData(["review"], after);
      setLast(after.decided ?? null);
      say(t.review.done[decision](one.name));
      if (reason.current) reason.current.value = "";
      show(nextAfter(items, at, after.items));
      void changedHere(after.decided);
    },
    onError: (error) => say(error.message),
  });
  const act = (decision: Decision, id?: string) => {
    if (!item || !may || decide.isPending || !fitting(item).includes(decision)) return;
    decide.mutate({ one: item, decision, reason: reason.current?.value ?? "", ...(id ? { id } : {}) });
  };
  const takeBack = () => {
    if (last === null || undo.isPending) return;
    undo.mutate(last, { onSuccess: () => say(t.review.undone), onError: (error) => say(error.message) });
    setLast(null);
  };
  const step = (by: number) => {
    if (items.length) show(items[(at + by + items.length) % items.length]!.item);
  };
  const latest = useRef({ act, takeBack, step });
  latest.current = { act, takeBack, step };
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input, textarea, select, dialog, [contenteditable]");
      if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const decision = KEYS[event.key.toLowerCase()];
      if (decision) latest.current.act(decision);
      else if (event.key.toLowerCase() === "u") latest.current.takeBack();
      else if (event.key === "ArrowDown") latest.current.step(1);
      else if (event.key === "ArrowUp") latest.current.step(-1);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);
  useCommands(() => [
    ...(item && may
      ? fitting(item).map((decision) => ({
          group: t.commands.here,
          label: t.review[decision],
          words: t.review.says[item.kind][decision],
          keys: decision[0]!.toUpperCase(),
          run: () => act(decision),
        }))
      : []),
    ...(last === null ? [] : [{ group: t.commands.here, label: t.review.undoLast, keys: "U", run: takeBack }]),
  ]);
  // A match that was just started is told above what waits, where the eye is; and it is what comes first where nothing waits.
  const first = query.has("job") || !item;
  const matching = (
    <May needs="editor">
      <Matching first={!item} />
    </May>
  );

  return (
    <div className="page review">
      <header>
        <h1>{t.review.title}</h1>
        <p className="muted">{t.review.intro}</p>
      </header>
      {/* Where nothing waits, the same is said below, above the way to do it. */}
      {item
        ? review.warnings.map((warning) => (
            <p key={warning} className="warning">
              {inWords(warning)}
            </p>
          ))
        : null}
      {first ? matching : null}
      {item ? (
        <div className="review-work">
          <nav aria-label={t.review.list} className="review-list">
            <p className="small muted number" role="status">
              {t.review.left(items.length)}
            </p>
            <ol>
              {items.map((one, index) => (
                <li key={one.item}>
                  <button type="button" aria-current={index === at ? "true" : undefined} onClick={() => show(one.item)}>
                    <span>{one.name}</span>
                    <span className="small muted">
                      {one.proposed}
                      {one.skipped ? ` · ${t.review.skipped}` : ""}
                    </span>
                  </button>
                </li>
              ))}
            </ol>
          </nav>
          <article className="review-item" aria-labelledby="review-question">
            <header>
              <h2 id="review-question">{t.review[item.kind]}</h2>
              <span className="number muted">{t.review.of(at + 1, items.length)}</span>
            </header>
            <div className="review-pair">
              <section aria-label={t.review.ours}>
                <h3>{t.review.ours}</h3>
                <p className="review-name">{item.name}</p>
                <p className="muted">{item.place}</p>
                <Link to={`/actors/${item.actor}`}>{t.review.openActor}</Link>
              </section>
              <section aria-label={t.review.theirs[item.kind]}>
                <h3>{t.review.theirs[item.kind]}</h3>
                <p className="review-name">{item.proposed}</p>
                {item.id ? <p className="muted">{item.id}</p> : null}
                {item.into !== null ? <Link to={`/actors/${item.into}`}>{t.review.openActor}</Link> : null}
              </section>
            </div>
            <p className="review-sure">
              <strong className="number">{t.review.sure(`${figure(Math.round(item.probability * 100))} %`)}</strong>
              <Help label={t.review.sure("")}>
                <p>{t.review.sureHelp}</p>
              </Help>
            </p>
            <Reasons item={item} />
            <May needs="editor" said={t.review.title}>
              <div className="review-actions">
                {fitting(item).map((decision) => (
                  <button
                    key={decision}
                    type="button"
                    className={decision === "accept" ? "button primary" : "button"}
                    disabled={decide.isPending}
                    title={t.review.says[item.kind][decision]}
                    onClick={() => act(decision)}
                  >
                    {t.review[decision]} <kbd aria-hidden="true">{decision[0]!.toUpperCase()}</kbd>
                  </button>
                ))}
                <button type="button" className="button" disabled={last === null || undo.isPending} onClick={takeBack}>
                  {t.review.undoLast} <kbd aria-hidden="true">U</kbd>
                </button>
              </div>
              <p className="small muted">{t.review.keys}</p>
              <label className="field review-reason">
                <span className="small">{t.review.reason}</span>
                <input ref={reason} className="input" maxLength={10_000} />
              </label>
              {item.kind === "match" ? <Other key={item.item} onGo={(id) => act("accept", id)} /> : null}
            </May>
          </article>
        </div>
      ) : (
        <Empty title={t.review.none} text={review.warnings.length ? t.review.noneYet : t.review.noneText}>
          {last === null ? null : (
            <button type="button" className="button" onClick={takeBack}>
              {t.review.undoLast}
            </button>
          )}
          <Link to="/map" className="button">
            {t.errors.toMap}
          </Link>
        </Empty>
      )}
      {first ? null : matching}
    </div>
  );
}

function Reasons({ item }: { item: ReviewItem }) {
  const { forIt, against, other } = reasonsOf(item);
  const list = (title: string, reasons: readonly string[], sign: string) =>
    reasons.length ? (
      <section aria-label={title}>
        <h3>{title}</h3>
        <ul>
          {reasons.map((reason) => (
            <li key={reason} data-sign={sign}>
              {reason}
            </li>
          ))}
        </ul>
      </section>
    ) : null;
  return (
    <div className="review-reasons">
      {list(t.review.forIt, [...forIt, ...other], "+")}
      {list(t.review.against, against, "−")}
    </div>
  );
}

/** Say which organisation it is, where it is none of those proposed. */
function Other({ onGo }: { onGo: (id: string) => void }) {
  return (
    <details>
      <summary>{t.review.other}</summary>
      <form
        className="review-other"
        onSubmit={(event) => {
          event.preventDefault();
          const id = String(new FormData(event.currentTarget).get("id") ?? "").trim();
          if (id) onGo(id);
        }}
      >
        <input
          name="id"
          className="input"
          aria-label={t.review.otherId}
          placeholder={t.review.otherId}
          maxLength={500}
        />
        <button type="submit" className="button">
          {t.review.accept}
        </button>
      </form>
    </details>
  );
}
