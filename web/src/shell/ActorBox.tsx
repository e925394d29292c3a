/** A box that finds actors by part of a name and opens a list of them, worked by keyboard or pointer. */
import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { useRecord, useSearch } from "../api/queries";
import type { Found } from "../api/types";
import { t } from "../texts";
import { useEnter } from "./enter";
import { useTheme } from "./theme";

const PAUSE = 120;

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => settle(text), PAUSE);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

interface Props {
  /** How the box and its list are called. */
  label: string;
  /** Its id, where the label stands before it to be read; the box then belongs to a form. */
  id?: string;
  className?: string;
  placeholder?: string;
  ref?: Ref<HTMLInputElement>;
  /** `shift` tells that Shift was held. */
  onPick(found: Found, shift: boolean): void;
}

export function ActorBox({ label, id, className, placeholder, ref, onPick }: Props) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => input.current!);
  const leaving = useRef(0);
  const list = useId();
  const theme = useTheme();
  const { data: record } = useRecord();
  const q = useSettled(text.trim());
  const { data, isFetching, error } = useSearch(q);
  const found = q && text.trim() ? (data?.found ?? []) : [];
  const colours = new Map(record?.sectors.map((entry) => [entry.sector, entry]));
  const settled = q === text.trim() && !isFetching;
  const visible = open && text.trim().length > 0;

  const pick = (one: Found | undefined, shift: boolean) => {
    if (!one) return;
    setOpen(false);
    setText("");
    onPick(one, shift);
  };
  const enter = useEnter(settled, (shift) => pick(found[at], shift));

  return (
    <>
      <input
        ref={input}
        id={id}
        className={className}
        type="text"
        role="combobox"
        aria-label={id ? undefined : label}
        aria-expanded={visible}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={visible && found[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
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
            event.preventDefault();
            enter.press(event.shiftKey);
          } else if (event.key === "Escape" && (text || !id)) {
            event.stopPropagation();
            enter.forget();
            setText("");
            setOpen(false);
            if (!id) input.current?.blur();
          }
        }}
      />
      <div className="search-list" hidden={!visible}>
        <div id={list} role="listbox" aria-label={label}>
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus
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
              : settled
                ? t.search.none(q)
                : t.search.searching}
        </p>
      </div>
    </>
  );
}
