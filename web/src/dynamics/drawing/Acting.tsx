/** What acts on a variable: each link with the polarity that was stated and the one that the equation makes. */
import { useId } from "react";
import { t } from "../../texts";
import { SIGNS } from "../made";
import { type Drawn, type Part, SIGNED, type Sign, type Stepping } from "./model";

interface Props {
  drawn: Drawn;
  one: Part;
  stepping: Stepping;
}

export function Acting({ drawn, one, stepping }: Props) {
  const id = useId();
  const links = drawn.links.filter((link) => link.target === one.name && !link.flow);
  if (!links.length) return null;
  return (
    <section className="dynamics-acting" aria-labelledby={id}>
      <h3 id={id}>{t.drawing.acting}</h3>
      <ul>
        {links.map((link) => (
          <li key={link.source}>
            <bdi>{link.source}</bdi>
            <Polarity
              label={t.drawing.polarityOf(link.source)}
              sign={link.stated}
              onSign={(polarity) =>
                void stepping.step({
                  do: "polarity",
                  source: link.source,
                  target: link.target,
                  polarity,
                  was: link.stated,
                })
              }
            />
            {link.polarity ? <span className="muted">{t.drawing.byEquation(SIGNS[link.polarity]!)}</span> : null}
            {link.contradicts ? (
              <p className="warning">{t.drawing.contradicts(SIGNS[link.stated]!, SIGNS[link.polarity]!)}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PolarityProps {
  id?: string;
  label?: string;
  sign: Sign;
  onSign(sign: Sign): void;
}

/** A choice of polarity: not stated, the same way, or the other. */
export function Polarity({ id, label, sign, onSign }: PolarityProps) {
  return (
    <select
      id={id}
      className="select"
      aria-label={label}
      value={sign}
      onChange={(event) => onSign(event.target.value as Sign)}
    >
      {SIGNED.map((one) => (
        <option key={one} value={one}>
          {t.drawing.polarities[one]}
        </option>
      ))}
    </select>
  );
}
