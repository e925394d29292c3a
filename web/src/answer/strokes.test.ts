/** Lines are lifted where nothing is known, bands close, and names fit. */
import { expect, test } from "vitest";
import { bandBetween, intervalAcross, lineThrough, short } from "./strokes";

const same = (value: number) => value;

test("a line is lifted where a value is not known", () => {
  expect(lineThrough([0, 1, 2, 3], [5, null, 6, 7], same, same)).toBe("M0.0 5.0M2.0 6.0L3.0 7.0");
});

test("a band goes along the upper line and back along the lower, where both are known", () => {
  expect(bandBetween([0, 1, 2], [1, null, 2], [3, 9, 4], same, same)).toBe("M0.0 3.0L2.0 4.0L2.0 2.0L0.0 1.0Z");
  expect(bandBetween([0, 1], [1, null], [3, 9], same, same)).toBe("");
  expect(bandBetween([0, 1], [], [], same, same)).toBe("");
});

test("an interval has a stop at each end", () => {
  expect(intervalAcross(2, 8, 10, 3)).toBe("M2 7V13M2 10H8M8 7V13");
});

test("a text is cut to the room there is, and only then", () => {
  expect(short("abcd", 4)).toBe("abcd");
  expect(short("abcde", 4)).toBe("abc…");
});
