import { expect, test } from "vitest";
import { here, moved, page, read } from "./state";

test("an address gives the state that made it", () => {
  const state = {
    title: "Board, May",
    sections: ["map", "view:A & b"],
    scope: [["place", "Houston"]] as [string, string][],
  };
  expect(read(new URLSearchParams(here(state).split("?")[1]))).toEqual(state);
  expect(page(state, true)).toContain("/api/dossier?title=Board,+May&section=map");
  expect(page(state, true)).toMatch(/download=true$/);
});

test("a section moves by one place and stops at the ends", () => {
  expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  expect(moved(["a"], "x", 1)).toEqual(["a"]);
});
