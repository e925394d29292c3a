/** What the rules still allow, table by table, with the rules behind what is decided; and what was answered so far. */
import { webAddress } from "../answer/values";
import type { Pathway, PathwayDecision, PathwayRule } from "../api/types";
import { t } from "../texts";

export function Possible({ data }: { data: Pathway }) {
  return (
    <section className="pathway-card" aria-label={t.pathway.possible}>
      <h2>{t.pathway.possible}</h2>
      {data.decisions.map((decision) => (
        <Decision key={decision.table} decision={decision} />
      ))}
    </section>
  );
}

function Decision({ decision }: { decision: PathwayDecision }) {
  const possible = decision.outcomes.filter((one) => one.possible);
  const out = decision.outcomes.filter((one) => !one.possible);
  return (
    <div className="decision">
      <header>
        <h3>
          <span className="place">{decision.jurisdiction}</span> {decision.question}
        </h3>
        <span className="small muted">{decision.decided ? t.pathway.decided : t.pathway.open(possible.length)}</span>
      </header>
      <ul className="outcomes">
        {possible.map((one) => (
          <li key={one.value} data-certain={one.certain ? "" : undefined}>
            {one.label}
          </li>
        ))}
      </ul>
      {out.length ? (
        <details>
          <summary>{t.pathway.outOf(out.length)}</summary>
          <ul className="outcomes">
            {out.map((one) => (
              <li key={one.value} data-out="">
                {one.label}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {decision.rules.length ? (
        <details>
          <summary>{t.pathway.decidedBy}</summary>
          <ul className="rules">
            {decision.rules.map((rule, index) => (
              <Rule key={index} rule={rule} />
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function Rule({ rule }: { rule: PathwayRule }) {
  return (
    <li>
      {rule.why} <Cited citation={rule.citation} source={rule.source} />
      <span className="muted">
        {" "}
        {[rule.status, t.pathway.checked(rule.checked), rule.verified ? "" : t.pathway.unverified]
          .filter(Boolean)
          .join(", ")}
      </span>
    </li>
  );
}

/** A citation that leads to where it can be read. */
export function Cited({ citation, source }: { citation: string; source: string }) {
  const address = webAddress(source);
  return address ? (
    <a href={address} rel="noreferrer" target="_blank">
      {citation || t.pathway.source}
    </a>
  ) : (
    <span>{citation}</span>
  );
}

export function Answers({ data, onChange }: { data: Pathway; onChange(name: string): void }) {
  return (
    <section className="pathway-card" aria-label={t.pathway.answers}>
      <h2>{t.pathway.answers}</h2>
      {data.given.length ? (
        <ol className="given">
          {data.given.map((one) => (
            <li key={one.name}>
              <span>{one.question}</span>
              <strong>{one.label}</strong>
              {one.follows ? (
                <span className="small muted" title={one.why || undefined}>
                  {t.pathway.follows}
                </span>
              ) : (
                <button
                  type="button"
                  className="link-button no-print"
                  aria-label={t.pathway.changeOf(one.question)}
                  onClick={() => onChange(one.name)}
                >
                  {t.pathway.change}
                </button>
              )}
            </li>
          ))}
        </ol>
      ) : (
        <p className="muted">{t.pathway.noAnswers}</p>
      )}
    </section>
  );
}
