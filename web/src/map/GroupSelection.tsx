/** The group that is chosen: how many it holds, who in it has most ties, to what it is tied, and what can be done with it. */
import { Cross, Target } from "../shell/icons";
import { count, t } from "../texts";
import type { Drawn } from "./drawn";
import { toggled } from "./GroupPanel";
import { Near } from "./Near";
import type { Change, MapState } from "./state";
import type { Neighbour } from "./visible";
import "./selection.css";

interface Props {
  node: number;
  drawn: Drawn;
  state: MapState;
  change: Change;
  near: readonly Neighbour[];
  colourOf: (node: number) => string;
  onHover(node: number | null): void;
  onChoose(node: number): void;
  onCentre(): void;
}

export function GroupSelection({ node, drawn, state, change, near, colourOf, onHover, onChoose, onCentre }: Props) {
  const { data, folded } = drawn;
  const groups = data.groups!;
  const g = node - groups.start;
  const key = groups.key[g]!;
  return (
    <aside className="selection" aria-label={t.map.chosenGroup}>
      <header>
        <h2>{groups.label[g]}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t.map.clear}
          title={`${t.map.clear} (Esc)`}
          onClick={() => change({ at: null })}
        >
          <Cross />
        </button>
      </header>
      <p className="kind-line">
        <span className="dot" style={{ background: colourOf(node) }} />
        {t.map.groupHolds(folded!.members[g]!, groups.members[g]!, folded!.inside[g]!)}
      </p>
      <div className="selection-actions">
        {groups.opens[g] ? (
          <button
            type="button"
            className="button primary"
            onClick={() => change({ open: toggled(state.open, key), at: null, camera: null })}
          >
            {groups.opens[g] === "actors" ? t.map.groupOpenIt : t.map.groupPart}
          </button>
        ) : null}
        <button type="button" className="icon-button" aria-label={t.map.centre} title={t.map.centre} onClick={onCentre}>
          <Target />
        </button>
      </div>
      <p className="small">
        <strong>{t.map.columns.leads}: </strong>
        {groups.leads[g]!.join(", ")}
      </p>
      <Near
        title={t.map.tiedTo(near.length)}
        data={data}
        near={near}
        colourOf={colourOf}
        onHover={onHover}
        onChoose={onChoose}
      />
      <p className="small muted">{t.map.groupSum(count(groups.members[g]!))}</p>
    </aside>
  );
}
