/** The groups and the ties between them as tables: what the circles and lines of the map say, in figures. */
import { Dialog } from "../shell/Dialog";
import { count, figure, t } from "../texts";
import type { Drawn } from "./drawn";

const MOST = 500;

export interface GroupRow {
  label: string;
  actors: number;
  inside: number;
  outside: number;
  leads: string;
}

export interface BetweenRow {
  one: string;
  other: string;
  ties: number;
  weight: number;
}

/** Groups that show, the largest first, and pairs of what is drawn, the strongest first. */
export function groupRows({ data, visible, folded }: Drawn): { groups: GroupRow[]; between: BetweenRow[] } {
  const { start, label, leads } = data.groups!;
  const outside = new Float64Array(data.count);
  const between: BetweenRow[] = [];
  for (let pair = 0; pair < data.pairs.count; pair++) {
    const weight = visible.pair[pair]!;
    if (weight <= 0) continue;
    const [a, b, ties] = [data.pairs.a[pair]!, data.pairs.b[pair]!, folded!.ties[pair]!];
    outside[a]! += ties;
    outside[b]! += ties;
    between.push({ one: data.name[a]!, other: data.name[b]!, ties, weight });
  }
  const groups = label.map((text, g) => ({
    label: text,
    actors: folded!.members[g]!,
    inside: folded!.inside[g]!,
    outside: outside[start + g]!,
    leads: leads[g]!.join(", "),
  }));
  return {
    groups: groups.filter((row) => row.actors > 0),
    between: between.sort((a, b) => b.weight - a.weight || (a.one < b.one ? -1 : 1)),
  };
}

export function GroupTables({ drawn, onClose }: { drawn: Drawn; onClose(): void }) {
  const { groups, between } = groupRows(drawn);
  return (
    <Dialog title={t.map.groups} onClose={onClose}>
      <div className="group-tables" tabIndex={0} role="region" aria-label={t.map.groups}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.map.columns.group}</th>
              <th scope="col">{t.map.columns.actors}</th>
              <th scope="col">{t.map.columns.inside}</th>
              <th scope="col">{t.map.columns.outside}</th>
              <th scope="col">{t.map.columns.leads}</th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, MOST).map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td className="number">{count(row.actors)}</td>
                <td className="number">{count(row.inside)}</td>
                <td className="number">{count(row.outside)}</td>
                <td>{row.leads}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <caption>{t.map.groupBetween(between.length, Math.min(MOST, between.length))}</caption>
          <thead>
            <tr>
              <th scope="col">{t.map.columns.source}</th>
              <th scope="col">{t.map.columns.target}</th>
              <th scope="col">{t.map.columns.ties}</th>
              <th scope="col">{t.map.columns.weight}</th>
            </tr>
          </thead>
          <tbody>
            {between.slice(0, MOST).map((row, index) => (
              <tr key={index}>
                <th scope="row">{row.one}</th>
                <td>{row.other}</td>
                <td className="number">{count(row.ties)}</td>
                <td className="number">{figure(row.weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
