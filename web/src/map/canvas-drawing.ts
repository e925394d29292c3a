/** The map on a plain canvas, for browsers without WebGL: pan, zoom, hover and choose, ties batched by colour and width. */
import type { MapData } from "./data";
import {
  type Drawing,
  extent,
  type Focus,
  type Look,
  NO_MARKS,
  type Scene,
  shared,
  tieColours,
  type Wishes,
  width,
} from "./drawing";
import { Overlay, type Projection } from "./overlay";
import type { Camera } from "./state";

const PADDING = 36;
const CELL = 32;
/**
 * Milliseconds between two frames of a movement: from here on it is not smooth, and ties are left out while the map
 * moves. Only the pace tells: a canvas notes what to draw at once, and draws it when nobody can measure.
 */
const SLOW_MS = 28;
const PAUSE_MS = 1500;
/** Circles up to this radius are drawn without an edge. */
const SMALL = 4.5;
/** Ties drawn in one stroke: longer paths take more than their share of time. */
const STROKE = 40;

/** Ties of one colour and width, drawn in one stroke. */
interface Batch {
  colour: string;
  width: number;
  ends: number[];
}

export class CanvasDrawing implements Drawing {
  readonly tier = "canvas";
  readonly #wishes: Wishes;
  readonly #data: MapData;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #overlay: Overlay;
  readonly #extent: { x: [number, number]; y: [number, number] };
  readonly #stop = new AbortController();
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #look: Look;
  #focus: Focus = { actor: null, hover: null, pins: [], marks: NO_MARKS };
  #batches: Batch[] = [];
  #order: number[] = [];
  #width = 1;
  #height = 1;
  #x = 0;
  #y = 0;
  #zoom = 1;
  #frame = 0;
  #settle = 0;
  #moving = false;
  #slow = 0;
  #drawn = 0;
  #dragged = 0;
  #cells: Map<number, number[]> | null = null;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
    this.#data = wishes.data;
    this.#look = wishes.look;
    this.#extent = extent(wishes.data);
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "map-canvas";
    wishes.container.append(this.#canvas);
    this.#context = this.#canvas.getContext("2d", { alpha: false })!;
    this.#overlay = new Overlay(wishes.container, wishes.data);
    this.#prepare();
    this.#listen();
    this.resize();
    this.moveTo(wishes.camera);
  }

  #prepare(): void {
    const { visible } = this.#look;
    const { pairs, count } = this.#data;
    const colour = tieColours(this.#look, pairs.count);
    const batches = new Map<string, Batch>();
    for (let pair = 0; pair < pairs.count; pair++) {
      const weight = visible.pair[pair]!;
      if (weight <= 0) continue;
      const a = pairs.a[pair]!;
      const b = pairs.b[pair]!;
      const stroke = colour(pair, a, b, weight);
      const thick = width(shared(this.#look, pair, weight));
      const key = `${stroke} ${thick}`;
      let batch = batches.get(key);
      if (!batch) {
        batch = { colour: stroke, width: thick, ends: [] };
        batches.set(key, batch);
      }
      batch.ends.push(a, b);
    }
    this.#batches = [...batches.values()].sort((one, other) => one.width - other.width);
    // Small circles first: hubs lie on their many small neighbours, not under them.
    this.#order = Array.from({ length: count }, (_, i) => i)
      .filter((i) => visible.actor[i])
      .sort((a, b) => this.#look.size[a]! - this.#look.size[b]!);
    this.#cells = null;
  }

  #scale(): number {
    const [left, right] = this.#extent.x;
    const [low, high] = this.#extent.y;
    const fit = Math.min((this.#width - 2 * PADDING) / (right - left), (this.#height - 2 * PADDING) / (high - low));
    return Math.max(fit, 1e-9) * this.#zoom;
  }

  #projection(): Projection {
    const scale = this.#scale();
    return {
      ax: scale,
      bx: this.#width / 2 - scale * this.#x,
      ay: -scale,
      by: this.#height / 2 + scale * this.#y,
      k: this.#zoom ** 0.6,
    };
  }

  readonly #draw = (): void => {
    this.#frame = 0;
    const now = performance.now();
    const took = now - this.#drawn;
    this.#drawn = now;
    if (this.#moving && took > SLOW_MS && took < PAUSE_MS) this.#slow++;
    this.#cells = null;
    const context = this.#context;
    const { ax, bx, ay, by, k } = this.#projection();
    const { x, y } = this.#data;
    const { ground, colours, category, size } = this.#look;
    context.fillStyle = ground.paper;
    context.fillRect(0, 0, this.#width, this.#height);
    const { actor, marks } = this.#focus;
    const dim = marks.dim || (actor !== null && this.#look.visible.actor[actor] === 1);
    context.globalAlpha = dim ? 0.26 : 1;
    if (!this.#moving || this.#slow < 2) {
      for (const batch of this.#batches) {
        context.strokeStyle = batch.colour;
        context.lineWidth = batch.width * 0.75;
        for (let i = 0; i < batch.ends.length; i += 2) {
          if (i % (2 * STROKE) === 0) {
            if (i > 0) context.stroke();
            context.beginPath();
          }
          const a = batch.ends[i]!;
          const b = batch.ends[i + 1]!;
          context.moveTo(ax * x[a]! + bx, ay * y[a]! + by);
          context.lineTo(ax * x[b]! + bx, ay * y[b]! + by);
        }
        context.stroke();
      }
    }
    context.lineWidth = 1.25;
    context.strokeStyle = ground.paper;
    for (const i of this.#order) {
      const radius = size[i]! * k;
      const cx = ax * x[i]! + bx;
      const cy = ay * y[i]! + by;
      if (cx < -radius || cy < -radius || cx > this.#width + radius || cy > this.#height + radius) continue;
      context.fillStyle = colours[category[i]!]!;
      context.beginPath();
      context.arc(cx, cy, radius, 0, 2 * Math.PI);
      context.fill();
      if (radius > SMALL) context.stroke();
    }
    context.globalAlpha = 1;
    this.#overlay.draw(this.#projection(), this.#look, this.#focus);
  };

  #request(): void {
    if (!this.#frame) this.#frame = window.requestAnimationFrame(this.#draw);
  }

  #moved(): void {
    this.#moving = true;
    this.#wishes.onMove();
    this.#request();
    window.clearTimeout(this.#settle);
    this.#settle = window.setTimeout(() => {
      this.#moving = false;
      this.#request();
      this.#wishes.onSettle(this.camera());
    }, 250);
  }

  /** The actor under a point: the smallest of those whose circle holds it. */
  #under(px: number, py: number): number | null {
    const { ax, bx, ay, by, k } = this.#projection();
    if (!this.#cells) {
      this.#cells = new Map();
      for (const i of this.#order) {
        const key =
          Math.floor((ax * this.#data.x[i]! + bx) / CELL) * 65_536 + Math.floor((ay * this.#data.y[i]! + by) / CELL);
        const cell = this.#cells.get(key);
        if (cell) cell.push(i);
        else this.#cells.set(key, [i]);
      }
    }
    let best: number | null = null;
    const span = Math.ceil((24 * k) / CELL);
    const [column, row] = [Math.floor(px / CELL), Math.floor(py / CELL)];
    for (let c = column - span; c <= column + span; c++)
      for (let r = row - span; r <= row + span; r++)
        for (const i of this.#cells.get(c * 65_536 + r) ?? []) {
          const distance = Math.hypot(ax * this.#data.x[i]! + bx - px, ay * this.#data.y[i]! + by - py);
          if (
            distance <= this.#look.size[i]! * k + 2 &&
            (best === null || this.#look.size[i]! < this.#look.size[best]!)
          )
            best = i;
        }
    return best;
  }

  #listen(): void {
    const { signal } = this.#stop;
    const where = (event: PointerEvent | WheelEvent | MouseEvent) => {
      const box = this.#canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const canvas = this.#canvas;
    canvas.addEventListener(
      "pointerdown",
      (event) => {
        canvas.setPointerCapture(event.pointerId);
        this.#pointers.set(event.pointerId, where(event));
        this.#dragged = 0;
      },
      { signal },
    );
    canvas.addEventListener(
      "pointermove",
      (event) => {
        const now = where(event);
        const before = this.#pointers.get(event.pointerId);
        if (!before) {
          this.#wishes.onHover(this.#under(now.x, now.y));
          return;
        }
        const others = [...this.#pointers].filter(([id]) => id !== event.pointerId);
        const scale = this.#scale();
        this.#dragged += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
        if (others.length === 1) {
          const [, fixed] = others[0]!;
          const factor =
            Math.hypot(now.x - fixed.x, now.y - fixed.y) / (Math.hypot(before.x - fixed.x, before.y - fixed.y) || 1);
          this.#zoomAt(factor, fixed.x, fixed.y);
        } else {
          this.#x -= (now.x - before.x) / scale;
          this.#y += (now.y - before.y) / scale;
          if (this.#dragged > 3) this.#moved();
        }
        this.#pointers.set(event.pointerId, now);
      },
      { signal },
    );
    const up = (event: PointerEvent) => {
      if (this.#pointers.delete(event.pointerId) && event.type === "pointerup" && this.#dragged <= 3) {
        const { x, y } = where(event);
        this.#wishes.onPick(this.#under(x, y));
      }
    };
    canvas.addEventListener("pointerup", up, { signal });
    canvas.addEventListener("pointercancel", up, { signal });
    canvas.addEventListener("pointerleave", () => this.#wishes.onHover(null), { signal });
    canvas.addEventListener(
      "dblclick",
      (event) => {
        const { x, y } = where(event);
        const actor = this.#under(x, y);
        if (actor !== null) this.#wishes.onOpen(actor);
      },
      { signal },
    );
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const { x, y } = where(event);
        this.#zoomAt(Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) * 0.002), x, y);
      },
      { signal, passive: false },
    );
  }

  #zoomAt(factor: number, px: number, py: number): void {
    const before = this.#scale();
    this.#zoom = Math.max(0.33, Math.min(100, this.#zoom * factor));
    const after = this.#scale();
    const [dx, dy] = [px - this.#width / 2, py - this.#height / 2];
    this.#x += dx / before - dx / after;
    this.#y -= dy / before - dy / after;
    this.#moved();
  }

  look(look: Look): void {
    this.#look = look;
    this.#prepare();
    this.#request();
  }

  focus(focus: Focus): void {
    const redraw = focus.actor !== this.#focus.actor;
    this.#focus = focus;
    if (redraw) this.#request();
    else this.#overlay.draw(this.#projection(), this.#look, focus);
  }

  camera(): Camera {
    return { x: this.#x, y: this.#y, zoom: this.#zoom };
  }

  moveTo(camera: Camera | null): void {
    const [left, right] = this.#extent.x;
    const [low, high] = this.#extent.y;
    this.#x = camera?.x ?? (left + right) / 2;
    this.#y = camera?.y ?? (low + high) / 2;
    this.#zoom = camera?.zoom ?? 1;
    this.#moved();
  }

  zoomBy(factor: number): void {
    this.#zoomAt(factor, this.#width / 2, this.#height / 2);
  }

  panBy(dx: number, dy: number): void {
    const scale = this.#scale();
    this.#x += dx / scale;
    this.#y -= dy / scale;
    this.#moved();
  }

  at(actor: number): { x: number; y: number; radius: number } {
    const { ax, bx, ay, by, k } = this.#projection();
    return {
      x: ax * this.#data.x[actor]! + bx,
      y: ay * this.#data.y[actor]! + by,
      radius: this.#look.size[actor]! * k,
    };
  }

  scene(): Scene {
    return { width: this.#width, height: this.#height, projection: this.#projection(), labels: this.#overlay.placed };
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.#wishes.container;
    const scale = window.devicePixelRatio || 1;
    this.#width = Math.max(1, clientWidth);
    this.#height = Math.max(1, clientHeight);
    this.#canvas.width = Math.round(this.#width * scale);
    this.#canvas.height = Math.round(this.#height * scale);
    this.#canvas.style.width = `${this.#width}px`;
    this.#canvas.style.height = `${this.#height}px`;
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#overlay.resize(this.#width, this.#height);
    this.#request();
  }

  destroy(): void {
    this.#stop.abort();
    window.cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#settle);
    this.#canvas.remove();
    this.#overlay.destroy();
  }
}
