/** A field of a form: its label, its control, and beneath it what helps or what is wrong. */
import { type ReactNode, useId } from "react";

interface Control {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface Props {
  label: string;
  help?: string | undefined;
  /** The message at the field; shown once somebody tried to save. */
  wrong?: string | undefined;
  children(control: Control): ReactNode;
}

export function Field({ label, help, wrong, children }: Props) {
  const id = useId();
  const said = wrong || help;
  return (
    <div className="edit-field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": said ? `${id}-said` : undefined, "aria-invalid": wrong ? true : undefined })}
      {said ? (
        <p id={`${id}-said`} className={wrong ? "edit-wrong small" : "small muted"}>
          {said}
        </p>
      ) : null}
    </div>
  );
}

interface LineProps {
  label: string;
  value: string;
  onChange(text: string): void;
  help?: string | undefined;
  wrong?: string | undefined;
  readOnly?: boolean;
  autoFocus?: boolean;
  list?: string;
}

/** A field of one line. */
export function LineField({ label, value, onChange, help, wrong, readOnly, autoFocus, list }: LineProps) {
  return (
    <Field label={label} help={help} wrong={wrong}>
      {(control) => (
        <input
          {...control}
          className="input"
          type="text"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          readOnly={readOnly}
          list={list}
          data-first={autoFocus || undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange(value: string): void;
  help?: string | undefined;
  children: ReactNode;
}

export function ChoiceField({ label, value, onChange, help, children }: ChoiceProps) {
  return (
    <Field label={label} help={help}>
      {(control) => (
        <select {...control} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
          {children}
        </select>
      )}
    </Field>
  );
}
