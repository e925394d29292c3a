/** How the queue of doubtful matches is walked: what stands next, and what speaks for and against. */
import type { ReviewItem } from "../api/types";

export type Decision = "accept" | "reject" | "new" | "skip";
export const DECISIONS: readonly Decision[] = ["accept", "reject", "new", "skip"];
export const KEYS: Record<string, Decision> = { a: "accept", r: "reject", n: "new", s: "skip" };

/** Decisions that fit an item: two actors are one or are not, so none of them is new. */
export const fitting = (item: ReviewItem): readonly Decision[] =>
  item.kind === "merge" ? DECISIONS.filter((one) => one !== "new") : DECISIONS;

/** Reasons by their sign. */
export function reasonsOf(item: ReviewItem): { forIt: string[]; against: string[]; other: string[] } {
  const strip = (text: string) => text.slice(1).trim();
  return {
    forIt: item.reasons.filter((one) => one.startsWith("+")).map(strip),
    against: item.reasons.filter((one) => /^[-−–]/.test(one)).map(strip),
    other: item.reasons.filter((one) => !/^[+\-−–]/.test(one)),
  };
}

/** Which item is shown: the one that the address names while it waits, else the first that was not put off. */
export function shownAt(items: readonly ReviewItem[], wanted: string | null): number {
  const named = items.findIndex((one) => one.item === wanted);
  return named >= 0 ? named : items.length ? 0 : -1;
}

/** The item to show after one was decided: the one that stood below it, else the first. */
export function nextAfter(before: readonly ReviewItem[], at: number, after: readonly ReviewItem[]): string | null {
  const left = new Set(after.map((one) => one.item));
  const decided = before[at]?.item;
  const below = [...before.slice(at + 1), ...before.slice(0, at)].find(
    (one) => left.has(one.item) && one.item !== decided,
  );
  return below?.item ?? after[0]?.item ?? null;
}
