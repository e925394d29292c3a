import { expect, test } from "vitest";
import { answered, asked, here, read, without } from "./state";

test("an address gives the state that made it", () => {
  const state = {
    where: ["US", "EU"],
    facts: ["product=software", "harm=death|serious"],
    asOf: "2026-01-05",
    session: "A, b",
  };
  expect(read(new URLSearchParams(here(state).split("?")[1]))).toEqual(state);
});

test("a session's name is for the reader and is not asked of the rules", () => {
  expect(asked({ where: ["US"], facts: [], asOf: "", session: "One" })).toBe("/api/pathway/ask?where=US");
});

test("an answer takes the place of an earlier one to the same question", () => {
  expect(answered(["a=1", "ab=2"], "a", "3")).toEqual(["a=3", "ab=2"]);
  expect(answered(["a=1"], "b", "2")).toEqual(["a=1", "b=2"]);
  expect(without(["a=1", "ab=2"], "a")).toEqual(["ab=2"]);
});
