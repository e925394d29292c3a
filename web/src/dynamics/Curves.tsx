/** Where the scenario leads: each variable over time beside the model as it stands and the runs that were kept. */
import { useEffect, useId, useMemo } from "react";
import { AnswerView } from "../answer/AnswerView";
import type { AnswerTable } from "../api/types";
import { Cross } from "../shell/icons";
import { Failed, Waiting } from "../shell/States";
import { figure, t } from "../texts";
import { CurveChart } from "./CurveChart";
import type { About } from "./DynamicsScreen";
import { type Run, type Structure, useNamedRuns, useRun } from "./data";
import { answerOf, type Line, lastOf, less, lineOf, tableOf } from "./made";
import { type Go, MOVED, type State } from "./state";

interface Props {
  state: State;
  structure: Structure;
  about: About;
  go: Go;
}

/** What the single run gives at the end, where it has come and is of the same variable. */
function standing(one: Run | undefined, first: Run["series"][number] | undefined, asDifference: boolean): string[] {
  if (!one || !first || one.series[0]?.name !== first.name) return [];
  const end = lastOf(one, asDifference ? "difference" : "series", 0);
  return end === null ? [] : [t.dynamics.single(figure(end), asDifference)];
}

export function Curves({ state, structure, about, go }: Props) {
  const outputs = state.show.length ? state.show : structure.outputs;
  const { data, error, isPlaceholderData, refetch } = useRun(state, outputs);
  // Beside many draws: the single run with all numbers as they stand, which may lie far from the middle of the draws.
  const one = useRun({ ...state, members: 1 }, state.members > 1 ? outputs.slice(0, 1) : []).data;
  const kept = useNamedRuns(state, outputs);
  const timeLabel = structure.time_units || t.dynamics.time;
  const different = data?.different ?? false;
  const other = state.difference ? state.runs.findIndex((run) => run.name === state.against) : -1;
  const to = other < 0 ? undefined : state.runs[other];
  const toRun = other < 0 ? undefined : kept[other]?.data;
  const apart = !!data && !!toRun && toRun.time.join() !== data.time.join();
  const lines = useMemo(() => {
    const found = new Map<string, Line[]>();
    if (!data) return found;
    data.series.forEach((series, at) => {
      const own: Line[] = [];
      const named = (run: Run | undefined) => run?.series.find((each) => each.name === series.name);
      const base = named(toRun);
      if (!state.difference) {
        own.push(lineOf(series, different ? t.dynamics.scenario : t.dynamics.baseline, 0));
        if (different) own.push(lineOf(data.baseline[at]!, t.dynamics.baseline, 1));
      } else if (!to) own.push(lineOf(data.difference[at]!, t.dynamics.differenceNow, 0));
      else if (base && !apart) {
        own.push(lineOf(less(series, base), t.dynamics.differenceTo(to.name), 0));
        if (different)
          own.push(lineOf(less(data.baseline[at]!, base), t.dynamics.lessRun(t.dynamics.baseline, to.name), 1));
      }
      state.runs.forEach((run, index) => {
        const one = kept[index]?.data;
        const theirs = named(one);
        if (!one || !theirs) return;
        if (!state.difference) own.push(lineOf(theirs, run.name, 2 + index));
        else if (to) {
          if (base && run !== to && !apart && one.time.join() === data.time.join())
            own.push(lineOf(less(theirs, base), t.dynamics.lessRun(run.name, to.name), 2 + index));
        } else {
          // A run of an earlier state of a drawn model is told against the model as it stands now.
          const same = one.time.join() === data.time.join();
          const change = run.drawn
            ? same && less(theirs, data.baseline[at]!)
            : one.difference.find((each) => each.name === series.name);
          if (change) own.push(lineOf(change, run.name, 2 + index));
        }
      });
      found.set(series.name, own);
    });
    return found;
  }, [data, state.difference, state.runs, different, kept, to, toRun, apart]);
  // Told to whoever measures: from the last move of a slider to the curve that follows from it.
  useEffect(() => {
    if (!data || isPlaceholderData || !performance.getEntriesByName(MOVED).length) return;
    const frame = window.requestAnimationFrame(() => {
      if (performance.getEntriesByName(MOVED).length) performance.measure("slider to curve", MOVED);
      performance.clearMarks(MOVED);
    });
    return () => window.cancelAnimationFrame(frame);
  }, [data, isPlaceholderData]);
  const answer = useMemo(() => {
    if (!data) return null;
    const first = data.series[0];
    const [end, more] = [lastOf(data, "series", 0), lastOf(data, "difference", 0)];
    const until = figure(data.time.at(-1) ?? 0);
    const theirs = first && toRun && !apart ? toRun.series.find((one) => one.name === first.name)?.values.at(-1) : null;
    const summary =
      !first || end === null
        ? t.dynamics.notFinite
        : to && theirs !== null && theirs !== undefined
          ? t.dynamics.endsAgainst(
              first.name,
              until,
              timeLabel,
              figure(end),
              figure(end - theirs),
              end >= theirs,
              to.name,
            )
          : different
            ? t.dynamics.endsChanged(first.name, until, timeLabel, figure(end), figure(more ?? 0), (more ?? 0) >= 0)
            : t.dynamics.ends(first.name, until, timeLabel, figure(end));
    const lacking = state.runs.flatMap((run, index) => {
      const error = kept[index]?.error;
      return error ? [t.dynamics.runLacks(run.name, error.message)] : [];
    });
    return answerOf(
      t.dynamics.whatHappens,
      data.members > 1
        ? [summary, t.dynamics.middleOf(data.members), ...standing(one, first, state.difference && !to)].join(" ")
        : summary,
      data.series.map((series) =>
        tableOf(series.name, timeLabel, data.time, lines.get(series.name) ?? [], series.units, null),
      ),
      about.method(t.dynamics.simulation),
      about.readAt,
      [...data.problems.map(t.dynamics.problem), ...lacking, ...(apart && to ? [t.dynamics.otherTimes(to.name)] : [])],
    );
  }, [data, lines, different, timeLabel, about, to, toRun, apart, kept, one, state.runs, state.difference]);
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
      {state.difference && state.runs.length ? (
        <div className="field">
          <label htmlFor={`${draws}to`}>{t.dynamics.against}</label>
          <select
            id={`${draws}to`}
            className="select"
            value={state.runs.some((run) => run.name === state.against) ? state.against : ""}
            onChange={(event) => go({ against: event.target.value })}
          >
            <option value="">{t.dynamics.baseline}</option>
            {state.runs.map((run) => (
              <option key={run.name}>{run.name}</option>
            ))}
          </select>
        </div>
      ) : null}
    </div>
  );
}
