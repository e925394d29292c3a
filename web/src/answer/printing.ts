/** Whether the page is being printed: what is folded away or scrolls on the screen stands whole on paper. */
import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes the page as it stands when the event has been handled.
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}

/** Open a part that is folded while the page is printed, and leave it afterwards as it was. */
export function useOpenInPrint(part: RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    let was = false;
    const before = () => {
      was = part.current?.open ?? false;
      if (part.current) part.current.open = true;
    };
    const after = () => {
      if (part.current) part.current.open = was;
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, [part]);
}
