/** Who needs and who offers what: a row an actor, a column a capability, a gap where nobody else offers it; and a form to say so. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { href, Link } from "../address";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { NeedsMatrix, StakeholderChoices, StakeholderWritten } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { May } from "../shell/May";
import { Failed, Waiting } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";

interface Props {
  choices: StakeholderChoices;
  scope: readonly [string, string][];
  rater: string;
}

export function Matrix({ choices, scope, rater }: Props) {
  const address = href("/api/stakeholders/matrix", new URLSearchParams(scope.map((pair) => [...pair])));
  const { data, error, refetch } = useQuery({
    queryKey: ["needs matrix", address],
    queryFn: ({ signal }) => ask<NeedsMatrix>(address, { signal }),
  });
  const of = new Map(data?.cells.map((cell) => [`${cell.actor} ${cell.capability}`, cell]));
  return (
    <section className="stakeholder-matrix">
      <h2>{t.stakeholders.matrix}</h2>
      {error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : !data ? (
        <Waiting text={t.answer.asking} />
      ) : data.cells.length ? (
        <>
          <p className="small muted">{t.stakeholders.matrixNote}</p>
          <section className="table-scroll" tabIndex={0} aria-label={t.table.scroll(t.stakeholders.matrix)}>
            <table className="table matrix" aria-label={t.stakeholders.matrix}>
              <thead>
                <tr>
                  <th scope="col">{t.stakeholders.actor}</th>
                  {data.capabilities.map((one) => (
                    <th key={one.id} scope="col" title={one.means}>
                      {one.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.actors.map((actor) => (
                  <tr key={actor.id}>
                    <th scope="row">
                      <Link to={`/actors/${actor.id}`}>{actor.name}</Link>
                    </th>
                    {data.capabilities.map((capability) => {
                      const cell = of.get(`${actor.id} ${capability.id}`);
                      if (!cell) return <td key={capability.id} />;
                      const gap = cell.need !== null && !cell.by.length;
                      const said = [
                        cell.need === null
                          ? ""
                          : t.stakeholders.needSaid(cell.need, cell.share ?? 0, cell.by.slice(0, 4).join(", ")),
                        cell.offer === null ? "" : t.stakeholders.offerSaid(cell.offer),
                      ].filter(Boolean);
                      return (
                        <td key={capability.id} title={said.join("; ")} data-gap={gap ? "" : undefined}>
                          {cell.need === null ? null : <b>{t.stakeholders.need(cell.need)}</b>}
                          {cell.offer === null ? null : <span>{t.stakeholders.offer(cell.offer)}</span>}
                          {cell.need === null ? null : (
                            <span className="small">
                              {gap ? t.stakeholders.gap : t.stakeholders.met(cell.share ?? 0)}
                            </span>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : (
        <p className="muted">{t.stakeholders.matrixEmpty}</p>
      )}
      <May needs="editor" said={t.stakeholders.say}>
        <Saying choices={choices} rater={rater} />
      </May>
    </section>
  );
}

function Saying({ choices, rater }: { choices: StakeholderChoices; rater: string }) {
  const id = useId();
  const [actor, setActor] = useState<{ id: number; name: string } | null>(null);
  const [what, setWhat] = useState<"need" | "offer">("need");
  const write = useMutation({
    mutationFn: (body: object) => ask<StakeholderWritten>("/api/stakeholders/capability", { body }),
    onError: (error) => say(error.message),
    onSuccess: ({ batch }) => {
      say(t.stakeholders.said(actor?.name ?? ""));
      void changedHere(batch);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const evidence = String(given.get("evidence") ?? "").trim();
    if (actor)
      write.mutate({
        actor: actor.id,
        what,
        capability: String(given.get("capability")),
        level: Number(given.get("level")),
        said_by: rater,
        ...(evidence ? { evidence } : {}),
      });
  };
  const families = [...new Set(choices.capabilities.map((one) => one.family))];
  return (
    <form className="card saying no-print" aria-label={t.stakeholders.say} onSubmit={submit}>
      <h3>{t.stakeholders.say}</h3>
      <div className="saying-fields">
        <div>
          <ActorPicker label={t.stakeholders.find} onPick={setActor} />
          {actor ? <p>{actor.name}</p> : null}
        </div>
        <div>
          <label htmlFor={`${id}-what`}>{t.stakeholders.what}</label>
          <select
            id={`${id}-what`}
            className="select"
            value={what}
            onChange={(event) => setWhat(event.target.value as "need" | "offer")}
          >
            <option value="need">{t.stakeholders.needs}</option>
            <option value="offer">{t.stakeholders.offers}</option>
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-capability`}>{t.stakeholders.capability}</label>
          <select id={`${id}-capability`} name="capability" className="select">
            {families.map((family) => (
              <optgroup key={family} label={family}>
                {choices.capabilities
                  .filter((one) => one.family === family)
                  .map((one) => (
                    <option key={one.id} value={one.id} title={one.means}>
                      {one.name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-level`}>{t.stakeholders.levelLabel}</label>
          <select key={what} id={`${id}-level`} name="level" className="select" defaultValue="2">
            {choices[what].map(({ level, says }) => (
              <option key={level} value={level}>
                {t.stakeholders.level(level, says)}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-evidence`}>{t.stakeholders.evidence}</label>
          <input id={`${id}-evidence`} name="evidence" type="url" className="input" maxLength={2000} />
        </div>
      </div>
      <p>
        <button type="submit" className="button primary" disabled={!actor || write.isPending}>
          {t.stakeholders.sayIt}
        </button>
      </p>
    </form>
  );
}
