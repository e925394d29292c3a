/** What the address of an evaluation holds, and the order that weights give while a slider moves. */
import { href } from "../address";
import type { PartnerCandidate, PartnerCriteria } from "../api/types";

export interface State {
  seeker: string;
  candidates: string[];
  /** By the name of a criterion or the id of a part: relative to 1, the ordinary weight. */
  weights: Record<string, number>;
  prefer: "record" | "raters";
}

export function read(query: URLSearchParams): State {
  const weights: Record<string, number> = {};
  for (const text of query.getAll("weight")) {
    const at = text.lastIndexOf("=");
    const value = Number(text.slice(at + 1));
    if (at > 0 && Number.isFinite(value) && value >= 0) weights[text.slice(0, at)] = value;
  }
  return {
    seeker: query.get("seeker") ?? "",
    candidates: [...new Set(query.getAll("candidate").filter(Boolean))],
    weights,
    prefer: query.get("prefer") === "raters" ? "raters" : "record",
  };
}

export const pairs = ({ seeker, candidates, weights, prefer }: State): [string, string][] => [
  ...(seeker ? [["seeker", seeker] as [string, string]] : []),
  ...candidates.map((one): [string, string] => ["candidate", one]),
  ...Object.entries(weights).map(([name, value]): [string, string] => ["weight", `${name}=${value}`]),
  ...(prefer === "raters" ? [["prefer", prefer] as [string, string]] : []),
];

/** The address of a tab of the screen. */
export const here = (tab: string, state: State): string =>
  href("/partnerships", new URLSearchParams([...(tab === "rank" ? [] : [["ask", tab]]), ...pairs(state)]));

/** Where the server is asked. */
export const asked = (path: "evaluate" | "dossier", state: State): string =>
  href(`/api/partnerships/${path}`, new URLSearchParams(pairs(state)));

/** Each part's share of all: what is said of a criterion weighs it, what is said of a part weighs it within its criterion. */
export function shares(criteria: PartnerCriteria["criteria"], said: Record<string, number>): Map<string, number> {
  const total = criteria.reduce((sum, one) => {
    const whole = one.parts.reduce((all, part) => all + (said[part.id] ?? 1), 0);
    return sum + (whole > 0 ? (said[one.name] ?? one.weight) : 0);
  }, 0);
  const found = new Map<string, number>();
  for (const one of criteria) {
    const whole = one.parts.reduce((all, part) => all + (said[part.id] ?? 1), 0);
    for (const part of one.parts)
      found.set(
        part.id,
        whole > 0 && total > 0 ? ((said[one.name] ?? one.weight) / total) * ((said[part.id] ?? 1) / whole) : 0,
      );
  }
  return found;
}

/** What the worst, the middle and the best of a part mean, by its own sentences; of a criterion, what it means at all. */
export function levelSays(
  criteria: PartnerCriteria["criteria"],
  name: string,
  level: "worst" | "middle" | "best",
): string {
  const whole = criteria.find((one) => one.name === name);
  if (whole) return whole.means;
  const part = criteria.flatMap((one) => one.parts).find((one) => one.id === name);
  if (!part) return "";
  const rising = [...part.levels].sort((a, b) => (part.cost ? b.level - a.level : a.level - b.level));
  if (level === "middle" && rising.length % 2 === 0) return "";
  const at = { worst: 0, middle: (rising.length - 1) / 2, best: rising.length - 1 }[level];
  return rising[at]?.says ?? "";
}

/**
 * The weights that the judges together give, as sliders say them: relative to 1, and none above 2, the end of a slider.
 * What all weigh alike stands at 1, so that it is left out of the address.
 */
export function judged(
  criteria: PartnerCriteria["criteria"],
  judges: PartnerCriteria["judges"],
): Record<string, number> {
  if (!judges.length) return {};
  const share = (id: string) => judges.reduce((sum, one) => sum + (one.shares[id] ?? 0), 0) / judges.length;
  const found: Record<string, number> = {};
  const put = (names: string[], shares: number[]) => {
    const whole = shares.reduce((sum, one) => sum + one, 0);
    const most = Math.max(...shares);
    if (!(whole > 0)) return;
    const scale = Math.min(names.length / whole, 2 / most);
    names.forEach((name, at) => {
      const value = Math.round(shares[at]! * scale * 100) / 100;
      if (value !== 1) found[name] = value;
    });
  };
  put(
    criteria.map((one) => one.name),
    criteria.map((one) => one.parts.reduce((sum, part) => sum + share(part.id), 0)),
  );
  for (const one of criteria)
    put(
      one.parts.map((part) => part.id),
      one.parts.map((part) => share(part.id)),
    );
  return found;
}

export interface Placed {
  candidate: PartnerCandidate;
  score: number;
}

/** The candidates by weighted mean of what they are worth on the parts that rank, best first. */
export function ranked(candidates: readonly PartnerCandidate[], weights: ReadonlyMap<string, number>): Placed[] {
  const scored = candidates.map((candidate) => {
    const parts = Object.entries(candidate.worths);
    const whole = parts.reduce((sum, [part]) => sum + (weights.get(part) ?? 0), 0);
    const score =
      whole > 0 ? parts.reduce((sum, [part, worth]) => sum + (weights.get(part) ?? 0) * worth, 0) / whole : 0;
    return { candidate, score };
  });
  return scored.sort((a, b) => b.score - a.score);
}

/** What is said of an indicator. */
export const FACTS = ["name", "unit", "baseline", "target", "date", "owner", "source"] as const;

/** An indicator as one line, as the record reads it; what would divide the line is written otherwise. */
export const indicatorLine = (facts: Record<string, string>): string =>
  FACTS.flatMap((key) => {
    const value = (facts[key] ?? "").replaceAll(";", ",").trim();
    return value ? [`${key}=${value}`] : [];
  }).join("; ");
