/** The network's questions: who is central, who brokers, where the gaps are, what is emerging, how far knowledge gets. */
import { href, Link } from "../address";
import { type Parameter, type Question, QuestionsScreen } from "../answer/QuestionsScreen";
import { useMeasures, useRecord } from "../api/queries";
import { MapIcon } from "../shell/icons";
import { t } from "../texts";

const BY: Parameter = {
  name: "by",
  label: t.network.by,
  kind: "select",
  default: "sector",
  options: ["sector", "city", "region", "country"].map((value) => ({
    value,
    label: t.network.fields[value as keyof typeof t.network.fields],
  })),
};
const top = (fallback: number): Parameter => ({
  name: "top",
  label: t.network.top,
  kind: "number",
  default: String(fallback),
  min: 1,
  max: 1000,
});
const draws = (fallback: number, least: number): Parameter => ({
  name: "draws",
  label: t.network.draws,
  kind: "number",
  default: String(fallback),
  min: least,
  max: 10_000,
  help: t.network.drawsHelp,
});
const SEED: Parameter = { name: "seed", label: t.network.seed, kind: "number", default: "0", min: 0 };

/** Which overlay of the map shows the answer. */
const OVERLAYS: Record<string, string> = { brokers: "brokers", gaps: "gaps" };

export default function NetworkScreen() {
  const { data: measures } = useMeasures();
  const { data: record } = useRecord();
  const last = Math.min(record?.years.max ?? 2020, new Date().getFullYear());
  const time = (name: "before" | "after", value: number): Parameter => ({
    name,
    label: t.network[name],
    kind: "text",
    default: String(value),
    always: true,
    help: t.network.yearHelp,
  });
  const rank: Parameter = {
    name: "by",
    label: t.network.rank,
    kind: "select",
    default: "betweenness",
    options: (measures ?? []).map((one) => ({ value: one.name, label: one.label })),
  };
  const own: Record<keyof typeof t.network.questions, Parameter[]> = {
    changes: [time("before", last - 5), time("after", last)],
    describe: [BY],
    central: [rank, top(10), draws(50, 2), SEED],
    brokers: [BY, top(10), draws(50, 2), SEED],
    gaps: [BY, top(10), draws(200, 2), SEED],
    emerging: [
      { name: "since", label: t.network.since, kind: "text", default: "", help: t.network.sinceHelp },
      BY,
      top(10),
    ],
    groups: [
      { name: "resolution", label: t.network.resolution, kind: "number", default: "1", min: 0.1, max: 10, step: 0.1 },
      top(20),
      SEED,
    ],
    flow: [
      {
        name: "chance",
        label: t.network.chance,
        kind: "number",
        default: "0.1",
        min: 0.01,
        max: 1,
        step: 0.01,
        help: t.network.chanceHelp,
      },
      BY,
      SEED,
    ],
    null: [BY, draws(200, 10), SEED],
    descent: [
      {
        name: "kind",
        label: t.network.kind,
        kind: "select",
        default: "",
        options: [
          { value: "", label: t.network.allKinds },
          ...(record?.kinds ?? []).filter((one) => one.directed).map((one) => ({ value: one.name, label: one.label })),
        ],
        help: t.network.kindHelp,
      },
      { name: "of", label: t.network.of, kind: "text", default: "", help: t.network.ofHelp },
      { name: "cites", label: t.network.cites, kind: "check", default: "false", help: t.network.citesHelp },
      top(20),
    ],
  };
  const questions = Object.entries(t.network.questions).map(
    ([name, [label, help]]): Question => ({
      name,
      label: label!,
      help: help!,
      address: name === "changes" ? "/api/network/changes" : `/api/network/ask/${name}`,
      parameters: own[name as keyof typeof own],
    }),
  );
  return (
    <QuestionsScreen
      title={t.nav.network}
      path="/network"
      questions={questions}
      actions={(question, answer) => (
        <Link to={href("/map", { ...answer.scope, overlay: OVERLAYS[question.name] })} className="button">
          <MapIcon />
          {t.answer.onMap}
        </Link>
      )}
    />
  );
}
