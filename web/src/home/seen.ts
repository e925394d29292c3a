/** Which batch of a record this browser's reader has seen; it stays in this browser. */

import { base } from "../address";

const KEY = "ecotone-seen";

/** Two records in one folder may have one title. */
const called = (record: string): string => (base ? `${base} ${record}` : record);

function all(): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, number>) : {};
  } catch {
    return {};
  }
}

export function lastSeen(record: string): number {
  const seen = all()[called(record)];
  return Number.isInteger(seen) && seen! >= 0 ? seen! : 0;
}

export function markSeen(record: string, batch: number): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify({ ...all(), [called(record)]: batch }));
  } catch {
    // A browser that keeps nothing shows everything as new.
  }
}
