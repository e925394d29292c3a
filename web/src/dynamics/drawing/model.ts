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
export type Sign = Schemas["DrawnLink"]["stated"];

export const KINDS: readonly Kind[] = ["stock", "flow", "aux", "lookup"];
export const SIGNED: readonly Sign[] = ["", "+", "-"];
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

/** Changes of this page that are under way, by variable and field: what the page may still show of the field, and what it will be. */
export type Under = Map<string, { shown: string[]; to: unknown }>;

/** Make a change on top of those under way, which would else be taken for somebody else's; with what to do when it is settled. */
export function onTop(under: Under, step: Step): [Step, () => void] {
  if (step.do !== "write") return [step, () => undefined];
  const was: Record<string, unknown> = { ...step.was };
  const mine: Under = new Map();
  for (const [field, value] of Object.entries(was)) {
    const place = `${step.name}\n${field}`;
    const before = under.get(place);
    const follows = before?.shown.includes(JSON.stringify(value));
    if (follows) was[field] = before!.to;
    const shown = follows ? [...before!.shown, JSON.stringify(before!.to)] : [JSON.stringify(value)];
    mine.set(place, { shown, to: step[field as keyof typeof step] });
  }
  for (const [place, one] of mine) under.set(place, one);
  const settled = () => {
    for (const [place, one] of mine) if (under.get(place) === one) under.delete(place);
  };
  return [{ ...step, was }, settled];
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
    mutationFn: async (step: Step) => {
      // What is still asked is meant of the model before this step, which may leave it unfinished.
      await client.cancelQueries({ queryKey: ["dynamics"] });
      return ask<Drawn>("/api/dynamics/drawn/change", { body: { name, step } });
    },
    onSuccess: told,
    // What stands there now may be the reason; and what was no longer asked is asked again.
    onError: () => {
      for (const queryKey of [key(name), ["dynamics"]]) void client.invalidateQueries({ queryKey });
    },
  });
  const latest = useRef(mutateAsync);
  latest.current = mutateAsync;
  const under = useRef<Under>(new Map());
  const step = (wish: Step) => {
    const [made, settled] = onTop(under.current, wish);
    return latest
      .current(made)
      .then(
        () => true,
        () => false,
      )
      .finally(settled);
  };
  const failed = error && variables ? { step: variables, error } : null;
  return { step, pending: isPending, failed, again: () => failed && void step(failed.step), forget: reset };
}

export const begin = async (name: string, of: object | null): Promise<Drawn> => {
  const drawn = await ask<Drawn>("/api/dynamics/drawn", { body: { name, of } });
  await told(drawn);
  return drawn;
};

/** Keep the numbers of a scenario in the model, unless somebody else changed one of them since. */
export async function keepNumbers(drawn: Drawn, values: Record<string, number>): Promise<void> {
  const own = new Map(drawn.variables.map((one) => [one.name, one.equation]));
  const was = Object.fromEntries(Object.keys(values).map((name) => [name, own.get(name) ?? ""]));
  const step: Step = { do: "numbers", values, was };
  await told(await ask<Drawn>("/api/dynamics/drawn/change", { body: { name: drawn.name, step } }));
}

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
