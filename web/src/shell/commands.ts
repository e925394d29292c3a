/** What can be done by name: each screen says what it can do while it is open, and the palette lists it. */
import { useEffect, useRef } from "react";

export interface Command {
  /** Where it is listed. */
  group: string;
  label: string;
  /** Further words by which it is found. */
  words?: string | undefined;
  /** The keys that do the same, if any. */
  keys?: string | undefined;
  run(): void;
}

const registered = new Set<{ current: () => Command[] }>();

/** All commands of what is open now. */
export const commandsHere = (): Command[] => [...registered].flatMap((one) => one.current());

/** Offer commands while the component is on the screen. */
export function useCommands(commands: () => Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const entry = { current: () => latest.current() };
    registered.add(entry);
    return () => {
      registered.delete(entry);
    };
  }, []);
}
