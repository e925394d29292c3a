/**
 * Where the user is: the address holds the whole state of a view, so that a link, the back button and a reload all
 * show the same thing. This file is the router: a path, a query, and how to go elsewhere.
 */
import { createElement, type MouseEvent, type ReactNode, useMemo, useSyncExternalStore } from "react";

const CHANGED = "ecotone:address";

/** Where the pages of this record begin: nothing for the record that is served, `/beside/boston` for one beside it. */
export const baseOf = (pathname: string): string => /^\/beside\/[^/]+/.exec(pathname)?.[0] ?? "";
export const base = baseOf(window.location.pathname);

/** An address of this record, or of another that is named in full, as the browser needs it. */
export const full = (to: string): string => (to.startsWith("/beside/") ? to : base + to);

/** The address inside the record: what `navigate` takes and a saved view keeps. */
export const here = (): string => (window.location.pathname.slice(base.length) || "/") + window.location.search;

export interface Address {
  path: string;
  query: URLSearchParams;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** Go to a path with query; `replace` for steps that are no place of their own, such as a slider being dragged. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to === here()) return;
  if (replace) window.history.replaceState(null, "", full(to));
  else window.history.pushState(null, "", full(to));
  window.dispatchEvent(new Event(CHANGED));
}

/** Join a path with the conditions that are not empty, commas and colons kept readable. */
export function href(path: string, query?: Record<string, string | number | undefined> | URLSearchParams): string {
  const pairs =
    query instanceof URLSearchParams
      ? [...query]
      : Object.entries(query ?? {}).flatMap(([key, value]) =>
          value === undefined || value === "" ? [] : [[key, String(value)] as [string, string]],
        );
  const text = new URLSearchParams(pairs).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `${path}?${text}` : path;
}

export function useAddress(): Address {
  const text = useSyncExternalStore(subscribe, here);
  return useMemo(() => {
    const [path = "/", query = ""] = text.split("?", 2);
    return { path, query: new URLSearchParams(query) };
  }, [text]);
}

interface LinkProps {
  to: string;
  children: ReactNode;
  className?: string | undefined;
  current?: boolean | undefined;
  label?: string | undefined;
}

/** A link inside Ecotone: an ordinary anchor that does not reload the page. */
export function Link({ to, children, className, current, label }: LinkProps): ReactNode {
  const go = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    navigate(to);
  };
  return createElement(
    "a",
    { href: full(to), onClick: go, className, "aria-current": current ? "page" : undefined, "aria-label": label },
    children,
  );
}
