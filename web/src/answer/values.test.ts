import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../api/types";
import { csv, csvCell, shown, sortKey, webAddress } from "./values";

const column = (format: AnswerColumn["format"], unit: string | null = null): AnswerColumn => ({
  name: "v",
  label: "Value",
  format,
  unit,
  caveat: null,
});

describe("CSV", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("takes the power from %j", (text) => {
    expect(csvCell(text).replaceAll('"', "")).toBe(`'${text}`);
  });

  it("leaves numbers below zero alone and quotes what must be quoted", () => {
    expect(csvCell(-1.5)).toBe("-1.5");
    expect(csvCell('say "a, b"')).toBe('"say ""a, b"""');
    expect(csv([column("money", "USD")], [{ v: 3 }, { v: null }])).toBe("\uFEFFValue (USD)\r\n3\r\n\r\n");
  });
});

it("saves an estimate with its interval, or the reason why there is none", () => {
  const rows = [{ v: { value: 2, low: 1, high: 3 } }, { v: { reason: "too few" } }];
  expect(
    csv([column("estimate", "days")], rows)
      .trim()
      .split("\r\n"),
  ).toEqual([
    '\uFEFFValue (days),"Value (days), low","Value (days), high","Value (days), why not"'.trim(),
    "2,1,3,",
    ",,,too few",
  ]);
});

describe("values", () => {
  it("are read by their column's format", () => {
    expect(shown(0.123, column("percent"))).toBe("12.3 %");
    expect(shown(1234567, column("integer"))).toBe("1,234,567");
    expect(shown({ value: 2, low: 1, high: 3, level: 0.95 }, column("estimate"))).toBe("2 (1–3)");
    expect(shown({ reason: "too few" }, column("estimate"))).toBe("– (too few)");
    expect(shown(["a", "b"], column("list"))).toBe("a; b");
  });

  it("sort as what they are", () => {
    expect(sortKey({ value: 2 })).toBe(2);
    expect(sortKey("ÄB")).toBe("äb");
    expect(sortKey("")).toBeNull();
  });
});

describe("links", () => {
  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "/relative",
    "",
    null,
    4,
  ])("%j is none", (address) => {
    expect(webAddress(address)).toBeNull();
  });

  it("of the web are", () => {
    expect(webAddress("https://clinicaltrials.gov/study/NCT00000102")).toBe(
      "https://clinicaltrials.gov/study/NCT00000102",
    );
  });
});
