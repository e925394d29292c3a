/** What the address of a pathway holds: places, answers in their order, the day of the law, and the session that is open. */
import { href } from "../address";

export interface State {
  where: string[];
  facts: string[];
  asOf: string;
  session: string;
}

export function read(query: URLSearchParams): State {
  return {
    where: query
      .getAll("where")
      .flatMap((text) => text.split(","))
      .filter(Boolean),
    facts: query.getAll("fact"),
    asOf: query.get("as-of") ?? "",
    session: query.get("session") ?? "",
  };
}

const pairs = ({ where, facts, asOf }: State): [string, string][] => [
  ...(where.length ? [["where", where.join(",")] as [string, string]] : []),
  ...facts.map((fact): [string, string] => ["fact", fact]),
  ...(asOf ? [["as-of", asOf] as [string, string]] : []),
];

/** The address of the screen. */
export const here = (state: State): string =>
  href("/pathway", new URLSearchParams([...pairs(state), ...(state.session ? [["session", state.session]] : [])]));

/** Where the server is asked. */
export const asked = (state: State): string => href("/api/pathway/ask", new URLSearchParams(pairs(state)));

/** The answer to a question put in, or in the place of an earlier one; what came after an earlier one stays. */
export function answered(facts: readonly string[], name: string, answer: string): string[] {
  const fact = `${name}=${answer}`;
  const at = facts.findIndex((one) => one.startsWith(`${name}=`));
  return at < 0 ? [...facts, fact] : facts.with(at, fact);
}

/** The answers without the one to a question: it is asked anew. */
export const without = (facts: readonly string[], name: string): string[] =>
  facts.filter((one) => !one.startsWith(`${name}=`));
