/** Simulation: a model, what is different, and what follows: curves, loops, what matters most, equations, and what it all rests on. */
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { full, Link, navigate, useAddress } from "../address";
import { AnswerView } from "../answer/AnswerView";
import { fileName } from "../answer/saving";
import { save } from "../answer/values";
import type { Answer } from "../api/types";
import { useCommands } from "../shell/commands";
import { Download, Plus, Tray } from "../shell/icons";
import { May, useMay } from "../shell/May";
import { Menu } from "../shell/Menu";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { Views } from "../shell/Views";
import { figure, t } from "../texts";
import { Curves } from "./Curves";
import {
  keepSent,
  type ModelLine,
  type Structure,
  sentModel,
  subject,
  useAssumptions,
  useModels,
  useStructure,
} from "./data";
import { type Drawn, useDrawn } from "./drawing/model";
import { Equations } from "./Equations";
import { DiagramAndLoops, DrawingAndLoops } from "./Loops";
import { Matters } from "./Matters";
import { ScenarioPanel } from "./ScenarioPanel";
import { DRAWN, drawnName, fitting, type Go, here, read, type State, TABS } from "./state";
import "../answer/chart.css";
import "../answer/questions.css";
import "./dynamics.css";

/** What is said under every picture: how it was made, and from which record. */
export interface About {
  method(name: string, reference?: string): Answer["method"];
  readAt: Answer["read_at"];
}

const Side = lazy(() => import("./drawing/Side"));
const Looked = lazy(() => import("./drawing/Looked"));
const NewModel = lazy(() => import("./drawing/NewModel"));

const LARGEST = 900_000;

export default function DynamicsScreen() {
  const { query } = useAddress();
  const state = useMemo(() => read(query), [query]);
  // What is shown last is what the next change starts from, however fast changes follow each other.
  const latest = useRef(state);
  latest.current = state;
  const go: Go = (change, replace = false) => {
    const now = latest.current;
    latest.current = { ...now, ...(typeof change === "function" ? change(now) : change) };
    navigate(here(latest.current), { replace });
  };
  const lost = state.model === "sent" && !sentModel();
  return (
    <div className="page dynamics">
      <h1>{t.nav.dynamics}</h1>
      {state.tab === "curves" ? <p className="muted">{t.dynamics.lead}</p> : null}
      <ModelBar state={state} go={go} />
      {lost ? (
        <div className="state" role="alert">
          <p>{t.dynamics.lost}</p>
          <p className="muted">{t.dynamics.lostRemedy}</p>
        </div>
      ) : (
        <Opened state={state} go={go} />
      )}
    </div>
  );
}

interface Props {
  state: State;
  go: Go;
}

function Opened(props: Props) {
  return drawnName(props.state.model) ? <DrawnWhole {...props} /> : <Whole {...props} />;
}

const fresh = (model: string): State => ({ ...read(new URLSearchParams()), model });

function ModelBar({ state, go }: Props) {
  const { data: models } = useModels();
  const file = useRef<HTMLInputElement>(null);
  const sent = sentModel();
  const may = useMay("editor");
  const [beginning, setBeginning] = useState<"nothing" | "copy" | null>(null);
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
  const called = drawnName(state.model) || (state.model === "sent" ? (sent?.file ?? "model") : state.model);
  const saveAs = async (what: "xmile" | "diagram", ending: string, form: object = {}) => {
    try {
      const response = await fetch(full(`/api/dynamics/${what}`), {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...subject(state.model, state.edits), ...form }),
      });
      if (!response.ok) return say((await response.json()).error?.message ?? t.errors.unreadable);
      const name = `${fileName(called)}${ending}`;
      save(name, await response.blob(), response.headers.get("Content-Type") ?? "");
      say(t.answer.saved(name));
    } catch {
      say(t.errors.unreachable);
    }
  };
  const xmile = () => saveAs("xmile", ".xmile");
  const causal = [
    ["svg", ".svg"],
    ["dot", ".dot"],
    ["kumu", ".kumu.json"],
  ] as const;
  const title = models?.find((one) => one.name === state.model)?.title ?? called;
  useCommands(() => [
    { label: t.dynamics.open, group: t.commands.here, run: () => file.current?.click() },
    { label: t.dynamics.exportXmile, group: t.commands.here, run: () => void xmile() },
    ...(may ? [{ label: t.dynamics.newModel, group: t.commands.here, run: () => setBeginning("nothing") }] : []),
    ...(drawnName(state.model) || !may
      ? []
      : [{ label: t.dynamics.change, group: t.commands.here, run: () => setBeginning("copy") }]),
    ...causal.map(([form, ending]) => ({
      label: t.dynamics.causalForms[form],
      group: t.commands.here,
      words: t.answer.export,
      run: () => void saveAs("diagram", ending, { form }),
    })),
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
          {models
            ?.filter((one) => one.name === "record")
            .map((one) => (
              <option key={one.name} value={one.name} title={one.text}>
                {t.dynamics.ofRecord(one.title)}
              </option>
            ))}
          {models?.some((one) => drawnName(one.name)) ? (
            <optgroup label={t.dynamics.drawn}>{options(models.filter((one) => drawnName(one.name)))}</optgroup>
          ) : null}
          <optgroup label={t.dynamics.shipped}>
            {options(models?.filter((one) => one.name !== "record" && !drawnName(one.name)) ?? [])}
          </optgroup>
          {models && state.model !== "sent" && !models.some((one) => one.name === state.model) ? (
            <option value={state.model}>{t.dynamics.gone(called)}</option>
          ) : null}
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
      <May needs="editor">
        <button type="button" className="button" onClick={() => setBeginning("nothing")}>
          <Plus />
          {t.dynamics.newModel}
        </button>
      </May>
      {drawnName(state.model) || !may ? null : (
        <button type="button" className="button" title={t.dynamics.changeHelp} onClick={() => setBeginning("copy")}>
          {t.dynamics.change}
        </button>
      )}
      <button type="button" className="button" title={t.dynamics.openHelp} onClick={() => file.current?.click()}>
        <Tray />
        {t.dynamics.open}
      </button>
      <Menu
        label={t.dynamics.saveAs}
        icon={<Download />}
        items={[
          { label: t.dynamics.exportXmile, run: () => void xmile() },
          ...causal.map(([form, ending]) => ({
            label: t.dynamics.causalForms[form],
            run: () => void saveAs("diagram", ending, { form }),
          })),
        ]}
      />
      <Views />
      {beginning ? (
        <Suspense fallback={null}>
          <NewModel
            state={state}
            title={title}
            copy={beginning === "copy"}
            onClose={() => setBeginning(null)}
            onBegun={(name) => {
              setBeginning(null);
              go({ ...fresh(`${DRAWN}${name}`), tab: "diagram", show: beginning === "copy" ? state.show : [] });
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

const options = (models: readonly ModelLine[]) =>
  models.map((one) => (
    <option key={one.name} value={one.name} title={one.text}>
      {one.title}
    </option>
  ));

function Whole({ state, go }: Props) {
  const { data: structure, error, refetch } = useStructure(state);
  const about = useMemo<About | null>(() => (structure ? aboutOf(state, structure) : null), [state, structure]);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!structure || !about) return <Waiting text={t.dynamics.reading} />;
  return <Frame {...{ state, structure, go }}>{inside(state, structure, about, go)}</Frame>;
}

/** A model that is drawn here: its canvas is there before it can run, the rest once it can. */
function DrawnWhole({ state: asked, go }: Props) {
  const may = useMay("editor");
  const { data: drawn, error, refetch } = useDrawn(asked.model);
  const runs = !!drawn?.variables.length && !drawn.missing.length && !drawn.problem;
  const { data: known, error: wrong } = useStructure(asked, runs);
  const structure = runs ? known : undefined;
  const state = useMemo(() => {
    if (!structure) return asked;
    const numbers = structure.variables.filter((one) => one.number).map((one) => one.name);
    return fitting(
      asked,
      structure.variables.map((one) => one.name),
      numbers,
    );
  }, [asked, structure]);
  const about = useMemo(() => (structure ? aboutOf(state, structure) : null), [state, structure]);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!drawn) return <Waiting text={t.dynamics.reading} />;
  if (!may) {
    // Those who may not draw read it as any other model, as soon as it runs.
    if (runs) return <Whole state={asked} go={go} />;
    return (
      <Frame {...{ state, structure, go }} count={drawn.variables.length}>
        <Suspense fallback={<Waiting text={t.dynamics.reading} />}>
          <Looked {...{ drawn, state, go }} />
        </Suspense>
      </Frame>
    );
  }
  const canvas = state.tab === "diagram";
  return (
    <Frame {...{ state, structure, go }} count={drawn.variables.length}>
      {canvas ? (
        <DrawingAndLoops {...{ state, drawn, structure, about, go }} />
      ) : !runs ? (
        <Unfinished drawn={drawn} go={go} />
      ) : wrong ? (
        <Failed error={wrong} />
      ) : !structure || !about ? (
        <Waiting text={t.dynamics.reading} />
      ) : state.tab === "equations" ? (
        <Equations
          {...{ state, structure, about, go }}
          editor={
            <Suspense fallback={null}>
              <Side {...{ drawn, state, go }} />
            </Suspense>
          }
        />
      ) : (
        inside(state, structure, about, go)
      )}
    </Frame>
  );
}

/** What a model still needs before it runs, each a step from where it is written. */
function Unfinished({ drawn, go }: { drawn: Drawn; go: Props["go"] }) {
  return (
    <div className="state">
      <h2>{drawn.missing.length ? t.drawing.toFinish : drawn.problem ? t.errors.title : t.drawing.toFinishNone}</h2>
      {drawn.problem ? <p>{drawn.problem}</p> : null}
      <ul className="dynamics-chips">
        {drawn.missing.map((name) => (
          <li key={name}>
            <button type="button" className="button" onClick={() => go({ tab: "diagram", variable: name })}>
              <bdi>{name}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button primary" onClick={() => go({ tab: "diagram" })}>
        {t.drawing.toDiagram}
      </button>
    </div>
  );
}

function inside(state: State, structure: Structure, about: About, go: Props["go"]): ReactNode {
  const shared = { state, structure, about, go };
  if (state.tab === "curves") return <Curves {...shared} />;
  if (state.tab === "diagram") return <DiagramAndLoops {...shared} />;
  if (state.tab === "matters") return <Matters {...shared} />;
  if (state.tab === "equations") return <Equations {...shared} />;
  return <Assumptions state={state} />;
}

interface FrameProps extends Props {
  structure: Structure | undefined;
  /** Of a model that is drawn: its graphical functions are counted too. */
  count?: number;
  children: ReactNode;
}

function Frame({ state, structure, count, go, children }: FrameProps) {
  const wide = state.tab === "diagram" || state.tab === "equations" || !structure;
  const narrow = window.matchMedia("(max-width: 900px)").matches;
  const panel = structure ? (
    // Where a picture needs the room, or there is little, the scenario waits folded above it.
    <details key={String(wide)} className="dynamics-panel no-print" open={!(wide || narrow)}>
      <summary>{t.dynamics.scenario}</summary>
      <ScenarioPanel state={state} structure={structure} go={go} />
    </details>
  ) : null;
  // Whether a model can run changes while it is drawn: what comes and goes with that stands below, and moves nothing.
  const drawing = count !== undefined && state.tab === "diagram";
  return (
    <div className="dynamics-two" data-wide={wide ? "" : undefined}>
      {drawing ? null : panel}
      <div className="dynamics-main">
        <nav className="tabs no-print" aria-label={t.nav.dynamics}>
          {TABS.map((tab) => (
            <Link key={tab} to={here({ ...state, tab })} current={tab === state.tab}>
              {t.dynamics.tabs[tab]}
            </Link>
          ))}
        </nav>
        {structure && !drawing ? (
          <Facts structure={structure} count={count ?? structure.variables.length} state={state} />
        ) : null}
        {children}
      </div>
      {drawing ? panel : null}
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

function Facts({ structure, count, state }: { structure: Structure; count: number; state: State }) {
  const edits = Object.keys(state.edits).length;
  const facts = [
    t.dynamics.facts(
      count,
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
