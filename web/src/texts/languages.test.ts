import { expect, test } from "vitest";
import { texts as actors } from "./de/actors";
import { texts as home } from "./de/home";
import { texts as shell } from "./de/shell";
import { parts } from "./en";

/** What stands at each place of a catalogue: a text, or a function of so many values. */
const shape = (texts: object, at = ""): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(texts).map(([key, value]) =>
      typeof value === "object"
        ? shape(value as object, `${at}${key}.`)
        : { [at + key]: typeof value === "function" ? `a function of ${value.length}` : typeof value },
    ),
  ) as Record<string, string>;

test("Home and Actors are complete in German", () => {
  expect(shape(home)).toEqual(shape(parts.home));
  expect(shape(actors)).toEqual(shape(parts.actors));
});

test("what German has of the shell, English has in the same shape", () => {
  expect(shape(parts.shell)).toMatchObject(shape(shell));
});

test("German counts one and many", () => {
  expect(home.home.counts(1, 2, 0)).toBe("1 Akteur, 2 genannte Verbindungen, 0 Quelleneinträge");
  expect(home.home.lack.alone(1, 3)).toContain("1 von 3 Akteuren hat keine Verbindung");
});
