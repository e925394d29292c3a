import { describe, expect, it } from "vitest";
import { arrange, spread } from "./arrange";
import { readMap } from "./data";
import { groupLabel } from "./drawn";
import { toggled } from "./GroupPanel";
import { fold, gather, keysOf, readGathered } from "./gather";
import { onNodes } from "./overlays";
import { SAMPLE } from "./sample";
import { askedInGroups, readState, writeState } from "./state";
import { type Conditions, show } from "./visible";

//      0 hub ── 1 ── 4 ── 5      6 ── 7 (another component)
//       ├── 2
//       └── 3
const base = readMap(SAMPLE);
const all: Conditions = {
  kinds: [],
  sectors: [],
  from: null,
  to: null,
  hidden: new Set(),
  category: new Uint8Array(base.count),
  categories: 1,
  ego: null,
};
const bySector = (...open: string[]) =>
  gather(base, { by: "sector", key: keysOf(base.sector), label: (key) => key, open: new Set(open) });
const folded = (open: string[], conditions: Partial<Conditions> = {}) => {
  const gathered = bySector(...open);
  return { ...gathered, shown: fold(gathered, base, show(base, { ...all, ...conditions }), null) };
};

describe("gathering", () => {
  it("makes one group of each key, the largest first, the unknown last", () => {
    const { data, shown } = folded([]);
    expect(data.groups!.key).toEqual(["provider", "industry", "academia", "investor", "-"]);
    expect([...shown.folded.members]).toEqual([3, 2, 1, 1, 1]);
    expect(data.id).toEqual([-1, -2, -3, -4, -5]);
  });

  it("adds up the ties between two groups, and counts those inside of one", () => {
    const { data, shown } = folded([]);
    const between = Object.fromEntries(
      [...shown.pair].map((weight, pair) => [
        `${data.name[data.pairs.a[pair]!]}–${data.name[data.pairs.b[pair]!]}`,
        weight,
      ]),
    );
    // Hub and Bridge: 2 + 5; Hub to the two of industry: 1 + 1; Bridge to Far: 1; Far to Farther: 1; the pair apart is inside.
    expect(between).toEqual({
      "provider–academia": 7,
      "provider–industry": 2,
      "academia–investor": 1,
      "investor–-": 1,
    });
    expect([...shown.folded.inside]).toEqual([1, 0, 0, 0, 0]);
    expect([...shown.folded.ties].reduce((a, b) => a + b) + 1).toBe(base.ties.count);
  });

  it("draws the actors of an open group for themselves", () => {
    const { data, nodeOf, actorOf, shown } = folded(["industry"]);
    expect(data.name.slice(0, 2)).toEqual(["Leaf A", "Leaf B"]);
    expect(data.groups!.start).toBe(2);
    expect(data.groups!.opened).toEqual([{ key: "industry", label: "industry", actors: 2 }]);
    expect([...nodeOf].map((node) => data.name[node])).toEqual([
      ...["provider", "academia", "Leaf A", "Leaf B", "investor", "-", "provider", "provider"],
    ]);
    expect([...actorOf]).toEqual([2, 3, -1, -1, -1, -1]);
    expect(data.indexOf.get(12)).toBe(0);
    expect(shown.pair.length).toBe(5);
  });

  it("shows of a group what the filters leave of its actors", () => {
    const { data, shown } = folded([], { filters: [{ kind: "name", text: "apart" }] });
    expect([...shown.folded.members]).toEqual([2, 0, 0, 0, 0]);
    expect([...shown.actor]).toEqual([1, 0, 0, 0, 0]);
    expect([...shown.pair].every((weight) => weight === 0)).toBe(true);
    expect(data.groups!.members[0]).toBe(3);
  });

  it("loses no weight, whatever is open", () => {
    const total = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
    const whole = total(show(base, all).pair);
    for (const open of [[], ["provider"], ["provider", "-", "industry"], ["academia", "investor"]]) {
      const { shown, pairOf } = folded(open);
      const within = [...show(base, all).pair].filter((_, pair) => pairOf[pair]! < 0);
      expect(total(shown.pair) + total(within)).toBe(whole);
    }
  });

  it("tells what became of the sum of ties between two groups", () => {
    const gathered = bySector();
    const [before, after] = [new Float64Array(base.pairs.count), new Float64Array(base.pairs.count)];
    const pair = (one: number, other: number) =>
      [...base.pairs.a].findIndex((a, index) => a === one && base.pairs.b[index] === other);
    before[pair(0, 2)] = 3;
    after[pair(0, 3)] = 1;
    after[pair(4, 5)] = 2;
    const code = Uint8Array.from(before, (old, index) => (old || after[index] ? 1 : 0));
    const weight = before.map((old, index) => Math.max(old, after[index]!));
    const compared = { code, weight, before, after, counts: [] };
    const shown = fold(gathered, base, show(base, { ...all, compared }), compared);
    const said = [...shown.folded.code!].map((one, index) => [gathered.data.name[gathered.data.pairs.b[index]!], one]);
    // 3 before and 1 after: weaker, the fourth of the names; from nothing to 2: appeared, the first.
    expect(Object.fromEntries(said.filter(([, one]) => one))).toEqual({ industry: 4, "-": 1 });
  });

  it("puts the smaller of very many groups together", () => {
    const keys = keysOf([...Array.from({ length: 300 }, (_, index) => `v${index}`), "v0", null]);
    expect(new Set(keys).size).toBe(202);
    expect(keys.at(-1)).toBe("-");
    expect(keys[299]).toBe("*");
    expect(keys[0]).toBe("v0");
  });
});

describe("a map that the server gathered", () => {
  const sent = readGathered(
    {
      ...SAMPLE,
      actors: { ...SAMPLE.actors, ...slice(2) },
      ties: { ...SAMPLE.ties, source: [0, 0, 2], target: [2, 3, 3], ...ties(3), evidence: [1, 4, 900] },
      groups: {
        ...{ by: "sector", key: ["provider", "-"], label: ["Provider", "Not known"], actors: [60_000, 100] },
        ...{ inside: [500_000, 0], weight_inside: [1, 0], sector: ["provider", null], leads: [["Hub"], ["X"]] },
        ...{ opens: ["groups", "actors"], opened: ["industry"], opened_labels: ["Industry"], opened_actors: [2] },
        ...{ opened_of: [0, 0], of_actors: 60_102, of_ties: 500_905 },
      },
    },
    (_, own) => own,
  );

  it("has its groups after the actors that came out", () => {
    expect(sent.name).toEqual(["Hub", "Bridge", "Provider", "Not known"]);
    expect(sent.groups).toMatchObject({ start: 2, of: { actors: 60_102, ties: 500_905 } });
    expect(sent.indexOf.get(10)).toBe(0);
    expect(sent.indexOf.has(-1)).toBe(false);
  });

  it("stands within the bounds that the view holds", () => {
    const { x, y } = sent.groups!.bounds;
    expect([...sent.x].every((one) => one >= x[0] && one <= x[1])).toBe(true);
    expect([...sent.y].every((one) => one >= y[0] && one <= y[1])).toBe(true);
  });
});

describe("places", () => {
  it("are the same each time, and no circle lies on another", () => {
    const radius = [1, 0.5, 0.5, 0.3, 2, 0.24];
    const links = [
      { a: 0, b: 1, weight: 5 },
      { a: 4, b: 5, weight: 900 },
    ];
    const [one, again] = [arrange(radius, links), arrange(radius, links)];
    expect(one).toEqual(again);
    for (let i = 0; i < radius.length; i++)
      for (let j = 0; j < i; j++)
        expect(Math.hypot(one.x[i]! - one.x[j]!, one.y[i]! - one.y[j]!)).toBeGreaterThan(
          radius[i]! + radius[j]! - 1e-6,
        );
  });

  it("of an opened group's actors fill its disc", () => {
    const { x, y } = spread([0, 0, 0, 0, 100], [0, 0.1, 0.2, 0.3, 50]);
    expect([...x].every((one, i) => Math.hypot(one, y[i]!) < 1.6)).toBe(true);
    expect(new Set([...x].map((one, i) => `${one} ${y[i]}`)).size).toBe(5);
    expect(spread([], []).x.length).toBe(0);
  });
});

describe("marks", () => {
  it("on actors of a closed group are on the group, which bears all their numbers", () => {
    const rings = [0, 6, 7, 1].map((actor, rank) => ({ actor, text: String(rank + 1) }));
    const marks = {
      rings,
      lines: [
        { a: 0, b: 1, dashed: true },
        { a: 6, b: 7, dashed: true },
      ],
      dim: true,
    };
    const { nodeOf, data } = bySector();
    const found = onNodes(marks, (actor) => nodeOf[actor]!);
    expect(found.rings.map(({ actor, text }) => [data.name[actor], text])).toEqual([
      ["provider", "1, 2, 3"],
      ["academia", "4"],
    ]);
    expect(found.lines).toHaveLength(1);
  });
});

describe("what is open", () => {
  it("closes with all that lies inside of it", () => {
    expect(toggled(["a", "b"], "c")).toEqual(["a", "b", "c"]);
    expect(toggled(["provider", "provider›2", "provider›2›1", "providers"], "provider")).toEqual(["providers"]);
  });

  it("stands in the address with the grouping and the group that is chosen", () => {
    const state = readState(new URLSearchParams("group=city&open=Houston&at=Austin&chance=0.3"));
    expect(state).toMatchObject({ group: "city", open: ["Houston"], at: "Austin" });
    const again = readState(writeState({ ...state, open: ["Houston", "A|B", "100%"], at: "x|y%" }));
    expect(again).toMatchObject({ open: ["Houston", "A|B", "100%"], at: "x|y%", group: "city", chance: 0.3 });
    expect(readState(new URLSearchParams("chance=7&open=%25E0%25A4%25A")).chance).toBe(0.1);
    expect(askedInGroups(again).getAll("open")).toEqual(["Houston", "A|B", "100%"]);
  });

  it("is named by what makes the group", () => {
    expect(groupLabel("sector", "provider", "Provider")).toBe("Provider");
    expect(groupLabel("sector", "provider›2", "Baylor")).toBe("Around Baylor");
    expect(groupLabel("sector", "provider›-", "Baylor")).toBe("Without ties");
    expect(groupLabel("city", "-", "-")).toBe("Not known");
    expect(groupLabel("community", "*", "X")).toBe("Smaller groups together");
  });
});

function slice(count: number) {
  const { actors } = SAMPLE;
  const cut = <T>(values: T[]) => values.slice(0, count);
  return {
    id: cut(actors.id),
    name: cut(actors.name),
    sector: cut(actors.sector),
    city: cut(actors.city),
    region: cut(actors.region),
    country: cut(actors.country),
    x: cut(actors.x),
    y: cut(actors.y),
    component: cut(actors.component),
    measures: { degree: cut(actors.measures.degree!) },
  };
}

function ties(count: number) {
  const cut = <T>(values: T[]) => values.slice(0, count);
  const { kind, weight, directed, from, to } = SAMPLE.ties;
  return { kind: cut(kind), weight: cut(weight), directed: cut(directed), from: cut(from), to: cut(to) };
}
