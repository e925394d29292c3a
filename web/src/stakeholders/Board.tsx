/** The engagement plan as a board: what is proposed, what is decided and by whom, what is done. */
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { Link } from "../address";
import { day, type Row } from "../answer/values";
import { ask } from "../api/client";
import { changedHere, useUndo } from "../api/queries";
import type { StakeholderWritten } from "../api/types";
import { useMay } from "../shell/May";
import { say } from "../shell/toast";
import { count, t } from "../texts";

export const COLUMNS = ["proposed", "decided", "done"] as const;
export type Column = (typeof COLUMNS)[number];

/** What a card that is dropped on a column asks for: to decide, to write that it is done or not, or nothing. */
export function dropped(from: Column, to: Column): "decide" | { done: boolean } | "undo" | null {
  if (from === to) return null;
  if (to === "done") return { done: true };
  if (to === "proposed") return "undo";
  return from === "done" ? { done: false } : "decide";
}

/** Whether a step should have been taken by now. */
export const late = (row: Row, today: string): boolean =>
  row.status !== "done" && typeof row.by === "string" && row.by !== "" && row.by < today.slice(0, row.by.length);

export function Board({ rows, onDecide }: { rows: readonly Row[]; onDecide(row: Row): void }) {
  const may = useMay("editor");
  const undo = useUndo();
  const [dragged, setDragged] = useState<Row | null>(null);
  const [over, setOver] = useState<Column | null>(null);
  const write = useMutation({
    mutationFn: ({ row, done }: { row: Row; done: boolean }) =>
      ask<StakeholderWritten>("/api/stakeholders/engage", { body: { actor: Number(row.id), done } }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }, { row, done }) => {
      say(
        t.stakeholders.board.moved(String(row.name), t.stakeholders.board.columns[done ? "done" : "decided"]),
        batch === null ? undefined : { label: t.stakeholders.undo, run: () => undo.mutate(batch) },
      );
      void changedHere(batch);
    },
  });
  const drop = (row: Row, to: Column) => {
    const asked = dropped(row.status as Column, to);
    if (asked === "decide") onDecide(row);
    else if (asked === "undo") say(t.stakeholders.board.undecide);
    else if (asked) write.mutate({ row, ...asked });
  };
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      {may ? <p className="small muted no-print">{t.stakeholders.board.help}</p> : null}
      <div className="board">
        {COLUMNS.map((column) => {
          const cards = rows.filter((row) => row.status === column);
          const name = t.stakeholders.board.columns[column];
          return (
            <section
              key={column}
              className="board-column"
              aria-label={name}
              data-over={over === column ? "" : undefined}
              onDragOver={(event) => {
                if (!dragged) return;
                event.preventDefault();
                setOver(column);
              }}
              onDragLeave={(event: DragEvent) => {
                if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
              }}
              onDrop={(event) => {
                event.preventDefault();
                setOver(null);
                if (dragged) drop(dragged, column);
                setDragged(null);
              }}
            >
              <h3>
                {name} <span className="number muted">{count(cards.length)}</span>
              </h3>
              {cards.length ? (
                <ul>
                  {cards.map((row) => (
                    <Card
                      key={String(row.id)}
                      row={row}
                      late={late(row, today)}
                      may={may}
                      busy={write.isPending}
                      onDecide={() => onDecide(row)}
                      onDone={(done) => write.mutate({ row, done })}
                      onDrag={(on) => setDragged(on ? row : null)}
                    />
                  ))}
                </ul>
              ) : (
                <p className="small muted">{t.stakeholders.board.none}</p>
              )}
            </section>
          );
        })}
      </div>
    </>
  );
}

interface CardProps {
  row: Row;
  late: boolean;
  may: boolean;
  busy: boolean;
  onDecide(): void;
  onDone(done: boolean): void;
  onDrag(on: boolean): void;
}

function Card({ row, late, may, busy, onDecide, onDone, onDrag }: CardProps) {
  const name = String(row.name);
  const by = String(row.by ?? "");
  const done = row.status === "done";
  return (
    <li
      className="board-card"
      draggable={may}
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", name);
        event.dataTransfer.effectAllowed = "move";
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    >
      <Link to={`/actors/${Number(row.id)}`}>{name}</Link>
      <p className="small muted">{String(row.why ?? "")}</p>
      <p className="small">{String(row.how ?? "")}</p>
      <dl className="small">
        <div>
          <dt>{t.stakeholders.by}</dt>
          <dd>
            {day(by)} {late ? <strong className="board-late">{t.stakeholders.board.late}</strong> : null}
          </dd>
        </div>
        <div>
          <dt>{t.stakeholders.owner}</dt>
          <dd>{String(row.owner || t.stakeholders.board.nobody)}</dd>
        </div>
      </dl>
      {may ? (
        <p className="board-actions no-print">
          <button
            type="button"
            className="link-button"
            aria-label={row.status === "proposed" ? t.stakeholders.decideOf(name) : t.stakeholders.board.changeOf(name)}
            onClick={onDecide}
          >
            {row.status === "proposed" ? t.stakeholders.decide : t.stakeholders.board.change}
          </button>
          <button
            type="button"
            className="link-button"
            disabled={busy}
            aria-label={done ? t.stakeholders.board.reopenOf(name) : t.stakeholders.board.finishOf(name)}
            onClick={() => onDone(!done)}
          >
            {done ? t.stakeholders.board.reopen : t.stakeholders.board.finish}
          </button>
        </p>
      ) : null}
    </li>
  );
}
