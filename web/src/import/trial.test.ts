import { expect, test } from "vitest";
import { byColumn, type Problem, problemTable, withMeaning } from "./trial";

test("a meaning moves from one column to another, and a column has one meaning", () => {
  expect(withMeaning({ name: "A", city: "B" }, "B", "name")).toEqual({ name: "B" });
  expect(withMeaning({ name: "A" }, "B", "city")).toEqual({ name: "A", city: "B" });
  expect(withMeaning({ name: "A", city: "B" }, "B", "")).toEqual({ name: "A" });
  expect(byColumn({ name: "A", city: "B" })).toEqual({ A: "name", B: "city" });
});

test("problems stand the worst first, with the columns that any of them has", () => {
  const problems: Problem[] = [
    { what: "Columns were understood", severity: "noted" },
    { what: "The date is no date", severity: "changed", row: 3, got: "soon" },
    { what: "No name", severity: "refused", row: 7 },
  ];
  const table = problemTable(problems, "Problems");
  expect(table.rows.map((row) => row.what)).toEqual(["No name", "The date is no date", "Columns were understood"]);
  expect(table.columns.map((column) => column.name)).toEqual(["severity", "what", "row", "got"]);
});
