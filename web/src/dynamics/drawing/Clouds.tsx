/** What the canvas and the picture that is only looked at share: the world outside at open ends, and how a box looks. */
import { outside, type Place } from "../geometry";
import { Cloud } from "../Picture";
import type { Drawn, Kind } from "./model";

interface Props {
  variables: Drawn["variables"];
  links: Drawn["links"];
  places: ReadonlyMap<string, Place>;
}

/** A flow with no stock at one of its ends comes from outside, or goes there. */
export function Clouds({ variables, links, places }: Props) {
  const filled = new Set(links.filter((one) => one.flow < 0).map((one) => one.source));
  const drained = new Set(links.filter((one) => one.flow > 0).map((one) => one.source));
  return variables
    .filter((one) => one.kind === "flow")
    .flatMap((one) => {
      const at = places.get(one.name)!;
      const stock = (flow: 1 | -1) =>
        places.get(links.find((link) => link.source === one.name && link.flow === flow)?.target ?? "");
      const open = [
        ...(filled.has(one.name) ? [] : [{ ...outside(at, stock(1), "source"), into: false }]),
        ...(drained.has(one.name) ? [] : [{ ...outside(at, stock(-1), "sink"), into: true }]),
      ];
      return open.map(({ cloud, edge, into }) => (
        <Cloud key={`${one.name}\n${into}`} at={cloud} edge={edge} into={into} />
      ));
    });
}

/** A number looks like one, not like what is worked out. */
export const lookOf = (kind: Kind, equation: string): string =>
  kind === "aux" && equation.trim() !== "" && Number.isFinite(Number(equation)) ? "constant" : kind;
