/** What a survey says: who answered, both sides' views, and of five or more people once it is closed, trust and value. */
import { href, Link } from "../address";
import { AnswerView } from "../answer/AnswerView";
import { useLong } from "../api/jobs";
import type { Answer } from "../api/types";
import { Failed, Waiting } from "../shell/States";
import { t } from "../texts";

export function Report({ name }: { name: string }) {
  const { data, error, isPlaceholderData, refetch } = useLong<Answer>(
    href("/api/stakeholders/surveys/report", { name }),
  );
  return (
    <section className="card survey-report" aria-label={t.stakeholders.survey.report(name)}>
      <header>
        <h2>{t.stakeholders.survey.report(name)}</h2>
        <Link to={href("/stakeholders", { ask: "surveys" })} className="no-print">
          {t.stakeholders.survey.shut}
        </Link>
      </header>
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : !data || isPlaceholderData ? (
        <Waiting text={t.answer.asking} />
      ) : (
        <AnswerView answer={data} />
      )}
    </section>
  );
}
