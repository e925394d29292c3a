import { describe, expect, it } from "vitest";
import type { Tie } from "../api/types";
import { groupTies, held } from "./Ties";

const tie = (
  id: number,
  kind: string,
  other: number,
  weight: number,
  from: string | null = null,
  to: string | null = null,
): Tie => ({
  id,
  kind,
  other: { id: other, name: `Actor ${other}`, sector: null },
  direction: "out",
  weight,
  valid_from: from,
  valid_to: to,
  evidence: null,
  version: 1,
});

describe("ties", () => {
  it("are grouped by kind and other actor, the heaviest first", () => {
    const groups = groupTies([tie(1, "site", 5, 1), tie(2, "site", 6, 2), tie(3, "site", 5, 2), tie(4, "grant", 5, 9)]);
    expect([...groups.keys()]).toEqual(["site", "grant"]);
    expect(groups.get("site")!.map(({ other, weight, ties }) => [other.id, weight, ties.length])).toEqual([
      [5, 3, 2],
      [6, 2, 1],
    ]);
  });

  it("say when they held, as far as anybody knows", () => {
    expect(held([tie(1, "x", 1, 1, "2001-05", "2003"), tie(2, "x", 1, 1, "2000", "2007-01-01")])).toBe("2000–2007");
    expect(held([tie(1, "x", 1, 1, "2001-05", "2003"), tie(2, "x", 1, 1, "2002", null)])).toBe("since 2001");
    expect(held([tie(1, "x", 1, 1, null, "2003")])).toBe("until 2003");
    expect(held([tie(1, "x", 1, 1)])).toBe("dates not known");
    expect(held([tie(1, "x", 1, 1, "2001", "2001-09")])).toBe("2001");
  });
});
