/** Enter is not lost where the answer is late, and does not count twice or for another text. */
import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useEnter } from "./enter";

const made = () => {
  const take = vi.fn();
  const hook = renderHook(({ settled }) => useEnter(settled, take), { initialProps: { settled: false } });
  return { take, hook };
};

test("Enter before the answer takes it once it is there, once", () => {
  const { take, hook } = made();
  hook.result.current.press(true);
  expect(take).not.toHaveBeenCalled();
  hook.rerender({ settled: true });
  hook.rerender({ settled: true });
  expect(take.mock.calls).toEqual([[true]]);
});

test("Enter after the answer takes it at once", () => {
  const { take, hook } = made();
  hook.rerender({ settled: true });
  hook.result.current.press();
  expect(take.mock.calls).toEqual([[false]]);
});

test("Enter is forgotten where another letter follows", () => {
  const { take, hook } = made();
  hook.result.current.press();
  hook.result.current.forget();
  hook.rerender({ settled: true });
  expect(take).not.toHaveBeenCalled();
});
