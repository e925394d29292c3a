import { describe, expect, it } from "vitest";
import type { Series } from "../data";
import { spelt } from "../EquationField";
import { boxAt, drawn, middleOf, outside, placeAt } from "../geometry";
import { less } from "../made";
import { fitting, here, read } from "../state";
import { fromPlot, moved, type Point, scaleOf, sorted, toPlot, withOne, wrongOf } from "./curve";
import { onTop, type Step, type Under } from "./model";

const again = (address: string) => read(new URL(address, "http://x").searchParams);

describe("the points of a curve", () => {
  const points: Point[] = [
    [0, 1],
    [2, 5],
    [4, 3],
  ];
  it("are refused where they do not rise, are no numbers, or are too few, at the first place", () => {
    expect(wrongOf(points)).toBeNull();
    expect(wrongOf([...points, [4, 9]])).toEqual({ kind: "rise", at: 4 });
    expect(
      wrongOf([
        [0, 1],
        [Number.NaN, 2],
        [1, 1],
      ]),
    ).toEqual({ kind: "number", at: 2 });
    expect(wrongOf([[0, 1]])).toEqual({ kind: "few", at: 0 });
    expect(
      wrongOf(
        sorted([
          [3, 1],
          [1, 2],
          [2, 3],
        ]),
      ),
    ).toBeNull();
  });
  it("come back from the plot as they went in", () => {
    const scale = scaleOf(points);
    for (const point of points) expect(fromPlot(scale, toPlot(scale, point))).toEqual(point);
  });
  it("are moved up to their neighbours and no further", () => {
    const scale = scaleOf(points);
    expect(moved(points, 1, [9, 2], scale)[1]![0]).toBeLessThan(4);
    expect(moved(points, 1, [-9, 2], scale)[1]![0]).toBeGreaterThan(0);
    expect(wrongOf(moved(points, 1, [9, 2], scale))).toBeNull();
    expect(moved(points, 2, [9, 2], scale)[2]).toEqual([9, 2]);
  });
  it("are added in the middle, or a step behind the last", () => {
    expect(withOne(points, 0)[1]).toEqual([1, 3]);
    expect(withOne(points, 2)[3]).toEqual([6, 3]);
    expect(wrongOf(withOne(points, 2))).toBeNull();
  });
  it("have a scale where all are level", () => {
    const scale = scaleOf([
      [0, 3],
      [1, 3],
    ]);
    expect(toPlot(scale, [0.5, 3]).every(Number.isFinite)).toBe(true);
  });
});

describe("the canvas", () => {
  it("keeps where a box stands, on its grid", () => {
    expect(placeAt(middleOf([120, 48]))).toEqual([120, 48]);
    expect(placeAt({ x: -500, y: 3 })).toEqual([0, 0]);
    expect(boxAt(new Map([["a", { x: 100, y: 100 }]]), { x: 170, y: 110 })).toBe("a");
    expect(boxAt(new Map([["a", { x: 100, y: 100 }]]), { x: 190, y: 110 })).toBeUndefined();
  });
  it("draws the world outside away from the stock at a flow's other end", () => {
    const flow = { x: 300, y: 100 };
    expect(outside(flow, { x: 100, y: 100 }, "sink").cloud.x).toBeGreaterThan(376);
    expect(outside(flow, { x: 300, y: 300 }, "source").cloud.y).toBeLessThan(80);
    expect(outside(flow, undefined, "source").cloud.y).toBeLessThan(outside(flow, undefined, "sink").cloud.y);
  });
  it("marks a delay across the middle of a link", () => {
    expect(drawn({ x: 0, y: 0 }, { x: 400, y: 0 }, true).delay.match(/M/g)).toHaveLength(2);
  });
  it("spells names as equations want them", () => {
    expect([spelt("length of stay"), spelt("2020 plan"), spelt("<script>"), spelt("عدد المرضى")]).toEqual([
      "length_of_stay",
      '"2020 plan"',
      '"<script>"',
      "عدد_المرضى",
    ]);
  });
});

describe("runs of a model that is drawn", () => {
  it("remember how the model stood, and what the difference is to", () => {
    const address = here({
      ...again("/dynamics?model=drawn:Beds%20%26%20more&difference=1&against=Before&independent=1"),
      runs: [{ name: "Before", constants: {}, policies: [], start: 2, edits: {}, drawn: "0123abcd" }],
    });
    expect(here(again(address))).toBe(address);
    expect(again(address).runs[0]?.drawn).toBe("0123abcd");
    expect(again(address).against).toBe("Before");
  });
  it("are taken from each other value by value", () => {
    const series = (values: (number | null)[]): Series => ({
      name: "a",
      units: "",
      values,
      low: [],
      high: [],
      inner_low: [],
      inner_high: [],
    });
    expect(less(series([3, null, 5]), series([1, 1])).values).toEqual([2, null, null]);
  });
  it("leave out what the model no longer holds", () => {
    const state = again("/dynamics?set=stay=2&set=gone=3&show=patients&show=nowhere");
    const fits = fitting(state, ["patients", "stay"], ["stay"]);
    expect([fits.constants, fits.show]).toEqual([{ stay: 2 }, ["patients"]]);
  });
});

describe("changes under way", () => {
  const write = (to: string, was: string): Step => ({
    do: "write",
    name: "stay",
    equation: to,
    was: { equation: was },
  });

  it("are what the next change of this page is made of, whichever of them it still shows", () => {
    const under: Under = new Map();
    const [first, firstSettled] = onTop(under, write("2", "1"));
    const [second] = onTop(under, write("3", "1")); // the page has not heard of the first yet
    firstSettled();
    const [third, thirdSettled] = onTop(under, write("4", "2")); // it has heard of the first, not of the second
    expect([first, second, third].map((one) => one.do === "write" && one.was?.equation)).toEqual(["1", "2", "3"]);
    thirdSettled();
    expect(under.size).toBe(0);
  });

  it("of somebody else stay a conflict", () => {
    const under: Under = new Map();
    onTop(under, write("2", "1"));
    const [other] = onTop(under, write("5", "theirs"));
    expect(other).toEqual(write("5", "theirs"));
    expect(onTop(under, { do: "tidy" } as Step)[0]).toEqual({ do: "tidy" });
  });
});
