/** How fast ideas reach patients, and what holds them up: each question with its picture, its table and its definitions. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useAddress } from "../address";
import { type Parameter, type Question, QuestionsScreen } from "../answer/QuestionsScreen";
import type { Row } from "../answer/values";
import { ask } from "../api/client";
import type { Answer, AnswerTable, StageModel } from "../api/types";
import { Failed, Waiting } from "../shell/States";
import { t } from "../texts";
import { CumulativeFlow, StageCurves } from "./panels";
import { Ageing, Forecasts, ProcessGraph } from "./pictures";
import "../answer/chart.css";
import "./velocity.css";

export default function VelocityScreen() {
  const { query } = useAddress();
  const { data, error, refetch } = useQuery({
    queryKey: ["stage models"],
    queryFn: ({ signal }) => ask<StageModel[]>("/api/velocity/models", { signal }),
  });
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.screen} />;
  const first = data[0]!.name;
  const model = data.find((one) => one.name === (query.get("model") ?? first));
  const choose: Parameter = {
    name: "model",
    label: t.velocity.model,
    kind: "select",
    default: first,
    always: true,
    options: data.map((one) => ({ value: one.name, label: t.velocity.modelOf(one.label, one.items) })),
  };
  const seed: Parameter = {
    name: "seed",
    label: t.velocity.seed,
    kind: "number",
    default: "0",
    min: 0,
    help: t.velocity.seedHelp,
  };
  const questions = Object.entries(t.velocity.questions).map(
    ([name, [label, help]]): Question => ({
      name,
      label: label!,
      help: help!,
      address: `/api/velocity/ask/${name}`,
      parameters: name === "forecasts" ? [choose, seed] : [choose],
    }),
  );
  return (
    <QuestionsScreen
      title={t.nav.velocity}
      path="/velocity"
      questions={questions}
      draw={(_, table, answer) => drawn(table, model, readOnOf(answer))}
      beside={(question, answer) =>
        model ? (
          <Definitions key={question.name} model={model} answer={answer} open={!CARRIED.has(question.name)} />
        ) : null
      }
    />
  );
}

/** Pictures that carry the definitions themselves. */
const CARRIED = new Set(["curves", "cumulative"]);

const readOnOf = (answer: Answer): string | null => {
  const day = answer.method.parameters["read on"];
  return typeof day === "string" ? day : null;
};

/** Which table has a picture of its own. */
function drawn(table: AnswerTable, model: StageModel | undefined, readOn: string | null): ReactNode | undefined {
  const rows = table.rows as Row[];
  if (!rows.length) return undefined;
  switch (table.title) {
    case "Stage curves":
      return <StageCurves rows={rows} model={model} />;
    case "Cumulative flow":
      return <CumulativeFlow rows={rows} model={model} />;
    case "Ageing items":
      return <Ageing rows={rows} />;
    case "Steps by share of all waiting":
      return <ProcessGraph rows={rows} />;
    case "Forecasts: leaving the present stage":
      return rows.some((row) => row.p50) ? <Forecasts rows={rows} readOn={readOn} /> : undefined;
    default:
      return undefined;
  }
}

function Definitions({ model, answer, open }: { model: StageModel; answer: Answer; open: boolean }) {
  const readOn = readOnOf(answer);
  return (
    <details className="definitions" open={open}>
      <summary>{t.velocity.definitions}</summary>
      <div>
        {model.stages.map((stage) => (
          <dl key={stage.name}>
            <dt>{stage.name}</dt>
            <dd>
              {t.velocity.fromTo(stage.start, stage.end)}
              <br />
              <span>{t.velocity.clockOf(stage.owner)}</span>
            </dd>
          </dl>
        ))}
      </div>
      <p className="small muted">
        {t.velocity.definedBy(model.source)} {readOn ? t.velocity.censoring(readOn) : null}
      </p>
    </details>
  );
}
