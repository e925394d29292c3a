/** Light or dark: what the system says, unless the user chose; the choice stays in this browser. */
import { useSyncExternalStore } from "react";
import type { Theme } from "../map/scales";

export type Choice = "system" | Theme;
const KEY = "ecotone-theme";
const CHANGED = "ecotone:theme";
const darkSystem = () => window.matchMedia("(prefers-color-scheme: dark)");

export function choice(): Choice {
  try {
    const kept = window.localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system"; // a browser that keeps nothing follows the system
  }
}

export const theme = (): Theme => {
  const chosen = choice();
  return chosen === "system" ? (darkSystem().matches ? "dark" : "light") : chosen;
};

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme();
}

export function choose(next: Choice): void {
  try {
    if (next === "system") window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, next);
  } catch {
    // The choice then lasts until the page is closed.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  const changed = () => {
    applyTheme();
    listener();
  };
  const system = darkSystem();
  window.addEventListener(CHANGED, changed);
  window.addEventListener("storage", changed);
  system.addEventListener("change", changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener("storage", changed);
    system.removeEventListener("change", changed);
  };
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, theme);
export const useChoice = (): Choice => useSyncExternalStore(subscribe, choice);
