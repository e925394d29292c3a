import { describe, expect, it, test } from "vitest";
import { readMap } from "./data";
import { type Filter, partsOf, readFilter, writeFilter } from "./filters";
import { placeBadges } from "./labels";
import { pathBetween } from "./paths";
import { SAMPLE } from "./sample";
import { type Conditions, show } from "./visible";

//      0 hub ── 1 ── 4 ── 5      6 ── 7 (another component)
//       ├── 2
//       └── 3
const data = readMap(SAMPLE);
const conditions = (more: Partial<Conditions>): Conditions => ({
  kinds: [],
  sectors: [],
  from: null,
  to: null,
  hidden: new Set(),
  category: new Uint8Array(data.count),
  categories: 1,
  ego: null,
  ...more,
});
const left = (...filters: Filter[]) => {
  const visible = show(data, conditions({ filters, valuesOf: (name) => data.measures.get(name) }));
  return [...visible.actor.keys()].filter((actor) => visible.actor[actor]);
};

describe("filters", () => {
  it.each<[string, Filter]>([
    ["name~hub med", { kind: "name", text: "hub med" }],
    ["field.city=Houston|Aus%7Ctin", { kind: "field", field: "city", values: ["Houston", "Aus|tin"] }],
    ["range.degree=2..", { kind: "range", measure: "degree", low: 2, high: null }],
    ["range.measure=-0.5..1.25", { kind: "range", measure: "measure", low: -0.5, high: 1.25 }],
    ["core=3", { kind: "core", least: 3 }],
    ["part", { kind: "part", most: 1 }],
    ["part=3", { kind: "part", most: 3 }],
    ["part.of=16", { kind: "partOf", id: 16 }],
    ["ego.11=2", { kind: "ego", id: 11, steps: 2 }],
    ["ids=4,5", { kind: "ids", ids: [4, 5] }],
  ])("%s is read and written", (text, filter) => {
    expect(readFilter(text)).toEqual(filter);
    expect(writeFilter(filter)).toBe(text);
  });

  it.each([
    "",
    "core=",
    "core=x",
    "range.degree",
    "what",
    "field.city",
    "ids=a",
    "part=0",
    "part.of=",
    "ego.11=0",
    "ego.11=4",
    "ego.x=1",
  ])("%j is none", (text) => {
    expect(readFilter(text)).toBeNull();
  });

  it("keeps names, terms and ranges", () => {
    expect(left({ kind: "name", text: "leaf" })).toEqual([2, 3]);
    expect(left({ kind: "field", field: "city", values: ["Houston"] })).toEqual([0, 2]);
    expect(left({ kind: "field", field: "city", values: ["", "Austin"] })).toEqual([1, 3, 4, 5, 6, 7]);
    expect(left({ kind: "range", measure: "degree", low: 2, high: null })).toEqual([0, 1, 4]);
    expect(left({ kind: "range", measure: "degree", low: 2, high: 2 })).toEqual([1, 4]);
  });

  it("hides nobody by a figure that is not here yet", () => {
    expect(left({ kind: "range", measure: "katz", low: 2, high: null })).toHaveLength(8);
  });

  it("keeps the largest part, and ids", () => {
    expect(left({ kind: "part", most: 1 })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(left({ kind: "part", most: 2 })).toHaveLength(8);
    expect(left({ kind: "ids", ids: [16, 17, 99] })).toEqual([6, 7]);
  });

  it("keeps an actor and those within one to three steps", () => {
    expect(left({ kind: "ego", id: 11, steps: 1 })).toEqual([0, 1, 4]);
    expect(left({ kind: "ego", id: 11, steps: 2 })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(left({ kind: "ego", id: 12, steps: 3 })).toEqual([0, 1, 2, 3, 4]);
    expect(left({ kind: "ego", id: 16, steps: 3 })).toEqual([6, 7]);
    // Steps go over those that are left: without the bridge nothing behind it is reached.
    const onlyNear: Filter = { kind: "ids", ids: [10, 12, 14, 15] };
    expect(left(onlyNear, { kind: "ego", id: 10, steps: 3 })).toEqual([0, 2]);
    // Nobody is near an actor that is not there.
    expect(left({ kind: "ego", id: 99, steps: 1 })).toEqual([]);
    expect(left(onlyNear, { kind: "ego", id: 11, steps: 1 })).toEqual([]);
  });

  it("keeps the part of an actor, and the largest parts", () => {
    expect(left({ kind: "partOf", id: 17 })).toEqual([6, 7]);
    expect(left({ kind: "partOf", id: 15 })).toEqual([0, 1, 2, 3, 4, 5]);
    const broken: Filter = { kind: "ids", ids: [10, 12, 13, 14, 15, 16] };
    expect(left(broken, { kind: "part", most: 2 })).toEqual([0, 2, 3, 4, 5]);
    expect(left(broken, { kind: "partOf", id: 14 })).toEqual([4, 5]);
  });

  it("tells the parts by size, each by who has most partners in it", () => {
    const { parts } = partsOf(data, new Uint8Array(data.count).fill(1), () => true);
    expect(parts).toEqual([
      { first: 0, size: 6, lead: 0 },
      { first: 6, size: 2, lead: 6 },
    ]);
  });

  it("peels cores: a tree has no 2-core", () => {
    expect(left({ kind: "core", least: 1 })).toHaveLength(8);
    expect(left({ kind: "core", least: 2 })).toEqual([]);
  });

  it("counts what each filter left, in order", () => {
    const filters: Filter[] = [
      { kind: "part", most: 1 },
      { kind: "range", measure: "degree", low: 2, high: null },
      { kind: "core", least: 1 },
    ];
    const { after } = show(data, conditions({ filters, valuesOf: (name) => data.measures.get(name) }));
    expect(after).toEqual([6, 3, 3]);
  });
});

test("badges of close circles do not cover each other; the first of a ranking stays above its own", () => {
  const at = (x: number) => ({ x, y: 50, radius: 10, width: 16, height: 16 });
  const boxes = placeBadges([at(50), at(54), at(52), at(51), at(53), at(52), at(52)]);
  expect(boxes[0]!.bottom).toBeLessThanOrEqual(42);
  const placed = boxes.filter((box) => box !== null);
  placed.forEach((a, i) => {
    for (const b of placed.slice(i + 1))
      expect(a.left >= b.right || a.right <= b.left || a.top >= b.bottom || a.bottom <= b.top).toBe(true);
  });
  expect(boxes).toContain(null);
});

test("the shortest path goes over ties that show", () => {
  const { pair } = show(data, conditions({}));
  expect(pathBetween(data, pair, 2, 5)?.actors).toEqual([2, 0, 1, 4, 5]);
  expect(pathBetween(data, pair, 2, 6)).toBeNull();
  expect(pathBetween(data, pair, 3, 3)).toEqual({ actors: [3], pairs: [] });
  const grants = show(data, conditions({ kinds: ["grant"] }));
  expect(pathBetween(data, grants.pair, 2, 5)).toBeNull();
});

test("of equally short paths the one whose weakest tie is strongest is taken", () => {
  const square = readMap({
    ...SAMPLE,
    ties: {
      source: [0, 1, 0, 2],
      target: [1, 3, 2, 3],
      kind: ["a", "a", "a", "a"],
      weight: [9, 1, 3, 3],
      directed: [false, false, false, false],
      from: [null, null, null, null],
      to: [null, null, null, null],
      evidence: [1, 1, 1, 1],
    },
  });
  const { pair } = show(square, conditions({ category: new Uint8Array(square.count) }));
  expect(pathBetween(square, pair, 0, 3)?.actors).toEqual([0, 2, 3]);
});
