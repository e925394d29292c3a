/** The line below the map: how much of the record is shown, as known when, from which sources, and what to be careful about. */
import * as Popover from "@radix-ui/react-popover";
import type { MapAnswer, RecordAnswer } from "../api/types";
import { t } from "../texts";
import type { MapData } from "./data";
import type { Tier } from "./drawing";
import type { Visible } from "./visible";

interface Props {
  answer: MapAnswer;
  record: RecordAnswer;
  /** The actors, and what of them is drawn. */
  base: MapData;
  drawn: MapData;
  visible: Visible;
  tier: Tier | null;
}

/** How much shows of how much there is, in words. */
export function shownOf(visible: Visible, base: MapData): string {
  const of = base.groups?.of ?? { actors: base.count, ties: base.ties.count };
  return t.map.shown(visible.actors, of.actors, visible.ties, of.ties);
}

export function Caption({ answer, record, base, drawn, visible, tier }: Props) {
  const words = new Map(record.kinds.map((kind) => [kind.name, kind.label.toLocaleLowerCase(t.locale)]));
  const warnings = [...new Set([...answer.warnings, ...record.warnings])];
  const { as_of, batch } = answer.read_at;
  return (
    <div className="caption">
      <p>
        <strong className="number">{shownOf(visible, base)}</strong>
        {drawn.groups ? <span>, {t.map.inGroups(drawn.groups.key.length, drawn.groups.opened.length)}</span> : null}
        <span className="muted">, {as_of ? t.map.asOf(as_of).toLowerCase() : t.map.asOfNow(batch)}</span>
      </p>
      <Popover.Root>
        <Popover.Trigger className="link-button">
          {t.map.sources}: {record.sources.map((source) => source.label).join(", ") || t.map.notKnown}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className="popover sources"
            side="top"
            sideOffset={8}
            collisionPadding={12}
            aria-label={t.map.sourcesTitle}
          >
            <h3>{t.map.sourcesTitle}</h3>
            <ul>
              {record.sources.map((source) => (
                <li key={source.name}>
                  <strong>{source.label}</strong>
                  <p className="muted">{t.map.sourceCount(source.records, source.as_of)}</p>
                  {source.shows.length ? (
                    <p>{t.map.sourceShows(source.shows.map((shown) => words.get(shown) ?? shown).join("; "))}</p>
                  ) : null}
                </li>
              ))}
            </ul>
            {warnings.length ? (
              <>
                <h3>{t.map.warnings}</h3>
                <ul className="warnings">
                  {warnings.map((warning) => (
                    <li key={warning} className="warning">
                      {warning}
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {tier === "canvas" ? (
        <span className="muted" title={t.map.noWebglHelp}>
          {t.map.noWebgl}
        </span>
      ) : null}
    </div>
  );
}
