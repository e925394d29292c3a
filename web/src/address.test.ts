import { expect, test, vi } from "vitest";

const at = async (path: string) => {
  vi.resetModules();
  window.history.replaceState(null, "", path);
  return import("./address");
};

test("the record that is served has its pages at the root", async () => {
  const { base, full, here, navigate } = await at("/map?from=2019");
  expect([base, full("/api/record"), here()]).toEqual(["", "/api/record", "/map?from=2019"]);
  navigate("/actors/1");
  expect(window.location.pathname).toBe("/actors/1");
});

test("a record beside it keeps all its addresses under its own", async () => {
  const { base, full, here, navigate } = await at("/beside/boston%20hub/map?from=2019");
  expect([base, full("/api/record"), here()]).toEqual([
    "/beside/boston%20hub",
    "/beside/boston%20hub/api/record",
    "/map?from=2019",
  ]);
  navigate("/actors/1?x=1");
  expect(window.location.pathname + window.location.search).toBe("/beside/boston%20hub/actors/1?x=1");
  expect(full("/beside/other/home")).toBe("/beside/other/home");
});

test("what only looks like such an address is none", async () => {
  const { baseOf } = await at("/");
  expect(["/besides/x", "/beside/", "/beside", "/map/beside/x", "/beside//x"].map(baseOf)).toEqual([
    "",
    "",
    "",
    "",
    "",
  ]);
  expect((await at("/beside/boston")).here()).toBe("/");
});
