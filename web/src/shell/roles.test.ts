import { expect, it } from "vitest";
import { screensFor } from "../screens";
import { allows, ROLES } from "./roles";

it("lets each role do what the roles before it may", () => {
  expect(ROLES.map((role) => ROLES.filter((needed) => allows(role, needed)).length)).toEqual([1, 2, 3, 4, 5]);
  expect(allows("rater", "rater")).toBe(true);
  expect(allows("rater", "editor")).toBe(false);
  expect(allows("owner", "viewer")).toBe(true);
});

it("offers a screen to those who can do something on it", () => {
  const names = (role: (typeof ROLES)[number] | null) => screensFor(role).map((one) => one.name);
  expect(names(null)).toEqual(names("owner"));
  expect(names("editor")).toEqual(names("owner"));
  for (const role of ["viewer", "commenter", "rater"] as const)
    expect(names("owner").filter((one) => !names(role).includes(one))).toEqual(["import", "review"]);
});
