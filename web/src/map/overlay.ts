/**
 * What lies over the drawing, whichever draws it: labels, and what is singled out (the actor chosen or pointed at, its
 * ties and neighbours, the pinned). It is drawn anew at each frame from a few hundred things at most, so singling out
 * costs the same on a map of a hundred actors and of a hundred thousand; the drawing below is only dimmed by style.
 */
import { count } from "../texts";
import type { MapData } from "./data";
import { type Focus, type Look, type Marks, shared, width } from "./drawing";
import { type Box, type Candidate, lines, placeBadges, placeLabels, Taken } from "./labels";

/** From the layout's units to pixels: screen = a · layout + b, and radii times k. */
export interface Projection {
  ax: number;
  bx: number;
  ay: number;
  by: number;
  k: number;
}

/** A label as it lies on the map just now. */
export interface PlacedLabel {
  lines: readonly string[];
  weight: number;
  align: "left" | "right" | "center";
  left: number;
  top: number;
  width: number;
}

const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Open Sans", sans-serif';
const LINE = 14;
/** Radius on the screen from which on no label may cover a circle. */
const HUB = 10;
/** As many of the largest actors always have a label, if there is any room at all. */
const TOP = 8;
/** Room around a text for its halo. */
const HALO = 3;
const MOST_IMAGES = 1500;
/** So many of what an overlay marks are sure of a label. */
const MARKED = 30;

export class Overlay {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #data: MapData;
  readonly #texts = new Map<number, { lines: string[]; width: number }>();
  readonly #images = new Map<string, HTMLCanvasElement>();
  /** The labels of the last frame. */
  placed: PlacedLabel[] = [];
  #says: Look["text"];
  #scale = 1;
  #width = 0;
  #height = 0;

  constructor(container: HTMLElement, data: MapData) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "map-overlay";
    container.append(this.canvas);
    this.#context = this.canvas.getContext("2d")!;
    this.#data = data;
  }

  resize(width: number, height: number): void {
    const scale = window.devicePixelRatio || 1;
    if (scale !== this.#scale) this.#images.clear();
    this.#scale = scale;
    this.#width = width;
    this.#height = height;
    this.canvas.width = Math.max(1, Math.round(width * scale));
    this.canvas.height = Math.max(1, Math.round(height * scale));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
  }

  draw(view: Projection, look: Look, focus: Focus): void {
    const context = this.#context;
    context.clearRect(0, 0, this.#width, this.#height);
    if (look.text !== this.#says) {
      this.#says = look.text;
      this.#texts.clear();
      this.#images.clear();
    }
    const { visible, ground } = look;
    const shown = (actor: number | null): actor is number => actor !== null && visible.actor[actor] === 1;
    const centres = [...new Set([focus.actor, focus.hover])].filter(shown);
    const first: number[] = [];
    const dimmed = focus.marks.dim || (focus.actor !== null && shown(focus.actor));
    if (look.groups) {
      context.globalAlpha = dimmed ? 0.35 : 1;
      for (let node = look.groups.start; node < this.#data.count; node++)
        if (shown(node)) this.#badge(view, look, node);
      context.globalAlpha = 1;
    }
    for (const centre of centres) {
      this.#ties(view, look, centre, centre === focus.actor ? ground.accent : ground.ink);
    }
    for (const centre of centres) {
      const near = this.#neighbours(look, centre);
      for (const other of near) this.#circle(view, look, other);
      if (centre === focus.actor)
        first.push(...near.sort((a, b) => look.size[b]! - look.size[a]!).slice(0, look.labels));
    }
    const { rings, lines } = focus.marks;
    const marked = new Set([...rings.map((one) => one.actor), ...lines.flatMap(({ a, b }) => [a, b])]);
    for (const line of lines) if (shown(line.a) && shown(line.b)) this.#mark(view, look, line);
    for (const actor of marked) if (shown(actor)) this.#circle(view, look, actor);
    // The first of a ranking lies on top of those after it.
    for (const { actor } of [...rings].reverse()) if (shown(actor)) this.#ring(view, look, actor, ground.second, 3);
    const tags = rings.flatMap(({ actor, text }) => (text && shown(actor) ? [{ actor, text }] : []));
    const boxes = placeBadges(tags.map(({ actor, text }) => this.#tagged(view, look, actor, text)));
    tags.forEach(({ text }, index) => {
      const box = boxes[index];
      if (box) this.#tag(look, box, text);
    });
    for (const pin of focus.pins) if (shown(pin)) this.#ring(view, look, pin, ground.ink, 1.5);
    for (const centre of centres) {
      this.#circle(view, look, centre);
      this.#ring(view, look, centre, centre === focus.actor ? ground.accent : ground.ink, 2.5);
    }
    this.#labels(
      view,
      look,
      [...centres, ...focus.pins.filter(shown), ...[...marked].filter(shown).slice(0, MARKED)],
      first,
      dimmed,
      boxes,
    );
  }

  #neighbours(look: Look, actor: number): number[] {
    const { pairs } = this.#data;
    const found: number[] = [];
    for (let at = pairs.start[actor]!; at < pairs.start[actor + 1]!; at++)
      if (look.visible.pair[pairs.by[at]!]! > 0) found.push(pairs.neighbour[at]!);
    return found;
  }

  #ties(view: Projection, look: Look, actor: number, colour: string): void {
    const { pairs, x, y } = this.#data;
    const context = this.#context;
    context.strokeStyle = colour;
    context.globalAlpha = 0.45;
    for (let at = pairs.start[actor]!; at < pairs.start[actor + 1]!; at++) {
      const pair = pairs.by[at]!;
      const weight = look.visible.pair[pair]!;
      if (weight <= 0) continue;
      const other = pairs.neighbour[at]!;
      context.lineWidth = width(shared(look, pair, weight)) + 0.4;
      context.beginPath();
      context.moveTo(view.ax * x[actor]! + view.bx, view.ay * y[actor]! + view.by);
      context.lineTo(view.ax * x[other]! + view.bx, view.ay * y[other]! + view.by);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #mark(view: Projection, look: Look, { a, b, dashed, arrow, share = 1 }: Marks["lines"][number]): void {
    const context = this.#context;
    const [from, to] = [this.#centre(view, a), this.#centre(view, b)];
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.lineWidth = 1.2 + 1.6 * share;
    context.globalAlpha = 0.35 + 0.65 * share;
    context.strokeStyle = look.ground.second;
    context.setLineDash(dashed ? [7, 5] : []);
    context.stroke();
    context.setLineDash([]);
    if (arrow) this.#head(from, to, look.size[b]! * view.k, look.ground.second);
    context.globalAlpha = 1;
  }

  /** The head of an arrow where a line meets a circle. */
  #head(from: [number, number], to: [number, number], radius: number, colour: string): void {
    const far = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (far < radius + 10) return;
    const [ux, uy] = [(to[0] - from[0]) / far, (to[1] - from[1]) / far];
    const [x, y] = [to[0] - ux * (radius + 1.5), to[1] - uy * (radius + 1.5)];
    const context = this.#context;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - 8 * ux - 3.6 * uy, y - 8 * uy + 3.6 * ux);
    context.lineTo(x - 8 * ux + 3.6 * uy, y - 8 * uy - 3.6 * ux);
    context.closePath();
    context.fillStyle = colour;
    context.fill();
  }

  /** What tells a group from an actor: a second line around it, and how many actors it holds. */
  #badge(view: Projection, look: Look, node: number): void {
    if (!look.groups || node < look.groups.start) return;
    const context = this.#context;
    const radius = look.size[node]! * view.k;
    const [x, y] = this.#centre(view, node);
    context.beginPath();
    context.arc(x, y, radius + 3, 0, 2 * Math.PI);
    context.lineWidth = 1.5;
    context.strokeStyle = look.colours[look.category[node]!]!;
    context.stroke();
    const text = count(look.groups.members[node - look.groups.start]!);
    const font = Math.min(16, radius * 0.8);
    if (font < 8 || text.length * font * 0.62 > 2 * radius) return;
    context.font = `650 ${font}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = look.ground.theme === "light" ? "#ffffff" : "#0b1110";
    context.fillText(text, x, y + 0.5);
  }

  /** The room that a badge takes beside its circle. */
  #tagged(view: Projection, look: Look, actor: number, text: string): Candidate {
    const [x, y] = this.#centre(view, actor);
    this.#context.font = `700 11px ${FONT}`;
    const width = Math.max(16, this.#context.measureText(text).width + 8);
    return { x, y, radius: look.size[actor]! * view.k, width, height: 16 };
  }

  /** A short text, such as a rank, inside a badge. */
  #tag(look: Look, box: Box, text: string): void {
    const context = this.#context;
    context.font = `700 11px ${FONT}`;
    context.beginPath();
    context.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 8);
    context.fillStyle = look.ground.second;
    context.fill();
    context.fillStyle = look.ground.paper;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2 + 0.5);
  }

  #circle(view: Projection, look: Look, actor: number): void {
    const context = this.#context;
    context.beginPath();
    context.arc(...this.#centre(view, actor), look.size[actor]! * view.k, 0, 2 * Math.PI);
    context.fillStyle = look.colours[look.category[actor]!]!;
    context.fill();
    context.lineWidth = 1.25;
    context.strokeStyle = look.ground.paper;
    context.stroke();
    this.#badge(view, look, actor);
  }

  #ring(view: Projection, look: Look, actor: number, colour: string, thick: number): void {
    const context = this.#context;
    context.beginPath();
    context.arc(...this.#centre(view, actor), look.size[actor]! * view.k + 2 + thick / 2, 0, 2 * Math.PI);
    context.lineWidth = thick;
    context.strokeStyle = colour;
    context.stroke();
  }

  #centre(view: Projection, actor: number): [number, number] {
    return [view.ax * this.#data.x[actor]! + view.bx, view.ay * this.#data.y[actor]! + view.by];
  }

  #labels(
    view: Projection,
    look: Look,
    sure: readonly number[],
    first: readonly number[],
    only: boolean,
    badges: readonly (Box | null)[],
  ): void {
    const context = this.#context;
    const bounds: Box = { left: 4, top: 4, right: this.#width - 4, bottom: this.#height - 4 };
    const most = look.labels;
    const chosen: number[] = [];
    const seen = new Set<number>();
    const consider = (actor: number): boolean => {
      if (seen.has(actor) || !look.visible.actor[actor]) return false;
      const [x, y] = this.#centre(view, actor);
      if (x < bounds.left || x > bounds.right || y < bounds.top || y > bounds.bottom) return false;
      seen.add(actor);
      chosen.push(actor);
      return true;
    };
    for (const actor of sure) consider(actor);
    for (const actor of first) consider(actor);
    if (!only) {
      // A few more than there is room for: some will find all their places taken.
      for (let at = 0, tries = most * 4; at < look.rank.length && tries > 0; at++)
        if (consider(look.rank[at]!)) tries--;
    }
    const candidates: Candidate[] = chosen.map((actor) => {
      const [x, y] = this.#centre(view, actor);
      const text = this.#text(actor);
      return { x, y, radius: look.size[actor]! * view.k, width: text.width, height: text.lines.length * LINE + 2 };
    });
    const taken = new Taken();
    for (const box of badges) if (box) taken.take(box);
    // What is singled out and the largest few may lie on all but the hubs; the others must not lie on a large circle.
    const sureOnes = sure.length + TOP;
    const keepFree = (least: number, below: number) => {
      for (const { x, y, radius } of candidates.slice(0, 80)) {
        if (radius < least || radius >= below) continue;
        const inner = radius * 0.8;
        taken.take({ left: x - inner, right: x + inner, top: y - inner, bottom: y + inner });
      }
    };
    keepFree(HUB, Number.POSITIVE_INFINITY);
    const placed = placeLabels(candidates.slice(0, sureOnes), bounds, sureOnes, taken);
    keepFree(5, HUB);
    for (const box of placeLabels(candidates.slice(sureOnes), bounds, most - placed.length, taken))
      placed.push({ ...box, index: box.index + sureOnes });
    this.placed = [];
    for (const box of placed) {
      const actor = chosen[box.index]!;
      const candidate = candidates[box.index]!;
      // The largest few stand out, so that the eye has where to start.
      const weight = sure.includes(actor) ? 700 : box.index < 10 ? 600 : 400;
      const align = box.left >= candidate.x ? "left" : box.right <= candidate.x ? "right" : "center";
      this.placed.push({
        lines: this.#text(actor).lines,
        width: this.#text(actor).width,
        weight,
        align,
        left: box.left,
        top: box.top,
      });
      const image = this.#image(actor, weight, align, look);
      // On whole pixels: a text between two is blurred.
      const whole = (at: number) => Math.round((at - HALO) * this.#scale) / this.#scale;
      context.drawImage(image, whole(box.left), whole(box.top), image.width / this.#scale, image.height / this.#scale);
    }
  }

  /** A label as a small picture, drawn once: text with a halo is slow to draw at each frame, a picture is not. */
  #image(actor: number, weight: number, align: "left" | "right" | "center", look: Look): HTMLCanvasElement {
    const key = `${actor} ${weight} ${align} ${look.ground.theme}`;
    const known = this.#images.get(key);
    if (known) return known;
    const text = this.#text(actor);
    const image = document.createElement("canvas");
    const [width, height] = [text.width + 2 * HALO, text.lines.length * LINE + 2 + 2 * HALO];
    image.width = Math.ceil(width * this.#scale);
    image.height = Math.ceil(height * this.#scale);
    const context = image.getContext("2d")!;
    context.scale(this.#scale, this.#scale);
    context.font = `${weight} 12px ${FONT}`;
    context.textBaseline = "middle";
    context.textAlign = align;
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = look.ground.paper;
    context.fillStyle = look.ground.ink;
    const x = align === "left" ? HALO : align === "right" ? width - HALO : width / 2;
    text.lines.forEach((row, index) => {
      const y = HALO + 1 + LINE * (index + 0.5);
      context.globalAlpha = 0.9;
      context.strokeText(row, x, y);
      context.globalAlpha = 1;
      context.fillText(row, x, y);
    });
    if (this.#images.size > MOST_IMAGES) this.#images.clear();
    this.#images.set(key, image);
    return image;
  }

  #text(actor: number): { lines: string[]; width: number } {
    let text = this.#texts.get(actor);
    if (!text) {
      const rows = lines(this.#says?.(actor) ?? this.#data.name[actor]!);
      this.#context.font = `600 12px ${FONT}`;
      text = { lines: rows, width: Math.max(...rows.map((row) => this.#context.measureText(row).width)) + 2 };
      this.#texts.set(actor, text);
    }
    return text;
  }

  destroy(): void {
    this.canvas.remove();
  }
}
