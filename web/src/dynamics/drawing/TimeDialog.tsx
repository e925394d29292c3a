/** When a model runs, in which steps, and how; and the way to be rid of it. */
import { type FormEvent, useId } from "react";
import { Dialog } from "../../shell/Dialog";
import { t } from "../../texts";
import { Refusal } from "./AddDialog";
import type { Drawn, Stepping } from "./model";

interface Props {
  drawn: Drawn;
  stepping: Stepping;
  onClose(): void;
  onRemove(): void;
}

const METHODS: readonly Drawn["method"][] = ["euler", "rk4", "rk45"];

export function TimeDialog({ drawn, stepping, onClose, onRemove }: Props) {
  const id = useId();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const number = (name: string) => Number(given.get(name));
    const kept = await stepping.step({
      do: "time",
      start: number("start"),
      stop: number("stop"),
      step: number("step"),
      time_units: String(given.get("unit") ?? ""),
      method: given.get("method") as Drawn["method"],
    });
    if (kept) onClose();
  };
  const number = (name: "start" | "stop" | "step") => (
    <div className="dynamics-field">
      <label htmlFor={`${id}${name}`}>{t.drawing[name]}</label>
      <input
        id={`${id}${name}`}
        name={name}
        className="input"
        type="number"
        step="any"
        required
        defaultValue={drawn[name]}
      />
    </div>
  );
  return (
    <Dialog title={t.drawing.timeTitle} onClose={onClose}>
      <form className="dynamics-form" onSubmit={(event) => void submit(event)}>
        <div className="dynamics-pair">
          {number("start")}
          {number("stop")}
        </div>
        <div className="dynamics-pair">
          {number("step")}
          <div className="dynamics-field">
            <label htmlFor={`${id}unit`}>{t.drawing.timeUnit}</label>
            <input id={`${id}unit`} name="unit" className="input" maxLength={60} defaultValue={drawn.time_units} />
          </div>
        </div>
        <div className="dynamics-field">
          <label htmlFor={`${id}method`}>{t.drawing.method}</label>
          <select id={`${id}method`} name="method" className="select" defaultValue={drawn.method}>
            {METHODS.map((method) => (
              <option key={method} value={method}>
                {t.drawing.methods[method]}
              </option>
            ))}
          </select>
        </div>
        <Refusal stepping={stepping} />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onRemove}>
            {t.drawing.remove}
          </button>
          <button type="submit" className="button primary" disabled={stepping.pending}>
            {t.drawing.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
