/** Choose an actor by part of its name: a box that opens a list, worked by keyboard or pointer. */
import { useEffect, useId, useState } from "react";
import { useSearch } from "../api/queries";
import type { Found } from "../api/types";
import { t } from "../texts";
import { useEnter } from "./enter";
import "./picker.css";

interface Props {
  label: string;
  onPick(found: Found): void;
}

const PAUSE = 120;

export function ActorPicker({ label, onPick }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(text.trim()), PAUSE);
    return () => window.clearTimeout(timer);
  }, [text]);
  const { data, isFetching } = useSearch(asked);
  const settled = asked === text.trim() && !isFetching;
  const found = asked && text.trim() ? (data?.found ?? []).slice(0, 8) : [];
  const visible = open && text.trim().length > 0;
  const pick = (one: Found | undefined) => {
    if (!one) return;
    setText("");
    setOpen(false);
    onPick(one);
  };
  const enter = useEnter(settled, () => pick(found[at]));
  return (
    <div className="picker">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type="text"
        role="combobox"
        aria-expanded={visible}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={visible && found[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          enter.forget();
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            if (found.length) setAt((at + step + found.length) % found.length);
          } else if (event.key === "Enter") {
            event.preventDefault();
            enter.press();
          } else if (event.key === "Escape" && text) {
            event.stopPropagation();
            enter.forget();
            setText("");
          }
        }}
      />
      <div className="picker-list" hidden={!visible}>
        <div id={`${id}-list`} role="listbox" aria-label={label}>
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
            <div
              key={one.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setAt(index)}
              onClick={() => pick(one)}
            >
              <span>{one.name}</span>
              <span className="small">{[one.city, one.country].filter(Boolean).join(", ")}</span>
            </div>
          ))}
        </div>
        <p className="small muted" role="status">
          {found.length ? t.picker.found(found.length) : settled ? t.picker.none(text.trim()) : t.search.searching}
        </p>
      </div>
    </div>
  );
}
