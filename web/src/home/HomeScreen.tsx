/** Home: the six questions answered in one line each, what changed since last time, how good the data is, and how to begin. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { base, full, Link } from "../address";
import { ask } from "../api/client";
import { useRecord } from "../api/queries";
import type { Home, HomeLine, RecordAnswer } from "../api/types";
import { screenOf, useScreens } from "../screens";
import { Arrow, PageIcon, Tray } from "../shell/icons";
import { May } from "../shell/May";
import { Failed, Waiting } from "../shell/States";
import { moment, t } from "../texts";
import { RecordsPart } from "./RecordsPart";
import { useRecords } from "./records";
import { Sample } from "./Sample";
import { lastSeen, markSeen } from "./seen";
import "./home.css";

const QUESTIONS = ["who", "network", "dynamics", "partnerships", "velocity", "report"] as const;

export default function HomeScreen() {
  const record = useRecord();
  const records = useRecords();
  if (record.error)
    return (
      <Failed error={record.error} again={() => void record.refetch()}>
        {base ? (
          <a className="button" href="/home">
            {t.home.records.toServed}
          </a>
        ) : null}
      </Failed>
    );
  if (!record.data) return <Waiting text={t.loading.screen} />;
  const { stats, title } = record.data;
  const empty = !stats.actors;
  const others = records.data?.offered;
  return (
    <div className="page home">
      <header>
        <h1>{t.home.title(title)}</h1>
        <p className="muted">{t.home.counts(stats.actors ?? 0, stats.ties ?? 0, stats.evidence ?? 0)}</p>
        {stats.ties ? <p className="muted small">{t.home.tiesHelp}</p> : null}
      </header>
      {empty ? <Begin record={record.data} others={others} /> : null}
      <section aria-labelledby="questions">
        <h2 id="questions">{t.home.questions}</h2>
        <p className="muted">{t.home.questionsHelp}</p>
        <ol className="home-questions">
          {QUESTIONS.map((question) => (
            <OneQuestion key={question} question={question} batch={record.data.batch} />
          ))}
        </ol>
      </section>
      <Rest record={record.data} />
      {empty ? null : <Begin record={record.data} others={others} />}
      {others ? <RecordsPart /> : null}
    </div>
  );
}

/** Finds the first place that these pages have and that whoever looks may go to. */
function useWay(): (to: readonly string[]) => string | undefined {
  const screens = useScreens();
  return (to) =>
    to.find((one) => {
      const there = screenOf(one.split("?")[0]!);
      return one.startsWith("/api/") || (there && screens.includes(there));
    });
}

function OneQuestion({ question, batch }: { question: (typeof QUESTIONS)[number]; batch: number }) {
  const { data, error } = useQuery({
    queryKey: ["home", question, batch],
    queryFn: ({ signal }) => ask<HomeLine>(`/api/home/${question}`, { signal }),
  });
  const way = useWay();
  const to = data ? way(data.to) : undefined;
  return (
    <li>
      <h3>{t.home.question[question]}</h3>
      <p className={data?.known ? "home-line" : "home-line muted"} aria-busy={!data && !error}>
        {error ? error.message : (data?.line ?? t.home.computing)}
      </p>
      {to?.startsWith("/api/") ? (
        <a href={full(to)} className="home-more" aria-label={`${t.home.report}: ${t.home.question[question]}`}>
          {t.home.report}
          <Arrow />
        </a>
      ) : to ? (
        <Link to={to} className="home-more" label={`${t.home.more}: ${t.home.question[question]}`}>
          {t.home.more}
          <Arrow />
        </Link>
      ) : null}
    </li>
  );
}

function Rest({ record }: { record: RecordAnswer }) {
  const way = useWay();
  const [since, setSince] = useState(() => lastSeen(record.title));
  const { data } = useQuery({
    queryKey: ["home", "rest", since, record.batch],
    queryFn: ({ signal }) => ask<Home>(`/api/home?since=${since}`, { signal }),
  });
  // What was there when the reader left is what they have seen; it is noted when they go.
  useEffect(() => {
    const leave = () => markSeen(record.title, record.batch);
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, [record.title, record.batch]);
  if (!data) return null;
  return (
    <div className="home-rest">
      <section aria-labelledby="since">
        <h2 id="since">{since ? t.home.since : t.home.first}</h2>
        {data.changes.length ? (
          <>
            <ol className="home-list">
              {data.changes.map((batch) => (
                <li key={batch.batch} data-undone={batch.undone_by === null ? undefined : ""}>
                  <span>{batch.reason}</span>{" "}
                  <span className="small muted">
                    {moment(batch.time)}
                    {batch.author ? `, ${t.home.by(batch.author)}` : ""}, {t.home.rows(batch.rows)}
                  </span>
                </li>
              ))}
            </ol>
            <p className="small">
              {data.more ? `${t.home.moreChanges(data.more)}. ` : ""}
              <Link to="/history">{t.steps.all}</Link>{" "}
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  markSeen(record.title, record.batch);
                  setSince(record.batch);
                }}
              >
                {t.home.seen}
              </button>
            </p>
          </>
        ) : (
          <p className="muted">{t.home.nothingNew}</p>
        )}
      </section>
      <section aria-labelledby="quality">
        <h2 id="quality">{t.home.quality}</h2>
        {data.lacks.length ? (
          <>
            <p className="muted small">{t.home.qualityHelp}</p>
            <ul className="home-list">
              {data.lacks.map((lack) => {
                const to = lack.to ? way([lack.to]) : undefined;
                return (
                  <li key={lack.what}>
                    {t.home.lack[lack.what](lack.count, lack.of)}
                    {lack.names.length ? ` ${lack.names.join(", ")}.` : ""}{" "}
                    {to ? (
                      <Link
                        to={to}
                        label={`${t.home.lackGo[lack.what]}: ${t.home.lack[lack.what](lack.count, lack.of)}`}
                      >
                        {t.home.lackGo[lack.what]}
                      </Link>
                    ) : null}
                  </li>
                );
              })}
            </ul>
          </>
        ) : (
          <p className="muted">{t.home.good}</p>
        )}
      </section>
    </div>
  );
}

function Begin({ record, others }: { record: RecordAnswer; others: boolean | undefined }) {
  return (
    <section aria-labelledby="begin">
      <h2 id="begin">{t.home.begin}</h2>
      <ul className="home-begin">
        <May needs="editor">
          <li>
            <h3>{t.home.import}</h3>
            <p className="muted">{t.home.importText}</p>
            <Link to="/import" className={record.stats.actors ? "button" : "button primary"}>
              <Tray />
              {t.home.import}
            </Link>
          </li>
        </May>
        {record.stats.actors ? (
          <li>
            <h3>{t.home.report}</h3>
            <p className="muted">{t.home.question.report}</p>
            <a href={full("/api/report")} className="button">
              <PageIcon />
              {t.home.report}
            </a>
          </li>
        ) : (
          <May needs="editor">
            <li>
              <h3>{t.home.sample}</h3>
              <p className="muted">{t.home.sampleText}</p>
              <Sample />
            </li>
          </May>
        )}
        {others === false ? (
          <May needs="owner">
            <li>
              <h3>{t.home.open}</h3>
              <p className="muted">{t.home.openText}</p>
              <code>ecotone serve RECORD.eco</code>
            </li>
          </May>
        ) : null}
      </ul>
    </section>
  );
}
