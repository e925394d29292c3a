/** The command palette: screens, what this screen can do, actions everywhere, and actors, found by any part of a name. */
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { navigate } from "../address";
import { useSearch } from "../api/queries";
import type { Records } from "../api/types";
import { leaveFor, useRecords } from "../home/records";
import { t } from "../texts";
import { type Command, commandsHere } from "./commands";
import "./palette.css";

const ACTORS = 6;

/** Whether every word typed begins some word of the command. */
function fits(command: Command, words: readonly string[]): boolean {
  const text = ` ${command.label} ${command.words ?? ""} ${command.group}`.toLocaleLowerCase(t.locale);
  return words.every((word) => text.includes(` ${word}`) || (word.length > 2 && text.includes(word)));
}

/** The other records of the folder, where they may be opened. */
function others(records: Records | undefined): Command[] {
  if (!records?.offered) return [];
  const group = t.commands.records;
  return [
    ...records.records
      .filter((one) => !one.here && !one.problem)
      .map((one) => ({
        group,
        label: t.commands.openRecord(one.title || one.file),
        words: one.file,
        run: () => leaveFor(`${one.address}home`),
      })),
    { group, label: t.commands.moreRecords, run: () => navigate("/home?at=records") },
  ];
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const [commands] = useState(() => {
    const order = [t.commands.here, t.commands.go, t.commands.act];
    return commandsHere().sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  });
  const q = text.trim();
  const { data } = useSearch(q);
  const { data: records } = useRecords();
  const found = useMemo<Command[]>(() => {
    const words = q.toLocaleLowerCase(t.locale).split(/\s+/).filter(Boolean);
    const actors = q
      ? (data?.found ?? []).slice(0, ACTORS).map((one) => ({
          group: t.commands.actors,
          label: one.name,
          words: [one.city, one.country].filter(Boolean).join(", "),
          run: () => navigate(`/actors/${one.id}`),
        }))
      : [];
    return [...commands, ...others(records)].filter((command) => fits(command, words)).concat(actors);
  }, [commands, records, q, data]);
  const here = Math.min(at, Math.max(0, found.length - 1));

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the option that is marked is brought into view when it changes
  useEffect(() => {
    document.getElementById(`${list}-${here}`)?.scrollIntoView({ block: "nearest" });
  }, [here, found]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    dialog.current?.close();
    command.run();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click on the backdrop is a second way
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={t.commands.open}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <input
        type="text"
        role="combobox"
        aria-label={t.commands.title}
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found.length ? `${list}-${here}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t.commands.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            if (found.length) setAt((here + step + found.length) % found.length);
          } else if (event.key === "Enter") {
            event.preventDefault();
            run(found[here]);
          }
        }}
      />
      <div id={list} role="listbox" aria-label={t.commands.open} className="palette-list">
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the option that is marked
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
          <div
            key={`${command.group}${command.label}${index}`}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === here}
            className="palette-row"
            data-first={index === 0 || found[index - 1]!.group !== command.group ? "" : undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => run(command)}
          >
            <span className="palette-group small muted">{command.group}</span>
            <span className="palette-label">{command.label}</span>
            {command.keys ? <kbd>{command.keys}</kbd> : <span className="small muted">{command.words}</span>}
          </div>
        ))}
      </div>
      <p className="search-note muted" role="status">
        {found.length ? t.commands.found(found.length) : t.commands.none(q)}
      </p>
    </dialog>
  );
}
