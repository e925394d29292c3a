/** Where the map is drawn: makes the drawing that the browser can carry, feeds it, and shows the card under the pointer. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { MapData } from "./data";
import type { Drawing, Focus, Look, Tier } from "./drawing";
import { tierFor } from "./drawing";
import type { Folded } from "./gather";
import { HoverCard } from "./HoverCard";
import type { Camera } from "./state";

interface Props {
  data: MapData;
  look: Look;
  focus: Omit<Focus, "hover">;
  hover: number | null;
  camera: Camera | null;
  drawing: RefObject<Drawing | null>;
  measures: readonly { name: string; label: string }[];
  figures: ReadonlyMap<string, Float64Array>;
  folded: Folded | null;
  categoryLabel: (actor: number) => string;
  onHover(actor: number | null): void;
  onPick(actor: number | null): void;
  onOpen(actor: number): void;
  onSettle(camera: Camera): void;
  onTier(tier: Tier): void;
}

/** Load only the drawing that is needed: a browser without WebGL never loads sigma. */
async function make(tier: Tier, wishes: import("./drawing").Wishes): Promise<Drawing> {
  if (tier !== "canvas") {
    try {
      const { SigmaDrawing } = await import("./sigma-drawing");
      if (!wishes.container.isConnected) throw new DOMException("gone", "AbortError");
      return new SigmaDrawing(wishes, tier);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      // A context that is promised but not given: the plain canvas still can.
      wishes.container.replaceChildren();
    }
  }
  const { CanvasDrawing } = await import("./canvas-drawing");
  return new CanvasDrawing(wishes);
}

export function MapCanvas(props: Props) {
  const { data, look, focus, hover, drawing } = props;
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [moves, setMoves] = useState(0);
  const [lost, setLost] = useState(false);
  const [ready, setReady] = useState<Drawing | null>(null);

  useEffect(() => {
    const element = container.current!;
    let over = false;
    let made: Drawing | null = null;
    const wanted: Tier = lost ? "canvas" : tierFor(data);
    const wishes = {
      container: element,
      data,
      look: latest.current.look,
      camera: latest.current.camera,
      onHover: (actor: number | null) => latest.current.onHover(actor),
      onPick: (actor: number | null) => latest.current.onPick(actor),
      onOpen: (actor: number) => latest.current.onOpen(actor),
      onMove: () => latest.current.hover !== null && setMoves((n) => n + 1),
      onSettle: (camera: Camera) => !over && latest.current.onSettle(camera),
      onLost: () => !over && setLost(true),
    };
    make(wanted, wishes)
      .then((drawn) => {
        if (over) {
          drawn.destroy();
          return;
        }
        made = drawn;
        drawing.current = drawn;
        drawn.look(latest.current.look);
        latest.current.onTier(drawn.tier);
        setReady(drawn);
        // What the benchmark waits for: the first frame is on the screen.
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("ecotone:map-drawn")));
      })
      .catch((error: unknown) => {
        if (!over) throw error;
      });
    const watch = new ResizeObserver(() => made?.resize());
    watch.observe(element);
    return () => {
      over = true;
      watch.disconnect();
      drawing.current = null;
      setReady(null);
      made?.destroy();
    };
  }, [data, lost, drawing]);

  // A drawing that was just destroyed may still be at hand here: only the present one is told.
  useEffect(() => {
    if (ready && ready === drawing.current) ready.look(look);
  }, [ready, look, drawing]);
  // The look is listed because what is hidden cannot be singled out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (ready && ready === drawing.current) ready.focus({ ...focus, hover });
  }, [ready, focus, hover, look, drawing]);

  const place = ready && hover !== null && look.visible.actor[hover] ? ready.at(hover) : null;
  return (
    <div className="map-stage" data-drawn={ready ? ready.tier : undefined}>
      <div ref={container} className="map-drawing" />
      {place && hover !== null ? (
        <HoverCard
          key={hover}
          actor={hover}
          data={data}
          visible={look.visible}
          at={place}
          moves={moves}
          measures={props.measures}
          figures={props.figures}
          category={props.categoryLabel(hover)}
          folded={props.folded}
          colour={look.colours[look.category[hover]!]!}
        />
      ) : null}
    </div>
  );
}
