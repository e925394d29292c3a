/** Whether saved views are being presented, and which one is shown; it lasts until it is ended or the page is closed. */
import { useSyncExternalStore } from "react";

let at: number | null = null;
const listeners = new Set<() => void>();

export function present(view: number | null): void {
  at = view;
  if (view === null) delete document.documentElement.dataset.presenting;
  else document.documentElement.dataset.presenting = "";
  for (const listener of listeners) listener();
}

export const usePresenting = (): number | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => at,
  );
