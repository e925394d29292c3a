/** An actor's page: who it is and why, its ties and claims and events, and the source record behind each. */
import { useEffect, useMemo, useState } from "react";
import { href, Link } from "../address";
import { ApiError } from "../api/client";
import { useActor, useRecord } from "../api/queries";
import type { ActorPage, Evidence, KindCount } from "../api/types";
import { Changing, type Doing } from "../editing/Changing";
import { Notes } from "../editing/Notes";
import { useCommands } from "../shell/commands";
import { MapIcon, Target } from "../shell/icons";
import { useMay } from "../shell/May";
import { Menu } from "../shell/Menu";
import { Empty, Failed, Waiting } from "../shell/States";
import { useTheme } from "../shell/theme";
import { count, t } from "../texts";
import { Claims, Events, EvidenceList, Fields, Mentions } from "./parts";
import { Ties } from "./Ties";
import "./actor.css";

export default function ActorScreen({ id }: { id: number }) {
  const { data, error, refetch } = useActor(id);
  const { data: record } = useRecord();
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Empty title={t.errors.noActor(String(id))} text={t.errors.noActorRemedy}>
        <Link to="/actors" className="button">
          {t.actor.back}
        </Link>
      </Empty>
    );
  }
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.actor} />;
  return <Page page={data} kinds={record?.kinds ?? []} />;
}

function Page({ page, kinds }: { page: ActorPage; kinds: readonly KindCount[] }) {
  const { actor } = page;
  const { data: record } = useRecord();
  const theme = useTheme();
  const sector = record?.sectors.find((entry) => entry.sector === actor.sector);
  const evidence = useMemo(() => new Map<number, Evidence>(page.evidence.map((one) => [one.id, one])), [page]);
  const place = [actor.place.city, actor.place.region, actor.place.country].filter(Boolean).join(", ");
  const colours = useMemo(
    () => new Map(record?.sectors.map((entry) => [entry.sector as string | null, entry[theme]])),
    [record, theme],
  );
  const may = useMay("editor");
  const [doing, setDoing] = useState<Doing | null>(null);
  const onDo = may ? setDoing : null;
  useCommands(() =>
    may
      ? (["edit", "tie", "claim", "need", "merge", "split", "remove"] as const).map((what) => ({
          group: t.commands.act,
          label: t.editing.commands[what],
          run: () => setDoing({ what }),
        }))
      : [],
  );
  useEffect(() => {
    document.title = [actor.name, record?.title, t.product].filter(Boolean).join(" – ");
  }, [actor.name, record?.title]);
  return (
    <article className="actor">
      <p>
        <Link to="/actors">← {t.actor.back}</Link>
      </p>
      <header className="actor-head">
        <div>
          <h1 dir="auto">{actor.name}</h1>
          <p className="kind-line">
            <span className="dot" style={{ background: sector?.[theme] }} />
            {sector?.label ?? t.map.notKnown}
            {actor.kind === "organisation" ? null : (
              <span className="muted"> · {t.editing.kinds[actor.kind] ?? actor.kind}</span>
            )}
            {place ? <span className="muted"> · {place}</span> : null}
          </p>
        </div>
        <div className="actor-actions">
          <Link to={href("/map", { actor: actor.id })} className="button primary">
            <MapIcon />
            {t.actor.onMap}
          </Link>
          <Link to={href("/map", { actor: actor.id, ego: 1 })} className="button">
            <Target />
            {t.actor.ego}
          </Link>
          {onDo ? (
            <>
              <button type="button" className="button" onClick={() => onDo({ what: "edit" })}>
                {t.editing.edit}
              </button>
              <Menu
                label={t.editing.more}
                items={(["tie", "claim", "need", "merge", "split", "remove"] as const).map((what) => ({
                  label: t.editing.commands[what],
                  run: () => onDo({ what }),
                }))}
              />
            </>
          ) : null}
        </div>
      </header>
      <ul className="figures">
        {Object.entries(t.actor.counts).map(([name, [one, many]]) => {
          const value = page.counts[name];
          return value === undefined ? null : (
            <li key={name}>
              <strong className="number">{count(value)}</strong>{" "}
              <span className="muted">{value === 1 ? one : many}</span>
            </li>
          );
        })}
      </ul>
      <div className="actor-columns">
        <div>
          <Ties page={page} kinds={kinds} evidence={evidence} colours={colours} onDo={onDo} />
          <Claims page={page} evidence={evidence} onDo={onDo} />
        </div>
        <div>
          <Mentions page={page} evidence={evidence} />
          <Fields fields={actor.fields} />
          <Notes page={page} />
          <Events page={page} evidence={evidence} />
          <EvidenceList page={page} />
        </div>
      </div>
      {doing ? <Changing page={page} doing={doing} onClose={() => setDoing(null)} /> : null}
    </article>
  );
}
