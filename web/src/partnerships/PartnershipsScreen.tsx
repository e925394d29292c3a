/** Whom to partner with: candidates by criteria, weights that can be pulled, how sure the order is, and the decision. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { Link, navigate, useAddress } from "../address";
import { AnswerView } from "../answer/AnswerView";
import { save } from "../answer/values";
import { ask } from "../api/client";
import { useLong, whenDone } from "../api/jobs";
import type { Job, PartnerCriteria, PartnerEvaluation } from "../api/types";
import { Download } from "../shell/icons";
import { JobBar, Looking } from "../shell/JobBar";
import { May } from "../shell/May";
import { useRater } from "../shell/rater";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { Views } from "../shell/Views";
import { t } from "../texts";
import { Recommend, WhatIf } from "./Asking";
import { Deciding } from "./Deciding";
import { Following } from "./Following";
import { RaterLinks } from "./Links";
import { Ranking } from "./Ranking";
import { RatingForm } from "./RatingForm";
import { asked, here, ranked, read, type State, shares } from "./state";
import { Weights } from "./Weights";
import { Who } from "./Who";
import "../answer/chart.css";
import "../answer/questions.css";
import "./partnerships.css";

const TABS = ["rank", "rate", "recommend", "what-if", "decisions"] as const;
/** How long a slider rests before the server is asked. */
const PAUSE_MS = 350;

export default function PartnershipsScreen() {
  const { query } = useAddress();
  const state = useMemo(() => read(query), [query]);
  const tab = TABS.find((one) => one === query.get("ask")) ?? "rank";
  const { data, error, refetch } = useQuery({
    queryKey: ["partner criteria"],
    queryFn: ({ signal }) => ask<PartnerCriteria>("/api/partnerships/criteria", { signal }),
  });
  const [rater, setRater] = useRater(data?.me);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.screen} />;
  const change = (part: Partial<State>) => navigate(here(tab, { ...state, ...part }), { replace: true });
  const enough = state.seeker !== "" && state.candidates.length >= 2;
  return (
    <div className="page questions partners">
      <div className="title-row">
        <h1>{t.nav.partnerships}</h1>
        <span className="no-print">
          <Views />
        </span>
      </div>
      <nav className="tabs no-print" aria-label={t.nav.partnerships}>
        {TABS.map((one) => (
          <Link key={one} to={here(one, state)} current={one === tab}>
            {t.partnerships.tabs[one]}
          </Link>
        ))}
      </nav>
      {tab === "rank" || tab === "rate" ? (
        <>
          <p className="muted questions-help">{t.partnerships.lead}</p>
          <Who state={state} onChange={change} />
          {!enough ? null : tab === "rank" ? (
            <Rank criteria={data} state={state} rater={rater} onRater={setRater} onChange={change} />
          ) : (
            <>
              <May needs="editor">
                <RaterLinks state={state} />
              </May>
              <May needs="rater" said={t.partnerships.rateTitle}>
                <RatingForm criteria={data} state={state} rater={rater} onRater={setRater} />
              </May>
            </>
          )}
        </>
      ) : tab === "recommend" ? (
        <Recommend state={state} onChange={change} />
      ) : tab === "what-if" ? (
        <WhatIf state={state} onChange={change} />
      ) : (
        <Following state={state} rater={rater} />
      )}
    </div>
  );
}

interface RankProps {
  criteria: PartnerCriteria;
  state: State;
  rater: string;
  onRater(name: string): void;
  onChange(change: Partial<State>): void;
}

function Rank({ criteria, state, rater, onRater, onChange }: RankProps) {
  // What a slider says before it has come to rest.
  const [draft, setDraft] = useState<Record<string, number> | null>(null);
  const weights = draft ?? state.weights;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a slider that moved starts the pause
  useEffect(() => {
    if (draft === null) return;
    const timer = window.setTimeout(() => {
      onChange({ weights: draft });
      setDraft(null);
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [draft]);
  const address = asked("evaluate", state);
  const { data, error, isPlaceholderData, job, refetch } = useLong<PartnerEvaluation>(address);
  const [writing, setWriting] = useState<Job | null>(null);
  const dossier = useMutation({
    mutationFn: async () => save("partners.html", await (await whenDone(asked("dossier", state), setWriting)).blob()),
    onError: (wrong) => say(wrong.message),
  });
  const settled = draft === null && !isPlaceholderData;
  const placed = useMemo(() => {
    if (!data) return [];
    const live = !settled && (Object.keys(weights).length > 0 || !criteria.judges.length);
    return live
      ? ranked(data.candidates, shares(criteria.criteria, weights))
      : data.candidates.map((candidate) => ({ candidate, score: candidate.score }));
  }, [data, settled, weights, criteria]);
  return (
    <>
      <div className="partner-two">
        <Weights criteria={criteria} weights={weights} rater={rater} onRater={onRater} onChange={setDraft} />
        {error ? (
          <Failed error={error} again={() => void refetch()} />
        ) : !data ? (
          <Looking job={job} text={job ? t.partnerships.evaluating : t.answer.asking} />
        ) : (
          <div aria-busy={!settled}>
            {job ? <JobBar key={job.id} job={job} text={t.partnerships.evaluating} /> : null}
            {writing ? <JobBar job={writing} text={t.partnerships.writing} /> : null}
            <p className="hidden-text" role="status">
              {settled ? "" : t.partnerships.live}
            </p>
            <AnswerView
              answer={data.answer}
              draw={(table) => (table.title === "Ranking" ? <Ranking placed={placed} settled={settled} /> : undefined)}
              actions={
                <>
                  <label className="partner-prefer small">
                    {t.partnerships.prefer}
                    <select
                      className="select"
                      value={state.prefer}
                      onChange={(event) => onChange({ prefer: event.target.value as State["prefer"] })}
                    >
                      {Object.entries(t.partnerships.preferOf).map(([value, label]) => (
                        <option key={value} value={value}>
                          {label}
                        </option>
                      ))}
                    </select>
                  </label>
                  <button
                    type="button"
                    className="button"
                    disabled={dossier.isPending}
                    onClick={() => dossier.mutate()}
                  >
                    <Download />
                    {t.partnerships.dossier}
                  </button>
                </>
              }
            />
          </div>
        )}
      </div>
      {data && !error ? (
        <May needs="editor" said={t.partnerships.decide}>
          <Deciding evaluation={data} state={state} rater={rater} />
        </May>
      ) : null}
    </>
  );
}
