/** Gather actors into groups, open and close them: the choice, and the groups as a list, the twin of their circles. */
import { useId, useState } from "react";
import type { RecordAnswer } from "../api/types";
import { Chevron } from "../shell/icons";
import { count, t } from "../texts";
import type { MapData } from "./data";
import { type Drawn, groupings } from "./drawn";
import { COMMUNITY } from "./figures";
import { GroupTables } from "./GroupTables";
import { INTO } from "./gather";
import type { Change, MapState } from "./state";

interface Props {
  base: MapData;
  drawn: Drawn;
  record: RecordAnswer;
  state: MapState;
  change: Change;
  onChoose(node: number): void;
}

const PAGE = 12;

/** What opens or closes a group; what lies inside of it is closed with it. */
export function toggled(open: readonly string[], key: string): string[] {
  return open.includes(key) ? open.filter((one) => one !== key && !one.startsWith(key + INTO)) : [...open, key];
}

export function GroupPanel({ base, drawn, record, state, change, onChoose }: Props) {
  const ids = useId();
  const [most, setMost] = useState(PAGE);
  const [tables, setTables] = useState(false);
  const { groups } = drawn.data;
  const sent = base.groups !== undefined;
  const toggle = (key: string) => change({ open: toggled(state.open, key), at: null, camera: null });
  const rows = groups?.key.map((key, g) => ({ key, g, members: drawn.folded!.members[g]! })) ?? [];
  const shown = rows.filter((row) => row.members > 0);
  const sectors = new Map(record.sectors.map((one) => [one.sector as string | null, one.label]));
  // What is open: groups whose actors came out, and those whose communities did.
  const parted = state.open
    .filter((key) =>
      [...(groups?.key ?? []), ...(groups?.opened ?? []).map((one) => one.key)].some((one) =>
        one.startsWith(key + INTO),
      ),
    )
    .map((key) => ({
      key,
      label: key.includes(INTO) || groups?.by === COMMUNITY ? t.map.groupNumber(key) : (sectors.get(key) ?? key),
      actors: null,
    }));
  const opened = [...parted, ...(groups?.opened ?? [])];
  return (
    <section aria-labelledby={`${ids}-groups`}>
      <h3 id={`${ids}-groups`}>{t.map.groupBy}</h3>
      {groups?.of ? <p className="small">{t.map.groupSent(groups.of.actors, groups.of.ties)}</p> : null}
      <select
        className="select"
        aria-labelledby={`${ids}-groups`}
        value={sent ? state.group || "sector" : state.group}
        onChange={(event) => change({ group: event.target.value, open: [], at: null, ego: 0, camera: null })}
      >
        {sent ? null : <option value="">{t.map.groupNone}</option>}
        {groupings(base, record).map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      {groups ? (
        <>
          <p className="small muted">{t.map.groupHelp}</p>
          {opened.length ? (
            <ul className="group-list" aria-label={t.map.groupsOpen}>
              {opened.map(({ key, label, actors }) => (
                <li key={key}>
                  <button
                    type="button"
                    className="icon-button small-button"
                    aria-expanded
                    aria-label={t.map.groupClose(label)}
                    title={t.map.groupClose(label)}
                    onClick={() => toggle(key)}
                  >
                    <Chevron />
                  </button>
                  <span className="legend-label">{label}</span>
                  <span className="number muted">{actors === null ? "" : count(actors)}</span>
                </li>
              ))}
            </ul>
          ) : null}
          <ul className="group-list" aria-label={t.map.groups}>
            {shown.slice(0, most).map(({ key, g, members }) => (
              <li key={key}>
                {groups.opens[g] ? (
                  <button
                    type="button"
                    className="icon-button small-button"
                    aria-expanded={false}
                    aria-label={t.map.groupOpen(groups.label[g]!)}
                    title={t.map.groupOpen(groups.label[g]!)}
                    onClick={() => toggle(key)}
                  >
                    <Chevron />
                  </button>
                ) : (
                  <span />
                )}
                <button
                  type="button"
                  className="group-name legend-label"
                  aria-pressed={state.at === key}
                  onClick={() => onChoose(groups.start + g)}
                >
                  {groups.label[g]}
                </button>
                <span className="number muted">{count(members)}</span>
              </li>
            ))}
          </ul>
          {shown.length > most ? (
            <button type="button" className="link-button" onClick={() => setMost(most + 5 * PAGE)}>
              {t.map.moreGroups(shown.length - most)}
            </button>
          ) : null}
          <p className="small">
            <button type="button" className="link-button" onClick={() => setTables(true)}>
              {t.map.groupTables}
            </button>{" "}
            {state.open.length ? (
              <button
                type="button"
                className="link-button"
                onClick={() => change({ open: [], at: null, camera: null })}
              >
                {t.map.groupCloseAll}
              </button>
            ) : null}
          </p>
        </>
      ) : null}
      {tables && groups ? <GroupTables drawn={drawn} onClose={() => setTables(false)} /> : null}
    </section>
  );
}
