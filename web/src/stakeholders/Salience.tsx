/** The classes of salience as three circles that meet: power, legitimacy and urgency, with how many stakeholders lie in each part. */
import type { Row } from "../answer/values";
import { count, t } from "../texts";

/** Where each class stands, by the attributes that it has. */
const SPOTS: Record<string, [number, number]> = {
  definitive: [300, 203],
  dominant: [300, 96],
  dangerous: [220, 240],
  dependent: [380, 240],
  dormant: [176, 138],
  discretionary: [424, 138],
  demanding: [300, 346],
  "non-stakeholder": [520, 372],
};
const CIRCLES: [name: "power" | "legitimacy" | "urgency", x: number, y: number, labelX: number, labelY: number][] = [
  ["power", 230, 160, 118, 40],
  ["legitimacy", 370, 160, 482, 40],
  ["urgency", 300, 282, 300, 432],
];
const RADIUS = 132;

export function Salience({ rows }: { rows: readonly Row[] }) {
  const words = t.stakeholders.salience;
  return (
    <figure className="salience">
      <svg className="chart" viewBox="0 0 600 444" role="img" aria-label={words.picture}>
        {CIRCLES.map(([name, x, y, labelX, labelY]) => (
          <g key={name}>
            <circle className="salience-circle" cx={x} cy={y} r={RADIUS} />
            <text className="chart-title" x={labelX} y={labelY} textAnchor="middle">
              {words.attributes[name]}
            </text>
          </g>
        ))}
        {rows.map((row) => {
          const name = String(row.class);
          const spot = SPOTS[name];
          if (!spot) return null;
          const [actors, maybe] = [Number(row.actors), Number(row.maybe)];
          return (
            <g key={name} data-class={name} textAnchor="middle" transform={`translate(${spot[0]} ${spot[1]})`}>
              <text className="salience-name">{words.classes[name] ?? name}</text>
              <text className="salience-count" y={21}>
                {count(actors)}
              </text>
              {maybe ? (
                <text className="chart-note" y={37}>
                  {words.maybe(maybe)}
                </text>
              ) : null}
              {row.who ? <title>{String(row.who)}</title> : null}
            </g>
          );
        })}
      </svg>
      <figcaption className="small muted">{words.legend}</figcaption>
    </figure>
  );
}
