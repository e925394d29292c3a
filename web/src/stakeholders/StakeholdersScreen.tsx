/** Whom to engage and how closely, who needs what, who is missing, and the plan that follows. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { full, href, Link, navigate, useAddress } from "../address";
import { type Parameter, type Question, QuestionsScreen } from "../answer/QuestionsScreen";
import type { Row } from "../answer/values";
import { ask } from "../api/client";
import { changedHere, useUndo } from "../api/queries";
import type { ActorPage, AnswerColumn, AnswerTable, StakeholderChoices, StakeholderWritten } from "../api/types";
import { Download } from "../shell/icons";
import { May, useMay } from "../shell/May";
import { useRater } from "../shell/rater";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import { Board } from "./Board";
import { Closing } from "./Closing";
import { Deciding } from "./Deciding";
import { Expecting, Judging } from "./Expecting";
import { Grid } from "./Grid";
import { Matrix } from "./Matrix";
import { standings } from "./placing";
import { type Levels, RatePanel } from "./RatePanel";
import { Report } from "./Report";
import { Salience } from "./Salience";
import { Surveying } from "./Surveying";
import "../answer/chart.css";
import "./stakeholders.css";

const SCOPE = ["kind", "sector", "place", "from", "to", "as-of"];

export default function StakeholdersScreen() {
  const { query } = useAddress();
  const { data, error, refetch } = useQuery({
    queryKey: ["stakeholder choices"],
    queryFn: ({ signal }) => ask<StakeholderChoices>("/api/stakeholders/choices", { signal }),
  });
  const [rater, setRater] = useRater(data?.me);
  const [deciding, setDeciding] = useState<Row | null>(null);
  const [judging, setJudging] = useState<Row | null>(null);
  const [closing, setClosing] = useState<string | null>(null);
  const may = useMay("editor");
  const scope = useMemo(
    () => SCOPE.flatMap((key) => query.getAll(key).map((value): [string, string] => [key, value])),
    [query],
  );
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.screen} />;
  const names: Parameter = {
    name: "names",
    label: t.stakeholders.names,
    kind: "select",
    default: "mendelow",
    options: Object.entries(t.stakeholders.schools).map(([value, label]) => ({ value, label })),
  };
  const rated: Parameter = {
    name: "rated",
    label: t.stakeholders.rated,
    kind: "check",
    default: "false",
    help: t.stakeholders.ratedHelp,
  };
  const questions = Object.entries(t.stakeholders.questions).map(
    ([name, [label, help]]): Question => ({
      name,
      label: label!,
      help: help!,
      address: `/api/stakeholders/ask/${name}`,
      parameters: name === "grid" || name === "plan" ? [names, rated] : name === "attention" ? [rated] : [],
    }),
  );
  const planQuery = new URLSearchParams([
    ...scope,
    ...["names", "rated"].flatMap((key) => query.getAll(key).map((value): [string, string] => [key, value])),
  ]);
  const cell = (row: Row, column: AnswerColumn, table: AnswerTable) =>
    may && table.title === "Expectations" && column.name === "state" ? (
      <button
        type="button"
        className="link-button"
        aria-label={`${String(row.state)}: ${t.stakeholders.expectation.judge(String(row.name))}`}
        onClick={() => setJudging(row)}
      >
        {String(row.state)}
      </button>
    ) : may && table.title === "Engagement plan" && column.name === "owner" ? (
      <button
        type="button"
        className="link-button"
        aria-label={t.stakeholders.decideOf(String(row.name))}
        onClick={() => setDeciding(row)}
      >
        {String(row.owner || t.stakeholders.decide)}
      </button>
    ) : table.title === "Stakeholders by salience" && column.name === "class" ? (
      <Link
        to={href("/stakeholders", new URLSearchParams([["actor", String(row.id)], ...scope]))}
        label={`${String(row.class)}: ${t.stakeholders.salience.rate(String(row.name))}`}
      >
        {String(row.class)}
      </Link>
    ) : table.title === "Surveys" && column.name === "name" ? (
      <Link
        to={href("/stakeholders", { ask: "surveys", survey: String(row.name) })}
        label={t.stakeholders.survey.report(String(row.name))}
      >
        {String(row.name)}
      </Link>
    ) : may && table.title === "Surveys" && column.name === "state" && row.state !== "closed" ? (
      <span className="survey-state">
        <span>{String(row.state)}</span>
        <button
          type="button"
          className="link-button no-print"
          aria-label={t.stakeholders.survey.closeOf(String(row.name))}
          onClick={() => setClosing(String(row.name))}
        >
          {t.stakeholders.survey.close}
        </button>
      </span>
    ) : undefined;
  return (
    <>
      <QuestionsScreen
        title={t.nav.stakeholders}
        path="/stakeholders"
        questions={questions}
        draw={(_, table) =>
          table.title === "Stakeholders" ? (
            <Rating
              rows={table.rows as Row[]}
              choices={data}
              names={query.get("names") ?? "mendelow"}
              rater={rater}
              onRater={setRater}
            />
          ) : table.title === "Engagement plan" && table.rows.length ? (
            <Board rows={table.rows as Row[]} onDecide={setDeciding} />
          ) : table.title === "Classes of salience" ? (
            <Salience rows={table.rows as Row[]} />
          ) : undefined
        }
        drawnAs={(table) =>
          table.title === "Engagement plan"
            ? t.stakeholders.board.title
            : table.title === "Classes of salience"
              ? t.stakeholders.salience.called
              : undefined
        }
        whole={(table) => (table.title === "Stakeholders by salience" ? 300 : undefined)}
        none={(table) => t.stakeholders.none[table.title] ?? t.stakeholders.noneElse}
        beside={(question) =>
          question.name === "needs" ? (
            <Matrix choices={data} scope={scope} rater={rater} />
          ) : question.name === "expectations" ? (
            <May needs="editor" said={t.stakeholders.expectation.say}>
              <Expecting rater={rater} />
            </May>
          ) : question.name === "surveys" ? (
            <>
              {query.get("survey") ? <Report name={query.get("survey")!} /> : null}
              <May needs="editor" said={t.stakeholders.survey.make}>
                <Surveying />
              </May>
            </>
          ) : null
        }
        actions={(question) =>
          question.name === "plan" ? (
            <a className="button" href={full(href("/api/stakeholders/plan.xlsx", planQuery))} download>
              <Download />
              {t.stakeholders.xlsx}
            </a>
          ) : null
        }
        cell={cell}
      />
      {deciding ? <Deciding row={deciding} onClose={() => setDeciding(null)} /> : null}
      {closing === null ? null : <Closing name={closing} onClose={() => setClosing(null)} />}
      {judging ? <Judging row={judging} rater={rater} onClose={() => setJudging(null)} /> : null}
    </>
  );
}

interface RatingProps {
  rows: Row[];
  choices: StakeholderChoices;
  names: string;
  rater: string;
  onRater(name: string): void;
}

/** The grid and, beside it, what is being said of the one that is chosen. */
function Rating({ rows, choices, names, rater, onRater }: RatingProps) {
  const { query } = useAddress();
  const standing = useMemo(() => standings(rows), [rows]);
  const chosen = Number(query.get("actor")) || null;
  const here = standing.find((one) => one.id === chosen);
  const [levels, setLevels] = useState<Levels>({});
  const undo = useUndo();
  const may = useMay("rater");
  const mayUndo = useMay("editor");
  const write = useMutation({
    mutationFn: (body: { actor: number; name: string; ratings: Levels; evidence: string }) =>
      ask<StakeholderWritten>("/api/stakeholders/rate", {
        body: {
          actor: body.actor,
          ratings: body.ratings,
          rater,
          ...(body.evidence ? { evidence: body.evidence } : {}),
        },
      }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }, { name }) => {
      setLevels({});
      say(
        t.stakeholders.saved(name),
        batch === null || !mayUndo ? undefined : { label: t.stakeholders.undo, run: () => undo.mutate(batch) },
      );
      void changedHere(batch);
    },
  });
  const choose = (id: number) => {
    if (id === chosen) return;
    setLevels({});
    const next = new URLSearchParams(query);
    next.set("actor", String(id));
    navigate(href("/stakeholders", next), { replace: true });
  };
  const name = useName(chosen, here?.name);
  const save = (evidence = "") => {
    if (chosen === null || !Object.keys(levels).length) return;
    if (!rater.trim()) document.querySelector<HTMLInputElement>("#rate input[required]")?.focus();
    else write.mutate({ actor: chosen, name, ratings: levels, evidence });
  };
  const moved =
    here && (levels.power !== undefined || levels.interest !== undefined)
      ? { power: levels.power ?? here.power, interest: levels.interest ?? here.interest }
      : null;
  return (
    <div className="stakeholder-two">
      <div>
        <Grid
          standing={standing}
          choices={choices}
          names={names}
          chosen={chosen}
          moved={moved}
          onChoose={choose}
          onMove={(to) => {
            if (may) setLevels({ ...levels, ...to });
          }}
          onSave={() => save()}
          onDrop={() => setLevels({})}
        />
        {may ? <p className="small muted no-print">{t.stakeholders.gridHelp}</p> : null}
      </div>
      <May needs="rater" said={t.stakeholders.rate}>
        <RatePanel
          choices={choices}
          actor={chosen === null ? null : { id: chosen, name }}
          standing={here}
          levels={levels}
          rater={rater}
          busy={write.isPending}
          onRater={onRater}
          onLevels={setLevels}
          onChoose={choose}
          onSave={save}
        />
      </May>
    </div>
  );
}

/** The name of an actor that may not stand in the grid. */
function useName(id: number | null, known: string | undefined): string {
  const { data } = useQuery({
    queryKey: ["actor", id],
    enabled: known === undefined && id !== null,
    queryFn: ({ signal }) => ask<ActorPage>(`/api/actors/${id}`, { signal }),
  });
  return known ?? data?.actor.name ?? (id === null ? "" : `${t.stakeholders.actor} ${id}`);
}
