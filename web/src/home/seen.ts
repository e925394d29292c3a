/** Which batch of a record this browser's reader has seen; it stays in this browser. */

const KEY = "ecotone-seen";

function all(): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, number>) : {};
  } catch {
    return {};
  }
}

export function lastSeen(record: string): number {
  const seen = all()[record];
  return Number.isInteger(seen) && seen! >= 0 ? seen! : 0;
}

export function markSeen(record: string, batch: number): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify({ ...all(), [record]: batch }));
  } catch {
    // A browser that keeps nothing shows everything as new.
  }
}
