/** The map on the screen: joins the address, the server's map and the drawing. What is shown follows from the address alone. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { navigate } from "../address";
import type { Job, MapAnswer, Measure, RecordAnswer } from "../api/types";
import { useCommands } from "../shell/commands";
import { Sliders } from "../shell/icons";
import { useContrast, useTheme } from "../shell/theme";
import { say } from "../shell/toast";
import { t } from "../texts";
import { Caption } from "./Caption";
import { CHANGE_COLOURS, useCompared } from "./compare";
import { type MapData, readMap } from "./data";
import { type Drawing, framing, GROUNDS, type Look, type Tier } from "./drawing";
import { groupLabel, useDrawn, useGathered } from "./drawn";
import { useFigures } from "./figures";
import { readFilter } from "./filters";
import { toggled } from "./GroupPanel";
import { GroupSelection } from "./GroupSelection";
import { readGathered } from "./gather";
import { mapKeys } from "./keys";
import { Lasso, lies, type Point, type Shape } from "./Lasso";
import { colouringFor, useLabelsAndWidths, yearBounds } from "./looks";
import { MapCanvas } from "./MapCanvas";
import { Notes } from "./Notes";
import { onNodes, useOverlay, withPath } from "./overlays";
import { Panel } from "./Panel";
import { pathBetween } from "./paths";
import { Selection } from "./Selection";
import { saveMap, type Wanted, waysToSave } from "./saving";
import { sizes } from "./scales";
import { type Camera, type MapState, UNFILTERED, useMapState } from "./state";
import { taking } from "./taking";
import { neighbours, show } from "./visible";
import { Zoom } from "./Zoom";
import "./map.css";

/** What a link holds without growing longer than servers read. */
const LONGEST_FILTER = 6000;
/** Paper and ink for those who need high contrast. */
const STARK = {
  light: { paper: "#ffffff", ink: "#000000", faint: "#9a9a9a" },
  dark: { paper: "#000000", ink: "#ffffff", faint: "#6a6a6a" },
};
const LABELS = { few: 14, some: 36, many: 140 };

export function MapView({
  answer,
  record,
  measures,
  asking,
  job,
  doing,
}: {
  answer: MapAnswer;
  record: RecordAnswer;
  measures: readonly Measure[];
  /** The server is gathering what was asked for last. */
  asking: boolean;
  /** What it does so by, where that takes long. */
  job: Job | null;
  /** What that job does, in words. */
  doing: string;
}) {
  const [state, change] = useMapState();
  const theme = useTheme();
  const drawing = useRef<Drawing | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [panel, setPanel] = useState(() => window.innerWidth > 900);
  const [tier, setTier] = useState<Tier | null>(null);
  const [said, setSaid] = useState("");
  const pointed = useRef(-1);

  const contrast = useContrast();
  const [pathing, setPathing] = useState(false);
  const [lasso, setLasso] = useState<Shape | null>(null);
  const [marked, setMarked] = useState<readonly number[]>([]);

  // A change that leaves actors and ties as they are, such as a saved view, draws nothing anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const base = useMemo(
    () =>
      answer.groups ? readGathered(answer, (key, own) => groupLabel(answer.groups!.by, key, own)) : readMap(answer),
    [answer.actors, answer.ties],
  );
  const sent = base.groups !== undefined;
  const figures = useFigures(state, base, measures);
  const colour = sent ? "sector" : state.colour;
  const colouring = useMemo(() => colouringFor(colour, base, record, figures.of), [colour, base, record, figures.of]);
  const sizing = figures.of.get(state.size);
  const actorSize = useMemo(() => sizes(sizing, base.count), [sizing, base]);
  const bounds = useMemo(() => yearBounds(base, record), [base, record]);
  const centre = state.actor === null ? null : (base.indexOf.get(state.actor) ?? null);
  const { kinds, sectors, from, to, hide, ego, labels } = state;
  const keys = {
    kinds: kinds.join(),
    sectors: sectors.join(),
    hide: hide.join("|"),
    filters: state.filters.join("\n"),
  };

  const comparing = useCompared(state, base);
  const { compared } = comparing;

  // The lists are new at each step of the address; their texts say whether they changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const showing = useMemo(
    () =>
      show(base, {
        // Where the server sent groups, it has sieved.
        kinds: sent ? [] : kinds,
        sectors: sent ? [] : sectors,
        from: sent ? null : from,
        to: sent ? null : to,
        hidden: new Set(hide.map((key) => colouring.categories.findIndex((category) => category.key === key))),
        category: colouring.category,
        categories: colouring.categories.length,
        ego: ego && centre !== null ? { actor: centre, depth: ego } : null,
        filters: sent ? [] : state.filters.flatMap((text) => readFilter(text) ?? []),
        valuesOf: (name) => figures.of.get(name),
        compared,
      }),
    [
      base,
      keys.kinds,
      keys.sectors,
      keys.hide,
      keys.filters,
      from,
      to,
      colouring,
      ego,
      ego ? centre : null,
      compared,
      figures.of,
    ],
  );
  const found = useGathered(state, base, record, figures.of);
  const drawn = useDrawn({ base, found, visible: showing, colouring, size: actorSize, figures: figures.of, compared });
  const { data, visible, size, figures: values, folded } = drawn;
  const rank = useMemo(() => Uint32Array.from(size.keys()).sort((a, b) => size[b]! - size[a]! || a - b), [size]);
  const chosen = chosenOn(state, data);
  const { thick, text } = useLabelsAndWidths(state, base, data, showing, record, figures.of, compared !== null);
  const look = useMemo<Look>(
    () => ({
      ground: contrast ? { ...GROUNDS[theme], ...STARK[theme] } : GROUNDS[theme],
      colours: colouring.categories.map((category) => category.colour[theme]),
      category: drawn.category,
      size,
      rank,
      visible,
      labels: LABELS[labels],
      thick,
      text,
      groups:
        folded && data.groups
          ? {
              start: data.groups.start,
              members: folded.members,
              strongest: visible.pair.reduce((a, b) => Math.max(a, b), 0),
            }
          : undefined,
      ties: drawn.code ? { code: drawn.code, colours: CHANGE_COLOURS[theme] } : undefined,
    }),
    [theme, contrast, colouring, drawn, data, size, rank, visible, folded, labels, thick, text],
  );
  const pinKey = state.pins.join();
  const overlay = useOverlay(state, base);
  const overlaid = useMemo(() => onNodes(overlay.marks, drawn.nodeOf), [overlay.marks, drawn]);
  const far = state.path === null ? undefined : base.indexOf.get(state.path);
  const end = far === undefined ? undefined : drawn.nodeOf(far);
  const path = useMemo(
    () => (chosen === null || end === undefined ? null : pathBetween(data, visible.pair, chosen, end)),
    [data, visible, chosen, end],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pins' text stands for the list
  const focus = useMemo(
    () => ({
      // Where knowledge goes from an actor is drawn as arrows, and its other ties step back.
      actor: state.overlay === "from" ? null : chosen,
      pins: state.pins.map((pin) => data.indexOf.get(pin)).filter((pin) => pin !== undefined),
      marks: marked.length
        ? { rings: marked.map((actor) => ({ actor })), lines: [], dim: true }
        : withPath(
            state.overlay === "from" && chosen !== null
              ? { ...overlaid, rings: [{ actor: chosen, text: t.map.start }, ...overlaid.rings] }
              : overlaid,
            path,
          ),
    }),
    [chosen, pinKey, data, overlaid, state.overlay, path, marked],
  );
  const near = useMemo(() => (chosen === null ? [] : neighbours(data, visible.pair, chosen)), [chosen, data, visible]);
  const categoryLabel = useCallback(
    (node: number) => colouring.categories[drawn.category[node]!]?.label ?? "",
    [colouring, drawn],
  );
  const sectorLabel = useMemo(() => {
    const labelled = new Map(record.sectors.map((entry) => [entry.sector as string | null, entry.label]));
    return (actor: number) => labelled.get(data.sector[actor] ?? null) ?? t.map.notKnown;
  }, [record, data]);

  const choose = useCallback(
    (actor: number | null) => {
      pointed.current = -1;
      const group = data.groups && actor !== null && actor >= data.groups.start ? actor - data.groups.start : null;
      if (group !== null) change({ at: data.groups!.key[group]!, actor: null, ego: 0, path: null });
      else if (pathing && actor !== null) {
        setPathing(false);
        change({ path: data.id[actor]! });
      } else if (actor === null) change({ actor: null, at: null, ego: 0, path: null });
      else change({ actor: data.id[actor]!, at: null });
    },
    [change, data, pathing],
  );
  const toggle = useCallback(
    (key: string) => change({ open: toggled(state.open, key), at: null, camera: null }),
    [change, state.open],
  );
  const inside = sent || centre === null ? null : drawn.keyOf(centre);
  // An actor that is looked for inside a closed group is let out.
  useEffect(() => {
    if (inside !== null && chosen === null && !state.open.includes(inside))
      change({ open: [...state.open, inside], camera: null }, { replace: true });
  }, [inside, chosen, state.open, change]);
  const ring = (line: readonly Point[]) => {
    const stage = drawing.current;
    setLasso(null);
    if (!stage || line.length < 3) return;
    const within: number[] = [];
    for (let i = 0; i < data.count; i++) {
      if (!visible.actor[i]) continue;
      const { x, y } = stage.at(i);
      if (lies([x, y], line)) within.push(i);
    }
    setMarked(within);
  };
  const save = (wanted: Wanted) => {
    const taken = taking({
      answer,
      record,
      measures,
      base,
      drawn,
      showing,
      state,
      look,
      theme,
      colouring,
      compared,
      marks: focus.marks,
    });
    saveMap(wanted, taken, drawing.current?.scene() ?? null, values).catch((error: unknown) =>
      say(error instanceof Error ? error.message : String(error)),
    );
  };
  const wanted = (Object.entries(t.map.saves) as [Wanted, string][]).filter(([one]) => waysToSave(data).includes(one));
  const saves = wanted.map(([one, label]) => ({
    label,
    run: () => save(one),
  }));
  useCommands(() => saves.map((item) => ({ ...item, group: t.commands.here, words: t.answer.export })));
  const open = useCallback(
    (node: number) => {
      const { groups } = data;
      if (!groups || node < groups.start) navigate(`/actors/${data.id[node]!}`);
      else if (groups.opens[node - groups.start]) toggle(groups.key[node - groups.start]!);
    },
    [data, toggle],
  );
  const settle = useCallback((camera: Camera) => change({ camera }, { replace: true }), [change]);
  const bring = useCallback(() => {
    if (chosen === null || !drawing.current) return;
    drawing.current.moveTo(
      { x: data.x[chosen]!, y: data.y[chosen]!, zoom: Math.max(1.6, drawing.current.camera().zoom) },
      { glide: true },
    );
  }, [chosen, data]);

  // An actor that was found outside the view, or that a link without a place of its own names, is brought into it.
  const begun = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tier says that there is a drawing
  useEffect(() => {
    const stage = drawing.current;
    if (!stage || tier === null) return;
    const placed = !begun.current && state.camera !== null;
    begun.current = true;
    if (chosen === null || placed) return;
    const { x, y } = stage.at(chosen);
    const box = document.querySelector(".map-stage")?.getBoundingClientRect();
    if (box && (x < 40 || y < 40 || x > box.width - 340 || y > box.height - 40)) bring();
  }, [chosen, bring, tier]);

  const group = data.groups && chosen !== null && chosen >= data.groups.start;
  // The group takes the place of its actor: chosen inside of it, the actor would be let out again.
  const closeGroup =
    inside === null
      ? null
      : () => change({ open: toggled(state.open, inside), actor: null, at: inside, ego: 0, path: null, camera: null });
  const fit = () => drawing.current?.moveTo(framing(data, visible), { glide: true });
  const onKey = (event: React.KeyboardEvent) =>
    mapKeys(event, {
      data,
      state,
      change,
      stage: drawing.current,
      chosen,
      near,
      pointed,
      choose,
      open,
      onHover: setHover,
      onSaid: setSaid,
      onMark: (node) => setMarked((now) => (now.includes(node) ? now.filter((one) => one !== node) : [...now, node])),
      onFit: fit,
      // The group that is chosen opens; the one that an actor came out of closes.
      onGroup: () => {
        if (group && state.at !== null) toggle(state.at);
        else closeGroup?.();
      },
    });

  // Escape clears from anywhere on the screen, but not what lies above it.
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (
        event.key !== "Escape" ||
        event.defaultPrevented ||
        document.querySelector("dialog[open], [data-radix-popper-content-wrapper]")
      )
        return;
      setHover(null);
      setMarked([]);
      setPathing(false);
      setLasso(null);
      pointed.current = -1;
      setSaid("");
      if (state.actor !== null || state.at !== null) change({ actor: null, at: null, ego: 0, path: null });
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [change, state.actor, state.at]);

  const missing = state.actor !== null && centre === null;
  const shownMeasures = useMemo(() => measures.filter((measure) => values.has(measure.name)), [measures, values]);
  return (
    <div className="map-screen" data-panel={panel ? "" : undefined}>
      <h1 className="hidden-text">{t.map.title}</h1>
      {panel ? (
        <Panel
          base={base}
          drawn={drawn}
          record={record}
          measures={measures}
          state={state}
          change={change}
          colouring={colouring}
          theme={theme}
          bounds={bounds}
          overlay={overlay}
          compared={compared}
          comparing={comparing.waiting}
          compareError={comparing.error}
          saves={saves}
          onChoose={choose}
          onChooseActor={(id) => change({ actor: id, at: null })}
          onClose={() => setPanel(false)}
        />
      ) : null}
      <div className="map-middle">
        <div
          className="map-keys"
          role="application"
          tabIndex={0}
          data-takes-keys
          aria-label={t.map.label(visible.actors, visible.ties, data.groups?.key.length ?? 0)}
          onKeyDown={onKey}
        >
          <MapCanvas
            data={data}
            look={look}
            focus={focus}
            hover={hover}
            camera={state.camera}
            drawing={drawing}
            measures={shownMeasures}
            figures={values}
            folded={folded}
            categoryLabel={sectorLabel}
            onHover={setHover}
            onPick={choose}
            onOpen={open}
            onSettle={settle}
            onTier={setTier}
          />
        </div>
        {lasso ? <Lasso shape={lasso} onDone={ring} /> : null}
        <Notes
          marked={marked.length}
          waiting={figures.waiting > 0 || asking}
          job={job}
          doing={doing}
          looking={figures.job ?? overlay.job ?? comparing.job}
          error={figures.error}
          drawing={tier === null}
          nobody={visible.actors === 0}
          gone={missing ? state.actor : null}
          sent={sent}
          onOnly={() => {
            const nodes = new Set(marked);
            const ids = base.id.filter(
              (id, actor) => id >= 0 && showing.actor[actor] && nodes.has(drawn.nodeOf(actor)),
            );
            const filter = `ids=${ids.join(",")}`;
            if (sent) say(t.map.markedGroups);
            else if (filter.length > LONGEST_FILTER) say(t.map.markedMany);
            else {
              setMarked([]);
              change({ filters: [...state.filters, filter] });
            }
          }}
          onUnmark={() => setMarked([])}
          onShowAll={() => change({ ...UNFILTERED })}
        />
        {panel ? null : (
          <button type="button" className="button map-show-panel" onClick={() => setPanel(true)}>
            <Sliders />
            {t.map.showPanel}
          </button>
        )}
        <Zoom drawing={drawing} onFit={fit} lasso={lasso} onLasso={setLasso} />
        <Caption answer={answer} record={record} base={base} drawn={data} visible={visible} tier={tier} />
        <p className="hidden-text" aria-live="polite">
          {said}
        </p>
      </div>
      {chosen !== null && group ? (
        <GroupSelection
          key={state.at}
          node={chosen}
          drawn={drawn}
          state={state}
          change={change}
          near={near}
          colourOf={(node) => look.colours[look.category[node]!]!}
          onHover={setHover}
          onChoose={choose}
          onCentre={bring}
        />
      ) : null}
      {chosen !== null && !group ? (
        <Selection
          key={chosen}
          actor={chosen}
          data={data}
          measures={shownMeasures}
          figures={values}
          path={path}
          pathing={pathing}
          onPathing={setPathing}
          state={state}
          change={change}
          visible={visible}
          near={near}
          category={state.colour === "sector" ? categoryLabel(chosen) : sectorLabel(chosen)}
          colourOf={(node) => look.colours[look.category[node]!]!}
          onHover={setHover}
          onChoose={choose}
          onCentre={bring}
          onCloseGroup={closeGroup}
        />
      ) : null}
    </div>
  );
}

/** The place on the map of what the address has chosen: an actor, or a group. */
function chosenOn(state: MapState, data: MapData): number | null {
  if (state.actor !== null) return data.indexOf.get(state.actor) ?? null;
  const group = state.at === null || !data.groups ? -1 : data.groups.key.indexOf(state.at);
  return group < 0 ? null : data.groups!.start + group;
}
