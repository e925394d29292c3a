/** Find an actor by part of a name: a box that opens a list, worked by keyboard or pointer. */
import { useEffect, useId, useRef, useState } from "react";
import { href, navigate, useAddress } from "../address";
import { useRecord, useSearch } from "../api/queries";
import type { Found } from "../api/types";
import { t } from "../texts";
import { useEnter } from "./enter";
import { Glass } from "./icons";
import { useTheme } from "./theme";
import "./search.css";

const PAUSE = 120;

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => settle(text), PAUSE);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Where a found actor is shown: on the map if the map is open, else on its page. */
function target(found: Found, path: string, page: boolean): string {
  if (path !== "/map" || page) return `/actors/${found.id}`;
  const query = new URLSearchParams(window.location.search);
  query.set("actor", String(found.id));
  query.delete("ego");
  return href("/map", query);
}

export function Search() {
  const { path } = useAddress();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const leaving = useRef(0);
  const list = useId();
  const theme = useTheme();
  const { data: record } = useRecord();
  const q = useSettled(text.trim());
  const { data, isFetching, error } = useSearch(q);
  const found = q && text.trim() ? (data?.found ?? []) : [];
  const colours = new Map(record?.sectors.map((entry) => [entry.sector, entry]));

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

  const pick = (one: Found | undefined, page: boolean) => {
    if (!one) return;
    navigate(target(one, path, page));
    setOpen(false);
    setText("");
    input.current?.blur();
    // The keys that follow are meant for what was found.
    window.setTimeout(() => document.querySelector<HTMLElement>("[data-takes-keys]")?.focus(), 0);
  };

  const enter = useEnter(q === text.trim() && !isFetching, (shift) => pick(found[at], shift));

  const visible = open && text.trim().length > 0;
  return (
    <search className="search">
      <Glass />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t.search.label}
        aria-expanded={visible}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={visible && found[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t.search.placeholder}
        value={text}
        onChange={(event) => {
          enter.forget();
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => {
          // Whoever comes back at once finds the list open.
          window.clearTimeout(leaving.current);
          setOpen(true);
        }}
        onBlur={() => {
          leaving.current = window.setTimeout(() => setOpen(false), 150);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            if (found.length) setAt((at + step + found.length) % found.length);
          } else if (event.key === "Enter") {
            enter.press(event.shiftKey);
          } else if (event.key === "Escape") {
            event.stopPropagation();
            enter.forget();
            setText("");
            setOpen(false);
            input.current?.blur();
          }
        }}
      />
      <kbd aria-hidden="true">/</kbd>
      <div className="search-list" hidden={!visible}>
        <div id={list} role="listbox" aria-label={t.search.label}>
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
            <div
              key={one.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              className="search-row"
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setAt(index)}
              onClick={(event) => pick(one, event.shiftKey)}
            >
              <span className="dot" style={{ background: colours.get(one.sector)?.[theme] }} />
              <span className="search-name">{one.name}</span>
              <span className="muted search-place">
                {one.matched && one.matched !== one.name
                  ? t.search.matched(one.matched)
                  : [one.city, one.country].filter(Boolean).join(", ")}
              </span>
            </div>
          ))}
        </div>
        <p className="search-note muted" role="status">
          {error
            ? error.message
            : found.length
              ? t.search.found(found.length)
              : isFetching || q !== text.trim()
                ? t.search.searching
                : t.search.none(q)}
        </p>
      </div>
    </search>
  );
}
