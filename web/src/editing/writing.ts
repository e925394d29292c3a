/** The one way by which an actor is changed: ask the server, tell what was done with its undo, and read anew. */
import { useMutation } from "@tanstack/react-query";
import { ApiError, ask } from "../api/client";
import { changedHere } from "../api/queries";
import { useRater } from "../shell/rater";
import { useMe } from "../shell/SignedIn";
import { say } from "../shell/toast";
import { t } from "../texts";

interface Wish {
  path: string;
  body: object;
  method?: "PATCH";
  /** What is told when it is done. */
  done: string;
}

export interface Writing {
  busy: boolean;
  error: Error | null;
  /** Whether it was refused for somebody else changed the same meanwhile. */
  stale: boolean;
  write<T extends { batch: number | null }>(wish: Wish): Promise<T | null>;
  forget(): void;
}

/** Undo from a message, which outlives the form that was closed. */
const undo = (batch: number) =>
  void ask<{ batch: number }>("/api/undo", { body: { batch } })
    .then(({ batch: made }) => changedHere(made))
    .catch((error: Error) => say(error.message));

export function useWriting(): Writing {
  const asking = useMutation({
    mutationFn: ({ path, body, method }: Wish) =>
      ask<{ batch: number | null }>(path, { body, ...(method ? { method } : {}) }),
    onSuccess: ({ batch }, { done }) => {
      if (batch) say(done, { label: t.editing.undo, run: () => undo(batch) });
      else say(t.editing.unchanged);
      void changedHere(batch);
    },
  });
  return {
    busy: asking.isPending,
    error: asking.error,
    stale: asking.error instanceof ApiError && asking.error.status === 409,
    write: async <T extends { batch: number | null }>(wish: Wish) => {
      try {
        return (await asking.mutateAsync(wish)) as T;
      } catch {
        return null; // told by `error`
      }
    },
    forget: asking.reset,
  };
}

/** Who makes the changes: whoever is signed in, else the name that was typed last. */
export function useAuthor(): { author: string; setAuthor(name: string): void; signed: boolean } {
  const { data } = useMe();
  const [author, setAuthor] = useRater(data?.name ?? undefined);
  return { author, setAuthor, signed: Boolean(data?.name) };
}
