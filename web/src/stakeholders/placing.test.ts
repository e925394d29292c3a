import { describe, expect, it } from "vitest";
import { cells, MOST, offset, onScale, type Standing, standings } from "./placing";

const one = (id: number, power = 4, interest = 4): Standing => ({
  id,
  name: `Actor ${id}`,
  power,
  interest,
  powerLow: null,
  powerHigh: null,
  interestLow: null,
  interestHigh: null,
  quadrant: "Key player",
  unstable: "",
  raters: 0,
  proposed: "",
});

describe("the places of stakeholders", () => {
  it("leaves out who has no power or no interest", () => {
    const rows = [
      { id: 1, name: "A", power: { value: 4, low: 3, high: 5 }, interest: { value: 2 }, raters: 3 },
      { id: 2, name: "B", power: { reason: "nobody" }, interest: { value: 2 } },
    ];
    expect(standings(rows).map((each) => [each.id, each.powerLow, each.raters])).toEqual([[1, 3, 3]]);
  });

  it("never leaves out who is chosen, and counts who is", () => {
    const many = Array.from({ length: MOST + 10 }, (_, index) => one(index));
    const [cell] = cells(many, MOST + 5);
    expect(cell!.members).toHaveLength(MOST);
    expect(cell!.members.some((each) => each.id === MOST + 5)).toBe(true);
    expect(cell!.members.length + cell!.left).toBe(MOST + 10);
  });

  it("puts no two in one place, around the middle", () => {
    for (let count = 1; count <= MOST; count++) {
      const places = Array.from({ length: count }, (_, index) => offset(index, count));
      expect(new Set(places.map(String)).size).toBe(count);
      expect(Math.abs(places.reduce((sum, [x]) => sum + x, 0))).toBeLessThan(1e-9);
    }
  });

  it("keeps to the scale", () => {
    expect([-3, 1.2, 3.3, 9].map(onScale)).toEqual([1, 1, 3.5, 5]);
  });
});
