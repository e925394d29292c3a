/** The Map: joins the address, the server's map and the drawing. What is shown follows from the address alone. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, navigate } from "../address";
import { useMap, useMeasures, useRecord } from "../api/queries";
import type { MapAnswer, Measure, RecordAnswer } from "../api/types";
import { useCommands } from "../shell/commands";
import { Sliders } from "../shell/icons";
import { Empty, Failed, Waiting } from "../shell/States";
import { useContrast, useTheme } from "../shell/theme";
import { say } from "../shell/toast";
import { t } from "../texts";
import { Caption } from "./Caption";
import { CHANGE_COLOURS, useCompared } from "./compare";
import { readMap } from "./data";
import { type Drawing, GROUNDS, type Look, type Tier } from "./drawing";
import { useFigures } from "./figures";
import { readFilter } from "./filters";
import { mapKeys } from "./keys";
import { inside, Lasso, type Point } from "./Lasso";
import { colouringFor, yearBounds } from "./looks";
import { MapCanvas } from "./MapCanvas";
import { Notes } from "./Notes";
import { useOverlay, withPath } from "./overlays";
import { Panel } from "./Panel";
import { pathBetween } from "./paths";
import { Selection } from "./Selection";
import { saveMap, type Wanted } from "./saving";
import { sizes } from "./scales";
import { asked, type Camera, UNFILTERED, useMapState } from "./state";
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

export default function MapScreen() {
  const [state] = useMapState();
  const query = useMemo(() => asked(state), [state]);
  const map = useMap(query);
  const record = useRecord();
  const measures = useMeasures();
  const error = map.error ?? record.error ?? measures.error;
  if (error) {
    return (
      <Failed
        error={error}
        again={() => {
          for (const asking of [map, record, measures]) if (asking.error) void asking.refetch();
        }}
      />
    );
  }
  if (!map.data || !record.data || !measures.data) return <Waiting text={t.loading.map} progress={map.progress} />;
  if (map.data.actors.id.length === 0) {
    return record.data.stats.actors ? (
      <Empty title={t.map.filteredTitle} text={t.map.filteredText}>
        <Link to="/map" className="button">
          {t.map.showAll}
        </Link>
      </Empty>
    ) : (
      <Empty title={t.map.emptyTitle} text={t.map.emptyText}>
        <Link to="/import" className="button primary">
          {t.nav.import}
        </Link>
        <Link to="/home" className="button">
          {t.nav.home}
        </Link>
      </Empty>
    );
  }
  return <MapView answer={map.data} record={record.data} measures={measures.data} />;
}

function MapView({
  answer,
  record,
  measures,
}: {
  answer: MapAnswer;
  record: RecordAnswer;
  measures: readonly Measure[];
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
  const [lasso, setLasso] = useState(false);
  const [marked, setMarked] = useState<readonly number[]>([]);

  // A change that leaves actors and ties as they are, such as a saved view, draws nothing anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const data = useMemo(() => readMap(answer), [answer.actors, answer.ties]);
  const figures = useFigures(state, data, measures);
  const values = figures.of;
  const colouring = useMemo(
    () => colouringFor(state.colour, data, record, values),
    [state.colour, data, record, values],
  );
  const sizing = values.get(state.size);
  const size = useMemo(() => sizes(sizing, data.count), [sizing, data]);
  const rank = useMemo(() => Uint32Array.from(size.keys()).sort((a, b) => size[b]! - size[a]! || a - b), [size]);
  const bounds = useMemo(() => yearBounds(data, record), [data, record]);
  const chosen = state.actor === null ? null : (data.indexOf.get(state.actor) ?? null);
  const { kinds, sectors, from, to, hide, ego, labels } = state;
  const keys = {
    kinds: kinds.join(),
    sectors: sectors.join(),
    hide: hide.join("|"),
    filters: state.filters.join("\n"),
  };

  const comparing = useCompared(state, data);
  const { compared } = comparing;

  // The lists are new at each step of the address; their texts say whether they changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const visible = useMemo(
    () =>
      show(data, {
        kinds,
        sectors,
        from,
        to,
        hidden: new Set(hide.map((key) => colouring.categories.findIndex((category) => category.key === key))),
        category: colouring.category,
        categories: colouring.categories.length,
        ego: ego && chosen !== null ? { actor: chosen, depth: ego } : null,
        filters: state.filters.flatMap((text) => readFilter(text) ?? []),
        valuesOf: (name) => values.get(name),
        compared,
      }),
    [
      data,
      keys.kinds,
      keys.sectors,
      keys.hide,
      keys.filters,
      from,
      to,
      colouring,
      ego,
      ego ? chosen : null,
      compared,
      values,
    ],
  );
  const look = useMemo<Look>(
    () => ({
      ground: contrast ? { ...GROUNDS[theme], ...STARK[theme] } : GROUNDS[theme],
      colours: colouring.categories.map((category) => category.colour[theme]),
      category: colouring.category,
      size,
      rank,
      visible,
      labels: LABELS[labels],
      ties: compared ? { code: compared.code, colours: CHANGE_COLOURS[theme] } : undefined,
    }),
    [theme, contrast, colouring, size, rank, visible, labels, compared],
  );
  const pinKey = state.pins.join();
  const overlay = useOverlay(state, data);
  const end = state.path === null ? undefined : data.indexOf.get(state.path);
  const path = useMemo(
    () => (chosen === null || end === undefined ? null : pathBetween(data, visible.pair, chosen, end)),
    [data, visible, chosen, end],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pins' text stands for the list
  const focus = useMemo(
    () => ({
      actor: chosen,
      pins: state.pins.map((pin) => data.indexOf.get(pin)).filter((pin) => pin !== undefined),
      marks: marked.length
        ? { rings: marked.map((actor) => ({ actor })), lines: [], dim: true }
        : withPath(overlay.marks, path),
    }),
    [chosen, pinKey, data, overlay.marks, path, marked],
  );
  const near = useMemo(() => (chosen === null ? [] : neighbours(data, visible.pair, chosen)), [chosen, data, visible]);
  const categoryLabel = useCallback(
    (actor: number) => colouring.categories[colouring.category[actor]!]?.label ?? "",
    [colouring],
  );
  const sectorLabel = useMemo(() => {
    const labelled = new Map(record.sectors.map((entry) => [entry.sector as string | null, entry.label]));
    return (actor: number) => labelled.get(data.sector[actor] ?? null) ?? t.map.notKnown;
  }, [record, data]);

  const choose = useCallback(
    (actor: number | null) => {
      pointed.current = -1;
      if (pathing && actor !== null) {
        setPathing(false);
        change({ path: data.id[actor]! });
        return;
      }
      change(actor === null ? { actor: null, ego: 0, path: null } : { actor: data.id[actor]! });
    },
    [change, data, pathing],
  );
  const ring = (line: readonly Point[]) => {
    const stage = drawing.current;
    setLasso(false);
    if (!stage || line.length < 3) return;
    const found: number[] = [];
    for (let i = 0; i < data.count; i++) {
      if (!visible.actor[i]) continue;
      const { x, y } = stage.at(i);
      if (inside([x, y], line)) found.push(i);
    }
    setMarked(found);
  };
  const save = (wanted: Wanted) => {
    const taken = taking({
      answer,
      record,
      measures,
      data,
      state,
      look,
      visible,
      theme,
      colouring,
      compared,
      marks: focus.marks,
    });
    saveMap(wanted, taken, drawing.current?.scene() ?? null, values).catch((error: unknown) =>
      say(error instanceof Error ? error.message : String(error)),
    );
  };
  const saves = (Object.entries(t.map.saves) as [Wanted, string][]).map(([wanted, label]) => ({
    label,
    run: () => save(wanted),
  }));
  useCommands(() => saves.map((item) => ({ ...item, group: t.commands.here, words: t.answer.export })));
  const open = useCallback((actor: number) => navigate(`/actors/${data.id[actor]!}`), [data]);
  const settle = useCallback((camera: Camera) => change({ camera }, { replace: true }), [change]);
  const centre = useCallback(() => {
    if (chosen === null || !drawing.current) return;
    drawing.current.moveTo(
      { x: data.x[chosen]!, y: data.y[chosen]!, zoom: Math.max(1.6, drawing.current.camera().zoom) },
      { glide: true },
    );
  }, [chosen, data]);

  // An actor that was found outside the view is brought into it.
  useEffect(() => {
    const stage = drawing.current;
    if (chosen === null || !stage) return;
    const { x, y } = stage.at(chosen);
    const box = document.querySelector(".map-stage")?.getBoundingClientRect();
    if (box && (x < 40 || y < 40 || x > box.width - 340 || y > box.height - 40)) centre();
  }, [chosen, centre]);

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
      setLasso(false);
      pointed.current = -1;
      setSaid("");
      if (state.actor !== null) change({ actor: null, ego: 0, path: null });
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [change, state.actor]);

  const missing = state.actor !== null && chosen === null;
  const shownMeasures = useMemo(() => measures.filter((measure) => values.has(measure.name)), [measures, values]);
  return (
    <div className="map-screen" data-panel={panel ? "" : undefined}>
      <h1 className="hidden-text">{t.map.title}</h1>
      {panel ? (
        <Panel
          data={data}
          record={record}
          measures={measures}
          state={state}
          change={change}
          colouring={colouring}
          visible={visible}
          theme={theme}
          bounds={bounds}
          overlay={overlay}
          compared={compared}
          comparing={comparing.waiting}
          compareError={comparing.error}
          saves={saves}
          onChoose={choose}
          onClose={() => setPanel(false)}
        />
      ) : null}
      <div className="map-middle">
        <div
          className="map-keys"
          role="application"
          tabIndex={0}
          data-takes-keys
          aria-label={t.map.label(visible.actors, visible.ties)}
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
            categoryLabel={sectorLabel}
            onHover={setHover}
            onPick={choose}
            onOpen={open}
            onSettle={settle}
            onTier={setTier}
          />
        </div>
        {lasso ? <Lasso onDone={ring} /> : null}
        <Notes
          marked={marked.length}
          waiting={figures.waiting > 0}
          error={figures.error}
          drawing={tier === null}
          nobody={visible.actors === 0}
          gone={missing ? state.actor : null}
          onOnly={() => {
            const filter = `ids=${marked.map((actor) => data.id[actor]).join(",")}`;
            if (filter.length > LONGEST_FILTER) say(t.map.markedMany);
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
        <Zoom drawing={drawing} lasso={lasso} onLasso={setLasso} />
        <Caption answer={answer} record={record} data={data} visible={visible} tier={tier} />
        <p className="hidden-text" aria-live="polite">
          {said}
        </p>
      </div>
      {chosen !== null ? (
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
          colourOf={(actor) => look.colours[look.category[actor]!]!}
          onHover={setHover}
          onChoose={choose}
          onCentre={centre}
        />
      ) : null}
    </div>
  );
}
