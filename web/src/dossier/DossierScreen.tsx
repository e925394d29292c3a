/** Compose a dossier: tick what it shows, put it in order, look at it, then save, print or open it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { full, navigate, useAddress } from "../address";
import { ask, askText } from "../api/client";
import type { DossierChoice, DossierChoices } from "../api/types";
import { useCommands } from "../shell/commands";
import { Arrow, Cross, Download, Out } from "../shell/icons";
import { Failed, Waiting } from "../shell/States";
import { t } from "../texts";
import { Preview } from "./Preview";
import { here, moved, page, read, type State } from "./state";
import "./dossier.css";

const USUAL = ["map", "connected", "sectors", "network:brokers", "velocity:stage_times", "sight", "method"];
const ROOMS = ["record", "views", "network", "velocity", "partnerships", "pathway"] as const;

export default function DossierScreen() {
  const { query } = useAddress();
  const state = read(query);
  const go = (change: Partial<State>) => navigate(here({ ...state, ...change }), { replace: true });
  const choices = useQuery({
    queryKey: ["dossier choices"],
    queryFn: ({ signal }) => ask<DossierChoices>("/api/dossier/choices", { signal }),
  });
  const made = useQuery({
    queryKey: ["dossier", page(state)],
    enabled: state.sections.length > 0,
    queryFn: ({ signal }) => askText(page(state), { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const print = () => window.print();
  useCommands(() => [
    { label: t.dossier.usual, group: t.commands.here, run: () => go({ sections: USUAL }) },
    ...(made.data ? [{ label: t.dossier.print, group: t.commands.here, run: print }] : []),
  ]);
  if (choices.error) return <Failed error={choices.error} again={() => void choices.refetch()} />;
  if (!choices.data) return <Waiting text={t.loading.screen} />;
  const all = choices.data.choices;
  const label = (name: string) => all.find((one) => one.name === name)?.label ?? t.dossier.gone(name);
  const toggle = (name: string) =>
    go({
      sections: state.sections.includes(name)
        ? state.sections.filter((one) => one !== name)
        : [...state.sections, name],
    });
  return (
    <div className="page dossier">
      <header className="no-print">
        <h1>{t.nav.dossier}</h1>
        <p className="muted">{t.dossier.lead}</p>
      </header>
      <div className="dossier-two">
        <div className="dossier-side no-print">
          <Title state={state} placeholder={choices.data.title} onChange={(title) => go({ title })} />
          <Chosen state={state} label={label} go={go} />
          <section className="dossier-card" aria-label={t.dossier.choose}>
            <h2>{t.dossier.choose}</h2>
            {ROOMS.map((room) => (
              <Room
                key={room}
                room={room}
                choices={all.filter((one) => one.room === room)}
                chosen={state.sections}
                onToggle={toggle}
              />
            ))}
          </section>
        </div>
        <div className="dossier-preview">
          {state.sections.length ? (
            <div className="dossier-actions no-print">
              <a className="button primary" href={full(page(state, true))} download>
                <Download />
                {t.dossier.save}
              </a>
              <button type="button" className="button" onClick={print} disabled={!made.data}>
                {t.dossier.print}
              </button>
              <a className="button" href={full(page(state))} target="_blank" rel="noreferrer">
                <Out />
                {t.dossier.open}
              </a>
            </div>
          ) : null}
          {!state.sections.length ? (
            <div className="state">
              <p>{t.dossier.none}</p>
              <button type="button" className="button primary" onClick={() => go({ sections: USUAL })}>
                {t.dossier.usual}
              </button>
            </div>
          ) : made.error ? (
            <Failed error={made.error} again={() => void made.refetch()} />
          ) : made.data ? (
            <>
              <p className="small muted no-print" role="status">
                {made.isPlaceholderData ? t.dossier.building : t.dossier.previewNote}
              </p>
              <Preview html={made.data} label={t.dossier.preview} />
            </>
          ) : (
            <Waiting text={t.dossier.building} />
          )}
        </div>
      </div>
    </div>
  );
}

function Title({ state, placeholder, onChange }: { state: State; placeholder: string; onChange(title: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  // An undo of the browser or a link may bring another title.
  useEffect(() => {
    if (input.current && input.current.value !== state.title) input.current.value = state.title;
  }, [state.title]);
  return (
    <label className="dossier-title">
      {t.dossier.name}
      <input
        ref={input}
        className="input"
        maxLength={200}
        placeholder={placeholder}
        defaultValue={state.title}
        onBlur={(event) => onChange(event.target.value.trim())}
        onKeyDown={(event) => event.key === "Enter" && onChange(event.currentTarget.value.trim())}
      />
    </label>
  );
}

interface ChosenProps {
  state: State;
  label(name: string): string;
  go(change: Partial<State>): void;
}

function Chosen({ state, label, go }: ChosenProps) {
  const { sections } = state;
  return (
    <section className="dossier-card" aria-label={t.dossier.chosen}>
      <h2>{t.dossier.chosen}</h2>
      {sections.length ? (
        <>
          <ol className="dossier-order">
            {sections.map((name, index) => (
              <li key={name}>
                <span className="number muted">{t.dossier.at(index + 1)}</span>
                <span className="dossier-name">{label(name)}</span>
                <button
                  type="button"
                  className="icon-button turn-up"
                  disabled={index === 0}
                  aria-label={t.dossier.up(label(name))}
                  onClick={() => go({ sections: moved(sections, name, -1) })}
                >
                  <Arrow />
                </button>
                <button
                  type="button"
                  className="icon-button turn-down"
                  disabled={index === sections.length - 1}
                  aria-label={t.dossier.down(label(name))}
                  onClick={() => go({ sections: moved(sections, name, 1) })}
                >
                  <Arrow />
                </button>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t.dossier.remove(label(name))}
                  onClick={() => go({ sections: sections.filter((one) => one !== name) })}
                >
                  <Cross />
                </button>
              </li>
            ))}
          </ol>
          <p>
            <button type="button" className="link-button" onClick={() => go({ sections: [] })}>
              {t.dossier.clear}
            </button>
          </p>
        </>
      ) : (
        <p className="muted">{t.dossier.count(0)}</p>
      )}
    </section>
  );
}

interface RoomProps {
  room: (typeof ROOMS)[number];
  choices: readonly DossierChoice[];
  chosen: readonly string[];
  onToggle(name: string): void;
}

function Room({ room, choices, chosen, onToggle }: RoomProps) {
  return (
    <fieldset>
      <legend>{t.dossier.rooms[room]}</legend>
      {choices.length ? (
        choices.map((one) => (
          <label key={one.name}>
            <input type="checkbox" checked={chosen.includes(one.name)} onChange={() => onToggle(one.name)} />
            <span>
              {one.label}
              {one.detail ? <span className="small muted"> {one.detail}</span> : null}
            </span>
          </label>
        ))
      ) : (
        <p className="small muted">{t.dossier.empty[room]}</p>
      )}
    </fieldset>
  );
}
