/** Who an actor is: the form that adds one and the form that corrects one. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { href, Link, navigate } from "../address";
import { ask } from "../api/client";
import { client, useRecord } from "../api/queries";
import type { ActorPage, Alike } from "../api/types";
import { t } from "../texts";
import { changed, dateWrong, groundsWrong, LONGEST_NAME, lineWrong, nameWrong } from "./checks";
import { EditForm, GroundsFields } from "./EditForm";
import { ChoiceField, LineField } from "./Field";
import { useGrounds } from "./grounds";
import { useWriting } from "./writing";

type Values = Record<"name" | "kind" | "sector" | "city" | "region" | "country", string>;

const EMPTY: Values = { name: "", kind: "organisation", sector: "", city: "", region: "", country: "" };
const PAUSE = 300;

const valuesOf = ({ name, kind, sector, place }: ActorPage["actor"]): Values => ({
  name,
  kind,
  sector: sector ?? "",
  city: place.city ?? "",
  region: place.region ?? "",
  country: place.country ?? "",
});

/** As they are sent: what is empty is not known. */
const sentOf = (values: Partial<Values>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.trim() || null]));

/** Actors that a name may mean, asked while it is typed. */
function useAlike(name: string, wanted: boolean): Alike["alike"] {
  const [settled, settle] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => settle(name.trim()), PAUSE);
    return () => window.clearTimeout(timer);
  }, [name]);
  const { data } = useQuery({
    queryKey: ["alike", settled],
    enabled: wanted && settled.length > 2 && settled.length <= LONGEST_NAME,
    queryFn: ({ signal }) => ask<Alike>(href("/api/alike", { name: settled }), { signal }),
  });
  return settled.length > 2 && name.trim() ? (data?.alike ?? []) : [];
}

export function ActorDialog({ page, onClose }: { page?: ActorPage; onClose(): void }) {
  const { data: record } = useRecord();
  /** The actor as it was when the form was opened: what others change meanwhile must not slip under it. */
  const [read] = useState(page?.actor);
  const [before] = useState(read ? valuesOf(read) : EMPTY);
  const [values, setValues] = useState(before);
  const [since, setSince] = useState("");
  const [theirs, setTheirs] = useState<ActorPage["actor"] | null>(null);
  const { grounds, sent, signed, onGrounds } = useGrounds();
  const writing = useWriting();
  const alike = useAlike(values.name, !read);
  const set = (part: Partial<Values>) => setValues({ ...values, ...part });
  const wrong = {
    name: nameWrong(values.name),
    city: lineWrong(values.city, 1000),
    region: lineWrong(values.region, 1000),
    country: lineWrong(values.country, 1000),
    since: dateWrong(since),
    ...groundsWrong(grounds),
  };
  const mine = changed(values, before);
  const save = async (version?: number) => {
    const done = read ? t.editing.saved(values.name.trim()) : t.editing.added(values.name.trim());
    const written = read
      ? await writing.write<ActorPage & { batch: number | null }>({
          path: `/api/actors/${read.id}`,
          method: "PATCH",
          body: { ...sentOf(mine), version: version ?? read.version, since: since.trim() || null, ...sent },
          done,
        })
      : await writing.write<ActorPage & { batch: number | null }>({
          path: "/api/actors",
          body: { ...sentOf(values), ...sent },
          done,
        });
    if (!written) return;
    onClose();
    if (!read) navigate(`/actors/${written.actor.id}`);
  };
  // Refused for somebody was quicker: both values are shown.
  const stale = useRef(false);
  useEffect(() => {
    if (!writing.stale || !read) stale.current = false;
    else if (!stale.current) {
      stale.current = true;
      void client
        .fetchQuery<ActorPage>({
          queryKey: ["actor", read.id],
          queryFn: () => ask<ActorPage>(`/api/actors/${read.id}`),
          staleTime: 0,
        })
        .then(({ actor }) => setTheirs(actor))
        .catch(() => undefined);
    }
  }, [writing.stale, read]);
  const labels = new Map(record?.sectors.map((entry) => [entry.sector ?? "", entry.label]));
  const told = (field: keyof Values, value: string) =>
    (field === "sector" ? labels.get(value as never) : field === "kind" ? t.editing.kinds[value] : value) ||
    t.editing.notKnown;
  const refused =
    writing.stale && theirs ? (
      <div className="warning edit-stale" role="alert">
        <p>{t.editing.stale}</p>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t.editing.now}</th>
              <th scope="col">{t.editing.yours}</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(mine) as (keyof Values)[]).map((field) => (
              <tr key={field}>
                <th scope="row">{t.editing[field]}</th>
                <td dir="auto">{told(field, valuesOf(theirs)[field])}</td>
                <td dir="auto">{told(field, values[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="edit-row">
          <button type="button" className="button" onClick={onClose}>
            {t.editing.keepTheirs}
          </button>
          <button type="button" className="button" disabled={writing.busy} onClick={() => void save(theirs.version)}>
            {t.editing.writeMine}
          </button>
        </p>
      </div>
    ) : null;
  return (
    <EditForm
      title={read ? t.editing.editOf(read.name) : t.editing.add}
      save={read ? t.editing.save : alike.length ? t.editing.addAnyway : t.editing.add}
      wrong={wrong}
      writing={writing}
      refused={refused}
      onSave={() => void save()}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <LineField
            label={t.editing.name}
            value={values.name}
            wrong={shown || values.name.length > LONGEST_NAME ? wrong.name : ""}
            onChange={(name) => set({ name })}
            autoFocus
          />
          {read ? null : (
            <div role="status">
              {alike.length ? (
                <div className="warning edit-alike">
                  <p>{t.editing.alike(alike.length)}</p>
                  <ul>
                    {alike.map((one) => (
                      <li key={one.id}>
                        <Link to={`/actors/${one.id}`}>{one.name}</Link>{" "}
                        <span className="small">
                          {[
                            [one.city, one.country].filter(Boolean).join(", "),
                            one.matched === one.name ? "" : t.editing.alikeAs(one.matched),
                            t.editing.reasons[one.reason] ?? one.reason,
                          ]
                            .filter(Boolean)
                            .join(" · ")}
                        </span>
                      </li>
                    ))}
                  </ul>
                </div>
              ) : null}
            </div>
          )}
          <div className="edit-pair">
            <ChoiceField label={t.editing.sector} value={values.sector} onChange={(sector) => set({ sector })}>
              <option value="">{t.editing.notKnown}</option>
              {record?.sectors
                .filter((entry) => entry.sector !== null)
                .map((entry) => (
                  <option key={entry.sector} value={entry.sector!} title={entry.meaning}>
                    {entry.label}
                  </option>
                ))}
            </ChoiceField>
            <ChoiceField
              label={t.editing.kind}
              value={values.kind}
              help={values.kind === "person" ? t.editing.kindHelp : undefined}
              onChange={(kind) => set({ kind })}
            >
              {Object.entries(t.editing.kinds).map(([kind, label]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </ChoiceField>
          </div>
          <div className="edit-three">
            {(["city", "region", "country"] as const).map((field) => (
              <LineField
                key={field}
                label={t.editing[field]}
                value={values[field]}
                wrong={wrong[field]}
                onChange={(text) => set({ [field]: text })}
              />
            ))}
          </div>
          {read ? (
            <LineField
              label={t.editing.since}
              value={since}
              help={t.editing.sinceHelp}
              wrong={shown ? wrong.since : ""}
              onChange={setSince}
            />
          ) : null}
          <GroundsFields grounds={grounds} signed={signed} shown={shown} onGrounds={onGrounds} />
        </>
      )}
    </EditForm>
  );
}
