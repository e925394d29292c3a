/** What a diagram is made of: boxes with their names, links with head and sign, and the world outside at a flow's open end. */
import { type KeyboardEvent, useMemo } from "react";
import { t } from "../texts";
import type { Link, Loop, Variable } from "./data";
import { BOX, drawn, ends, type Place, ring, wrapped } from "./geometry";
import { SIGNS } from "./made";
import "./diagram.css";

/** Steps in which a diagram is made larger and smaller. */
export const ZOOMS = [0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.6];

/** How boxes and links look beside a loop that is singled out: in it, beside it, or as always where none is. */
export function useSingled(loop: Loop | undefined) {
  return useMemo(() => {
    if (!loop) return { lit: undefined, beside: () => "" };
    const inside = new Set(loop.variables.map((name) => name.split("[")[0]));
    return { lit: ring(loop.variables), beside: (name: string) => (inside.has(name) ? " on" : " off") };
  }, [loop]);
}

interface LinksProps {
  links: readonly (Link & { waiting?: boolean; stated?: string; contradicts?: boolean })[];
  places: ReadonlyMap<string, Place>;
  causes: boolean;
  lit: ReadonlySet<string> | undefined;
}

/** All links between boxes that have their place. */
export const Links = ({ links, places, causes, lit }: LinksProps) =>
  links.map((link) => {
    const [from, to] = ends(link, causes);
    const pipe = link.flow !== 0 && !causes;
    return (
      <LinkLine
        key={`${link.source}\n${link.target}`}
        from={places.get(from)!}
        to={places.get(to)!}
        pipe={pipe}
        sign={signOf(link)}
        wrong={link.contradicts ?? false}
        signed={!pipe}
        delayed={link.delayed}
        waiting={link.waiting ?? false}
        lit={lit?.has(`${link.source}\n${link.target}`)}
      />
    );
  });

/** The polarity that the equation makes, before it the one that was stated; both where they are not the same. */
export function signOf(link: { polarity: string; stated?: string; contradicts?: boolean }): string {
  const [told, stated] = [SIGNS[link.polarity] ?? "", SIGNS[link.stated ?? ""] ?? ""];
  return link.contradicts ? t.dynamics.notThe(stated, told) : told || stated;
}

interface LinkProps {
  from: Place;
  to: Place;
  pipe: boolean;
  sign: string;
  /** Whether the equation says another polarity than was stated. */
  wrong: boolean;
  /** Whether it belongs to the loop that is singled out, where one is. */
  lit: boolean | undefined;
  /** Drawn, but not in the equation yet. */
  waiting: boolean;
  delayed: boolean;
  signed: boolean;
}

function LinkLine({ from, to, pipe, sign, wrong, lit, waiting, delayed, signed }: LinkProps) {
  const line = drawn(from, to, pipe);
  const look = `${pipe ? " pipe" : ""}${waiting ? " waiting" : ""}${wrong ? " wrong" : ""}${lit === undefined ? "" : lit ? " on" : " off"}`;
  return (
    <g className={`dynamics-link${look}`}>
      <path className="line" d={line.path} />
      {pipe ? <path className="inner" d={line.path} /> : null}
      <path className="head" d={line.head} />
      {delayed ? <path className="delay" d={line.delay} /> : null}
      {sign && (signed || lit) ? (
        <text x={line.sign.x} y={line.sign.y} textAnchor="middle">
          {sign}
        </text>
      ) : null}
    </g>
  );
}

/** The world outside, from which a flow comes or into which it goes. */
export function Cloud({ at, edge, into }: { at: Place; edge: Place; into: boolean }) {
  const [from, to] = into ? [edge, at] : [at, edge];
  const path = `M${from.x} ${from.y}L${to.x} ${to.y}`;
  return (
    <g className="dynamics-link pipe dynamics-outside" aria-hidden="true">
      <path className="line" d={path} />
      <path className="inner" d={path} />
      <path
        className="cloud"
        transform={`translate(${at.x} ${at.y})`}
        d="M-10 8a6 6 0 0 1-2-11.5a7.5 7.5 0 0 1 13-3.5a6 6 0 0 1 10 4a5.6 5.6 0 0 1-1 11z"
      />
    </g>
  );
}

interface NodeProps {
  name: string;
  kind: Variable["kind"];
  at: Place;
  /** Told when the mouse rests on it. */
  title: string;
  look: string;
  chosen: boolean;
  reached: boolean;
  /** What is said of it beside its name and kind. */
  said?: string;
  keep(element: SVGGElement | null): void;
  onKey(event: KeyboardEvent): void;
  onChoose(): void;
}

export function Node({ name, kind, at, title, look, chosen, reached, said, ...does }: NodeProps) {
  const marked = look.startsWith("flow") || look.startsWith("lookup");
  const lines = wrapped(name, marked ? 17 : 20);
  const [x, y] = [at.x - BOX.width / 2, at.y - BOX.height / 2];
  const flow = look.startsWith("flow");
  const cut = lines.some((line) => line.endsWith("…"));
  const words = (
    <text textAnchor="middle" className={cut ? "dynamics-cut" : undefined} aria-hidden={cut || undefined}>
      {lines.map((line, index) => (
        <tspan key={index} x={at.x + (marked ? 8 : 0)} y={at.y + 4 + (index - (lines.length - 1) / 2) * 14}>
          {index < lines.length - 1 ? `${line} ` : line}
        </tspan>
      ))}
    </text>
  );
  return (
    <>
      <g
        ref={does.keep}
        className={`dynamics-node ${look}`}
        role="button"
        tabIndex={reached ? 0 : -1}
        aria-pressed={chosen}
        aria-label={[t.dynamics.nodeOf(name, t.dynamics.kinds[kind]), said].filter(Boolean).join(", ")}
        onClick={does.onChoose}
        onKeyDown={does.onKey}
      >
        <title>{cut ? [name, title].filter(Boolean).join("\n") : title}</title>
        <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={look.startsWith("stock") ? 0 : BOX.height / 2} />
        {flow ? <path className="valve" d={`M${x + 9} ${at.y - 6}v12l10 -12v12z`} /> : null}
        {look.startsWith("lookup") ? <path className="curve" d={`M${x + 10} ${at.y + 6}q5 0 7 -6t7 -6`} /> : null}
        {cut ? null : words}
      </g>
      {/* A name that is cut short is told by the label alone, which says it whole. */}
      {cut ? words : null}
    </>
  );
}
