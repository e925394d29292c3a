/** What the network says of partnerships that do not exist yet: whom to look at, and what one tie would change. */
import { href, Link, navigate, useAddress } from "../address";
import { AnswerView } from "../answer/AnswerView";
import type { Row } from "../answer/values";
import { useAnswer } from "../api/queries";
import { ActorPicker } from "../shell/ActorPicker";
import { Looking } from "../shell/JobBar";
import { Failed } from "../shell/States";
import { t } from "../texts";
import { here, type State } from "./state";
import { WhatIfMap } from "./WhatIfMap";
import { ActorChip } from "./Who";

interface Props {
  state: State;
  onChange(change: Partial<State>): void;
}

const COMPARED = 4;

/** A value of the address that is no part of an evaluation. */
function useParameter(name: string): [string, (value: string) => void] {
  const { query } = useAddress();
  const set = (value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    navigate(href("/partnerships", next), { replace: true });
  };
  return [query.get(name) ?? "", set];
}

function Told({ address }: { address: string }) {
  const { data, error, isPlaceholderData, job, refetch } = useAnswer(address);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data || isPlaceholderData) return <Looking job={job} text={t.answer.asking} />;
  return <AnswerView answer={data} />;
}

export function Recommend({ state, onChange }: Props) {
  const [by, setBy] = useParameter("by");
  const address = href("/api/partnerships/recommend", { seeker: state.seeker, by });
  const { data, error, isPlaceholderData, job, refetch } = useAnswer(address);
  const found = (data?.tables[0]?.rows ?? []) as Row[];
  const others = [...new Set(found.map((row) => Number(row.partner_id ?? row.partner ?? Number.NaN)))]
    .filter((one) => Number.isInteger(one))
    .slice(0, COMPARED)
    .map(String);
  return (
    <>
      <p className="muted questions-help">{t.partnerships.recommendHelp}</p>
      <section className="card partner-who no-print" aria-label={t.partnerships.seeker}>
        <div>
          <ActorPicker
            label={t.partnerships.findSeeker}
            onPick={(one) => onChange({ seeker: String(one.id), candidates: [] })}
          />
          <p>
            <span className="small muted">{t.partnerships.seeker}: </span>
            {state.seeker ? (
              <ActorChip text={state.seeker} onRemove={() => onChange({ seeker: "" })} />
            ) : (
              t.partnerships.forAll
            )}
          </p>
        </div>
        <div className="field">
          <label htmlFor="recommend-by">{t.partnerships.byLabel}</label>
          <select
            id="recommend-by"
            className="select"
            value={by || "model"}
            onChange={(event) => setBy(event.target.value === "model" ? "" : event.target.value)}
          >
            {Object.entries(t.partnerships.byOf).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
      </section>
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : !data || isPlaceholderData ? (
        <Looking job={job} text={t.answer.asking} />
      ) : (
        <AnswerView
          answer={data}
          actions={
            state.seeker && others.length >= 2 ? (
              <Link className="button" to={here("rank", { ...state, candidates: others })}>
                {t.partnerships.compare(others.length)}
              </Link>
            ) : null
          }
        />
      )}
    </>
  );
}

export function WhatIf({ state }: Props) {
  const [given, setOne] = useParameter("one");
  const [other, setOther] = useParameter("other");
  const one = given || state.seeker;
  return (
    <>
      <p className="muted questions-help">{t.partnerships.whatIfHelp}</p>
      <div className="what-if-two">
        <section className="card partner-who no-print" aria-label={t.partnerships.tabs["what-if"]}>
          <div>
            <ActorPicker label={t.partnerships.one} onPick={(found) => setOne(String(found.id))} />
            {one ? <ActorChip text={one} onRemove={() => setOne("")} /> : null}
          </div>
          <div>
            <ActorPicker label={t.partnerships.other} onPick={(found) => setOther(String(found.id))} />
            {other ? <ActorChip text={other} onRemove={() => setOther("")} /> : null}
          </div>
          {one && other ? (
            <p>
              <Link to={href("/map", { actor: one, path: other })}>{t.partnerships.onMap}</Link>
            </p>
          ) : (
            <p className="muted">{t.partnerships.whatIfBegin}</p>
          )}
        </section>
        {one && other ? <WhatIfMap one={one} other={other} /> : null}
      </div>
      {one && other ? <Told address={href("/api/partnerships/what-if", { one, other })} /> : null}
    </>
  );
}
