import { expect, test } from "vitest";
import { type Step, stepsOf } from "./steps";

const step = (batch: number, undone_by: number | null = null): Step => ({
  batch,
  reason: `step ${batch}`,
  time: "2026-01-01T00:00:00Z",
  author: "",
  rows: 1,
  undone_by,
});

test("the latest step is the one to undo, and nothing is there to redo", () => {
  const { undo, redo, list } = stepsOf([step(2), step(1)]);
  expect(undo?.batch).toBe(2);
  expect(redo).toBeNull();
  expect(list.map((one) => one.inEffect)).toEqual([true, true]);
});

test("after an undo the step before is next, and redo undoes the undoing", () => {
  const { undo, redo, list } = stepsOf([step(3), step(2, 3), step(1)]);
  expect(undo?.step.batch).toBe(1);
  expect(redo).toEqual({ step: step(2, 3), batch: 3 });
  expect(list.map((one) => one.step.batch)).toEqual([2, 1]);
});

test("a step that was redone can be undone again, by undoing the redo", () => {
  const { undo, redo } = stepsOf([step(4), step(3, 4), step(2, 3), step(1)]);
  expect(undo).toEqual({ step: step(2, 3), batch: 4 });
  expect(redo).toBeNull();
});

test("two undone: redo goes forward from the one undone last", () => {
  const { undo, redo } = stepsOf([step(4), step(3), step(2, 3), step(1, 4)]);
  expect(undo).toBeNull();
  expect(redo?.step.batch).toBe(1);
});

test("a new step closes the way forward", () => {
  expect(stepsOf([step(4), step(3), step(2, 3), step(1)]).redo).toBeNull();
});
