import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, ask } from "./client";

const answer = (body: string, status = 200) =>
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status })));
const refused = async () => (await ask("/api/x").catch((error: unknown) => error)) as ApiError;

afterEach(() => vi.unstubAllGlobals());

describe("asking the server", () => {
  it("gives what it says, with how far it is", async () => {
    answer('{"a": 1}');
    const seen: number[] = [];
    expect(await ask("/api/x", { onProgress: (done) => seen.push(done) })).toEqual({ a: 1 });
    expect(seen.at(-1)).toBe(8);
  });

  it("passes on what was wrong and what to do", async () => {
    answer(
      JSON.stringify({ error: { what: "No such sector", got: "xyz", expected: "provider", remedy: "Choose one." } }),
      422,
    );
    const error = await refused();
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toBe("No such sector. Got: xyz. Expected: provider.");
    expect(error.remedy).toBe("Choose one.");
  });

  it("says where to get in again where the token is not known", async () => {
    answer("", 401);
    expect((await refused()).remedy).toContain("Open the address that Ecotone printed");
  });

  it("says why where the token is known and the request is refused all the same", async () => {
    answer(JSON.stringify({ error: { what: "This request comes from another site" } }), 403);
    expect((await refused()).message).toBe("This request comes from another site.");
  });

  it("has a word for a server that is gone, and for an answer that is none", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    expect((await refused()).message).toBe("The server does not answer.");
    answer("<html>");
    expect((await refused()).message).toBe("The server’s answer could not be read.");
    answer("<html>", 500);
    expect((await refused()).message).toBe("The server refused, with number 500.");
  });
});
