/** What the simulation asks the server for. A model that was sent is sent with each question; the server keeps it compiled. */
import { type Query, useQueries, useQuery } from "@tanstack/react-query";
import { base } from "../address";
import { ask } from "../api/client";
import type { components } from "../api/schema";
import type { Answer } from "../api/types";
import { type Changes, changed, type State } from "./state";

type Schemas = components["schemas"];
export type Structure = Schemas["Structure"];
export type Variable = Schemas["ModelVariable"];
export type Link = Schemas["ModelLink"];
export type ModelLine = Schemas["ModelLine"];
export type Run = Schemas["RunAnswer"];
export type Series = Schemas["SeriesShape"];
export type Loops = Schemas["LoopsAnswer"];
export type Loop = Schemas["LoopShape"];
export type Checked = Schemas["Checked"];

const SENT = `ecotone:model${base}`;

/** The model that was opened from a file, kept until the tab is closed. */
export interface Sent {
  file: string;
  text: string;
}

export function sentModel(): Sent | null {
  try {
    return JSON.parse(sessionStorage.getItem(SENT) ?? "null") as Sent | null;
  } catch {
    return null;
  }
}

export const keepSent = (sent: Sent): void => sessionStorage.setItem(SENT, JSON.stringify(sent));

/** Which model is meant, as the server wants to be told. */
export function subject(model: string, edits: Record<string, string>, drawn?: string) {
  const sent = model === "sent" ? sentModel() : null;
  return { model, edits, ...(sent ? { file: sent.file, text: sent.text } : {}), ...(drawn ? { state: drawn } : {}) };
}

const scenario = (model: string, changes: Changes & { drawn?: string }) => ({
  ...subject(model, changes.edits, changes.drawn),
  constants: changes.constants,
  policies: changes.policies,
  start: changes.start,
});

/** What was asked before is shown while the next is awaited, but never of another model. */
const ofSame =
  (body: Body) =>
  <T>(previous: T | undefined, query?: Query<T, Error, T, readonly unknown[]>): T | undefined => {
    const before = query?.queryKey[2] as Body | undefined;
    return before?.model === body.model && before.text === body.text ? previous : undefined;
  };

interface Body {
  model: string;
  text?: string;
  [other: string]: unknown;
}

const posted = <T>(what: string, body: Body) => ({
  queryKey: ["dynamics", what, body] as readonly unknown[],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask<T>(`/api/dynamics/${what}`, { body, signal }),
  placeholderData: ofSame(body)<T>,
  retry: false as const,
});

export const useModels = () =>
  useQuery({
    queryKey: ["dynamics", "models"],
    queryFn: ({ signal }) => ask<ModelLine[]>("/api/dynamics/models", { signal }),
  });

export const useStructure = (state: State, enabled = true) =>
  useQuery({ ...posted<Structure>("structure", subject(state.model, state.edits)), gcTime: 60_000, enabled });

const runWish = (state: State, changes: Changes & { drawn?: string }, outputs: readonly string[], members: number) => ({
  ...scenario(state.model, changes),
  outputs,
  members,
  seed: state.seed,
});

/** A run that knows whether anything was different in it: while the next is awaited, the last is told as what it was. */
export type Told = Run & { different: boolean };

export const useRun = (state: State, outputs: readonly string[]) => {
  const asked = posted<Told>("run", runWish(state, state, outputs, state.members));
  const { policies, constants, edits } = state;
  return useQuery<Told, Error, Told, readonly unknown[]>({
    ...asked,
    queryKey: [...asked.queryKey, "told"],
    queryFn: async (context) => ({
      ...(await asked.queryFn(context)),
      different: changed({ policies, constants, edits, start: 0 }),
    }),
    enabled: outputs.length > 0,
    gcTime: 10_000, // a slider that is dragged asks for many
  });
};

const runsOf = (found: readonly { data: Run | undefined; error: Error | null }[]) =>
  found.map(({ data, error }) => ({ data, error }));

export const useNamedRuns = (state: State, outputs: readonly string[]) =>
  useQueries({
    queries: state.runs.map((run) => ({
      ...posted<Run>("run", runWish(state, run, outputs, 1)),
      enabled: outputs.length > 0,
    })),
    combine: runsOf,
  });

export const useLoops = (state: State, enabled = true) =>
  useQuery({
    enabled,
    ...posted<Loops>("loops", {
      ...scenario(state.model, state),
      carried: state.carried && state.policies.length > 0,
      independent: state.independent && !(state.carried && state.policies.length > 0),
    }),
    gcTime: 10_000,
  });

export const useTornado = (state: State, output: string, difference: boolean) =>
  useQuery(posted<Answer>("tornado", { ...scenario(state.model, state), output, difference, seed: state.seed }));

export const useAssumptions = (state: State) =>
  useQuery(posted<Answer>("assumptions", subject(state.model, state.edits)));

export const check = (state: State, variable: string, equation: string, signal: AbortSignal) =>
  ask<Checked>("/api/dynamics/check", { body: { ...subject(state.model, state.edits), variable, equation }, signal });
