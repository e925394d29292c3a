/** A rater's interests of their own: declared before rating, or that there are none; who has one in a candidate does not rate it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { ask } from "../api/client";
import { changedHere, client } from "../api/queries";
import type { RaterInterests } from "../api/types";
import { Failed } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import type { State } from "./state";
import { useActorName } from "./Who";

const KEY = "rater interests";

/** What a rater declared; `barred` says which of the candidates they do not rate, and why. */
export function useInterests(rater: string, candidates: readonly string[]) {
  const query = new URLSearchParams([
    ["rater", rater.trim()],
    ...candidates.map((one): [string, string] => ["candidate", one]),
  ]);
  return useQuery({
    queryKey: [KEY, query.toString()],
    enabled: rater.trim() !== "",
    queryFn: ({ signal }) => ask<RaterInterests>(`/api/partnerships/interests?${query}`, { signal }),
  });
}

interface Props {
  state: State;
  rater: string;
}

export function Interests({ state, rater }: Props) {
  const id = useId();
  const { data, error, refetch } = useInterests(rater, state.candidates);
  const declare = useMutation({
    mutationFn: (wish: { actor?: string; way?: string; what?: string }) =>
      ask<RaterInterests>("/api/partnerships/interests", { body: { rater, ...wish } }),
    onError: (wrong) => say(wrong.message),
    onSuccess: ({ batch }) => {
      say(t.partnerships.interest.kept);
      void client.invalidateQueries({ queryKey: [KEY] });
      void changedHere(batch);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    event.currentTarget.reset();
    declare.mutate({
      actor: String(given.get("actor")),
      way: String(given.get("way")),
      what: String(given.get("what") ?? "").trim(),
    });
  };
  const texts = t.partnerships.interest;
  if (!rater.trim()) return null;
  return (
    <details className="partner-interests">
      <summary>
        {texts.title}{" "}
        <span className="muted">
          {data
            ? data.interests.length
              ? texts.some(data.interests.length)
              : data.declared
                ? texts.none
                : texts.silent
            : ""}
        </span>
      </summary>
      <p className="small muted">{texts.help}</p>
      {error ? <Failed error={error} again={() => void refetch()} /> : null}
      {data?.interests.length ? (
        <ul>
          {data.interests.map((one) => (
            <li key={`${one.actor} ${one.way}`}>
              {texts[one.way](one.name)}
              {one.what ? <span className="muted"> ({one.what})</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      <form className="partner-fields" onSubmit={submit}>
        <div>
          <label htmlFor={`${id}-actor`}>{texts.actor}</label>
          <select id={`${id}-actor`} name="actor" className="select">
            {[...state.candidates, state.seeker].map((one) => (
              <Choice key={one} text={one} />
            ))}
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-way`}>{texts.way}</label>
          <select id={`${id}-way`} name="way" className="select">
            <option value="interest">{texts.ways.interest}</option>
            <option value="belongs">{texts.ways.belongs}</option>
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-what`}>{texts.what}</label>
          <input id={`${id}-what`} name="what" className="input" maxLength={500} placeholder={texts.example} />
        </div>
        <p className="partner-row">
          <button type="submit" className="button" disabled={declare.isPending}>
            {texts.declare}
          </button>
          <button
            type="button"
            className="button"
            disabled={declare.isPending || (data?.declared && !data.interests.length)}
            onClick={() => declare.mutate({})}
          >
            {data?.interests.length ? texts.noneNow : texts.haveNone}
          </button>
        </p>
      </form>
    </details>
  );
}

function Choice({ text }: { text: string }) {
  return <option value={text}>{useActorName(text)}</option>;
}
