/** Where the scenario leads: each variable over time beside the model as it stands and the runs that were kept. */
import { useId, useMemo } from "react";
import { AnswerView } from "../answer/AnswerView";
import type { AnswerTable } from "../api/types";
import { Cross } from "../shell/icons";
import { Failed, Waiting } from "../shell/States";
import { figure, t } from "../texts";
import { CurveChart } from "./CurveChart";
import type { About } from "./DynamicsScreen";
import { type Structure, useNamedRuns, useRun } from "./data";
import { answerOf, type Line, lastOf, lineOf, tableOf } from "./made";
import type { State } from "./state";

interface Props {
  state: State;
  structure: Structure;
  about: About;
  go(change: Partial<State>, replace?: boolean): void;
}

export function Curves({ state, structure, about, go }: Props) {
  const outputs = state.show.length ? state.show : structure.outputs;
  const { data, error, isPlaceholderData, refetch } = useRun(state, outputs);
  const kept = useNamedRuns(state, outputs);
  const timeLabel = structure.time_units || t.dynamics.time;
  const different = data?.different ?? false;
  const lines = useMemo(() => {
    const found = new Map<string, Line[]>();
    if (!data) return found;
    data.series.forEach((series, at) => {
      const own = state.difference
        ? [lineOf(data.difference[at]!, t.dynamics.differenceNow, 0)]
        : [
            lineOf(series, different ? t.dynamics.scenario : t.dynamics.baseline, 0),
            ...(different ? [lineOf(data.baseline[at]!, t.dynamics.baseline, 1)] : []),
          ];
      state.runs.forEach((run, index) => {
        const one = kept[index];
        const theirs = (state.difference ? one?.difference : one?.series)?.find((each) => each.name === series.name);
        if (theirs) own.push(lineOf(theirs, run.name, 2 + index));
      });
      found.set(series.name, own);
    });
    return found;
  }, [data, state.difference, state.runs, different, kept]);
  const answer = useMemo(() => {
    if (!data) return null;
    const first = data.series[0];
    const [end, more] = [lastOf(data, "series", 0), lastOf(data, "difference", 0)];
    const until = figure(data.time.at(-1) ?? 0);
    const summary =
      !first || end === null
        ? t.dynamics.notFinite
        : different
          ? t.dynamics.endsChanged(first.name, until, timeLabel, figure(end), figure(more ?? 0), (more ?? 0) >= 0)
          : t.dynamics.ends(first.name, until, timeLabel, figure(end));
    return answerOf(
      t.dynamics.whatHappens,
      data.members > 1 ? `${summary} ${t.dynamics.middleOf(data.members)}` : summary,
      data.series.map((series) =>
        tableOf(series.name, timeLabel, data.time, lines.get(series.name) ?? [], series.units, null),
      ),
      about.method(t.dynamics.simulation),
      about.readAt,
      data.problems.map(t.dynamics.problem),
    );
  }, [data, lines, different, timeLabel, about]);
  const draw = (table: AnswerTable) => {
    const series = data?.series.find((one) => one.name === table.title);
    return data && series ? (
      <CurveChart
        title={table.title}
        unit={series.units === "1" ? "" : series.units}
        timeLabel={timeLabel}
        time={data.time}
        lines={lines.get(table.title) ?? []}
        zero={state.difference}
        mark={state.policies.length ? { at: state.start, label: t.dynamics.policyStarts } : null}
      />
    ) : undefined;
  };
  return (
    <div className="dynamics-curves" aria-busy={isPlaceholderData}>
      <Shown state={state} structure={structure} outputs={outputs} go={go} />
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : answer ? (
        <AnswerView key={outputs.join("\n")} answer={answer} draw={draw} chartFirst />
      ) : (
        <Waiting text={t.dynamics.running} />
      )}
    </div>
  );
}

const MOST_SHOWN = 12;

/** Which variables are shown, as what, and over how many draws. */
function Shown({
  state,
  structure,
  outputs,
  go,
}: Pick<Props, "state" | "structure" | "go"> & { outputs: readonly string[] }) {
  const [add, draws] = [useId(), useId()];
  const rest = structure.variables.filter(
    (one) => one.kind !== "constant" && one.kind !== "lookup" && !outputs.includes(one.name),
  );
  return (
    <div className="dynamics-bar no-print">
      <ul className="dynamics-chips" aria-label={t.dynamics.shown}>
        {outputs.map((name) => (
          <li key={name} className="chip">
            {name}
            {outputs.length > 1 ? (
              <button
                type="button"
                aria-label={t.dynamics.hide(name)}
                onClick={() => go({ show: outputs.filter((one) => one !== name) })}
              >
                <Cross />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {rest.length && outputs.length < MOST_SHOWN ? (
        <div className="field">
          <label htmlFor={add}>{t.dynamics.add}</label>
          <select
            id={add}
            className="select"
            value=""
            onChange={(event) => event.target.value && go({ show: [...outputs, event.target.value] })}
          >
            <option value="">{t.dynamics.choose}</option>
            {rest.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </div>
      ) : null}
      <div className="field">
        <label htmlFor={draws}>{t.dynamics.draws}</label>
        <select
          id={draws}
          className="select"
          value={state.members}
          onChange={(event) => go({ members: Number(event.target.value) })}
        >
          {[...new Set([1, 100, 300, 1000, state.members])]
            .sort((a, b) => a - b)
            .map((count) => (
              <option key={count} value={count}>
                {t.dynamics.drawsOf(count)}
              </option>
            ))}
        </select>
      </div>
      <div className="segments" role="group" aria-label={t.dynamics.as}>
        <button type="button" aria-pressed={!state.difference} onClick={() => go({ difference: false })}>
          {t.dynamics.values}
        </button>
        <button type="button" aria-pressed={state.difference} onClick={() => go({ difference: true })}>
          {t.dynamics.difference}
        </button>
      </div>
    </div>
  );
}
