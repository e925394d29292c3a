/** Let the years run: a window of some years moves over the map, year by year, until the end or until stopped. */
import { useEffect, useRef, useState } from "react";
import { Pause, Play } from "../shell/icons";
import { t } from "../texts";

interface Props {
  bounds: { min: number; max: number };
  from: number | null;
  to: number | null;
  onChange(from: number | null, to: number | null): void;
}

const STEP_MS = 900;
/** Years at once; 0 means all from the first on. */
const WINDOWS = [1, 3, 5, 0] as const;

export function Player({ bounds, from, to, onChange }: Props) {
  const [playing, setPlaying] = useState(false);
  const [span, setSpan] = useState<number>(3);
  const latest = useRef({ from, to, onChange });
  latest.current = { from, to, onChange };
  const at = (end: number) => {
    const start = span === 0 ? bounds.min : Math.max(bounds.min, end - span + 1);
    latest.current.onChange(start <= bounds.min && span === 0 ? null : start, end);
  };
  const step = useRef(at);
  step.current = at;

  useEffect(() => {
    if (!playing) return;
    const timer = window.setInterval(() => {
      const end = (latest.current.to ?? bounds.max) + 1;
      if (end > bounds.max) setPlaying(false);
      else step.current(end);
    }, STEP_MS);
    return () => window.clearInterval(timer);
  }, [playing, bounds]);

  const toggle = () => {
    // From the beginning, where the end was reached or nothing was narrowed.
    if (!playing && (to === null || to >= bounds.max)) at(Math.min(bounds.max, bounds.min + Math.max(span, 1) - 1));
    setPlaying(!playing);
  };
  return (
    <div className="player">
      <button
        type="button"
        className="icon-button"
        aria-label={playing ? t.map.pause : t.map.play}
        title={playing ? t.map.pause : t.map.play}
        aria-pressed={playing}
        onClick={toggle}
      >
        {playing ? <Pause /> : <Play />}
      </button>
      <label>
        <span className="hidden-text">{t.map.window}</span>
        <select className="select" value={span} onChange={(event) => setSpan(Number(event.target.value))}>
          {WINDOWS.map((one) => (
            <option key={one} value={one}>
              {t.map.windowOf(one)}
            </option>
          ))}
        </select>
      </label>
      <span className="hidden-text" aria-live="polite">
        {playing ? t.map.yearsRange(from ?? bounds.min, to ?? bounds.max) : ""}
      </span>
    </div>
  );
}
