/** A dialog in which something is written: its fields, what it rests on, why it was refused, and the two ways out. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { Dialog } from "../shell/Dialog";
import { t } from "../texts";
import { type Grounds, groundsWrong } from "./checks";
import { LineField } from "./Field";
import type { Writing } from "./writing";
import "./editing.css";

interface Props {
  title: string;
  help?: string;
  save: string;
  danger?: boolean;
  /** Messages by field; none may be left when it is saved. */
  wrong: Record<string, string>;
  writing: Writing;
  /** Shown instead of the fields' own error where somebody else changed the same. */
  refused?: ReactNode;
  /** `shown`: whether messages are to be shown at the fields. */
  children(shown: boolean): ReactNode;
  onSave(): void;
  onClose(): void;
}

export function EditForm({ title, help, save, danger, wrong, writing, refused, children, onSave, onClose }: Props) {
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const faults = Object.values(wrong).filter(Boolean).length;
  // The dialog opens before this runs, and would leave the focus on its cross.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[data-first], input, select, textarea")?.focus();
  }, []);
  const answer = useRef<HTMLDivElement>(null);
  const told = refused ? "both values" : writing.error ? "why" : "";
  // A refusal stands at the end of a form that may be longer than the window.
  useEffect(() => {
    if (!told) return;
    answer.current?.focus({ preventScroll: true });
    answer.current?.scrollIntoView({ block: "nearest" });
  }, [told]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faults) {
      // After the messages are drawn: whoever works by keyboard is taken to the first of them.
      window.setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    } else if (!writing.busy) onSave();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form ref={form} className="edit-form" noValidate onSubmit={submit}>
        {help ? <p className="small muted">{help}</p> : null}
        {children(tried)}
        <div ref={answer} tabIndex={-1} className="edit-answer">
          {refused ??
            (writing.error ? (
              <p className="warning" role="alert">
                {[writing.error.message, writing.error instanceof ApiError ? writing.error.remedy : ""].join(" ")}
              </p>
            ) : null)}
        </div>
        <div className="dialog-actions" hidden={Boolean(refused)}>
          <p className="edit-wrong small" role="status">
            {tried && faults ? t.editing.fix(faults) : ""}
          </p>
          <button type="button" className="button" onClick={onClose}>
            {t.editing.cancel}
          </button>
          <button type="submit" className={danger ? "button danger" : "button primary"} disabled={writing.busy}>
            {save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface GroundsProps {
  grounds: Grounds;
  signed: boolean;
  shown: boolean;
  /** Only a web address can be the source. */
  addressOnly?: boolean;
  onGrounds(grounds: Grounds): void;
}

/** What a change rests on: a source, or who says so. */
export function GroundsFields({ grounds, signed, shown, addressOnly, onGrounds }: GroundsProps) {
  const wrong = groundsWrong(grounds);
  const set = (part: Partial<Grounds>) => onGrounds({ ...grounds, ...part });
  return (
    <fieldset className="edit-grounds">
      <legend>{t.editing.grounds}</legend>
      {addressOnly ? null : <p className="small muted">{t.editing.groundsHelp}</p>}
      <div className="edit-pair">
        {addressOnly ? null : (
          <LineField
            label={t.editing.source}
            value={grounds.source}
            wrong={wrong.source}
            onChange={(source) => set({ source })}
          />
        )}
        <LineField
          label={t.editing.address}
          value={grounds.address}
          wrong={shown ? wrong.address : ""}
          onChange={(address) => set({ address })}
        />
      </div>
      <LineField
        label={t.editing.author}
        value={grounds.author}
        help={t.editing.authorHelp}
        wrong={shown ? wrong.author : ""}
        readOnly={signed}
        onChange={(author) => set({ author })}
      />
    </fieldset>
  );
}
