/** Begin a model: on an empty canvas, or as a copy of the one that is open. */
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog } from "../../shell/Dialog";
import { t } from "../../texts";
import { subject } from "../data";
import type { State } from "../state";
import { begin } from "./model";
import "./drawing.css";

interface Props {
  state: State;
  /** What the open model is called. */
  title: string;
  /** The copy is what the user asked for. */
  copy: boolean;
  onClose(): void;
  onBegun(name: string): void;
}

export default function NewModel({ state, title, copy, onClose, onBegun }: Props) {
  const id = useId();
  const [error, setError] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    try {
      const of = given.get("from") === "copy" ? subject(state.model, state.edits) : null;
      const drawn = await begin(String(given.get("name")), of);
      onBegun(drawn.name);
    } catch (wrong) {
      setError(wrong as Error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t.drawing.newTitle} onClose={onClose}>
      <form className="dynamics-form" onSubmit={(event) => void submit(event)}>
        <div className="dynamics-field">
          <label htmlFor={id}>{t.drawing.newName}</label>
          <input id={id} name="name" className="input" ref={first} required dir="auto" autoComplete="off" />
        </div>
        <fieldset className="dynamics-from">
          <legend>{t.drawing.begin}</legend>
          <label className="check">
            <input type="radio" name="from" value="nothing" defaultChecked={!copy} />
            {t.drawing.fromNothing}
          </label>
          <label className="check">
            <input type="radio" name="from" value="copy" defaultChecked={copy} />
            <span>
              {t.drawing.copyOf(title)}
              {state.model === "record" ? <span className="small muted"> {t.drawing.copyNote}</span> : null}
            </span>
          </label>
        </fieldset>
        {error ? (
          <div className="dynamics-wrong" role="alert">
            <p className="dynamics-said">
              {[error.message, "remedy" in error ? String(error.remedy) : ""].filter(Boolean).join(" ")}
            </p>
          </div>
        ) : null}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t.drawing.cancel}
          </button>
          <button type="submit" className="button primary" disabled={busy}>
            {t.drawing.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
