/** Personal links for raters who have no account: made here, shown once, and revoked. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef } from "react";
import { ask } from "../api/client";
import { client } from "../api/queries";
import type { LinkMade, RaterLinks as Links } from "../api/types";
import { Failed } from "../shell/States";
import { say } from "../shell/toast";
import { t } from "../texts";
import type { State } from "./state";

export function RaterLinks({ state }: { state: State }) {
  const id = useId();
  const { data, error, refetch } = useQuery({
    queryKey: ["rater links"],
    queryFn: ({ signal }) => ask<Links>("/api/links", { signal }),
  });
  const anew = () => void client.invalidateQueries({ queryKey: ["rater links"] });
  const make = useMutation({
    mutationFn: (body: { name: string; days: number }) =>
      ask<LinkMade>("/api/links", { body: { ...body, seeker: state.seeker, candidates: state.candidates } }),
    onSuccess: anew,
  });
  const revoke = useMutation({
    mutationFn: (name: string) => ask<{ revoked: number }>("/api/links/revoke", { body: { name } }),
    onError: (failed) => say(failed.message),
    onSuccess: ({ revoked }, name) => {
      say(t.partnerships.links.revoked(name, revoked));
      if (make.data?.name === name) make.reset();
      anew();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    make.mutate(
      { name: String(given.get("name") ?? "").trim(), days: Number(given.get("days")) },
      { onSuccess: () => form.reset() },
    );
  };
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return null;
  return (
    <section className="card no-print" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t.partnerships.links.title}</h2>
      {data.possible ? (
        <>
          <p className="muted">{t.partnerships.links.lead}</p>
          <form className="partner-row partner-links" onSubmit={submit}>
            <div>
              <label htmlFor={`${id}-name`}>{t.partnerships.links.name}</label>
              <input id={`${id}-name`} name="name" className="input" maxLength={100} required />
            </div>
            <div>
              <label htmlFor={`${id}-days`}>{t.partnerships.links.days}</label>
              <input
                id={`${id}-days`}
                name="days"
                type="number"
                className="input"
                min={1}
                max={90}
                defaultValue={14}
                required
              />
            </div>
            <button type="submit" className="button primary" disabled={make.isPending}>
              {t.partnerships.links.make}
            </button>
          </form>
          {make.error ? <p role="alert">{make.error.message}</p> : null}
          {make.data ? <Made key={make.data.path} made={make.data} /> : null}
          {data.links.length ? (
            <>
              <h3 id={`${id}-hold`}>{t.partnerships.links.hold}</h3>
              <ul className="partner-links-list" aria-labelledby={`${id}-hold`}>
                {data.links.map((one) => (
                  <li key={`${one.name} ${one.ends}`}>
                    <span>
                      <strong>{one.name}</strong>{" "}
                      <span className="small muted" title={one.candidates.join("; ")}>
                        {t.partnerships.links.line(one.seeker, one.candidates.length, one.ends.slice(0, 10))}
                      </span>
                    </span>
                    <button
                      type="button"
                      className="button"
                      aria-label={t.partnerships.links.revokeOf(one.name)}
                      disabled={revoke.isPending}
                      onClick={() => revoke.mutate(one.name)}
                    >
                      {t.partnerships.links.revoke}
                    </button>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </>
      ) : (
        <p className="muted">{t.partnerships.links.alone}</p>
      )}
    </section>
  );
}

function Made({ made }: { made: LinkMade }) {
  const field = useRef<HTMLInputElement>(null);
  const link = new URL(made.path, window.location.href).href;
  // What is to be done next is at hand: the link is marked.
  useEffect(() => field.current?.select(), []);
  return (
    <div className="partner-made" role="status">
      <p>{t.partnerships.links.made(made.name, made.ends.slice(0, 10))}</p>
      <p className="partner-row">
        <input
          ref={field}
          className="input"
          readOnly
          aria-label={t.partnerships.links.link(made.name)}
          value={link}
          onFocus={(event) => event.target.select()}
        />
        <button
          type="button"
          className="button"
          onClick={() => {
            field.current?.select();
            void navigator.clipboard
              .writeText(link)
              .then(() => say(t.partnerships.links.copied))
              .catch(() => say(t.partnerships.links.notCopied));
          }}
        >
          {t.partnerships.links.copy}
        </button>
      </p>
    </div>
  );
}
