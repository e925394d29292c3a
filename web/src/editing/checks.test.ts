import "../texts/all";
import { describe, expect, it } from "vitest";
import { t } from "../texts";
import { addressWrong, changed, dateWrong, endWrong, groundsWrong, nameWrong, numberOf, weightWrong } from "./checks";
import { movable } from "./names";

const { wrong } = t.editing;

describe("what is typed", () => {
  it("is a name of at most a thousand characters, in any script", () => {
    for (const name of ["<script>alert(1)</script>", "\u202eסורוקה", "x".repeat(1000)])
      expect(nameWrong(name)).toBe("");
    expect(nameWrong("  ")).toBe(wrong.missing);
    expect(nameWrong("x".repeat(10_000))).toBe("This has 10,000 characters; 1,000 are the most.");
  });

  it("is a year, a month or a day that exists", () => {
    for (const text of ["", "2024", "2024-02", "2024-02-29"]) expect(dateWrong(text)).toBe("");
    for (const text of ["2023-02-29", "2024-13", "24", "3201", "May 2020", "31/12/2020"])
      expect(dateWrong(text)).toBe(wrong.date);
  });

  it("ends no earlier than it began, as far as both are known", () => {
    for (const [from, until] of [
      ["2020", "2020"],
      ["2020-05", "2020"],
      ["2020", "2020-01-01"],
      ["", "2020"],
      ["2020", ""],
    ] as const)
      expect(endWrong(from, until)).toBe("");
    for (const [from, until] of [
      ["2020", "2019-12-31"],
      ["2020-05", "2020-04"],
      ["2020-05-02", "2020-05-01"],
    ] as const)
      expect(endWrong(from, until)).toBe(wrong.span);
  });

  it("is a web address, a number, a weight", () => {
    expect(addressWrong("https://example.org/a")).toBe("");
    expect(addressWrong("javascript:alert(1)")).toBe(wrong.address);
    expect(numberOf("1,5")).toBe(1.5);
    expect([weightWrong("2"), weightWrong("0"), weightWrong("many")]).toEqual(["", wrong.weight, wrong.number]);
  });

  it("rests on a source or on who says so", () => {
    expect(groundsWrong({ source: "", address: "", author: " " }).author).toBe(wrong.grounds);
    expect(Object.values(groundsWrong({ source: "Report", address: "", author: "" })).join("")).toBe("");
    expect(Object.values(groundsWrong({ source: "", address: "", author: "Ana" })).join("")).toBe("");
  });

  it("is sent only where it differs from what was read", () => {
    expect(changed({ name: "A", city: "B" }, { name: "A", city: "" })).toEqual({ city: "B" });
  });
});

describe("names that can be parted", () => {
  const place = { city: "Houston", region: null, country: null, latitude: null, longitude: null };
  const decision = { probability: 1, reason: null, decided_by: null, batch: null };
  const mention = (id: number, name: string, own = false) => ({
    id,
    name,
    own,
    role: "site",
    source: "nih",
    id_in_source: null,
    place,
    evidence: null,
    decision,
  });

  it("are those of sources, the same one once", () => {
    const found = movable([mention(1, "B"), mention(2, "A"), mention(3, "B"), mention(4, "A", true)]);
    expect(found.map(({ name, ids }) => [name, ids])).toEqual([
      ["A", [2]],
      ["B", [1, 3]],
    ]);
  });
});
