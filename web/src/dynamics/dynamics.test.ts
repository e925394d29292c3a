import { describe, expect, it } from "vitest";
import type { Loops } from "./data";
import { completions, wordAt } from "./EquationField";
import { drawn, next, placed, ring, wrapped } from "./geometry";
import { layersOf } from "./Loops";
import { tableOf } from "./made";
import { here, read } from "./state";

const again = (address: string) => read(new URL(address, "http://x").searchParams);

describe("the address of a simulation", () => {
  it("holds the whole state and is short where nothing is different", () => {
    expect(here(again("/dynamics"))).toBe("/dynamics");
    const state = {
      ...again("/dynamics?tab=diagram"),
      model: "sent",
      constants: { "a = b": -0.5 },
      policies: ["accelerator"],
      start: 3.5,
      edits: { rate: "IF a = 1 THEN 2 ELSE 3" },
      members: 100,
      seed: 4,
      loop: "R1",
      runs: [{ name: "One, & “two”", constants: { x: 1 }, policies: [], start: 2, edits: { y: "x = 2" } }],
    };
    expect(again(here(state))).toEqual(state);
  });
  it("takes what is broken for what is not there", () => {
    const state = again(
      "/dynamics?tab=moon&set=x&set=y=abc&set=z=&start=soon&draws=1e9&run={&run=[]&run=%7B%22n%22:1%7D",
    );
    expect(state).toEqual({ ...again("/dynamics"), members: 1000 });
  });
});

describe("the diagram", () => {
  const places = new Map([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 200, y: 10 }],
    ["c", { x: 190, y: 120 }],
    ["d", { x: 0, y: 130 }],
  ]);
  it("is walked by arrow keys to what lies ahead", () => {
    expect(next(places, "a", "ArrowRight")).toBe("b");
    expect(next(places, "a", "ArrowDown")).toBe("d");
    expect(next(places, "c", "ArrowLeft")).toBe("d");
    expect(next(places, "a", "ArrowUp")).toBeUndefined();
    expect(next(places, "a", "Home")).toBeUndefined();
  });
  it("ends links at the edges of boxes", () => {
    const { path, head } = drawn({ x: 0, y: 0 }, { x: 0, y: 300 }, true);
    expect(path).toBe("M0.0 20.0Q0.0 150.0 0.0 268.0");
    expect(head.startsWith("M0.0 277.0")).toBe(true);
  });
  it("leaves out numbers where they have no place", () => {
    const variable = { name: "x", at: null, at_all: [0, 0] } as never;
    expect(placed([variable], false).size).toBe(0);
    expect(placed([variable], true).size).toBe(1);
  });
  it("knows a loop's links without subscripts", () => {
    expect([...ring(["a[x]", "b", "c[y]"])]).toEqual(["a\nb", "b\nc", "c\na"]);
  });
  it("breaks names in two lines at most", () => {
    expect(wrapped("trust")).toEqual(["trust"]);
    expect(wrapped("innovations reaching patients")).toEqual(["innovations reaching", "patients"]);
    expect(wrapped("x".repeat(90))[0]!.length).toBeLessThan(25);
  });
});

describe("the editor", () => {
  it("completes the word before the caret", () => {
    const { word, from } = wordAt("2 * (net bi", 11);
    expect([word, from]).toEqual(["net bi", 5]);
    expect(completions(["net birth rate", "network", "cost ($)"], word)).toEqual(["net_birth_rate"]);
    expect(completions(["cost ($)"], "cos")).toEqual(['"cost ($)"']);
    expect(completions(["trust"], "t")).toEqual([]);
    expect(wordAt("a + ", 4).word).toBe("");
  });
});

describe("what is drawn", () => {
  it("adds the shares of loops to one", () => {
    const loop = (name: string, relative: number[]) =>
      ({ name, title: "", kind: "R", variables: [], share: 0, relative, partition: 0 }) as const;
    const found = {
      time: [0, 1],
      found: 9,
      complete: true,
      strongest: [],
      carried: false,
      loops: [loop("R1", [0.5, 0]), loop("B1", [-0.25, 0])],
    } as unknown as Loops;
    const layers = layersOf(found, "others");
    expect(layers.map((layer) => layer.values)).toEqual([
      [0.5, 0],
      [-0.25, 0],
      [0.25, 0],
    ]);
  });
  it("is a table with the ends of bands in the value", () => {
    const table = tableOf("t", "year", [0], [{ label: "a", values: [1], low: [0], high: [2], look: 0 }], "kg", null);
    expect(table.columns[1]).toMatchObject({ label: "a", format: "estimate", unit: "kg" });
    expect(table.rows[0]).toMatchObject({ time: 0, line0: { value: 1, low: 0, high: 2 } });
  });
});
