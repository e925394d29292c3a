import { expect, test } from "vitest";
import type { AnswerColumn, AnswerTable } from "../api/types";
import { chartOf, reading, ticks } from "./reading";

const column = (name: string, format: AnswerColumn["format"], unit: string | null = null): AnswerColumn => ({
  name,
  label: name.toUpperCase(),
  format,
  unit,
  caveat: null,
});
const table = (columns: AnswerColumn[], rows: AnswerTable["rows"]): AnswerTable => ({
  title: "T",
  note: null,
  columns,
  rows,
});

test("an actor's id becomes the link of the name after it", () => {
  const { columns, actorOf } = reading(
    table([column("source", "actor"), column("one", "text"), column("target", "actor"), column("other", "text")], []),
  );
  expect(columns.map((one) => one.name)).toEqual(["one", "other"]);
  expect([...actorOf]).toEqual([
    ["one", "source"],
    ["other", "target"],
  ]);
});

test("an id with no name beside it stays a column", () => {
  expect(reading(table([column("id", "actor"), column("n", "integer")], [])).columns).toHaveLength(2);
});

test("bars are drawn of the first figure, with the ends of its interval, and rows without a value left out", () => {
  const chart = chartOf(
    table(
      [column("who", "text"), column("time", "estimate", "days")],
      [
        { who: "a", time: { value: 2, low: 1, high: 4 } },
        { who: "b", time: { reason: "too few" } },
        { who: "c", time: { value: 5 } },
      ],
    ),
  );
  expect(chart).toMatchObject({ kind: "bars", labels: ["a", "c"], unit: "days", left: 1 });
  expect(chart!.series[0]).toEqual({ label: "TIME", values: [2, 5], low: [1, null], high: [4, null] });
});

test("low and high beside a figure are its interval", () => {
  const columns = [column("who", "text"), column("n", "number"), column("low", "number"), column("high", "number")];
  const chart = chartOf(
    table(columns, [
      { who: "a", n: 2, low: 1, high: 3 },
      { who: "b", n: 1, low: 0, high: 2 },
    ]),
  );
  expect(chart!.series).toEqual([{ label: "N", values: [2, 1], low: [1, 0], high: [3, 2] }]);
});

test("lines are drawn over an axis that rises", () => {
  const columns = [column("date", "date"), column("a", "number"), column("b", "number"), column("c", "percent")];
  const chart = chartOf(
    table(columns, [
      { date: "2020", a: 1, b: 2, c: 0.5 },
      { date: "2021-07", a: 2, b: 1, c: 0.4 },
    ]),
  );
  expect(chart).toMatchObject({ kind: "lines", x: [2020, 2021.5] });
  expect(chart!.series.map((one) => one.label)).toEqual(["A", "B"]);
});

test("rows of one name are told apart", () => {
  const columns = [column("one", "text"), column("other", "text"), column("n", "integer")];
  const chart = chartOf(
    table(columns, [
      { one: "a", other: "b", n: 1 },
      { one: "a", other: "c", n: 2 },
    ]),
  );
  expect(chart!.labels).toEqual(["a – b", "a – c"]);
});

test("words alone and single rows are not drawn", () => {
  expect(chartOf(table([column("who", "text")], [{ who: "a" }, { who: "b" }]))).toBeNull();
  expect(chartOf(table([column("who", "text"), column("n", "integer")], [{ who: "a", n: 1 }]))).toBeNull();
});

test.each([
  [0, 10, [0, 2, 4, 6, 8, 10]],
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [-3, 3, [-3, -2, -1, 0, 1, 2, 3]],
  [2006, 2031, [2010, 2015, 2020, 2025, 2030]],
  [5, 5, [5]],
])("ticks from %d to %d are round", (low, high, expected) => {
  expect(ticks(low, high)).toEqual(expected);
});

test("low and high among several figures are nobody's interval but that of which they are named", () => {
  const columns = [column("who", "text"), column("n", "number"), column("expected", "number"), column("low", "number")];
  const chart = chartOf(
    table(columns, [
      { who: "a", n: 2, expected: 5, low: 4 },
      { who: "b", n: 1, expected: 5, low: 4 },
    ]),
  );
  expect(chart!.series[0]!.low).toEqual([null, null]);
});
