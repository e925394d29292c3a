import { describe, expect, it } from "vitest";
import type { PartnerCandidate, PartnerCriteria } from "../api/types";
import { here, indicatorLine, judged, levelSays, ranked, read, shares } from "./state";

const part = (id: string) => ({ id, name: id, asks: "", levels: [], measure: null, weight: 0, cost: false });
const criteria: PartnerCriteria["criteria"] = [
  { name: "Fit", means: "", weight: 1, parts: [part("trust"), part("pace")] },
  { name: "Gain", means: "", weight: 1, parts: [part("reach")] },
];
const candidate = (name: string, worths: Record<string, number>): PartnerCandidate => ({
  id: 1,
  name,
  rank: 1,
  score: 0,
  low: 0,
  high: 1,
  first: 0,
  anyone: 0,
  places: [],
  worths,
});

describe("an evaluation in the address", () => {
  it("is read as it was written", () => {
    const state = {
      seeker: "18",
      candidates: ["29", "64"],
      weights: { "Cultural fit": 2, trust: 0.4 },
      prefer: "raters" as const,
    };
    const query = new URLSearchParams(here("rate", state).split("?")[1]);
    expect(query.get("ask")).toBe("rate");
    expect(read(query)).toEqual(state);
  });

  it("passes over weights that are none", () => {
    expect(read(new URLSearchParams("weight=trust=-1&weight=pace=x&weight=3&weight=reach=2")).weights).toEqual({
      reach: 2,
    });
  });
});

describe("weights", () => {
  it("share a criterion among its parts, and sum to one", () => {
    // By hand: Fit 3 of 4, of which trust has 2 of 3; Gain 1 of 4.
    const found = shares(criteria, { Fit: 3, trust: 2 });
    expect([...found].map(([id, share]) => [id, Number(share.toFixed(6))])).toEqual([
      ["trust", 0.5],
      ["pace", 0.25],
      ["reach", 0.25],
    ]);
  });

  it("put another first when they move", () => {
    const all = [candidate("A", { trust: 1, reach: 0 }), candidate("B", { trust: 0, reach: 1 })];
    const first = (said: Record<string, number>) => ranked(all, shares(criteria, said))[0]!;
    expect(first({ Fit: 3 }).candidate.name).toBe("A");
    // What nobody knows (pace) is left out, its weight shared by the others: trust 0.25, reach 0.5.
    expect(first({}).candidate.name).toBe("B");
    expect(first({}).score).toBeCloseTo(2 / 3, 12);
  });

  it("of judges stand where their mean is, and none beyond the end of a slider", () => {
    // By hand: Fit has 0.2 + 0.6 = 0.8 and 0.6 in the mean 0.7, Gain 0.3; of Fit trust has 1/4 and 1/2 … 0.25 and 0.45 of 0.7.
    const judges = [
      { name: "Ana", way: "ahp", shares: { trust: 0.2, pace: 0.6, reach: 0.2 } },
      { name: "Ben", way: "ahp", shares: { trust: 0.3, pace: 0.3, reach: 0.4 } },
    ];
    const said = judged(criteria, judges);
    const found = shares(criteria, said);
    expect(found.get("trust")).toBeCloseTo(0.25, 2);
    expect(found.get("pace")).toBeCloseTo(0.45, 2);
    expect(found.get("reach")).toBeCloseTo(0.3, 2);
    expect(
      Math.max(...Object.values(judged(criteria, [{ ...judges[0]!, shares: { trust: 1, pace: 0, reach: 0 } }]))),
    ).toBe(2);
    expect(judged(criteria, [])).toEqual({});
  });
});

describe("a level that is asked about", () => {
  it("is said by its sentence, the worst of a cost by its highest", () => {
    const levels = [1, 2, 3].map((level) => ({ level, says: `level ${level}` }));
    const table = [
      { name: "Fit", means: "How they get on", weight: 1, parts: [{ ...part("mistrust"), levels, cost: true }] },
    ];
    expect(levelSays(table, "mistrust", "worst")).toBe("level 3");
    expect(levelSays(table, "mistrust", "middle")).toBe("level 2");
    expect(levelSays(table, "Fit", "best")).toBe("How they get on");
    const two = [{ ...table[0]!, parts: [{ ...part("sponsor"), levels: levels.slice(0, 2) }] }];
    expect(levelSays(two, "sponsor", "middle")).toBe("");
  });
});

describe("an indicator", () => {
  it("is one line whatever is typed", () => {
    expect(
      indicatorLine({ name: "days; to start", baseline: "90", target: "60", unit: "", date: " 2027-06-01 " }),
    ).toBe("name=days, to start; baseline=90; target=60; date=2027-06-01");
  });
});
