/** The map drawn by sigma in WebGL, in full or with its fast programs; labels and highlights lie in our own overlay. */
import { createNodeBorderProgram } from "@sigma/node-border";
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, NodePointProgram } from "sigma/rendering";
import {
  type Drawing,
  extent,
  type Focus,
  type Look,
  NO_MARKS,
  type Scene,
  shared,
  type Tier,
  tieColours,
  type Wishes,
  width,
} from "./drawing";
import { Overlay, type Projection } from "./overlay";
import type { Camera } from "./state";

interface NodeLook {
  x: number;
  y: number;
  size: number;
  color: string;
  ground: string;
  hidden: boolean;
}

interface EdgeLook {
  size: number;
  color: string;
  hidden: boolean;
}

const Bordered = createNodeBorderProgram<NodeLook, EdgeLook>({
  borders: [
    { size: { value: 1.25, mode: "pixels" }, color: { attribute: "ground" } },
    { size: { fill: true }, color: { attribute: "color" } },
  ],
});

/** Milliseconds between two steps of a movement: from here on it is not smooth, or it was a pause. */
const SLOW_MS = 45;
const PAUSE_MS = 1500;

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export class SigmaDrawing implements Drawing {
  readonly tier: Tier;
  readonly #wishes: Wishes;
  readonly #graph: Graph<NodeLook, EdgeLook>;
  readonly #nodes: NodeLook[] = [];
  readonly #edges: EdgeLook[] = [];
  readonly #sigma: Sigma<NodeLook, EdgeLook>;
  readonly #overlay: Overlay;
  #look: Look;
  #focus: Focus = { actor: null, hover: null, pins: [], marks: NO_MARKS };
  #settle = 0;
  #moved = 0;
  #slow = 0;

  constructor(wishes: Wishes, tier: "full" | "fast") {
    this.tier = tier;
    this.#wishes = wishes;
    this.#look = wishes.look;
    const { data, container } = wishes;
    this.#graph = new Graph({ type: "undirected", multi: false, allowSelfLoops: true });
    // What comes later is drawn above: hubs lie on their many small neighbours, not under them.
    for (const i of wishes.look.rank.slice().reverse()) {
      const node: NodeLook = { x: data.x[i]!, y: data.y[i]!, size: 1, color: "#000", ground: "#fff", hidden: false };
      this.#graph.addNode(i, node);
    }
    for (let pair = 0; pair < data.pairs.count; pair++) {
      this.#graph.addUndirectedEdgeWithKey(pair, data.pairs.a[pair]!, data.pairs.b[pair]!, {
        size: 1,
        color: "#000",
        hidden: false,
      });
    }
    // The graph copies what it is given; its own objects are written to from here on, without an event for each.
    this.#graph.forEachNode((key, attributes) => {
      this.#nodes[Number(key)] = attributes;
    });
    this.#graph.forEachEdge((_, attributes) => this.#edges.push(attributes));
    this.#paint();
    // The extent first and the graph after it: what sigma computes for every tie is then computed once.
    this.#sigma = new Sigma<NodeLook, EdgeLook>(new Graph({ type: "undirected" }), container, {
      allowInvalidContainer: true,
      defaultNodeType: "actor",
      defaultEdgeType: "tie",
      nodeProgramClasses: { actor: tier === "full" ? Bordered : NodePointProgram },
      edgeProgramClasses: { tie: tier === "full" ? EdgeRectangleProgram : EdgeLineProgram },
      renderLabels: false,
      defaultDrawNodeHover: () => undefined,
      hideEdgesOnMove: tier === "fast",
      stagePadding: 36,
      minEdgeThickness: 1,
      zoomToSizeRatioFunction: (ratio) => ratio ** 0.6,
      minCameraRatio: 0.01,
      maxCameraRatio: 3,
      zoomDuration: calm() ? 0 : 180,
      inertiaDuration: calm() ? 0 : 200,
      doubleClickZoomingRatio: 1,
    });
    this.#sigma.setCustomBBox(extent(data));
    this.#overlay = new Overlay(container, data);
    // The overlay must not catch the pointer, and sigma's own layer for it must stay on top.
    this.#overlay.resize(container.clientWidth, container.clientHeight);
    this.#sigma.on("afterRender", this.#drawOverlay);
    this.#sigma.on("enterNode", ({ node }) => wishes.onHover(Number(node)));
    this.#sigma.on("leaveNode", () => wishes.onHover(null));
    this.#sigma.on("clickNode", ({ node }) => wishes.onPick(Number(node)));
    this.#sigma.on("clickStage", () => wishes.onPick(null));
    this.#sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      wishes.onOpen(Number(node));
    });
    this.#sigma.getCamera().on("updated", () => {
      wishes.onMove();
      this.#watchPace();
      window.clearTimeout(this.#settle);
      this.#settle = window.setTimeout(() => wishes.onSettle(this.camera()), 250);
    });
    for (const canvas of Object.values(this.#sigma.getCanvases()))
      canvas.addEventListener("webglcontextlost", () => wishes.onLost(), { once: true });
    this.#sigma.setGraph(this.#graph);
    if (wishes.camera) this.moveTo(wishes.camera);
  }

  look(look: Look): void {
    const before = this.#look;
    if (before === look) return;
    this.#look = look;
    const edgesToo =
      before.visible !== look.visible ||
      before.category !== look.category ||
      before.ground !== look.ground ||
      before.ties !== look.ties ||
      before.thick !== look.thick;
    this.#paint(edgesToo);
    if (edgesToo) this.#sigma.refresh();
    // Sizes alone: ties stay as they are, which saves most of the work on a large map.
    else this.#sigma.refresh({ partialGraph: { nodes: this.#graph.nodes() }, skipIndexation: true });
  }

  #paint(edgesToo = true): void {
    const { visible, category, colours, size, ground } = this.#look;
    this.#nodes.forEach((node, i) => {
      node.size = size[i]!;
      node.color = colours[category[i]!]!;
      node.ground = ground.paper;
      node.hidden = !visible.actor[i];
    });
    if (!edgesToo) return;
    const { pairs } = this.#wishes.data;
    const colour = tieColours(this.#look, pairs.count);
    this.#edges.forEach((edge, pair) => {
      const weight = visible.pair[pair]!;
      edge.hidden = weight <= 0;
      if (edge.hidden) return;
      edge.size = width(shared(this.#look, pair, weight));
      edge.color = colour(pair, pairs.a[pair]!, pairs.b[pair]!, weight);
    });
  }

  /** Where frames come too slowly, as without a graphics card, ties are left out while the map moves. */
  #watchPace(): void {
    const now = performance.now();
    const took = now - this.#moved;
    this.#moved = now;
    if (this.#sigma.getSetting("hideEdgesOnMove") || took < SLOW_MS || took > PAUSE_MS) return;
    this.#slow++;
    if (this.#slow >= 3) this.#sigma.setSetting("hideEdgesOnMove", true);
  }

  focus(focus: Focus): void {
    this.#focus = focus;
    this.#wishes.container.classList.toggle(
      "dimmed",
      focus.marks.dim || (focus.actor !== null && this.#look.visible.actor[focus.actor] === 1),
    );
    this.#drawOverlay();
  }

  readonly #drawOverlay = (): void => {
    this.#overlay.draw(this.#projection(), this.#look, this.#focus);
  };

  #projection(): Projection {
    const zero = this.#sigma.graphToViewport({ x: 0, y: 0 });
    const one = this.#sigma.graphToViewport({ x: 1, y: 1 });
    return { ax: one.x - zero.x, bx: zero.x, ay: one.y - zero.y, by: zero.y, k: this.#sigma.scaleSize(1) };
  }

  camera(): Camera {
    const { width: w, height: h } = this.#sigma.getDimensions();
    const { x, y } = this.#sigma.viewportToGraph({ x: w / 2, y: h / 2 });
    return { x, y, zoom: 1 / this.#sigma.getCamera().getState().ratio };
  }

  moveTo(camera: Camera | null, { glide = false } = {}): void {
    const point = camera ? this.#sigma.viewportToFramedGraph(this.#sigma.graphToViewport(camera)) : { x: 0.5, y: 0.5 };
    const state = { x: point.x, y: point.y, ratio: camera ? 1 / camera.zoom : 1, angle: 0 };
    if (glide && !calm()) void this.#sigma.getCamera().animate(state, { duration: 350 });
    else this.#sigma.getCamera().setState(state);
  }

  zoomBy(factor: number): void {
    const camera = this.#sigma.getCamera();
    const ratio = camera.getBoundedRatio(camera.getState().ratio / factor);
    if (calm()) camera.setState({ ratio });
    else void camera.animate({ ratio }, { duration: 160 });
  }

  panBy(dx: number, dy: number): void {
    const from = this.#sigma.viewportToFramedGraph({ x: 0, y: 0 });
    const to = this.#sigma.viewportToFramedGraph({ x: dx, y: dy });
    const state = this.#sigma.getCamera().getState();
    this.#sigma.getCamera().setState({ x: state.x + to.x - from.x, y: state.y + to.y - from.y });
  }

  at(actor: number): { x: number; y: number; radius: number } {
    const { x, y } = this.#sigma.graphToViewport({ x: this.#nodes[actor]!.x, y: this.#nodes[actor]!.y });
    return { x, y, radius: this.#sigma.scaleSize(this.#look.size[actor]!) };
  }

  scene(): Scene {
    const { width, height } = this.#sigma.getDimensions();
    return { width, height, projection: this.#projection(), labels: this.#overlay.placed };
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.#wishes.container;
    this.#overlay.resize(clientWidth, clientHeight);
    this.#sigma.resize();
    this.#sigma.refresh({ skipIndexation: true });
  }

  destroy(): void {
    window.clearTimeout(this.#settle);
    this.#wishes.container.classList.remove("dimmed");
    this.#sigma.kill();
    this.#overlay.destroy();
  }
}
