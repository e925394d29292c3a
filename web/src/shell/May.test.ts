import { expect, it } from "vitest";
import { allows, ROLES } from "./May";

it("lets each role do what the roles before it may", () => {
  expect(ROLES.map((role) => ROLES.filter((needed) => allows(role, needed)).length)).toEqual([1, 2, 3, 4, 5]);
  expect(allows("rater", "rater")).toBe(true);
  expect(allows("rater", "editor")).toBe(false);
  expect(allows("owner", "viewer")).toBe(true);
});
