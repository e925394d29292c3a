/** Choose a span of years: a slider with two thumbs below a profile of how many ties held in each year. */
import * as Slider from "@radix-ui/react-slider";
import { useMemo } from "react";
import { t } from "../texts";
import { type MapData, NO_YEAR } from "./data";
import { Player } from "./Player";

interface Props {
  data: MapData;
  bounds: { min: number; max: number };
  from: number | null;
  to: number | null;
  undated: number;
  onChange(from: number | null, to: number | null): void;
}

/** The number of ties that held in each year, open ends counted to the end of the bounds. */
export function profile(data: MapData, { min, max }: { min: number; max: number }): number[] {
  const change = new Array<number>(max - min + 2).fill(0);
  const { from, to, count } = data.ties;
  for (let tie = 0; tie < count; tie++) {
    if (from[tie] === NO_YEAR && to[tie] === NO_YEAR) continue;
    const first = Math.max(min, from[tie] === NO_YEAR ? min : from[tie]!);
    const last = Math.min(max, to[tie] === NO_YEAR ? max : to[tie]!);
    if (first > last) continue;
    change[first - min]!++;
    change[last - min + 1]!--;
  }
  let alive = 0;
  return change.slice(0, -1).map((step) => {
    alive += step;
    return alive;
  });
}

export function YearRange({ data, bounds, from, to, undated, onChange }: Props) {
  const bars = useMemo(() => profile(data, bounds), [data, bounds]);
  const top = Math.max(1, ...bars);
  const low = Math.max(bounds.min, Math.min(from ?? bounds.min, bounds.max));
  const high = Math.min(bounds.max, Math.max(to ?? bounds.max, bounds.min));
  const whole = from === null && to === null;
  return (
    <div className="years">
      <div className="panel-head">
        <h3>{t.map.years}</h3>
        <span className="number">{whole ? t.map.yearsAll : t.map.yearsRange(low, high)}</span>
        {whole ? null : (
          <button type="button" className="link-button" onClick={() => onChange(null, null)}>
            {t.map.showAll}
          </button>
        )}
      </div>
      <svg className="years-profile" viewBox={`0 0 ${bars.length} 24`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((bar, index) => {
          const year = bounds.min + index;
          const height = bar ? Math.max(0.8, (24 * bar) / top) : 0;
          return (
            <rect
              key={year}
              x={index + 0.08}
              width={0.84}
              y={24 - height}
              height={height}
              className={year >= low && year <= high ? "in" : "out"}
            />
          );
        })}
      </svg>
      <Slider.Root
        className="slider"
        min={bounds.min}
        max={bounds.max}
        step={1}
        value={[low, high]}
        onValueChange={([a, b]) => onChange(a! <= bounds.min ? null : a!, b! >= bounds.max ? null : b!)}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={t.map.yearFrom} />
        <Slider.Thumb className="slider-thumb" aria-label={t.map.yearTo} />
      </Slider.Root>
      <div className="years-ends number muted" aria-hidden="true">
        <span>{bounds.min}</span>
        <span>{bounds.max}</span>
      </div>
      <Player bounds={bounds} from={from} to={to} onChange={onChange} />
      {!whole && undated ? <p className="small muted">{t.map.undated(undated)}</p> : null}
    </div>
  );
}
