import { expect, test } from "vitest";
import type { RecordSeen } from "../api/types";
import { withGone } from "./records";

const seen = (file: string): RecordSeen => ({
  file,
  title: file,
  size_bytes: 1,
  changed: "2026-11-25T00:00:00+00:00",
  address: `/beside/${file}/`,
  here: false,
  served: false,
  problem: null,
});

test("a record that was listed and is gone says so, until it is back", () => {
  const gone = withGone([seen("a")], [seen("a"), seen("b")], "gone");
  expect(gone.map((one) => [one.file, one.problem])).toEqual([
    ["a", null],
    ["b", "gone"],
  ]);
  expect(withGone([seen("b"), seen("a")], gone, "gone").every((one) => one.problem === null)).toBe(true);
});
