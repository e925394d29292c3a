import { describe, expect, it } from "vitest";
import type { RecordAnswer } from "../api/types";
import { readMap } from "./data";
import { extent, framing, tieColours, widthClass } from "./drawing";
import { lines, placeLabels } from "./labels";
import { labelling, thickness } from "./looks";
import { SAMPLE } from "./sample";
import { colourByField, colourByNumber, colourBySector, mix, sizes } from "./scales";
import { asked, askedMap, readState, scopeOf, writeState } from "./state";
import { show } from "./visible";
import { profile } from "./YearRange";

const data = readMap(SAMPLE);

describe("the address", () => {
  it("holds the whole state, and gives it back", () => {
    const text =
      "kind=a,b&sector=provider&place=Houston&from=2001&to=2009&as-of=2020-01-01&colour=city&size=betweenness&hide=x|y&actor=7&ego=2&pin=1,2&labels=many&label=measure:degree&width=records&layout=bands&cam=0.100,-0.200,1.50";
    const state = readState(new URLSearchParams(text));
    expect(state).toMatchObject({
      kinds: ["a", "b"],
      from: 2001,
      actor: 7,
      ego: 2,
      pins: [1, 2],
      camera: { x: 0.1, y: -0.2, zoom: 1.5 },
    });
    expect(decodeURIComponent(writeState(state).toString())).toBe(text);
  });

  it("asks for another layout, and draws it as it comes", () => {
    const state = readState(new URLSearchParams("layout=circular&place=Houston"));
    expect(askedMap(state).toString()).toBe("place=Houston&layout=circular");
    expect(asked(state).toString()).toBe("place=Houston");
    expect([...readMap({ ...SAMPLE, layout: "circular" }).x]).toEqual(SAMPLE.actors.x);
    expect(readState(new URLSearchParams("layout=spiral&width=hope"))).toMatchObject({
      layout: "force",
      width: "weight",
    });
  });

  it("takes nonsense for nothing", () => {
    const state = readState(new URLSearchParams("ego=9&actor=javascript&cam=1,x,2&from=soon&labels=all&pin=a,3"));
    expect(state).toMatchObject({ ego: 3, actor: null, camera: null, from: null, labels: "some", pins: [3] });
  });

  it("asks the server only for what the browser cannot sieve, and shares the rest with the table", () => {
    const state = readState(new URLSearchParams("kind=a&place=Houston&as-of=2020&actor=7&hide=provider"));
    expect(asked(state).toString()).toBe("place=Houston&as-of=2020");
    expect(scopeOf(state).toString()).toBe("kind=a&place=Houston&as-of=2020&hide=provider");
  });
});

describe("colours", () => {
  it("of sectors are the record's, the unknown last", () => {
    const entry = { meaning: "", count: 1 };
    const colouring = colourBySector(data, [
      { ...entry, sector: "provider", label: "Provider", light: "#111111", dark: "#eeeeee" },
      { ...entry, sector: null, label: "Nobody knows", light: "#888888", dark: "#999999" },
    ]);
    expect(colouring.categories.map(({ label }) => label)).toEqual(["Provider", "Nobody knows"]);
    expect([...colouring.category]).toEqual([0, 1, 1, 1, 1, 1, 0, 0]);
  });

  it("of a field go to its ten commonest values, the others to one", () => {
    const values = Array.from({ length: 12 }, (_, index) => Array(12 - index).fill(`v${index}`)).flat();
    const { categories, category } = colourByField([...values, null], "category");
    expect(categories.map(({ key }) => key)).toEqual([
      "v0",
      "v1",
      "v2",
      "v3",
      "v4",
      "v5",
      "v6",
      "v7",
      "v8",
      "v9",
      "*",
      "-",
    ]);
    expect(category.at(-1)).toBe(11);
    expect(category.at(-2)).toBe(10);
  });

  it("of a number have as many in each of five steps", () => {
    const { category, ordered } = colourByNumber([...Array(100).keys(), Number.NaN]);
    expect(ordered).toBe(true);
    for (let step = 0; step < 5; step++) expect(category.filter((c) => c === step).length).toBe(20);
    expect(category.at(-1)).toBe(5);
    expect(colourByNumber([4, 4, 4]).categories.length).toBe(2);
  });

  it("mix", () => {
    expect(mix("#000000", "#ff8000", 0.5)).toBe("#804000");
  });

  it("of ties are stronger with weight", () => {
    const look = {
      ground: { paper: "#ffffff", faint: "#ffffff", theme: "light" },
      colours: ["#000000"],
      category: new Uint8Array(2),
    };
    const colour = tieColours(look as never, 10);
    const light = (text: string) => Number.parseInt(text.slice(1, 3), 16);
    expect(light(colour(0, 0, 1, 1))).toBeGreaterThan(light(colour(0, 0, 1, 12)));
    expect([1, 2, 4, 10].map(widthClass)).toEqual([0, 1, 2, 3]);
  });
});

describe("what shows", () => {
  it("fills the view, and is the whole map where nothing is hidden", () => {
    const visible = { actor: new Uint8Array(data.count).fill(1) } as Parameters<typeof framing>[1];
    expect(framing(data, visible)).toBeNull();
    visible.actor.fill(0);
    expect(framing(data, visible)).toBeNull();
    visible.actor.set([1, 1]);
    const near = framing(data, visible)!;
    expect(near.x).toBeCloseTo((data.x[0]! + data.x[1]!) / 2);
    expect(near.y).toBeCloseTo((data.y[0]! + data.y[1]!) / 2);
    expect(near.zoom).toBeGreaterThan(1);
    // One actor alone is not looked at through a microscope.
    visible.actor[1] = 0;
    expect(framing(data, visible)).toEqual({ x: data.x[0], y: data.y[0], zoom: 8 });
  });
});

describe("widths and labels", () => {
  const shown = show(data, {
    kinds: [],
    sectors: [],
    from: null,
    to: null,
    hidden: new Set(),
    category: new Uint8Array(data.count),
    categories: 1,
    ego: null,
  });
  const record = { sectors: [{ sector: "provider", label: "Provider" }], fields: [] } as unknown as RecordAnswer;

  it("follow source records, ties or nothing", () => {
    expect(thickness("weight", data, shown)).toBeUndefined();
    // The hub and the bridge are tied by a grant and by a site, each of one source record.
    expect([...thickness("records", data, shown)!]).toEqual([2, 1, 1, 1, 1, 1]);
    expect([...thickness("ties", data, shown)!]).toEqual([2, 1, 1, 1, 1, 1]);
    expect([...thickness("same", data, shown)!]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("say a field or a measure beside the name, and the name alone where there is none", () => {
    const figures = new Map([["degree", Float64Array.from([3, 2, 1, 1, 2, 1, 1, Number.NaN])]]);
    const said = (by: string, actor: number) => labelling(by, data, record, figures)?.(actor);
    expect(said("", 0)).toBeUndefined();
    expect(said("sector", 0)).toBe("Hub (Provider)");
    expect(said("city", 0)).toBe("Hub (Houston)");
    expect(said("city", 1)).toBe("Bridge");
    expect(said("measure:degree", 0)).toBe("Hub (3)");
    expect(said("measure:degree", 7)).toBe("Also apart");
    expect(said("nothing of the kind", 0)).toBeUndefined();
  });
});

describe("sizes", () => {
  it("let the area follow the value", () => {
    const [small, , none] = sizes(Float64Array.from([50, 100, 0]), 3);
    const [, large] = sizes(Float64Array.from([50, 100, 0]), 3);
    expect((small! ** 2 - none! ** 2) / (large! ** 2 - none! ** 2)).toBeCloseTo(0.5, 4);
  });
});

describe("labels", () => {
  const bounds = { left: 0, top: 0, right: 400, bottom: 300 };
  const at = (x: number, y: number) => ({ x, y, radius: 5, width: 100, height: 14 });

  it("never lie on one another, nor over the edge", () => {
    const candidates = Array.from({ length: 200 }, (_, index) => at((index * 37) % 400, (index * 91) % 300));
    const placed = placeLabels(candidates, bounds, 200);
    expect(placed.length).toBeGreaterThan(20);
    for (const one of placed) {
      expect(one.left >= 0 && one.right <= 400 && one.top >= 0 && one.bottom <= 300).toBe(true);
      for (const other of placed) {
        if (one === other) continue;
        expect(
          one.left >= other.right || one.right <= other.left || one.top >= other.bottom || one.bottom <= other.top,
        ).toBe(true);
      }
    }
  });

  it("go to the first in order", () => {
    expect(placeLabels([at(200, 150), at(201, 150)], bounds, 1).map(({ index }) => index)).toEqual([0]);
  });

  it("break long names into two lines", () => {
    expect(lines("Hub")).toEqual(["Hub"]);
    expect(lines("The University of Texas Health Science Center")).toEqual([
      "The University of Texas",
      "Health Science Center",
    ]);
    expect(lines("x".repeat(10_000))[0]!.length).toBeLessThan(40);
  });
});

describe("the years' profile", () => {
  it("counts the ties that held in each", () => {
    // 2001–2004, 2010 on, 2003, 2005–2006, 2008 on, and one until 2002 whose start nobody says.
    expect(profile(data, { min: 2001, max: 2011 })).toEqual([2, 2, 2, 1, 1, 1, 0, 1, 1, 2, 2]);
  });
});

describe("the extent", () => {
  it("is never empty", () => {
    const one = { ...data, x: new Float64Array([5]), y: new Float64Array([5]) };
    expect(extent(one)).toEqual({ x: [4, 6], y: [4, 6] });
  });

  it("holds all actors where they lie near the largest part, and does not make that part small where they do not", () => {
    const laid = (alone: number) =>
      extent({
        ...data,
        component: [0, 0, 0, 1],
        x: new Float64Array([0, 50, 100, alone]),
        y: new Float64Array([0, 10, 20, 10]),
      });
    expect(laid(140)).toEqual({ x: [0, 140], y: [0, 20] });
    expect(laid(900)).toEqual({ x: [0, 150], y: [0, 20] });
  });
});
