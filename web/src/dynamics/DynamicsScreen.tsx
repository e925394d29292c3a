/** Simulation: a model, what is different, and what follows: curves, loops, what matters most, equations, and what it all rests on. */
import { useMemo, useRef } from "react";
import { Link, navigate, useAddress } from "../address";
import { AnswerView } from "../answer/AnswerView";
import { fileName } from "../answer/saving";
import { save } from "../answer/values";
import type { Answer } from "../api/types";
import { useCommands } from "../shell/commands";
import { Download, Tray } from "../shell/icons";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { Views } from "../shell/Views";
import { figure, t } from "../texts";
import { Curves } from "./Curves";
import { keepSent, type Structure, sentModel, subject, useAssumptions, useModels, useStructure } from "./data";
import { Equations } from "./Equations";
import { DiagramAndLoops } from "./Loops";
import { Matters } from "./Matters";
import { ScenarioPanel } from "./ScenarioPanel";
import { here, read, type State, TABS } from "./state";
import "../answer/chart.css";
import "../answer/questions.css";
import "./dynamics.css";

/** What is said under every picture: how it was made, and from which record. */
export interface About {
  method(name: string, reference?: string): Answer["method"];
  readAt: Answer["read_at"];
}

const LARGEST = 900_000;

export default function DynamicsScreen() {
  const { query } = useAddress();
  const state = useMemo(() => read(query), [query]);
  // What is shown last is what the next change starts from, however fast changes follow each other.
  const latest = useRef(state);
  latest.current = state;
  const go = (change: Partial<State>, replace = false) => {
    latest.current = { ...latest.current, ...change };
    navigate(here(latest.current), { replace });
  };
  const lost = state.model === "sent" && !sentModel();
  return (
    <div className="page dynamics">
      <h1>{t.nav.dynamics}</h1>
      <p className="muted">{t.dynamics.lead}</p>
      <ModelBar state={state} go={go} />
      {lost ? (
        <div className="state" role="alert">
          <p>{t.dynamics.lost}</p>
          <p className="muted">{t.dynamics.lostRemedy}</p>
        </div>
      ) : (
        <Whole state={state} go={go} />
      )}
    </div>
  );
}

interface Props {
  state: State;
  go(change: Partial<State>, replace?: boolean): void;
}

const fresh = (model: string): State => ({ ...read(new URLSearchParams()), model });

function ModelBar({ state, go }: Props) {
  const { data: models } = useModels();
  const file = useRef<HTMLInputElement>(null);
  const sent = sentModel();
  const open = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > LARGEST) return say(t.dynamics.tooLarge);
    const bytes = await chosen.arrayBuffer();
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder("windows-1252").decode(bytes); // as older versions of Vensim write
    }
    keepSent({ file: chosen.name, text });
    // The same name may hold another text: the address differs by a number, so that all is asked anew.
    go({ ...fresh("sent"), seed: state.model === "sent" ? state.seed + 1 : 0 });
  };
  const xmile = async () => {
    try {
      const response = await fetch("/api/dynamics/xmile", {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(subject(state.model, state.edits)),
      });
      if (!response.ok) return say((await response.json()).error?.message ?? t.errors.unreadable);
      const name = `${fileName(state.model === "sent" ? (sent?.file ?? "model") : state.model)}.xmile`;
      save(name, await response.blob(), "application/xml");
      say(t.answer.saved(name));
    } catch {
      say(t.errors.unreachable);
    }
  };
  useCommands(() => [
    { label: t.dynamics.open, group: t.commands.here, run: () => file.current?.click() },
    { label: t.dynamics.exportXmile, group: t.commands.here, run: () => void xmile() },
    { label: t.dynamics.resetAll, group: t.commands.here, run: () => go({ constants: {}, policies: [], edits: {} }) },
  ]);
  return (
    <div className="dynamics-bar no-print">
      <div className="field">
        <label htmlFor="dynamics-model">{t.dynamics.model}</label>
        <select
          id="dynamics-model"
          className="select"
          value={state.model}
          onChange={(event) => go(fresh(event.target.value))}
        >
          {models?.map((one) => (
            <option key={one.name} value={one.name} title={one.text}>
              {one.name === "record" ? t.dynamics.ofRecord(one.title) : one.title}
            </option>
          ))}
          {sent ? <option value="sent">{t.dynamics.models.sent(sent.file)}</option> : null}
        </select>
      </div>
      <input
        ref={file}
        type="file"
        accept=".mdl,.xmile,.stmx,.itmx,.xml"
        hidden
        aria-label={t.dynamics.open}
        onChange={(event) => {
          void open(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <button type="button" className="button" title={t.dynamics.openHelp} onClick={() => file.current?.click()}>
        <Tray />
        {t.dynamics.open}
      </button>
      <button type="button" className="button" onClick={() => void xmile()}>
        <Download />
        {t.dynamics.exportXmile}
      </button>
      <Views />
    </div>
  );
}

function Whole({ state, go }: Props) {
  const { data: structure, error, refetch } = useStructure(state);
  const about = useMemo<About | null>(() => (structure ? aboutOf(state, structure) : null), [state, structure]);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!structure || !about) return <Waiting text={t.dynamics.reading} />;
  const wide = state.tab === "diagram" || state.tab === "equations";
  const narrow = window.matchMedia("(max-width: 900px)").matches;
  const shared = { state, structure, about, go };
  return (
    <div className="dynamics-two" data-wide={wide ? "" : undefined}>
      {/* Where a picture needs the room, or there is little, the scenario waits folded above it. */}
      <details key={String(wide)} className="dynamics-panel no-print" open={!(wide || narrow)}>
        <summary>{t.dynamics.scenario}</summary>
        <ScenarioPanel state={state} structure={structure} go={go} />
      </details>
      <div className="dynamics-main">
        <nav className="tabs no-print" aria-label={t.nav.dynamics}>
          {TABS.map((tab) => (
            <Link key={tab} to={here({ ...state, tab })} current={tab === state.tab}>
              {t.dynamics.tabs[tab]}
            </Link>
          ))}
        </nav>
        <Facts structure={structure} state={state} />
        {state.tab === "curves" ? (
          <Curves {...shared} />
        ) : state.tab === "diagram" ? (
          <DiagramAndLoops {...shared} />
        ) : state.tab === "matters" ? (
          <Matters {...shared} />
        ) : state.tab === "equations" ? (
          <Equations {...shared} />
        ) : (
          <Assumptions state={state} />
        )}
      </div>
    </div>
  );
}

function aboutOf(state: State, structure: Structure): About {
  const set = Object.entries(state.constants).map(([name, value]) => `${name} ${value}`);
  return {
    method: (name, reference) => ({
      name,
      version: structure.version,
      parameters: {
        model: structure.title,
        method: structure.method,
        step: structure.step,
        ...(state.policies.length ? { policies: state.policies.join(", "), "policies begin": state.start } : {}),
        ...(set.length ? { numbers: set.join(", ") } : {}),
        ...(state.members > 1 ? { draws: state.members } : {}),
      },
      seed: state.members > 1 ? state.seed : null,
      reference: reference ?? null,
    }),
    readAt: structure.read_at,
  };
}

function Facts({ structure, state }: { structure: Structure; state: State }) {
  const edits = Object.keys(state.edits).length;
  const facts = [
    t.dynamics.facts(
      structure.variables.length,
      figure(structure.start),
      figure(structure.stop),
      structure.time_units,
      figure(structure.step),
      structure.method,
    ),
    t.dynamics.fromRecord(structure.from_record),
    structure.units.length ? t.dynamics.unitsWrong(structure.units.length) : t.dynamics.unitsFine,
    edits ? t.dynamics.edited(edits) : "",
  ];
  return <p className="small muted">{facts.filter(Boolean).join(" · ")}</p>;
}

function Assumptions({ state }: { state: State }) {
  const { data, error, refetch } = useAssumptions(state);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  return data ? <AnswerView answer={data} /> : <Waiting text={t.dynamics.reading} />;
}
