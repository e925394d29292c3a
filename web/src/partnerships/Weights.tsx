/** Sliders: the weight of each criterion and of its parts. The order follows while one is dragged. */
import { useMutation } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { PartnerCriteria, PartnershipWritten } from "../api/types";
import { May, useMay } from "../shell/May";
import { say } from "../shell/toast";
import { t } from "../texts";
import { Judges } from "./Judges";
import { Choices, Pairs } from "./Judging";
import { judged, shares } from "./state";

/** The slider's place for the ordinary weight 1. */
const ORDINARY = 5;

interface Props {
  criteria: PartnerCriteria;
  weights: Record<string, number>;
  rater: string;
  onRater(name: string): void;
  onChange(weights: Record<string, number>): void;
}

export function Weights({ criteria, weights, rater, onRater, onChange }: Props) {
  const id = useId();
  const [asking, setAsking] = useState<"pairs" | "choices" | null>(null);
  const may = useMay("rater");
  const own = Object.keys(weights).length > 0;
  const judges = criteria.judges.length > 0;
  // Until a slider moves, the judges' weights hold: they are where the sliders stand, and where a drag begins.
  const stand = useMemo(() => (own ? weights : judged(criteria.criteria, criteria.judges)), [own, weights, criteria]);
  const share = shares(criteria.criteria, stand);
  const alike = () => onChange(judges ? Object.fromEntries(criteria.criteria.map((one) => [one.name, 1])) : {});
  const keep = useMutation({
    mutationFn: () => ask<PartnershipWritten>("/api/partnerships/weights", { body: { judge: rater, weights } }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }) => {
      say(t.partnerships.weightsKept(rater));
      void changedHere(batch);
    },
  });
  const slider = (name: string, label: string, part: number) => (
    <div key={name} className="weight">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <span className="small muted number">{t.partnerships.share(part)}</span>
      <input
        id={`${id}-${name}`}
        type="range"
        aria-label={t.partnerships.weightOf(label)}
        min={0}
        max={2 * ORDINARY}
        step={0.5}
        value={(stand[name] ?? 1) * ORDINARY}
        onChange={(event) => {
          const { [name]: _, ...rest } = stand;
          const value = Number(event.target.value) / ORDINARY;
          // Where judges' weights are kept, what stands at 1 is said too: without it theirs would hold.
          onChange(value === 1 && !judges ? rest : { ...rest, [name]: value });
        }}
      />
    </div>
  );
  return (
    <section className="card weights no-print" aria-label={t.partnerships.weights}>
      <h2>{t.partnerships.weights}</h2>
      <p className="small muted">{t.partnerships.weightsHelp}</p>
      {own ? null : (
        <p className="small">
          {judges ? t.partnerships.judges(criteria.judges.map((one) => one.name).join(", ")) : t.partnerships.noJudges}
        </p>
      )}
      {judges ? <Judges criteria={criteria} /> : null}
      {criteria.criteria.map((one) => (
        <div key={one.name} className="weight-group" title={one.means}>
          {slider(
            one.name,
            one.name,
            one.parts.reduce((sum, part) => sum + (share.get(part.id) ?? 0), 0),
          )}
          <details>
            <summary className="small">{t.partnerships.parts}</summary>
            {one.parts.map((part) => slider(part.id, part.name, share.get(part.id) ?? 0))}
          </details>
        </div>
      ))}
      {own ? (
        <p className="partner-row">
          <button type="button" className="button" onClick={() => onChange({})}>
            {judges ? t.partnerships.resetJudges : t.partnerships.reset}
          </button>
          {rater && may ? (
            <button type="button" className="button" disabled={keep.isPending} onClick={() => keep.mutate()}>
              {t.partnerships.keepWeights}
            </button>
          ) : null}
        </p>
      ) : null}
      {judges ? (
        <p className="partner-row">
          <button type="button" className="button" onClick={alike}>
            {t.partnerships.alike}
          </button>
        </p>
      ) : null}
      <May needs="rater">
        <p className="small muted">{t.partnerships.askedHelp}</p>
        <p className="partner-row">
          <button type="button" className="button" onClick={() => setAsking("pairs")}>
            {t.partnerships.pairs.begin}
          </button>
          <button type="button" className="button" onClick={() => setAsking("choices")}>
            {t.partnerships.choices.begin}
          </button>
        </p>
      </May>
      {asking === "pairs" ? (
        <Pairs criteria={criteria} rater={rater} onRater={onRater} onClose={() => setAsking(null)} />
      ) : asking === "choices" ? (
        <Choices criteria={criteria} rater={rater} onRater={onRater} onClose={() => setAsking(null)} />
      ) : null}
    </section>
  );
}
