/** The parts of an actor's page besides its ties: names in the sources, claims, events, and the source records. */
import { type ReactNode, useState } from "react";
import { day, webAddress } from "../answer/values";
import type { ActorPage, Claim, Evidence } from "../api/types";
import type { Doing } from "../editing/Changing";
import { OwnActions } from "../editing/OwnActions";
import { Out } from "../shell/icons";
import { figure, t } from "../texts";

type ById = ReadonlyMap<number, Evidence>;

interface SectionProps {
  title: string;
  help?: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ title, help, actions, children }: SectionProps) {
  return (
    <section className="actor-section">
      <div className="section-head">
        <h2>{title}</h2>
        {actions ? <div className="edit-row no-print">{actions}</div> : null}
      </div>
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
  if (evidence.own_statement) {
    return (
      <span className="muted small">{evidence.said_by ? t.actor.saidBy(evidence.said_by) : t.actor.ownStatement}</span>
    );
  }
  // What a person cites is kept under the source's kind and name; its title is what reads well.
  const text =
    (evidence.source === "user" && evidence.title) ||
    [evidence.label || evidence.source, evidence.id_in_source].filter(Boolean).join(" ");
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

interface ClaimsProps {
  page: ActorPage;
  evidence: ById;
  /** What can be done, for those who may. */
  onDo: ((doing: Doing) => void) | null;
}

/** When a claim held and of which day it is, who says so. */
function claimLine(claim: Claim): string {
  const { valid_from: from, valid_to: to } = claim;
  return [
    from && to
      ? `${t.actor.held} ${day(from)} – ${day(to)}`
      : from
        ? `${t.actor.held} ${t.actor.heldFrom(day(from))}`
        : to
          ? `${t.actor.held} ${t.actor.heldTo(day(to))}`
          : "",
    claim.as_of ? `${t.actor.asOf} ${day(claim.as_of)}` : "",
    claim.assessor ? `${t.actor.assessor} ${claim.assessor}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

export function Claims({ page, evidence, onDo }: ClaimsProps) {
  if (!page.claims.length && !onDo) return null;
  return (
    <Section
      title={t.actor.claims}
      help={t.actor.claimsHelp}
      actions={
        onDo ? (
          <>
            <button type="button" className="button" onClick={() => onDo({ what: "claim" })}>
              {t.editing.say}
            </button>
            <button type="button" className="button" onClick={() => onDo({ what: "need" })}>
              {t.editing.need}
            </button>
          </>
        ) : null
      }
    >
      {page.claims.length ? null : <p className="muted">{t.actor.nothing}</p>}
      <Long
        items={page.claims}
        first={20}
        draw={(claim) => {
          const behind = claim.evidence === null ? undefined : evidence.get(claim.evidence);
          const said = claimLine(claim);
          return (
            <li key={claim.id}>
              <div className="line">
                <span>
                  <span className="muted">{t.editing.fields[claim.field] ?? claim.field}</span>{" "}
                  <strong className="number">
                    <bdi>
                      {typeof claim.value === "number"
                        ? claim.unit === "year"
                          ? claim.value
                          : figure(claim.value)
                        : typeof claim.value === "boolean"
                          ? claim.value
                            ? t.editing.yes
                            : t.editing.no
                          : String(claim.value ?? t.actor.none)}
                      {claim.unit && claim.unit !== "year" ? ` ${claim.unit}` : ""}
                    </bdi>
                  </strong>
                </span>
                {claim.assessor && behind?.own_statement ? null : <Behind evidence={behind} />}
              </div>
              {said ? <p className="muted small">{said}</p> : null}
              {!onDo ? null : behind?.source === "user" ? (
                <OwnActions
                  page={page}
                  own={{
                    ...claim,
                    table: "claim",
                    what: `${claim.field} ${String(claim.value ?? "")}`.trim().slice(0, 80),
                  }}
                  claim={claim}
                  onDo={onDo}
                />
              ) : (
                <button
                  type="button"
                  className="link-button small no-print"
                  aria-label={t.editing.otherwiseOf(claim.field)}
                  onClick={() => onDo({ what: "claim", about: claim })}
                >
                  {t.editing.otherwise}
                </button>
              )}
            </li>
          );
        }}
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
                    <time className="number">{event.date ? day(event.date) : t.actor.noDate}</time> {event.kind}
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
                {[one.date ? t.actor.dated(day(one.date)) : "", one.read_on ? t.actor.read(day(one.read_on)) : ""]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </div>
            {one.title && one.source !== "user" ? <p className="muted small">{one.title}</p> : null}
          </li>
        )}
      />
    </Section>
  );
}
