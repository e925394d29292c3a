/** Short messages about what just happened, with at most one thing to do about it. */
import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run(): void } | undefined;
}

const LASTS = 8000;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(now: readonly Toast[]): void {
  toasts = now;
  for (const listener of listeners) listener();
}

export function closeToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export function say(text: string, action?: Toast["action"]): void {
  const id = next++;
  // The newest is what the user waits for; an older one would only be in its way.
  set([{ id, text, action }]);
  window.setTimeout(() => closeToast(id), LASTS);
}

export const useToasts = (): readonly Toast[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
