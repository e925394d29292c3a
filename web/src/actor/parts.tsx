/** The parts of an actor's page besides its ties: names in the sources, claims, events, and the source records. */
import { type ReactNode, useState } from "react";
import { webAddress } from "../answer/values";
import type { ActorPage, Evidence } from "../api/types";
import { Out } from "../shell/icons";
import { figure, t } from "../texts";

type ById = ReadonlyMap<number, Evidence>;

export function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className="actor-section">
      <h2>{title}</h2>
      {help ? <p className="muted small">{help}</p> : null}
      {children}
    </section>
  );
}

/** A list that starts short and can be opened. */
export function Long<T>({ items, first, draw }: { items: readonly T[]; first: number; draw: (item: T) => ReactNode }) {
  const [most, setMost] = useState(first);
  return (
    <>
      <ul className="long">{items.slice(0, most).map(draw)}</ul>
      {items.length > most ? (
        <button type="button" className="link-button" onClick={() => setMost(most + 200)}>
          {t.actor.more(Math.min(200, items.length - most))}
        </button>
      ) : null}
    </>
  );
}

/** The source record behind something, as a link where it has an address of the web. */
export function Behind({ evidence }: { evidence: Evidence | undefined }) {
  if (!evidence) return null;
  if (evidence.own_statement) return <span className="muted small">{t.actor.ownStatement}</span>;
  const text = [evidence.label || evidence.source, evidence.id_in_source].filter(Boolean).join(" ");
  const address = webAddress(evidence.address);
  return address ? (
    <a className="behind small" href={address} target="_blank" rel="noreferrer" title={t.actor.openSource}>
      {text}
      <Out />
    </a>
  ) : (
    <span className="muted small">{text}</span>
  );
}

const placeOf = (place: { city?: string | null; region?: string | null; country?: string | null }) =>
  [place.city, place.region, place.country].filter(Boolean).join(", ");

export function Mentions({ page, evidence }: { page: ActorPage; evidence: ById }) {
  // The same name from the same source for the same reason is said once, with how often it was found.
  const groups = new Map<string, { mention: ActorPage["mentions"][number]; times: number }>();
  for (const mention of page.mentions) {
    const key = [mention.name, mention.source, mention.role, mention.decision.reason, placeOf(mention.place)].join(
      "\n",
    );
    const group = groups.get(key);
    if (group) group.times++;
    else groups.set(key, { mention, times: 1 });
  }
  return (
    <Section title={t.actor.mentions} help={t.actor.mentionsHelp}>
      {groups.size === 0 ? <p className="muted">{t.actor.nothing}</p> : null}
      <Long
        items={[...groups.values()]}
        first={8}
        draw={({ mention, times }) => {
          const { reason, decided_by: by, probability } = mention.decision;
          const sure = probability === null ? null : `${figure(Math.round(probability * 1000) / 10)} %`;
          const decided = by ? (sure ? t.actor.sure(sure, by) : t.actor.decidedBy(by)) : "";
          return (
            <li key={mention.id}>
              <div className="line">
                <strong>{mention.name}</strong>
                {times > 1 ? (
                  <span className="muted small">{t.actor.statements(times)}</span>
                ) : (
                  <Behind evidence={mention.evidence === null ? undefined : evidence.get(mention.evidence)} />
                )}
              </div>
              <p className="muted small">
                {[mention.role, times > 1 ? mention.source : null, placeOf(mention.place)].filter(Boolean).join(" · ")}
              </p>
              <p className="small">{[reason ?? t.actor.undecided, decided].filter(Boolean).join("; ")}</p>
            </li>
          );
        }}
      />
    </Section>
  );
}

export function Fields({ fields }: { fields: Record<string, unknown> }) {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== "");
  if (!entries.length) return null;
  return (
    <Section title={t.actor.fields}>
      <dl className="pairs">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

export function Claims({ page, evidence }: { page: ActorPage; evidence: ById }) {
  if (!page.claims.length) return null;
  return (
    <Section title={t.actor.claims} help={t.actor.claimsHelp}>
      <Long
        items={page.claims}
        first={20}
        draw={(claim) => (
          <li key={claim.id}>
            <div className="line">
              <span>
                <span className="muted">{claim.field}</span>{" "}
                <strong className="number">
                  {typeof claim.value === "number" ? figure(claim.value) : String(claim.value ?? t.actor.none)}
                  {claim.unit ? ` ${claim.unit}` : ""}
                </strong>
              </span>
              <Behind evidence={claim.evidence === null ? undefined : evidence.get(claim.evidence)} />
            </div>
            {claim.as_of || claim.assessor ? (
              <p className="muted small">
                {[
                  claim.as_of ? `${t.actor.asOf} ${claim.as_of}` : "",
                  claim.assessor ? `${t.actor.assessor} ${claim.assessor}` : "",
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            ) : null}
          </li>
        )}
      />
    </Section>
  );
}

export function Events({ page, evidence }: { page: ActorPage; evidence: ById }) {
  const initiatives = new Map(page.initiatives.map((one) => [one.id, one]));
  const events = [...page.events].sort((a, b) => (b.date ?? "").localeCompare(a.date ?? ""));
  return (
    <Section title={t.actor.events} help={t.actor.eventsHelp}>
      {events.length === 0 ? <p className="muted">{t.actor.nothing}</p> : null}
      <div className="timeline">
        <Long
          items={events}
          first={12}
          draw={(event) => {
            const initiative = event.initiative === null ? undefined : initiatives.get(event.initiative);
            return (
              <li key={`${event.id}-${event.role}`} data-planned={event.actual ? undefined : ""}>
                <div className="line">
                  <span>
                    <time className="number">{event.date ?? t.actor.noDate}</time> {event.kind}
                    {event.actual ? null : <em className="muted"> ({t.actor.planned})</em>}
                  </span>
                  <Behind evidence={event.evidence === null ? undefined : evidence.get(event.evidence)} />
                </div>
                {initiative || event.role ? (
                  <p className="muted small">
                    {[initiative ? initiative.title || initiative.id_in_source : "", event.role]
                      .filter(Boolean)
                      .join(" · ")}
                  </p>
                ) : null}
              </li>
            );
          }}
        />
      </div>
    </Section>
  );
}

export function EvidenceList({ page }: { page: ActorPage }) {
  return (
    <Section title={t.actor.evidence} help={t.actor.evidenceHelp}>
      {page.evidence.length === 0 ? <p className="muted">{t.actor.nothing}</p> : null}
      <Long
        items={page.evidence}
        first={10}
        draw={(one) => (
          <li key={one.id}>
            <div className="line">
              <Behind evidence={one} />
              <span className="muted small number">
                {[one.date ? t.actor.dated(one.date) : "", one.read_on ? t.actor.read(one.read_on) : ""]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </div>
            {one.title ? <p className="muted small">{one.title}</p> : null}
          </li>
        )}
      />
    </Section>
  );
}
