import { describe, expect, it } from "vitest";
import { dropped, late } from "./Board";

describe("a card of the board", () => {
  it("asks for what its new place means", () => {
    expect(dropped("proposed", "proposed")).toBeNull();
    expect(dropped("proposed", "decided")).toBe("decide");
    expect(dropped("proposed", "done")).toEqual({ done: true });
    expect(dropped("decided", "done")).toEqual({ done: true });
    expect(dropped("done", "decided")).toEqual({ done: false });
    // What was decided stands in the history: it is undone, not forgotten.
    expect(dropped("decided", "proposed")).toBe("undo");
    expect(dropped("done", "proposed")).toBe("undo");
  });

  it("is late once its day is over, a month once it is, and never when it is done", () => {
    expect(late({ status: "decided", by: "2026-01-31" }, "2026-02-01")).toBe(true);
    expect(late({ status: "proposed", by: "2026-02-01" }, "2026-02-01")).toBe(false);
    expect(late({ status: "decided", by: "2026-02" }, "2026-02-28")).toBe(false);
    expect(late({ status: "decided", by: "2026-01" }, "2026-02-01")).toBe(true);
    expect(late({ status: "done", by: "2020-01-01" }, "2026-02-01")).toBe(false);
    expect(late({ status: "decided", by: "" }, "2026-02-01")).toBe(false);
  });
});
