/** The decision: who is chosen, why, and who disagrees; kept with how the candidates stand. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { navigate } from "../address";
import { writtenWhenDone } from "../api/jobs";
import { changedHere } from "../api/queries";
import type { Job, PartnerEvaluation, PartnershipWritten } from "../api/types";
import { JobBar } from "../shell/JobBar";
import { say } from "../shell/toast";
import { t } from "../texts";
import { here, type State } from "./state";

interface Props {
  evaluation: PartnerEvaluation;
  state: State;
  rater: string;
}

const lines = (given: FormData, name: string): string[] =>
  String(given.get(name) ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export function Deciding({ evaluation, state, rater }: Props) {
  const id = useId();
  const first = evaluation.candidates[0]!;
  const [chosen, setChosen] = useState("");
  const [job, setJob] = useState<Job | null>(null);
  const write = useMutation({
    mutationFn: (body: { name: string }) =>
      writtenWhenDone<PartnershipWritten>("/api/partnerships/decide", body, setJob),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }, { name }) => {
      say(t.partnerships.kept(name));
      void changedHere(batch);
      navigate(here("decisions", state));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    write.mutate({
      seeker: state.seeker,
      candidate: state.candidates,
      weight: Object.entries(state.weights).map(([name, value]) => `${name}=${value}`),
      prefer: state.prefer,
      name: String(given.get("name") ?? "").trim(),
      chosen: chosen === "none" ? null : Number(chosen),
      reasons: lines(given, "reasons"),
      dissent: lines(given, "dissent"),
      by: String(given.get("by") ?? "").trim(),
      add_tie: given.get("tie") === "on" && chosen !== "none",
    } as { name: string });
  };
  return (
    <form className="card partner-decide no-print" aria-label={t.partnerships.decide} onSubmit={submit}>
      <h2>{t.partnerships.decide}</h2>
      <p className="small muted">{t.partnerships.decideLead}</p>
      <div className="partner-fields">
        <div>
          <label htmlFor={`${id}-name`}>{t.partnerships.name}</label>
          <input id={`${id}-name`} name="name" className="input" maxLength={200} required />
        </div>
        <div>
          <label htmlFor={`${id}-chosen`}>{t.partnerships.chosen}</label>
          <select
            id={`${id}-chosen`}
            className="select"
            required
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            <option value="" />
            {evaluation.candidates.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
            <option value="none">{t.partnerships.nobody}</option>
          </select>
          {chosen && chosen !== String(first.id) ? (
            <p className="small">{t.partnerships.notFirst(first.name)}</p>
          ) : null}
        </div>
        <div>
          <label htmlFor={`${id}-by`}>{t.partnerships.by}</label>
          <input id={`${id}-by`} name="by" className="input" maxLength={200} defaultValue={rater} />
        </div>
        <div>
          <label htmlFor={`${id}-reasons`}>{t.partnerships.reasons}</label>
          <textarea id={`${id}-reasons`} name="reasons" className="input" rows={3} required />
        </div>
        <div>
          <label htmlFor={`${id}-dissent`}>{t.partnerships.dissent}</label>
          <textarea id={`${id}-dissent`} name="dissent" className="input" rows={3} />
        </div>
      </div>
      <label>
        <input type="checkbox" name="tie" disabled={chosen === "none"} /> {t.partnerships.addTie}
      </label>
      <p>
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t.partnerships.keep}
        </button>
      </p>
      {job ? <JobBar job={job} text={t.partnerships.keeping} /> : null}
    </form>
  );
}
