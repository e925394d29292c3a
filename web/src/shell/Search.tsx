/** The search in the bar: the slash leads to it, and what it finds is shown on the map if the map is open, else on its page. */
import { useEffect, useRef } from "react";
import { href, navigate, useAddress } from "../address";
import type { Found } from "../api/types";
import { t } from "../texts";
import { ActorBox } from "./ActorBox";
import { Glass } from "./icons";
import "./search.css";

function target(found: Found, path: string, page: boolean): string {
  if (path !== "/map" || page) return `/actors/${found.id}`;
  const query = new URLSearchParams(window.location.search);
  query.set("actor", String(found.id));
  for (const key of ["ego", "at"]) query.delete(key);
  return href("/map", query);
}

export function Search() {
  const { path } = useAddress();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input, textarea, select, dialog, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);
  return (
    <search className="search">
      <Glass />
      <ActorBox
        ref={input}
        label={t.search.label}
        placeholder={t.search.placeholder}
        onPick={(found, page) => {
          navigate(target(found, path, page));
          input.current?.blur();
          // The keys that follow are meant for what was found.
          window.setTimeout(() => document.querySelector<HTMLElement>("[data-takes-keys]")?.focus(), 0);
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
}
