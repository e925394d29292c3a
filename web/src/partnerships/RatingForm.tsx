/** One rater's levels for one candidate: each level with its sentence, chosen by keyboard, with a source or as opinion. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { href } from "../address";
import { ask } from "../api/client";
import { changedHere, useUndo } from "../api/queries";
import type { PartnerCriteria, PartnershipWritten, RaterLevel } from "../api/types";
import { useMay } from "../shell/May";
import { Failed } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import { Interests, useInterests } from "./Interests";
import type { State } from "./state";
import { useActorName } from "./Who";

interface Props {
  criteria: PartnerCriteria;
  state: State;
  rater: string;
  onRater(name: string): void;
}

export function RatingForm({ criteria, state, rater, onRater }: Props) {
  const id = useId();
  const [candidate, setCandidate] = useState(state.candidates[0] ?? "");
  const shown = state.candidates.includes(candidate) ? candidate : (state.candidates[0] ?? "");
  // By candidate: a name that is typed late, and a look at another candidate, lose nothing that was chosen.
  const [drafts, setDrafts] = useState<Record<string, Record<string, number>>>({});
  const waiting = state.candidates.filter((one) => one !== shown && Object.keys(drafts[one] ?? {}).length > 0);
  const { data: interests } = useInterests(rater, state.candidates);
  const barred = interests?.barred.find((one) => one.candidate === Number(shown));
  return (
    <section className="card partner-rate" aria-label={t.partnerships.rateTitle}>
      <h2>{t.partnerships.rateTitle}</h2>
      <p className="muted">{t.partnerships.rateLead}</p>
      <div className="partner-fields">
        <div>
          <label htmlFor={`${id}-rater`}>{t.partnerships.rater}</label>
          <input
            id={`${id}-rater`}
            className="input"
            maxLength={200}
            readOnly={criteria.me !== ""}
            value={rater}
            onChange={(event) => onRater(event.target.value)}
          />
          <p className="small muted">{t.partnerships.raterHelp}</p>
        </div>
        <div>
          <label htmlFor={`${id}-candidate`}>{t.partnerships.candidate}</label>
          <select
            id={`${id}-candidate`}
            className="select"
            value={shown}
            onChange={(event) => setCandidate(event.target.value)}
          >
            {state.candidates.map((one) => (
              <Choice key={one} text={one} />
            ))}
          </select>
        </div>
      </div>
      {waiting.length ? (
        <p className="small" role="status">
          {t.partnerships.notSaved}{" "}
          {waiting.map((one) => (
            <button key={one} type="button" className="link-button" onClick={() => setCandidate(one)}>
              <Name text={one} />
            </button>
          ))}
        </p>
      ) : null}
      <Interests state={state} rater={rater} />
      {barred ? (
        <p role="note">
          {t.partnerships.interest.barred(barred.why)}{" "}
          <span className="muted">{t.partnerships.interest.barredRemedy}</span>
        </p>
      ) : (
        <Sheet
          key={shown}
          criteria={criteria}
          seeker={state.seeker}
          candidate={shown}
          rater={rater}
          levels={drafts[shown] ?? {}}
          onLevels={(levels) => setDrafts((all) => ({ ...all, [shown]: levels }))}
        />
      )}
    </section>
  );
}

function Choice({ text }: { text: string }) {
  return <option value={text}>{useActorName(text)}</option>;
}

function Name({ text }: { text: string }) {
  return <>{useActorName(text)}</>;
}

interface SheetProps {
  criteria: PartnerCriteria;
  seeker: string;
  candidate: string;
  rater: string;
  /** What is chosen and not saved yet, by part. */
  levels: Record<string, number>;
  onLevels(levels: Record<string, number>): void;
}

function Sheet({ criteria, seeker, candidate, rater, levels, onLevels }: SheetProps) {
  const id = useId();
  const name = useActorName(candidate);
  const [opinion, setOpinion] = useState(true);
  const before = useQuery({
    queryKey: ["partner ratings", seeker, candidate, rater],
    enabled: rater.trim() !== "",
    queryFn: ({ signal }) =>
      ask<RaterLevel[]>(href("/api/partnerships/ratings", { seeker, candidate, rater }), { signal }),
  });
  const undo = useUndo();
  const mayUndo = useMay("editor");
  const write = useMutation({
    mutationFn: (body: object) => ask<PartnershipWritten>("/api/partnerships/rate", { body }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }) => {
      say(
        t.partnerships.saved(Object.keys(levels).length, name),
        mayUndo ? { label: t.partnerships.undo, run: () => undo.mutate(batch) } : undefined,
      );
      onLevels({});
      void changedHere(batch);
    },
  });
  const kept = new Map(before.data?.map((one) => [one.part, one.level]));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = String(new FormData(event.currentTarget).get("address") ?? "").trim();
    write.mutate({
      seeker,
      candidate,
      rater,
      levels,
      opinion,
      ...(opinion ? {} : { evidence: address }),
    });
  };
  const parts = criteria.criteria.flatMap((one) => one.parts);
  const given = parts.filter((part) => levels[part.id] !== undefined || kept.has(part.id)).length;
  if (before.error) return <Failed error={before.error} again={() => void before.refetch()} />;
  return (
    <form className="partner-sheet" onSubmit={submit}>
      {criteria.criteria.map((one) => (
        <section key={one.name} aria-label={one.name}>
          <h3>{one.name}</h3>
          {one.parts.map((part) => (
            <fieldset key={part.id} title={part.measure ? t.partnerships.recordSays : undefined}>
              <legend>
                {part.name}: <span className="muted">{part.asks}</span>
              </legend>
              <div>
                {part.levels.map(({ level, says }) => (
                  <label key={level}>
                    <input
                      type="radio"
                      name={`${id}-${part.id}`}
                      checked={(levels[part.id] ?? kept.get(part.id)) === level}
                      onChange={() => onLevels({ ...levels, [part.id]: level })}
                    />
                    <span>{t.partnerships.level(level, says)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </section>
      ))}
      <fieldset className="partner-basis">
        <legend>{t.partnerships.basis}</legend>
        <label>
          <input type="radio" name={`${id}-basis`} checked={opinion} onChange={() => setOpinion(true)} />
          <span>{t.partnerships.opinion}</span>
        </label>
        <label>
          <input type="radio" name={`${id}-basis`} checked={!opinion} onChange={() => setOpinion(false)} />
          <span>{t.partnerships.evidence}</span>
        </label>
        <input
          name="address"
          type="url"
          className="input"
          aria-label={t.partnerships.address}
          placeholder="https://"
          maxLength={2000}
          disabled={opinion}
          required={!opinion}
        />
      </fieldset>
      <p className="partner-row">
        <button
          type="submit"
          className="button primary"
          disabled={write.isPending || !rater.trim() || !Object.keys(levels).length}
        >
          {t.partnerships.save}
        </button>
        <span className="muted" role="status">
          {t.partnerships.given(given, parts.length)}
        </span>
      </p>
    </form>
  );
}
