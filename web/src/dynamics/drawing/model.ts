/** The model that is drawn, and the steps that change it: each is kept in the record at once, one after the other. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { ask } from "../../api/client";
import { changedHere, client } from "../../api/queries";
import type { components } from "../../api/schema";
import type { Checked } from "../data";
import { drawnName, type State } from "../state";

type Schemas = components["schemas"];
export type Drawn = Schemas["DrawnModel"];
export type Part = Schemas["DrawnVariable"];
export type Kind = Part["kind"];
export type Step = Schemas["ChangeWish"]["step"];
export type Between = Part["between"];

export const KINDS: readonly Kind[] = ["stock", "flow", "aux", "lookup"];
export const LONGEST_NAME = 120;

const key = (name: string) => ["drawn", name] as const;

export const useDrawn = (model: string) => {
  const name = drawnName(model);
  return useQuery({
    queryKey: key(name),
    enabled: name !== "",
    queryFn: ({ signal }) => ask<Drawn>(`/api/dynamics/drawn?name=${encodeURIComponent(name)}`, { signal }),
  });
};

/** Show the model as it stands after a step. */
async function told(drawn: Drawn): Promise<void> {
  client.setQueryData(key(drawn.name), drawn);
  // Whoever presses undo at once must not take back the step before.
  await client.invalidateQueries({ queryKey: ["history"] });
  // Only then the rest: what an unfinished model cannot answer is no longer asked once it is known to be unfinished.
  window.setTimeout(() => void changedHere(drawn.batch));
}

export interface Stepping {
  /** Take a step; says whether it was kept. */
  step(step: Step): Promise<boolean>;
  pending: boolean;
  /** The step that was not kept, and why. */
  failed: { step: Step; error: Error } | null;
  again(): void;
  forget(): void;
}

/** Steps wait for each other, so that they are kept in the order in which they were taken. */
export function useStepping(name: string): Stepping {
  const { mutateAsync, isPending, error, variables, reset } = useMutation({
    scope: { id: `drawn ${name}` },
    // A step that cannot be sent is told at once, not held back in silence.
    networkMode: "always",
    mutationFn: (step: Step) => ask<Drawn>("/api/dynamics/drawn/change", { body: { name, step } }),
    onSuccess: told,
    // What stands there now may be the reason.
    onError: () => void client.invalidateQueries({ queryKey: key(name) }),
  });
  const latest = useRef(mutateAsync);
  latest.current = mutateAsync;
  const step = (wish: Step) =>
    latest.current(wish).then(
      () => true,
      () => false,
    );
  const failed = error && variables ? { step: variables, error } : null;
  return { step, pending: isPending, failed, again: () => failed && void step(failed.step), forget: reset };
}

export const begin = async (name: string, of: object | null): Promise<Drawn> => {
  const drawn = await ask<Drawn>("/api/dynamics/drawn", { body: { name, of } });
  await told(drawn);
  return drawn;
};

export const takeAway = async (name: string): Promise<void> => {
  const { batch } = await ask<Schemas["KeptState"]>("/api/dynamics/drawn/forget", { body: { name } });
  await changedHere(batch);
};

/** Keep how the model stands now, so that a run of it can be told from runs of what it becomes. */
export async function keepState(state: State): Promise<string | undefined> {
  const name = drawnName(state.model);
  if (!name) return undefined;
  const kept = await ask<Schemas["KeptState"]>("/api/dynamics/drawn/state", { body: { name } });
  void changedHere(kept.batch);
  return kept.state;
}

export const tryOut = (name: string, wish: Omit<Schemas["TryWish"], "name">, signal: AbortSignal): Promise<Checked> =>
  ask<Checked>("/api/dynamics/drawn/check", { body: { name, ...wish }, signal });
