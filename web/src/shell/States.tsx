/** What a screen shows when it has nothing to show: waiting, empty, or an error that says what to do. */
import { Component, type ReactNode, useEffect, useRef } from "react";
import { full } from "../address";
import { ApiError } from "../api/client";
import { t } from "../texts";
import { Leads } from "./Leads";
import "./states.css";

interface WaitingProps {
  text: string;
  progress?: { done: number; total: number | null } | null;
}

export function Waiting({ text, progress }: WaitingProps) {
  return (
    <div className="state" role="status">
      <div
        className="waiting-bar"
        data-known={progress?.total ? "" : undefined}
        style={progress?.total ? { ["--done" as string]: progress.done / progress.total } : undefined}
      />
      <p>
        {text}
        {progress && progress.done > 100_000 ? `, ${t.loading.bytes(progress.done, progress.total)}` : ""}
      </p>
    </div>
  );
}

interface EmptyProps {
  title: string;
  text: string;
  children?: ReactNode;
}

export function Empty({ title, text, children }: EmptyProps) {
  return (
    <div className="state">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

/** A part of the pages that could not be loaded: the server is away, or it is newer than the page. */
const notLoaded = (error: Error): boolean =>
  /dynamically imported module|importing a module|module script|preload/i.test(error.message);

const LOOK_MS = 4000;

/** Try again by itself once the server answers: looked for when the network returns and, where it may be away alone, now and then. */
function useReturn(again: (() => void) | undefined, away: boolean): void {
  const latest = useRef(again);
  latest.current = again;
  const waits = again !== undefined;
  useEffect(() => {
    if (!waits) return;
    const look = () => {
      if (!document.hidden)
        void fetch(full("/api/health"), { cache: "no-store" }).then(
          () => latest.current?.(),
          () => undefined,
        );
    };
    window.addEventListener("online", look);
    const timer = away ? window.setInterval(look, LOOK_MS) : 0;
    return () => {
      window.removeEventListener("online", look);
      window.clearInterval(timer);
    };
  }, [waits, away]);
}

interface FailedProps {
  error: Error;
  again?: () => void;
  /** Another way out. */
  children?: ReactNode;
}

export function Failed({ error, again, children }: FailedProps) {
  const known = error instanceof ApiError;
  const missing = !known && notLoaded(error);
  // A browser does not ask twice for a part that it could not load: the page must begin anew.
  const retry = missing ? () => window.location.reload() : again;
  useReturn(missing || (known && error.status === 0) ? retry : undefined, known);
  const remedy = known ? error.remedy : missing ? t.errors.unreachableRemedy : t.errors.crashedRemedy;
  return (
    <div className="state" role="alert">
      <h2>{t.errors.title}</h2>
      <p>{known ? error.message : missing ? t.errors.unreachable : t.errors.crashed}</p>
      {remedy ? <p className="muted">{remedy}</p> : null}
      {known ? <Leads to={error.leads} /> : null}
      {again ? (
        <button type="button" className="button" onClick={retry}>
          {t.errors.again}
        </button>
      ) : null}
      {children}
    </div>
  );
}

/** Catch what a screen throws while it is drawn, so that the shell around it stays. */
export class Catch extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error) return <Failed error={this.state.error} again={() => this.setState({ error: null })} />;
    return this.props.children;
  }
}
