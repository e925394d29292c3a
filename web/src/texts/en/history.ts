/** The texts of the history, in English. */
import { s } from "../words";

export const texts = {
  history: {
    title: "History",
    intro:
      "Every change to the record, the latest first. A batch is undone as a whole, by a new batch that can itself be undone.",
    time: "When",
    reason: "Why",
    author: "Who",
    rows: "Rows changed",
    undo: "Undo",
    undoTitle: "Undo this batch?",
    undoText: (reason: string, rows: number) =>
      `“${reason}” added or changed ${s(rows, "row")} of the record. They are taken back by a new batch; nothing is lost, and you can undo that too.`,
    cancel: "Keep it",
    undone: (by: number) => `undone by batch ${by}`,
    done: (batch: number) => `Undone, by batch ${batch}.`,
    empty: "Nothing has been changed yet.",
  },
};
