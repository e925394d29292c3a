/** Light or dark, and contrast: what the system says, unless the user chose; the choice stays in this browser. */
import { useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

export type Theme = "light" | "dark";
export type Choice = "system" | Theme;
const KEY = "ecotone-theme";
const CONTRAST = "ecotone-contrast";
const CHANGED = "ecotone:theme";
const darkSystem = () => window.matchMedia("(prefers-color-scheme: dark)");
/** Whether the page is being printed: paper is light, whatever the screen is. */
const printing = () => window.matchMedia("print");
const contrastSystem = () => window.matchMedia("(prefers-contrast: more)");

function kept(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null; // a browser that keeps nothing follows the system
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    // The choice then lasts until the page is closed.
  }
  window.dispatchEvent(new Event(CHANGED));
}

export function choice(): Choice {
  const chosen = kept(KEY);
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export const theme = (): Theme => {
  if (printing().matches) return "light";
  const chosen = choice();
  return chosen === "system" ? (darkSystem().matches ? "dark" : "light") : chosen;
};

/** High contrast, because the user or the system wants it. */
export const contrast = (): boolean => kept(CONTRAST) === "high" || contrastSystem().matches;

export function applyTheme(): void {
  const { dataset } = document.documentElement;
  dataset.theme = theme();
  if (contrast()) dataset.contrast = "high";
  else delete dataset.contrast;
}

export const choose = (next: Choice): void => keep(KEY, next === "system" ? null : next);
export const chooseContrast = (high: boolean): void => keep(CONTRAST, high ? "high" : null);

function subscribe(listener: () => void): () => void {
  const changed = () => {
    applyTheme();
    listener();
  };
  // The browser takes the page as it stands when it has told that it prints.
  const print = () => flushSync(changed);
  const systems = [darkSystem(), contrastSystem()];
  printing().addEventListener("change", print);
  window.addEventListener(CHANGED, changed);
  window.addEventListener("storage", changed);
  for (const system of systems) system.addEventListener("change", changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener("storage", changed);
    for (const system of systems) system.removeEventListener("change", changed);
    printing().removeEventListener("change", print);
  };
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, theme);
export const useChoice = (): Choice => useSyncExternalStore(subscribe, choice);
export const useContrast = (): boolean => useSyncExternalStore(subscribe, contrast);
