import { expect, test } from "vitest";
import { columnName, crc32, sheetNames, workbook } from "./xlsx";

const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

test("the check sum is the one of the standard", () => {
  // The check value that the CRC catalogue gives for CRC-32/ISO-HDLC.
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test.each([
  [0, "A"],
  [25, "Z"],
  [26, "AA"],
  [701, "ZZ"],
  [702, "AAA"],
])("column %d is %s", (index, name) => expect(columnName(index)).toBe(name));

test("sheets have names that spreadsheets take, each once", () => {
  expect(sheetNames(["A/B?", "a b", "", "x".repeat(40), "x".repeat(40)])).toEqual([
    "A B",
    "a b 2",
    "Table",
    "x".repeat(31),
    `${"x".repeat(28)} 2`,
  ]);
});

test("formulas stay texts, numbers stay numbers, and what XML cannot hold is left out", () => {
  const bytes = workbook([
    {
      name: "T",
      heading: true,
      rows: [
        ["Name", "n"],
        ["=1+1 <b>\u0001", 2.5],
        [null, Number.NaN],
      ],
    },
  ]);
  const content = text(bytes);
  expect(content.startsWith("PK\u0003\u0004")).toBe(true);
  expect(content).toContain('t="inlineStr"><is><t xml:space="preserve">=1+1 &lt;b&gt; </t></is>');
  expect(content).toContain("<v>2.5</v>");
  expect(content).not.toContain("<f>");
  expect(content).not.toContain("NaN");
});
