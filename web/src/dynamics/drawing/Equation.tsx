/**
 * The equation of a variable that is drawn: what is written is kept as soon as it can be used and the field is left. What
 * cannot be kept is not lost: it waits as a draft. Where somebody else wrote meanwhile, both are shown.
 */
import { useId, useState } from "react";
import { Cross } from "../../shell/icons";
import { t } from "../../texts";
import type { Checked } from "../data";
import { EquationField } from "../EquationField";
import { type Drawn, type Part, type Stepping, tryOut } from "./model";

/** What was written and is not in the model, by model and variable; until the page is left. */
const drafts = new Map<string, { text: string; base: string }>();

interface Props {
  drawn: Drawn;
  one: Part;
  stepping: Stepping;
}

export function Equation({ drawn, one, stepping }: Props) {
  const id = useId();
  const key = `${drawn.name}\n${one.name}`;
  const [mine, setMine] = useState(() => drafts.get(key) ?? null);
  const [found, setFound] = useState<Checked | null>(null);
  const text = mine?.text ?? one.equation;
  const base = mine?.base ?? one.equation;
  const dirty = text.trim() !== one.equation.trim();
  const conflict = dirty && base !== one.equation;
  const write = (next: string | null, from = base) => {
    const draft = next === null || next === one.equation ? null : { text: next, base: from };
    if (draft) drafts.set(key, draft);
    else drafts.delete(key);
    setMine(draft);
  };
  const keep = async (was: string) => {
    if (!dirty || (text.trim() && !found?.usable)) return;
    if (await stepping.step({ do: "write", name: one.name, equation: text.trim(), was: { equation: was } })) {
      drafts.delete(key);
      setMine(null);
    }
  };
  const label = one.kind === "stock" ? t.dynamics.initialOf(one.name) : t.dynamics.editing(one.name);
  return (
    <div className="dynamics-field">
      <span id={id}>{one.points.length ? `${label}: ${t.drawing.input}` : label}</span>
      <EquationField
        text={text}
        own={one.equation}
        names={drawn.variables.map((each) => each.name)}
        labelledBy={id}
        wanted={one.waiting}
        beside={(name) => (
          <button
            type="button"
            className="icon-button small-button"
            aria-label={t.drawing.unlink(name)}
            onClick={() => void stepping.step({ do: "unlink", source: name, target: one.name, polarity: "" })}
          >
            <Cross />
          </button>
        )}
        placeholder={t.drawing.optional}
        check={(tried, signal) => tryOut(drawn.name, { variable: one.name, kind: one.kind, equation: tried }, signal)}
        onText={(next) => write(next)}
        onFound={setFound}
        onUse={() => void keep(base)}
        onBlur={() => conflict || void keep(base)}
      />
      {conflict ? (
        <div className="dynamics-wrong" role="alert">
          <strong>{t.drawing.conflict}</strong>
          <dl className="dynamics-both">
            <dt>{t.drawing.theirs}</dt>
            <dd>
              <code>{one.equation || t.drawing.nothing}</code>
            </dd>
            <dt>{t.drawing.yours}</dt>
            <dd>
              <code>{text || t.drawing.nothing}</code>
            </dd>
          </dl>
          <div className="dynamics-row">
            <button type="button" className="button" onClick={() => write(null)}>
              {t.drawing.keepTheirs}
            </button>
            <button
              type="button"
              className="button"
              disabled={text.trim() !== "" && !found?.usable}
              onClick={() => void keep(one.equation)}
            >
              {t.drawing.writeMine}
            </button>
          </div>
        </div>
      ) : (
        <div className="dynamics-row no-print">
          <button
            type="button"
            className="button primary"
            disabled={!dirty || (text.trim() !== "" && !found?.usable)}
            onClick={() => void keep(base)}
          >
            {t.drawing.use}
          </button>
          {dirty ? (
            <button type="button" className="button" onClick={() => write(null)}>
              {t.drawing.dropDraft}
            </button>
          ) : null}
          <p className="small muted">{dirty && found && !found.usable ? t.drawing.draft : t.drawing.usedOn}</p>
        </div>
      )}
    </div>
  );
}
