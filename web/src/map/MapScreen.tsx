/** The Map: joins the address, the server's map and the drawing. What is shown follows from the address alone. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, navigate } from "../address";
import { useMap, useMeasures, useRecord } from "../api/queries";
import type { MapAnswer, Measure, RecordAnswer } from "../api/types";
import { Minus, Plus, Sliders, Whole } from "../shell/icons";
import { Empty, Failed, Waiting } from "../shell/States";
import { useTheme } from "../shell/theme";
import { figure, t } from "../texts";
import { Caption } from "./Caption";
import { type MapData, NO_YEAR, readMap } from "./data";
import { type Drawing, GROUNDS, type Look, type Tier } from "./drawing";
import { MapCanvas } from "./MapCanvas";
import { Panel } from "./Panel";
import { Selection } from "./Selection";
import { type Colouring, colourByField, colourByNumber, colourBySector, sizes } from "./scales";
import { asked, type Camera, useMapState } from "./state";
import { neighbours, show } from "./visible";
import "./map.css";

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
      <Empty title={t.map.emptyTitle} text={t.map.emptyText} command={t.map.emptyCommand} />
    );
  }
  return <MapView answer={map.data} record={record.data} measures={measures.data} />;
}

function colouringFor(by: string, data: MapData, record: RecordAnswer): Colouring {
  if (by.startsWith("measure:")) {
    const values = data.measures.get(by.slice("measure:".length));
    if (values) return colourByNumber(values);
  }
  const field = data.fields.get(by);
  if (by !== "sector" && field)
    return colourByField(field, record.fields.find((entry) => entry.name === by)?.type ?? "category");
  return colourBySector(data, record.sectors);
}

function yearBounds(data: MapData, record: RecordAnswer): { min: number; max: number } | null {
  let { min, max } = record.years;
  for (let tie = 0; tie < data.ties.count && (record.years.min === null || record.years.max === null); tie++) {
    for (const year of [data.ties.from[tie]!, data.ties.to[tie]!]) {
      if (year === NO_YEAR) continue;
      min = Math.min(min ?? year, year);
      max = Math.max(max ?? year, year);
    }
  }
  return min === null || max === null ? null : { min, max };
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

  const data = useMemo(() => readMap(answer), [answer]);
  const colouring = useMemo(() => colouringFor(state.colour, data, record), [state.colour, data, record]);
  const size = useMemo(() => sizes(data.measures.get(state.size), data.count), [state.size, data]);
  const rank = useMemo(() => Uint32Array.from(size.keys()).sort((a, b) => size[b]! - size[a]! || a - b), [size]);
  const bounds = useMemo(() => yearBounds(data, record), [data, record]);
  const chosen = state.actor === null ? null : (data.indexOf.get(state.actor) ?? null);
  const { kinds, sectors, from, to, hide, ego, labels } = state;
  const keys = { kinds: kinds.join(), sectors: sectors.join(), hide: hide.join("|") };

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
      }),
    [data, keys.kinds, keys.sectors, keys.hide, from, to, colouring, ego, ego ? chosen : null],
  );
  const look = useMemo<Look>(
    () => ({
      ground: GROUNDS[theme],
      colours: colouring.categories.map((category) => category.colour[theme]),
      category: colouring.category,
      size,
      rank,
      visible,
      labels: LABELS[labels],
    }),
    [theme, colouring, size, rank, visible, labels],
  );
  const pinKey = state.pins.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pins' text stands for the list
  const focus = useMemo(
    () => ({ actor: chosen, pins: state.pins.map((pin) => data.indexOf.get(pin)).filter((pin) => pin !== undefined) }),
    [chosen, pinKey, data],
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
      change(actor === null ? { actor: null, ego: 0 } : { actor: data.id[actor]! });
    },
    [change, data],
  );
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

  const onKey = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stage = drawing.current;
    const walk = (step: number) => {
      if (!near.length) return;
      pointed.current =
        (pointed.current + step + near.length + (pointed.current < 0 && step < 0 ? 1 : 0)) % near.length;
      const tie = near[pointed.current]!;
      setHover(tie.actor);
      setSaid(t.map.announce(data.name[tie.actor]!, figure(tie.weight), pointed.current + 1, near.length));
    };
    const arrows: Record<string, [number, number]> = {
      ArrowLeft: [-60, 0],
      ArrowRight: [60, 0],
      ArrowUp: [0, -60],
      ArrowDown: [0, 60],
    };
    const arrow = arrows[event.key];
    if (arrow) {
      if (chosen !== null) walk(arrow[0] + arrow[1] > 0 ? 1 : -1);
      else stage?.panBy(...arrow);
    } else if (event.key === " " && chosen !== null && near[pointed.current]) choose(near[pointed.current]!.actor);
    else if (event.key === "Enter" && chosen !== null) open(near[pointed.current]?.actor ?? chosen);
    else if (/^[0-3]$/.test(event.key) && chosen !== null) change({ ego: Number(event.key) });
    else if (event.key.toLowerCase() === "p" && state.actor !== null && chosen !== null) {
      const id = state.actor;
      change({ pins: state.pins.includes(id) ? state.pins.filter((pin) => pin !== id) : [...state.pins, id] });
    } else if (event.key === "+" || event.key === "=") stage?.zoomBy(1.5);
    else if (event.key === "-") stage?.zoomBy(1 / 1.5);
    else if (event.key.toLowerCase() === "f") stage?.moveTo(null, { glide: true });
    else return;
    event.preventDefault();
  };

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
      pointed.current = -1;
      setSaid("");
      if (state.actor !== null) change({ actor: null, ego: 0 });
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [change, state.actor]);

  const missing = state.actor !== null && chosen === null;
  const shownMeasures = useMemo(() => measures.filter((measure) => data.measures.has(measure.name)), [measures, data]);
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
            categoryLabel={sectorLabel}
            onHover={setHover}
            onPick={choose}
            onOpen={open}
            onSettle={settle}
            onTier={setTier}
          />
        </div>
        {tier === null ? <p className="map-note muted">{t.loading.drawing}</p> : null}
        {visible.actors === 0 ? (
          <div className="map-note">
            {t.map.filteredTitle}.{" "}
            <button
              type="button"
              className="link-button"
              onClick={() => change({ hide: [], kinds: [], sectors: [], from: null, to: null, ego: 0 })}
            >
              {t.map.showIt}
            </button>
          </div>
        ) : null}
        {missing ? <p className="map-note warning">{t.map.gone(state.actor!)}</p> : null}
        {panel ? null : (
          <button type="button" className="button map-show-panel" onClick={() => setPanel(true)}>
            <Sliders />
            {t.map.showPanel}
          </button>
        )}
        <div className="map-zoom" role="group" aria-label={t.map.title}>
          <button
            type="button"
            className="icon-button"
            aria-label={t.map.zoomIn}
            title={`${t.map.zoomIn} (+)`}
            onClick={() => drawing.current?.zoomBy(1.5)}
          >
            <Plus />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={t.map.zoomOut}
            title={`${t.map.zoomOut} (−)`}
            onClick={() => drawing.current?.zoomBy(1 / 1.5)}
          >
            <Minus />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={t.map.fit}
            title={`${t.map.fit} (F)`}
            onClick={() => drawing.current?.moveTo(null, { glide: true })}
          >
            <Whole />
          </button>
        </div>
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
