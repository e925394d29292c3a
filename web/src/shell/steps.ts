/**
 * Undo and redo over the record's history. An undo is a batch of its own that takes another back, and may be taken
 * back itself; so what is in effect follows from the chain of undoings that hangs on each batch.
 */
import type { History } from "../api/types";

export type Step = History["batches"][number];

export interface Steps {
  /** The step that undo takes back, and the batch to undo for it. */
  undo: { step: Step; batch: number } | null;
  /** The step that redo brings back, and the batch to undo for it. */
  redo: { step: Step; batch: number } | null;
  /** The user's steps, the latest first, undoings left out. */
  list: { step: Step; inEffect: boolean }[];
}

/** Find what can be undone and redone in a history, the latest batch first. */
export function stepsOf(batches: readonly Step[]): Steps {
  const byNumber = new Map(batches.map((batch) => [batch.batch, batch]));
  const undoings = new Set(batches.flatMap((batch) => (batch.undone_by === null ? [] : [batch.undone_by])));
  /** The last batch of the chain that hangs on a step, and how many undoings lie in it. */
  const chain = (step: Step): { last: number; undoings: number } => {
    let last = step.batch;
    let count = 0;
    for (let next = step.undone_by; next !== null && count < batches.length; count++) {
      last = next;
      next = byNumber.get(next)?.undone_by ?? null;
    }
    return { last, undoings: count };
  };
  const list = batches
    .filter((batch) => !undoings.has(batch.batch))
    .map((step) => ({ step, ...chain(step) }))
    .map((one) => ({ ...one, inEffect: one.undoings % 2 === 0 }));
  const undo = list.find((one) => one.inEffect);
  const undone = list.filter((one) => !one.inEffect).sort((a, b) => b.last - a.last)[0];
  // A step made after the undoing closes the way forward, as in any editor.
  const newer = undone && list.some((one) => one.inEffect && one.step.batch > undone.last);
  return {
    undo: undo ? { step: undo.step, batch: undo.last } : null,
    redo: undone && !newer ? { step: undone.step, batch: undone.last } : null,
    list: list.map(({ step, inEffect }) => ({ step, inEffect })),
  };
}
