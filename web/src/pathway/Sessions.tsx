/** Sessions: kept in the record under a name, opened again, and looked at under the law of today. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { href, navigate } from "../address";
import { AnswerView } from "../answer/AnswerView";
import { ask } from "../api/client";
import { changedHere, useAnswer } from "../api/queries";
import type { Pathway, PathwaySession, PathwaySessions } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { Cross, Save } from "../shell/icons";
import { May } from "../shell/May";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import { here, type State } from "./state";

interface Wish {
  name: string;
  where: string[];
  fact: string[];
  as_of: string;
  initiative?: string;
  version?: number;
}

export function Sessions({ data, state }: { data: Pathway; state: State }) {
  const ids = useId();
  const kept = useQuery({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => ask<PathwaySessions>("/api/pathway/sessions", { signal }),
  });
  const [again, setAgain] = useState<string | null>(null);
  const onError = (error: Error) => say(error.message);
  const keep = useMutation({
    mutationFn: (wish: Wish) => ask<PathwaySessions>("/api/pathway/sessions", { body: wish }),
    onError,
    onSuccess: ({ batch }, wish) => {
      say(t.pathway.kept(wish.name));
      navigate(here({ ...state, asOf: data.as_of, session: wish.name }), { replace: true });
      void changedHere(batch);
    },
  });
  const forget = useMutation({
    mutationFn: ({ name, version }: PathwaySession) =>
      ask<PathwaySessions>("/api/pathway/sessions/forget", { body: { name, version } }),
    onError,
    onSuccess: ({ batch }) => void changedHere(batch),
  });
  const sessions = kept.data?.sessions ?? [];
  const open = sessions.find((one) => one.name === state.session);
  const wish = { where: data.where, fact: state.facts, as_of: data.as_of };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const name = String(given.get("name") ?? "").trim();
    const initiative = String(given.get("initiative") ?? "").trim();
    if (name) keep.mutate({ ...wish, name, ...(initiative ? { initiative } : {}) });
  };
  return (
    <section className="pathway-card no-print" aria-label={t.pathway.sessions}>
      <h2>{t.pathway.sessions}</h2>
      {sessions.length ? (
        <ul className="sessions">
          {sessions.map((one) => (
            <li key={one.name}>
              <button
                type="button"
                className="link-button"
                aria-label={t.pathway.openSession(one.name)}
                aria-current={one === open ? "true" : undefined}
                onClick={() =>
                  navigate(
                    here({
                      where: one.where,
                      facts: one.answers.map(([question, answer]) => `${question}=${answer}`),
                      asOf: one.as_of,
                      session: one.name,
                    }),
                  )
                }
              >
                {one.name}
              </button>
              <span className="small muted">
                {t.pathway.sessionLine(one.where.join(", "), one.as_of, one.answers.length)}
              </span>
              <button
                type="button"
                className="link-button small"
                aria-label={t.pathway.againOf(one.name)}
                onClick={() => setAgain(one.name)}
              >
                {t.pathway.again}
              </button>
              <May needs="editor">
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t.pathway.removeOf(one.name)}
                  onClick={() => forget.mutate(one)}
                >
                  <Cross />
                </button>
              </May>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{t.pathway.noSessions}</p>
      )}
      <May needs="editor" said={t.pathway.save}>
        {open ? (
          <p>
            <button
              type="button"
              className="button"
              disabled={keep.isPending}
              onClick={() => keep.mutate({ ...wish, name: open.name, version: open.version })}
            >
              <Save />
              {t.pathway.replace(open.name)}
            </button>
          </p>
        ) : null}
        <form onSubmit={submit}>
          <label htmlFor={`${ids}-name`}>{t.pathway.saveAs}</label>
          <input id={`${ids}-name`} name="name" className="input" maxLength={200} required />
          <label htmlFor={`${ids}-about`}>{t.pathway.initiative}</label>
          <input id={`${ids}-about`} name="initiative" className="input" maxLength={500} />
          <p>
            <button type="submit" className="button primary" disabled={keep.isPending}>
              <Save />
              {t.pathway.save}
            </button>
          </p>
        </form>
      </May>
      {again === null ? null : <Again name={again} onClose={() => setAgain(null)} />}
    </section>
  );
}

function Again({ name, onClose }: { name: string; onClose(): void }) {
  const { data, error } = useAnswer(href("/api/pathway/again", { name }));
  return (
    <Dialog title={t.pathway.againOf(name)} onClose={onClose}>
      {error ? <Failed error={error} /> : data ? <AnswerView answer={data} /> : <Waiting text={t.answer.asking} />}
    </Dialog>
  );
}
