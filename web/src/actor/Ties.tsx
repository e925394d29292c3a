/** An actor's ties, grouped by kind and by the other actor; each opens to the dated records behind it. */
import { useMemo, useState } from "react";
import { Link } from "../address";
import type { ActorPage, Evidence, KindCount, Tie } from "../api/types";
import type { Doing } from "../editing/Changing";
import { OwnActions } from "../editing/OwnActions";
import { count, figure, t } from "../texts";
import { Behind, Long, Section } from "./parts";

interface Props {
  page: ActorPage;
  kinds: readonly KindCount[];
  evidence: ReadonlyMap<number, Evidence>;
  colours: ReadonlyMap<string | null, string>;
  /** What can be done, for those who may. */
  onDo: ((doing: Doing) => void) | null;
}

export interface Group {
  other: Tie["other"];
  direction: Tie["direction"];
  weight: number;
  ties: Tie[];
}

/** Ties of one kind by the other actor and direction, the heaviest first. */
export function groupTies(ties: readonly Tie[]): Map<string, Group[]> {
  const kinds = new Map<string, Map<string, Group>>();
  for (const tie of ties) {
    const groups = kinds.get(tie.kind) ?? new Map<string, Group>();
    kinds.set(tie.kind, groups);
    const key = `${tie.other.id} ${tie.direction}`;
    const group = groups.get(key) ?? { other: tie.other, direction: tie.direction, weight: 0, ties: [] };
    groups.set(key, group);
    group.weight += tie.weight;
    group.ties.push(tie);
  }
  return new Map(
    [...kinds]
      .map(([kind, groups]): [string, Group[]] => [
        kind,
        [...groups.values()].sort((a, b) => b.weight - a.weight || a.other.name.localeCompare(b.other.name)),
      ])
      .sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0])),
  );
}

/** When a tie held, as far as anybody says. */
export function held(ties: readonly Pick<Tie, "valid_from" | "valid_to">[]): string {
  const from = ties
    .map((tie) => tie.valid_from)
    .filter((date) => date !== null)
    .sort()[0];
  const open = ties.some((tie) => tie.valid_to === null);
  const to = open
    ? undefined
    : ties
        .map((tie) => tie.valid_to)
        .filter((date) => date !== null)
        .sort()
        .at(-1);
  if (from && to) {
    const [first, last] = [from.slice(0, 4), to.slice(0, 4)];
    return first === last ? first : `${first}–${last}`;
  }
  if (from) return t.actor.heldFrom(from.slice(0, 4));
  return to ? t.actor.heldTo(to.slice(0, 4)) : t.actor.heldUnknown;
}

export function Ties({ page, kinds, evidence, colours, onDo }: Props) {
  const [text, setText] = useState("");
  const entries = new Map(kinds.map((kind) => [kind.name, kind]));
  const groups = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase(t.locale);
    return groupTies(page.ties.filter((tie) => !wanted || tie.other.name.toLocaleLowerCase(t.locale).includes(wanted)));
  }, [page, text]);
  const all = page.counts.ties ?? page.ties.length;
  return (
    <Section
      title={t.actor.ties}
      help={t.actor.tiesHelp}
      actions={
        onDo ? (
          <button type="button" className="button" onClick={() => onDo({ what: "tie" })}>
            {t.editing.tie}
          </button>
        ) : null
      }
    >
      {page.ties.length > 12 ? (
        <input
          className="input"
          type="search"
          aria-label={t.actor.filterTies}
          placeholder={t.actor.filterTies}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      {page.ties.length < all ? <p className="warning small">{t.actor.cut(page.ties.length, all)}</p> : null}
      {groups.size === 0 ? <p className="muted">{t.actor.nothing}</p> : null}
      {[...groups].map(([kind, list]) => (
        <div key={kind} className="tie-kind">
          <h3>
            <span>
              {entries.get(kind)?.label ?? kind} <span className="muted number">{count(list.length)}</span>
            </span>
            <span className="muted small">{entries.get(kind)?.weight}</span>
          </h3>
          <Long
            items={list}
            first={12}
            draw={(group) => (
              <li key={`${group.other.id} ${group.direction}`}>
                <details>
                  <summary>
                    <span className="dot" style={{ background: colours.get(group.other.sector) }} />
                    <span className="tie-other">
                      <span className="muted small">{t.actor[group.direction]}</span> <bdi>{group.other.name}</bdi>
                    </span>
                    <span className="muted small number">{held(group.ties)}</span>
                    <span className="number tie-weight" title={t.actor.weight}>
                      {figure(group.weight)}
                    </span>
                  </summary>
                  <div className="tie-behind">
                    <Link to={`/actors/${group.other.id}`}>{group.other.name}</Link>
                    <ul>
                      {group.ties.map((tie) => {
                        const behind = tie.evidence === null ? undefined : evidence.get(tie.evidence);
                        return (
                          <li key={tie.id}>
                            <div className="line">
                              <span className="small number">{held([tie])}</span>
                              <Behind evidence={behind} />
                            </div>
                            {onDo && behind?.source === "user" ? (
                              <OwnActions
                                page={page}
                                own={{ ...tie, table: "tie", what: t.editing.tieWith(group.other.name) }}
                                onDo={onDo}
                              />
                            ) : null}
                          </li>
                        );
                      })}
                    </ul>
                  </div>
                </details>
              </li>
            )}
          />
        </div>
      ))}
    </Section>
  );
}
