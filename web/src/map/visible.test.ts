import { describe, expect, it } from "vitest";
import { readMap } from "./data";
import { SAMPLE } from "./sample";
import { alive, type Conditions, neighbours, reach, show } from "./visible";

const data = readMap(SAMPLE);
const all: Conditions = {
  kinds: [],
  sectors: [],
  from: null,
  to: null,
  hidden: new Set(),
  // One category for each sector, in the order provider, academia, industry, investor, none.
  category: Uint8Array.from([0, 1, 2, 2, 3, 4, 0, 0]),
  categories: 5,
  ego: null,
};
const names = (shown: Uint8Array) => data.name.filter((_, index) => shown[index]);

describe("what a map is read into", () => {
  it("joins ties of the same two actors into one pair, whatever their direction", () => {
    expect(data.ties.count).toBe(7);
    expect(data.pairs.count).toBe(6);
    expect(data.ties.pair[0]).toBe(data.ties.pair[1]);
  });

  it("lays the longest extent of the largest component level", () => {
    const span = (values: Float64Array) => Math.max(...values.slice(0, 6)) - Math.min(...values.slice(0, 6));
    expect(span(data.x)).toBeCloseTo(3);
    expect(span(data.y)).toBeLessThan(0.3);
  });
});

describe("what shows", () => {
  it("is everything where there are no conditions", () => {
    const shown = show(data, all);
    expect([shown.actors, shown.ties, shown.undated]).toEqual([8, 7, 1]);
    expect(shown.perCategory).toEqual([3, 1, 2, 1, 1]);
    expect(shown.pair[data.ties.pair[0]!]).toBe(7);
  });

  it("keeps a tie if it held at some time in the years, and an undated one always", () => {
    const shown = show(data, { ...all, from: 2003, to: 2004 });
    // The grants of 2001–2004 and 2003, and the undated one of Leaf B; not 2005–6, nor what began in 2008 or 2010, nor ended in 2002.
    expect(shown.ties).toBe(3);
    expect(shown.undated).toBe(1);
    expect(names(shown.actor)).toEqual(["Hub", "Bridge", "Leaf A", "Leaf B"]);
  });

  it("hides a category with its ties, but still counts who would be there", () => {
    const shown = show(data, { ...all, hidden: new Set([2]) });
    expect(names(shown.actor)).not.toContain("Leaf A");
    expect(shown.ties).toBe(5);
    expect(shown.perCategory[2]).toBe(2);
  });

  it("walks one to three steps from an actor over the ties that show", () => {
    const within = (depth: number) => names(show(data, { ...all, ego: { actor: 0, depth } }).actor);
    expect(within(1)).toEqual(["Hub", "Bridge", "Leaf A", "Leaf B"]);
    expect(within(2)).toEqual([...within(1), "Far"]);
    expect(within(3)).toEqual([...within(2), "Farther"]);
    const grants = show(data, { ...all, kinds: ["grant"], ego: { actor: 0, depth: 3 } });
    expect(names(grants.actor)).toEqual(["Hub", "Bridge", "Leaf A", "Leaf B"]);
  });

  it("keeps only sectors of the scope", () => {
    const shown = show(data, { ...all, sectors: ["provider", "academia"] });
    expect(names(shown.actor)).toEqual(["Hub", "Bridge", "Apart", "Also apart"]);
    expect(shown.ties).toBe(3);
  });
});

describe("neighbours", () => {
  it("come by weight, then by name", () => {
    const { pair } = show(data, all);
    expect(neighbours(data, pair, 0).map(({ actor, weight }) => [data.name[actor], weight])).toEqual([
      ["Bridge", 7],
      ["Leaf A", 1],
      ["Leaf B", 1],
    ]);
  });

  it("are counted in steps, with minus one for what cannot be reached", () => {
    expect([...reach(data, show(data, all).pair, 5, 9)]).toEqual([3, 2, 4, 4, 1, 0, -1, -1]);
  });
});

describe("a span of years", () => {
  it.each([
    [2000, 2005, 2005, 2010, true],
    [2000, 2004, 2005, 2010, false],
    [2011, -1, 2005, 2010, false],
    [-1, -1, 2005, 2010, true],
    [-1, 2004, null, 2010, true],
    [2011, 2012, 2005, null, true],
  ])("from %i to %i in %s to %s: %s", (from, to, first, last, expected) => {
    expect(alive(from, to, first, last)).toBe(expected);
  });
});
