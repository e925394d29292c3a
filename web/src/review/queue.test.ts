import { expect, test } from "vitest";
import type { ReviewItem } from "../api/types";
import { fitting, nextAfter, reasonsOf, shownAt } from "./queue";

const item = (name: string, more: Partial<ReviewItem> = {}): ReviewItem => ({
  item: name,
  kind: "match",
  actor: 1,
  name: "A",
  place: "",
  proposed: "B",
  id: "x",
  probability: 0.6,
  reasons: ["+ same city", "− another country", "- no id", "read by hand"],
  skipped: false,
  into: null,
  ...more,
});
const [a, b, c] = [item("1"), item("2"), item("3-4", { kind: "merge" })];

test("reasons are told apart by their sign", () => {
  expect(reasonsOf(a!)).toEqual({
    forIt: ["same city"],
    against: ["another country", "no id"],
    other: ["read by hand"],
  });
});

test("two actors that may be one are never new", () => {
  expect(fitting(c!)).toEqual(["accept", "reject", "skip"]);
  expect(fitting(a!)).toContain("new");
});

test("what the address names is shown while it waits, else the first", () => {
  expect(shownAt([a!, b!, c!], "3-4")).toBe(2);
  expect(shownAt([a!, b!], "9")).toBe(0);
  expect(shownAt([], "1")).toBe(-1);
});

test("after a decision the item below comes next, at the end the first", () => {
  expect(nextAfter([a!, b!, c!], 0, [b!, c!])).toBe("2");
  expect(nextAfter([a!, b!, c!], 2, [a!, b!])).toBe("1");
  // What is put off stays, but is not shown again at once.
  expect(nextAfter([a!, b!], 0, [b!, a!])).toBe("2");
  expect(nextAfter([a!], 0, [])).toBeNull();
});
