/** Where stakeholders stand in the picture: a cell a pair of levels, and inside it side by side so that none hides another. */
import type { Row } from "../answer/values";

export interface Standing {
  id: number;
  name: string;
  power: number;
  interest: number;
  powerLow: number | null;
  powerHigh: number | null;
  interestLow: number | null;
  interestHigh: number | null;
  quadrant: string;
  unstable: string;
  raters: number;
  proposed: string;
}

interface Estimate {
  value?: number | null;
  low?: number | null;
  high?: number | null;
}

/** Read the rows of the answer's table. */
export function standings(rows: readonly Row[]): Standing[] {
  return rows.flatMap((row) => {
    const [power, interest] = [row.power as Estimate | null, row.interest as Estimate | null];
    if (power?.value == null || interest?.value == null) return [];
    return [
      {
        id: Number(row.id),
        name: String(row.name),
        power: power.value,
        interest: interest.value,
        powerLow: power.low ?? null,
        powerHigh: power.high ?? null,
        interestLow: interest.low ?? null,
        interestHigh: interest.high ?? null,
        quadrant: String(row.quadrant ?? ""),
        unstable: String(row.unstable ?? ""),
        raters: Number(row.raters ?? 0),
        proposed: String(row.proposed ?? ""),
      },
    ];
  });
}

export interface Cell {
  power: number;
  interest: number;
  members: Standing[];
  /** How many are not drawn. */
  left: number;
}

/** Those a cell has room for. */
export const MOST = 24;

/** Stakeholders by cell; who is chosen is drawn whatever the room. */
export function cells(all: readonly Standing[], chosen: number | null): Cell[] {
  const found = new Map<string, Cell>();
  for (const one of all) {
    const key = `${one.power} ${one.interest}`;
    const cell = found.get(key) ?? { power: one.power, interest: one.interest, members: [], left: 0 };
    if (cell.members.length < MOST) cell.members.push(one);
    else if (one.id === chosen) {
      cell.members[MOST - 1] = one;
      cell.left += 1;
    } else cell.left += 1;
    found.set(key, cell);
  }
  return [...found.values()];
}

/** Where the member of a cell lies, in dots from the middle of the cell. */
export function offset(index: number, count: number): [number, number] {
  const across = Math.ceil(Math.sqrt(count * 1.6));
  const down = Math.ceil(count / across);
  const row = Math.floor(index / across);
  const inRow = row === down - 1 ? count - across * (down - 1) : across;
  return [(index % across) - (inRow - 1) / 2, row - (down - 1) / 2];
}

/** A value on the scale, in steps of a half. */
export const onScale = (value: number): number => Math.min(5, Math.max(1, Math.round(value * 2) / 2));
