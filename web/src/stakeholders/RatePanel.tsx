/** What one person thinks of one stakeholder: each level with its sentence, saved under the rater's name. */
import { type FormEvent, useId } from "react";
import type { RatingScale, StakeholderChoices } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { figure, t } from "../texts";
import type { Standing } from "./placing";

export type Levels = Record<string, number>;

interface Props {
  choices: StakeholderChoices;
  actor: { id: number; name: string } | null;
  standing: Standing | undefined;
  levels: Levels;
  rater: string;
  busy: boolean;
  onRater(name: string): void;
  onLevels(levels: Levels): void;
  onChoose(id: number): void;
  onSave(evidence: string): void;
}

export function RatePanel(props: Props) {
  const { choices, actor, standing, levels, rater, busy, onRater, onLevels, onChoose, onSave } = props;
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSave(String(new FormData(event.currentTarget).get("evidence") ?? "").trim());
  };
  const scale = (one: RatingScale) => (
    <div key={one.name} className="rate-scale">
      <label htmlFor={`${id}-${one.name}`}>{one.label}</label>
      <select
        id={`${id}-${one.name}`}
        className="select"
        title={one.question}
        value={levels[one.name] ?? ""}
        onChange={(event) => {
          const { [one.name]: _, ...rest } = levels;
          onLevels(event.target.value ? { ...rest, [one.name]: Number(event.target.value) } : rest);
        }}
      >
        <option value="">{t.stakeholders.unrated}</option>
        {one.levels.map(({ level, says }) => (
          <option key={level} value={level}>
            {t.stakeholders.level(level, says)}
          </option>
        ))}
        {levels[one.name] !== undefined && !Number.isInteger(levels[one.name]) ? (
          <option value={levels[one.name]}>{figure(levels[one.name]!)}</option>
        ) : null}
      </select>
      <p className="small muted">{one.question}</p>
    </div>
  );
  return (
    <form id="rate" className="card no-print" aria-label={t.stakeholders.rate} onSubmit={submit}>
      <h2>{t.stakeholders.rate}</h2>
      <ActorPicker label={t.stakeholders.find} onPick={(found) => onChoose(found.id)} />
      {actor ? (
        <>
          <p>
            <strong>{actor.name}</strong>
            <br />
            <span className="small muted">
              {standing
                ? `${t.stakeholders.dot("", standing.power, standing.interest, standing.quadrant).slice(2)}; ${t.stakeholders.raters(standing.raters)}`
                : t.stakeholders.raters(0)}
            </span>
          </p>
          {standing?.proposed ? (
            <details>
              <summary className="small">{t.stakeholders.because}</summary>
              <p className="small muted">{standing.proposed}</p>
            </details>
          ) : null}
          {choices.scales.slice(0, 2).map(scale)}
          <details>
            <summary className="small">{t.stakeholders.more2}</summary>
            <div className="rate-rest">{choices.scales.slice(2).map(scale)}</div>
          </details>
          <div className="rate-scale">
            <label htmlFor={`${id}-rater`}>{t.stakeholders.rater}</label>
            <input
              id={`${id}-rater`}
              className="input"
              maxLength={200}
              required
              readOnly={choices.me !== ""}
              value={rater}
              onChange={(event) => onRater(event.target.value)}
            />
            <p className="small muted">{t.stakeholders.raterHelp}</p>
          </div>
          <div className="rate-scale">
            <label htmlFor={`${id}-evidence`}>{t.stakeholders.evidence}</label>
            <input id={`${id}-evidence`} name="evidence" type="url" className="input" maxLength={2000} />
          </div>
          <p className="rate-row">
            <button type="submit" className="button primary" disabled={busy || !Object.keys(levels).length}>
              {t.stakeholders.save}
            </button>
            {Object.keys(levels).length ? (
              <button type="button" className="button" onClick={() => onLevels({})}>
                {t.stakeholders.drop}
              </button>
            ) : null}
          </p>
          <p className="small" role="status">
            {levels.power !== undefined || levels.interest !== undefined
              ? t.stakeholders.pending(
                  figure(levels.power ?? standing?.power ?? 0),
                  figure(levels.interest ?? standing?.interest ?? 0),
                )
              : ""}
          </p>
        </>
      ) : (
        <p className="muted">{t.stakeholders.choose}</p>
      )}
    </form>
  );
}
