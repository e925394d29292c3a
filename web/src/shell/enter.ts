/** Enter in a box that asks while one types: what was typed a moment ago may not be answered yet, and is then waited for. */
import { useEffect, useRef } from "react";

export function useEnter(settled: boolean, take: (shift: boolean) => void) {
  /** Whether Enter waits for the answer, and whether Shift was held. */
  const due = useRef<boolean | null>(null);
  useEffect(() => {
    if (!settled || due.current === null) return;
    const shift = due.current;
    due.current = null;
    take(shift);
  });
  return {
    press(shift = false) {
      if (settled) take(shift);
      else due.current = shift;
    },
    /** Another letter or Escape: it was not meant for what is there now. */
    forget() {
      due.current = null;
    },
  };
}
