import { expect, test } from "vitest";
import { byColumn, type Problem, problemTable, whyNot, withMeaning } from "./trial";

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

test("a file that nobody recognises is told what to do on the screen, not at the command line", () => {
  const remedy = "If you know whose file it is, name the source with --as; docs/sources.md lists them";
  const said = whyNot(`No source recognises the file (a.png). Got: a picture. Expected: nih, ror. ${remedy}.`);
  expect(said).toMatch(/^No source recognises the file \(a\.png\)\. Got: a picture\. A spreadsheet/);
  const [row] = problemTable([{ what: "No source", severity: "refused", expected: "nih, ror", remedy }], "").rows;
  expect(row).toMatchObject({ remedy: expect.stringContaining("Read all files as") });
  expect(JSON.stringify([said, row])).not.toMatch(/--as|docs\/|nih/);
});
