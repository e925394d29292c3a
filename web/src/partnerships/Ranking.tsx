/** The ranking as a picture: scores with what they may be, and how often each candidate takes which place. */
import { ticks } from "../answer/reading";
import { intervalAcross, short } from "../answer/strokes";
import { figure, t } from "../texts";
import type { Placed } from "./state";

const WIDTH = 920;
const LABEL = 280;
const SCORE = 270;
const GAP = 56;
const ROW = 40;
const TOP = 30;
const SHADES = 6;

/** Candidates of one score share a rank. */
const rankOf = (placed: readonly Placed[], score: number): number =>
  1 + placed.filter((other) => other.score > score + 1e-9).length;

/** `settled`: the server has answered for these weights, so what the scores may be and the places hold too. */
export function Ranking({ placed, settled }: { placed: readonly Placed[]; settled: boolean }) {
  const bottom = TOP + ROW * placed.length;
  const most = Math.min(placed.length, SHADES);
  const height = bottom + 62;
  const x = (score: number) => LABEL + score * SCORE;
  const right = LABEL + SCORE + GAP;
  const wide = WIDTH - right - 12;
  return (
    <svg
      className="chart partner-ranking"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t.answer.chartOf(
        t.partnerships.ranking(placed.length),
        placed.map((one) => `${one.candidate.name} ${figure(one.score)}`).join(", "),
      )}
    >
      <text className="chart-axis" x={LABEL} y={16}>
        {t.partnerships.score}
      </text>
      <text className="chart-axis" x={right} y={16}>
        {t.partnerships.places}
      </text>
      {ticks(0, 1, 5).map((mark) => (
        <g key={mark} className="chart-tick">
          <line x1={x(mark)} x2={x(mark)} y1={TOP - 4} y2={bottom} />
          <text x={x(mark)} y={bottom + 16} textAnchor="middle">
            {figure(mark)}
          </text>
        </g>
      ))}
      {placed.map(({ candidate, score }, index) => {
        const y = TOP + ROW * index;
        let from = right;
        return (
          <g key={candidate.id}>
            <text className="chart-label" x={LABEL - 10} y={y + ROW / 2 + 4} textAnchor="end">
              <title>{candidate.name}</title>
              {`${rankOf(placed, score)}. ${short(candidate.name, 37)}`}
            </text>
            <rect
              className="chart-bar"
              x={x(0)}
              width={Math.max(1, score * SCORE)}
              y={y + 9}
              height={ROW - 18}
              rx={2}
            />
            {settled ? (
              <path
                className="chart-interval"
                d={intervalAcross(x(candidate.low), x(candidate.high), y + ROW / 2, ROW / 2 - 14)}
              />
            ) : null}
            <text
              className="chart-value"
              x={x(settled ? Math.max(score, candidate.high) : score) + 6}
              y={y + ROW / 2 + 4}
            >
              {figure(score)}
            </text>
            <g opacity={settled ? 1 : 0.35}>
              {candidate.places.map((share, place) => {
                const width = share * wide;
                const at = from;
                from += width;
                return width > 0.2 ? (
                  <g key={place}>
                    <rect
                      className={`partner-place place-${Math.min(place, SHADES - 1)}`}
                      x={at}
                      width={width}
                      y={y + 9}
                      height={ROW - 18}
                    >
                      <title>{t.partnerships.placeSaid(candidate.name, place + 1, share)}</title>
                    </rect>
                    {place === 0 && width > 40 ? (
                      <text className="partner-first" x={at + 6} y={y + ROW / 2 + 4}>
                        {t.partnerships.percent(share)}
                      </text>
                    ) : null}
                  </g>
                ) : null;
              })}
            </g>
          </g>
        );
      })}
      <g transform={`translate(${right} ${height - 12})`}>
        {Array.from({ length: most }, (_, place) => (
          <g key={place} transform={`translate(${(place % 3) * 96} ${Math.floor(place / 3) * 18 - 18})`}>
            <rect className={`partner-place place-${place}`} width={12} height={12} y={-10} />
            <text x={18}>{t.partnerships.place(place + 1)}</text>
          </g>
        ))}
      </g>
    </svg>
  );
}
