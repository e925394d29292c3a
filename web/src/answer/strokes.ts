/** What every chart is drawn with: a line with its gaps, the band around it, an interval, and a name that fits. */

type Values = readonly (number | null)[];
export type Place = (value: number) => number;

const point = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** A line through values; where one is not known, the pen is lifted. */
export function lineThrough(at: readonly number[], values: Values, x: Place, y: Place): string {
  let pen = "M";
  let drawn = "";
  values.forEach((value, index) => {
    if (value === null) pen = "M";
    else {
      drawn += pen + point(x(at[index]!), y(value));
      pen = "L";
    }
  });
  return drawn;
}

/** The band between two lines, as far as both are known. */
export function bandBetween(at: readonly number[], low: Values, high: Values, x: Place, y: Place): string {
  const both = low.map((_, index) => index).filter((index) => low[index] !== null && high[index] !== null);
  if (both.length < 2) return "";
  const along = (values: Values) => both.map((index) => point(x(at[index]!), y(values[index]!)));
  return `M${along(high).join("L")}L${along(low).reverse().join("L")}Z`;
}

/** An interval from left to right with a stop at each end, so high on both sides of the middle. */
export const intervalAcross = (from: number, to: number, middle: number, half: number): string =>
  `M${from} ${middle - half}V${middle + half}M${from} ${middle}H${to}M${to} ${middle - half}V${middle + half}`;

/** A text as far as there is room for it. */
export const short = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
