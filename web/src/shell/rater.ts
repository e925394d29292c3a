/** Who rates at this browser: remembered here and nowhere else. */
import { useState } from "react";

const KEY = "ecotone.rater";

const stored = (): string => {
  try {
    return window.localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
};

/** The rater's name: whoever is signed in, else what was typed last. */
export function useRater(me: string | undefined): [string, (name: string) => void] {
  const [typed, type] = useState(stored);
  const keep = (name: string) => {
    type(name);
    try {
      window.localStorage.setItem(KEY, name);
    } catch {
      // A browser that keeps nothing asks again.
    }
  };
  return [me || typed, keep];
}
