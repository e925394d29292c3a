import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { t } from "../texts";
import { cancelJob, ended, whenDone } from "./jobs";
import type { Job } from "./types";

const job = (id: number, state: Job["state"], more: Partial<Job> = {}): Job => ({
  id,
  kind: "question",
  title: "Look for brokers",
  state,
  progress: { done: 1, total: 4, what: "paths" },
  messages: [],
  created: "2026-01-01T00:00:00Z",
  started: null,
  ended: null,
  answer: null,
  error: null,
  ...more,
});

const said = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

/** Answer the requests one after the other; a word instead of an answer is a server that is away. */
function answering(...answers: (Response | "away")[]) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    asked.push(`${request.method ?? "GET"} ${path}`);
    const next = answers.shift();
    if (!next) throw new Error(`not expected: ${path}`);
    return next === "away" ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve(next);
  });
  return asked;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what is answered at once needs no job", async () => {
  const asked = answering(said({ summary: "here" }));
  const told: (Job | null)[] = [];
  const response = await whenDone("/api/network/ask/brokers", (one) => told.push(one));
  expect(await response.json()).toEqual({ summary: "here" });
  expect([asked, told]).toEqual([["GET /api/network/ask/brokers"], []]);
});

test("a job is watched, told of, and then asked again; a server that is away meanwhile is waited for", async () => {
  const asked = answering(
    said(job(7, "queued"), 202),
    said(job(7, "running")),
    "away",
    said(job(7, "running")),
    said(job(7, "done")),
    said({ summary: "here" }),
  );
  const told: (string | null)[] = [];
  const found = whenDone("/api/q", (one) => told.push(one && `${one.state} ${one.progress.what}`));
  await vi.runAllTimersAsync();
  expect(await (await found).json()).toEqual({ summary: "here" });
  expect(told).toEqual(["queued paths", "running paths", `running ${t.job.away}`, "running paths", null]);
  expect(asked).toEqual(["GET /api/q", ...Array(4).fill("GET /api/jobs/7"), "GET /api/q"]);
});

test("what a job met is told with what to do", async () => {
  const error = { kind: "InputError", what: "No such actor", message: "No such actor.", remedy: "Search for it" };
  answering(said(job(8, "failed", { error: error as Job["error"] })));
  await expect(ended(job(8, "failed", { error: error as Job["error"] }), () => undefined)).rejects.toMatchObject({
    message: "No such actor.",
    remedy: "Search for it",
  });
});

test("a question that was stopped elsewhere is asked again; one that was stopped here is not", async () => {
  answering(said(job(9, "cancelled"), 202), said({ summary: "here" }));
  expect(await (await whenDone("/api/q", () => undefined)).json()).toEqual({ summary: "here" });
  const asked = answering(said(job(10, "running")), said(job(10, "cancelled"), 202));
  await cancelJob(job(10, "running"));
  await expect(whenDone("/api/q", () => undefined)).rejects.toMatchObject({ message: t.job.stopped });
  expect(asked[0]).toBe("POST /api/questions/10/cancel");
});

test("a job that nobody waits for any longer is stopped", async () => {
  const asked = answering(said(job(11, "running"), 202), said(job(11, "cancelled")));
  const leaving = new AbortController();
  const found = whenDone("/api/q", () => undefined, leaving.signal);
  const refused = expect(found).rejects.toMatchObject({ name: "AbortError" });
  await vi.advanceTimersByTimeAsync(10);
  leaving.abort();
  await refused;
  expect(asked).toEqual(["GET /api/q", "POST /api/questions/11/cancel"]);
});
