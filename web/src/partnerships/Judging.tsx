/** Weights by answering questions instead of moving sliders, of criteria or of one's parts: pairs (AHP), or choices between two partial profiles. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { ChoicesSaid, PairsSaid, PartnerCriteria, PartnershipWritten, ProfileChoice } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { say } from "../shell/toast";
import { figure, t } from "../texts";
import { levelSays } from "./state";

/** How many times the first outweighs the second, from the first to the second. */
const RATIOS = [9, 7, 5, 3, 1, 1 / 3, 1 / 5, 1 / 7, 1 / 9] as const;

interface Props {
  criteria: PartnerCriteria;
  rater: string;
  onRater(name: string): void;
  onClose(): void;
}

/** What the questions are about: the criteria, or the parts of one. */
function GroupSelect({
  criteria,
  value,
  onChange,
}: Pick<Props, "criteria"> & { value: string; onChange(group: string): void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{t.partnerships.pairs.group}</label>
      <select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="criteria">{t.partnerships.pairs.criteria}</option>
        {criteria.criteria
          .filter((one) => one.parts.length > 1)
          .map((one) => (
            <option key={one.name} value={one.name}>
              {t.partnerships.pairs.partsOf(one.name)}
            </option>
          ))}
      </select>
    </>
  );
}

export function Pairs({ criteria, rater, onRater, onClose }: Props) {
  const [group, setGroup] = useState("criteria");
  const [said, setSaid] = useState<Record<string, number>>({});
  const [skipped, setSkipped] = useState<string[]>([]);
  const [again, setAgain] = useState<[string, string] | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { data, error } = useQuery({
    queryKey: ["pairs", group, said],
    queryFn: ({ signal }) =>
      ask<PairsSaid>("/api/partnerships/weights/pairs", { signal, body: { group, comparisons: said } }),
    placeholderData: keepPreviousData,
  });
  const names = namesOf(criteria);
  const open = data?.waiting.filter((pair) => said[pair.join(" > ")] === undefined) ?? [];
  const pair = again ?? open.find((one) => !skipped.includes(one.join(" > "))) ?? null;
  const key = pair?.join(" > ") ?? "";
  const answered = Object.keys(said).length;
  useEffect(() => {
    if (key) form.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
  }, [key]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pair) return;
    const ratio = RATIOS[Number(new FormData(event.currentTarget).get("ratio"))]!;
    const { [`${pair[1]} > ${pair[0]}`]: _, ...rest } = said;
    setSaid({ ...rest, [key]: ratio });
    setAgain(null);
  };
  const odds = data?.at_odds;
  return (
    <Dialog title={t.partnerships.pairs.title} onClose={onClose}>
      <p className="small muted">{t.partnerships.pairs.help}</p>
      <GroupSelect
        criteria={criteria}
        value={group}
        onChange={(next) => {
          setGroup(next);
          setAgain(null);
        }}
      />
      {pair ? (
        <form ref={form} className="judging" onSubmit={submit}>
          <fieldset key={key}>
            <legend>{t.partnerships.pairs.ask(names(pair[0]), names(pair[1]))}</legend>
            {RATIOS.map((ratio, at) => (
              <label key={ratio}>
                <input type="radio" name="ratio" value={at} defaultChecked={ratio === (said[key] ?? 1)} />
                <span>
                  {ratio === 1
                    ? t.partnerships.pairs.equal
                    : t.partnerships.pairs.more(names(pair[ratio > 1 ? 0 : 1]), Math.round(Math.max(ratio, 1 / ratio)))}
                </span>
              </label>
            ))}
          </fieldset>
          <p className="partner-row">
            <button type="submit" className="button primary">
              {t.partnerships.pairs.next}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => (again ? setAgain(null) : setSkipped([...skipped, key]))}
            >
              {t.partnerships.pairs.skip}
            </button>
            <span className="small muted">{t.partnerships.pairs.open(open.length)}</span>
          </p>
        </form>
      ) : data ? (
        <p>{open.length ? t.partnerships.pairs.rest(open.length) : t.partnerships.pairs.done}</p>
      ) : null}
      {error ? <p role="alert">{error.message}</p> : null}
      <div role="status">
        {data?.ratio == null ? (
          <p className="muted">{t.partnerships.pairs.notYet}</p>
        ) : (
          <>
            <Shares rows={Object.entries(data.weights).map(([name, value]) => [names(name), value])} />
            <p>
              {t.partnerships.pairs.ratio(
                figure(Math.round(data.ratio * 1000) / 1000),
                figure(data.acceptable),
                data.ratio <= data.acceptable,
              )}
            </p>
          </>
        )}
      </div>
      {odds ? (
        <p className="partner-row">
          <span>
            {t.partnerships.pairs.odds(
              names(odds.first),
              names(odds.second),
              figure(odds.said),
              odds.follows >= 1 ? names(odds.first) : names(odds.second),
              figure(Math.max(odds.follows, 1 / odds.follows)),
            )}
          </span>
          <button
            type="button"
            className="button"
            onClick={() =>
              setAgain(
                said[`${odds.first} > ${odds.second}`] === undefined
                  ? [odds.second, odds.first]
                  : [odds.first, odds.second],
              )
            }
          >
            {t.partnerships.pairs.again}
          </button>
        </p>
      ) : null}
      <Keep
        ready={answered > 0 && data?.ratio != null}
        me={criteria.me}
        rater={rater}
        onRater={onRater}
        body={{ comparisons: said }}
        onClose={onClose}
      />
    </Dialog>
  );
}

export function Choices({ criteria, rater, onRater, onClose }: Props) {
  const [group, setGroup] = useState("criteria");
  const [said, setSaid] = useState<Record<string, ProfileChoice[]>>({});
  const own = said[group] ?? [];
  const choices = Object.values(said).flat();
  const names = namesOf(criteria);
  const first = useRef<HTMLButtonElement>(null);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["choices", group, own],
    queryFn: ({ signal }) =>
      ask<ChoicesSaid>("/api/partnerships/weights/choices", { signal, body: { group, choices: own } }),
    placeholderData: keepPreviousData,
  });
  const question = isPlaceholderData || error ? null : data?.question;
  const choose = (prefers: ProfileChoice["prefers"]) => {
    if (question) setSaid({ ...said, [group]: [...own, { ...question, prefers }] });
  };
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const prefers = ({ "1": "first", "2": "second", "=": "equal" } as const)[event.key];
      if (prefers) latest.current(prefers);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  // The focus would be lost with the button that was pressed.
  useEffect(() => {
    if (question) first.current?.focus();
  }, [question]);
  return (
    <Dialog title={t.partnerships.choices.title} onClose={onClose}>
      <p className="small muted">{t.partnerships.choices.help}</p>
      <GroupSelect criteria={criteria} value={group} onChange={setGroup} />
      {question ? (
        <div className="judging">
          <p>{t.partnerships.choices.ask(own.length + 1)}</p>
          {(["first", "second"] as const).map((side, at) => (
            <button
              key={side}
              ref={at ? undefined : first}
              type="button"
              className="button"
              onClick={() => choose(side)}
            >
              <kbd>{at + 1}</kbd>
              <span className="judging-profile">
                {Object.entries(question[side]).map(([name, level]) => (
                  <span key={name}>
                    {t.partnerships.choices.level(names(name), level)}
                    <span className="small muted">{levelSays(criteria.criteria, name, level)}</span>
                  </span>
                ))}
              </span>
            </button>
          ))}
          <button type="button" className="button" onClick={() => choose("equal")}>
            <kbd>=</kbd>
            <span>{t.partnerships.choices.equal}</span>
          </button>
        </div>
      ) : data && !isPlaceholderData && !error ? (
        <p>{t.partnerships.choices.done}</p>
      ) : null}
      {error ? <p role="alert">{error.message}</p> : null}
      {own.length ? (
        <p>
          <button type="button" className="button" onClick={() => setSaid({ ...said, [group]: own.slice(0, -1) })}>
            {t.partnerships.choices.back}
          </button>
        </p>
      ) : null}
      {data && own.length && !isPlaceholderData && !error ? (
        <div role="status">
          <Shares
            rows={Object.entries(data.weights).map(([name, one]) => [names(name), one.value, [one.low, one.high]])}
            level={data.level}
          />
        </div>
      ) : null}
      <Keep
        ready={choices.length > 0 && !error}
        me={criteria.me}
        rater={rater}
        onRater={onRater}
        body={{ choices }}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** A part is asked about by its name, a criterion is its own. */
const namesOf = (criteria: PartnerCriteria) => {
  const names = new Map(criteria.criteria.flatMap((one) => one.parts.map((part) => [part.id, part.name] as const)));
  return (id: string) => names.get(id) ?? id;
};

type Share = [name: string, value: number, interval?: [number, number]];

function Shares({ rows, level }: { rows: Share[]; level?: number }): ReactNode {
  return (
    <table className="judging-shares">
      <caption className="hidden-text">{t.partnerships.weights}</caption>
      <thead>
        <tr>
          <th scope="col">{t.partnerships.judged.what}</th>
          <th scope="col">{t.partnerships.judged.weight}</th>
          {level ? <th scope="col">{t.partnerships.judged.interval(level)}</th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value, interval]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{t.partnerships.percent(value)}</td>
            {interval ? <td>{interval.map((end) => t.partnerships.percent(end)).join(" – ")}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface KeepProps {
  ready: boolean;
  me: string;
  rater: string;
  body: object;
  onRater(name: string): void;
  onClose(): void;
}

function Keep({ ready, me, rater, body, onRater, onClose }: KeepProps) {
  const id = useId();
  const keep = useMutation({
    mutationFn: () => ask<PartnershipWritten>("/api/partnerships/weights", { body: { judge: rater, ...body } }),
    onSuccess: ({ batch }) => {
      say(t.partnerships.weightsKept(rater));
      void changedHere(batch);
      onClose();
    },
  });
  return (
    <form
      className="judging-keep"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <label htmlFor={id}>{t.partnerships.rater}</label>
      <input
        id={id}
        className="input"
        maxLength={200}
        required
        readOnly={me !== ""}
        value={rater}
        onChange={(event) => onRater(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={!ready || keep.isPending}>
        {t.partnerships.keepWeights}
      </button>
      {keep.error ? <p role="alert">{keep.error.message}</p> : null}
    </form>
  );
}
