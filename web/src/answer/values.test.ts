import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../api/types";
import { csv, csvCell, dated, day, shown, sortKey, webAddress } from "./values";

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

describe("dates", () => {
  it("are read as exactly as they are known", () => {
    expect(["2024", "2024-05", "2024-05-17", "2024-02-30", "soon", ""].map(day)).toEqual([
      "2024",
      "May 2024",
      "May 17, 2024",
      "2024-02-30",
      "soon",
      "",
    ]);
    expect(shown("2024-05-17", column("date"))).toBe("May 17, 2024");
  });

  it("are found in sentences, not in addresses, files and identifiers", () => {
    expect(dated("Until 2024-05-17. Then (2024-06-01) again")).toBe("Until May 17, 2024. Then (Jun 1, 2024) again");
    for (const text of [
      "https://a.example/2024-05-17/x",
      "plan-2024-05-17.csv",
      "2024-05-17.csv",
      "X2024-05-17",
      "12024-05-17",
    ])
      expect(dated(text)).toBe(text);
  });

  it("are saved as they are kept, so that a spreadsheet can sort them", () => {
    expect(csvCell("2024-05-17")).toBe("2024-05-17");
  });
});
