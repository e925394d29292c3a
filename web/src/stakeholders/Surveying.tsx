/** A survey of members: who is asked and until when; each one's personal link is shown once, to be sent. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { full } from "../address";
import { fileName } from "../answer/saving";
import { csv, day, save } from "../answer/values";
import { ask } from "../api/client";
import { changedHere } from "../api/queries";
import type { SurveyMade } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { Cross, Download } from "../shell/icons";
import { t } from "../texts";

interface Named {
  id: number;
  name: string;
}

export function Surveying() {
  const id = useId();
  const [members, setMembers] = useState<readonly Named[]>([]);
  const make = useMutation({
    mutationFn: (body: { name: string; closes: string }) =>
      ask<SurveyMade>("/api/stakeholders/surveys", {
        body: { ...body, members: members.map((one) => String(one.id)) },
      }),
    onSuccess: ({ batch }) => {
      setMembers([]);
      void changedHere(batch);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    make.mutate({ name: String(given.get("name") ?? "").trim(), closes: String(given.get("closes") ?? "") });
  };
  return (
    <>
      {make.data ? <Made made={make.data} /> : null}
      <form
        key={make.data?.batch}
        className="card saying no-print"
        aria-label={t.stakeholders.survey.make}
        onSubmit={submit}
      >
        <h3>{t.stakeholders.survey.make}</h3>
        <p className="small muted">{t.stakeholders.survey.lead}</p>
        <div className="saying-fields">
          <div>
            <label htmlFor={`${id}-name`}>{t.stakeholders.survey.name}</label>
            <input id={`${id}-name`} name="name" className="input" maxLength={200} required />
          </div>
          <div>
            <label htmlFor={`${id}-closes`}>{t.stakeholders.survey.closes}</label>
            <input id={`${id}-closes`} name="closes" type="date" className="input" required />
          </div>
          <div>
            <ActorPicker
              label={t.stakeholders.survey.member}
              onPick={(found) => {
                if (!members.some((one) => one.id === found.id)) setMembers([...members, found]);
              }}
            />
            {members.map((one) => (
              <span key={one.id} className="chip">
                {one.name}
                <button
                  type="button"
                  aria-label={t.stakeholders.survey.remove(one.name)}
                  onClick={() => setMembers(members.filter((other) => other.id !== one.id))}
                >
                  <Cross />
                </button>
              </span>
            ))}
          </div>
        </div>
        {make.error ? <p role="alert">{make.error.message}</p> : null}
        <p>
          <button type="submit" className="button primary" disabled={members.length < 2 || make.isPending}>
            {t.stakeholders.survey.go}
          </button>
        </p>
      </form>
    </>
  );
}

function Made({ made }: { made: SurveyMade }) {
  const links = made.links.map((one) => ({
    member: one.name,
    link: new URL(full(one.path), window.location.href).href,
  }));
  const column = (name: "member" | "link") => ({
    name,
    label: t.stakeholders.survey.columns[name],
    format: "text" as const,
    unit: null,
    caveat: null,
  });
  return (
    <section className="card no-print" role="status" aria-label={t.stakeholders.survey.links(made.name)}>
      <h3>{t.stakeholders.survey.links(made.name)}</h3>
      <p>{t.stakeholders.survey.once(day(made.closes))}</p>
      <dl className="survey-links">
        {links.map((one) => (
          <div key={one.link}>
            <dt>{one.member}</dt>
            <dd>
              <code>{one.link}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <button
          type="button"
          className="button"
          onClick={() => save(`${fileName(made.name)}-links.csv`, csv([column("member"), column("link")], links))}
        >
          <Download />
          {t.stakeholders.survey.save}
        </button>
      </p>
    </section>
  );
}
