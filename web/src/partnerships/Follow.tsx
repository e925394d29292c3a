/** The form that opens an impact record: what the partnership should bring, said before it is looked at, with its indicators. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { PartnershipWritten } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { say } from "../shell/toast";
import { t } from "../texts";
import { FACTS, indicatorLine, type State } from "./state";
import { ActorChip } from "./Who";

const EXPECTED = ["ties", "reach", "bridges", "days", "technologies"] as const;
const NUMBERS: ReadonlySet<string> = new Set(["baseline", "target"]);

interface Props {
  state: State;
  onOpened(name: string): void;
}

export function Follow({ state, onOpened }: Props) {
  const id = useId();
  const [seeker, setSeeker] = useState(state.seeker);
  const [partner, setPartner] = useState("");
  const [indicators, setIndicators] = useState(1);
  const write = useMutation({
    mutationFn: (body: { name: string }) => ask<PartnershipWritten>("/api/partnerships/impacts", { body }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }, { name }) => {
      say(t.partnerships.opened(name));
      void changedHere(batch);
      onOpened(name);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const expected = EXPECTED.flatMap((key): [string, number][] => (text(key) ? [[key, Number(text(key))]] : []));
    const told = Array.from({ length: indicators }, (_, at) =>
      Object.fromEntries(FACTS.map((key) => [key, text(`${key}-${at}`)])),
    );
    write.mutate({
      name: text("name"),
      seeker: Number(seeker),
      partner: Number(partner),
      start: text("start"),
      every: Number(given.get("every")),
      expected: Object.fromEntries(expected),
      indicators: told.filter((one) => one.name).map(indicatorLine),
    } as { name: string });
  };
  return (
    <form className="card partner-follow no-print" aria-label={t.partnerships.follow} onSubmit={submit}>
      <h2>{t.partnerships.follow}</h2>
      <p className="small muted">{t.partnerships.followLead}</p>
      <div className="partner-fields">
        <div>
          <label htmlFor={`${id}-name`}>{t.partnerships.followName}</label>
          <input id={`${id}-name`} name="name" className="input" maxLength={200} required />
        </div>
        <div>
          <ActorPicker label={t.partnerships.one} onPick={(found) => setSeeker(String(found.id))} />
          {seeker ? <ActorChip text={seeker} onRemove={() => setSeeker("")} /> : null}
        </div>
        <div>
          <ActorPicker label={t.partnerships.other} onPick={(found) => setPartner(String(found.id))} />
          {partner ? <ActorChip text={partner} onRemove={() => setPartner("")} /> : null}
        </div>
        <div>
          <label htmlFor={`${id}-start`}>{t.partnerships.start}</label>
          <input id={`${id}-start`} name="start" type="date" className="input" required />
        </div>
        <div>
          <label htmlFor={`${id}-every`}>{t.partnerships.every}</label>
          <input
            id={`${id}-every`}
            name="every"
            type="number"
            className="input"
            min={1}
            max={120}
            defaultValue={6}
            required
          />
        </div>
      </div>
      <h3>{t.partnerships.expectedTitle}</h3>
      <p className="small muted">{t.partnerships.expectedHelp}</p>
      <div className="partner-fields">
        {EXPECTED.map((key) => (
          <div key={key}>
            <label htmlFor={`${id}-${key}`}>{t.partnerships.expected[key]}</label>
            <input id={`${id}-${key}`} name={key} type="number" step="any" className="input" />
          </div>
        ))}
      </div>
      <h3>{t.partnerships.indicators}</h3>
      <p className="small muted">{t.partnerships.indicatorsHelp}</p>
      {Array.from({ length: indicators }, (_, at) => (
        <fieldset key={at} className="partner-indicator">
          <legend className="small">{t.partnerships.indicator(at + 1)}</legend>
          <div className="partner-fields">
            {FACTS.map((key) => (
              <div key={key}>
                <label htmlFor={`${id}-${key}-${at}`}>{t.partnerships.indicatorFacts[key]}</label>
                <input
                  id={`${id}-${key}-${at}`}
                  name={`${key}-${at}`}
                  className="input"
                  maxLength={200}
                  {...(key === "date" ? { type: "date" } : NUMBERS.has(key) ? { type: "number", step: "any" } : {})}
                />
              </div>
            ))}
          </div>
        </fieldset>
      ))}
      <p className="partner-row">
        <button
          type="button"
          className="button"
          disabled={indicators >= 20}
          onClick={() => setIndicators(indicators + 1)}
        >
          {t.partnerships.moreIndicators}
        </button>
      </p>
      <p>
        <button type="submit" className="button primary" disabled={!seeker || !partner || write.isPending}>
          {t.partnerships.open}
        </button>
      </p>
    </form>
  );
}
