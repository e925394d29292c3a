/** The shell: a bar with where one is, what can be found and how it looks; below it one screen, loaded when asked for. */
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, navigate, useAddress } from "./address";
import { client, useRecord } from "./api/queries";
import { Keyboard, Mark, Moon, Screen, Sun } from "./shell/icons";
import { KeysSheet } from "./shell/KeysSheet";
import { Search } from "./shell/Search";
import { Catch, Empty, Waiting } from "./shell/States";
import { type Choice, choose, useChoice } from "./shell/theme";
import { t } from "./texts";

const MapScreen = lazy(() => import("./map/MapScreen"));
const ActorsScreen = lazy(() => import("./actors/ActorsScreen"));
const ActorScreen = lazy(() => import("./actor/ActorScreen"));
const HistoryScreen = lazy(() => import("./history/HistoryScreen"));

const NEXT: Record<Choice, Choice> = { system: "light", light: "dark", dark: "system" };
const GO: Record<string, string> = { m: "/map", a: "/actors", h: "/history" };

function ThemeButton() {
  const chosen = useChoice();
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t.theme[chosen]}
      title={t.theme[chosen]}
      onClick={() => choose(NEXT[chosen])}
    >
      {chosen === "system" ? <Screen /> : chosen === "light" ? <Sun /> : <Moon />}
    </button>
  );
}

function View({ path }: { path: string }) {
  if (path === "/map") return <MapScreen />;
  if (path === "/actors") return <ActorsScreen />;
  if (path === "/history") return <HistoryScreen />;
  const actor = /^\/actors\/(\d{1,15})$/.exec(path);
  if (actor) return <ActorScreen key={actor[1]} id={Number(actor[1])} />;
  return (
    <Empty title={t.errors.gone} text={t.errors.goneRemedy}>
      <Link to="/map" className="button">
        {t.errors.toMap}
      </Link>
    </Empty>
  );
}

function Shell() {
  const { path } = useAddress();
  const [keys, setKeys] = useState(false);
  const { data: record } = useRecord();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    if (path === "/") navigate("/map", { replace: true });
  }, [path]);

  // A new screen starts at its top, and says so to a screen reader.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it is about
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
    main.current?.scrollTo(0, 0);
  }, [path]);

  useEffect(() => {
    let went = 0;
    const key = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "?") setKeys(true);
      else if (event.key === "g") went = event.timeStamp;
      else if (event.timeStamp - went < 1200 && GO[event.key]) {
        went = 0;
        navigate(GO[event.key]!);
      }
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);

  const screen = path.startsWith("/actors") ? t.nav.actors : path === "/history" ? t.nav.history : t.nav.map;
  useEffect(() => {
    if (!path.startsWith("/actors/")) document.title = [screen, record?.title, t.product].filter(Boolean).join(" – ");
  }, [path, screen, record?.title]);

  return (
    <>
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <header className="bar">
        <Link to="/map" className="brand" label={t.product}>
          <Mark />
          <span className="brand-name">{t.product}</span>
        </Link>
        {record?.title ? (
          <span className="bar-title" title={record.title}>
            {record.title}
          </span>
        ) : null}
        <nav aria-label={t.nav.label}>
          <Link to="/map" current={path === "/map" || path === "/"}>
            {t.nav.map}
          </Link>
          <Link to="/actors" current={path.startsWith("/actors")}>
            {t.nav.actors}
          </Link>
          <Link to="/history" current={path === "/history"}>
            {t.nav.history}
          </Link>
        </nav>
        <Search />
        <button
          type="button"
          className="icon-button"
          aria-label={t.keys.open}
          title={`${t.keys.open} (?)`}
          onClick={() => setKeys(true)}
        >
          <Keyboard />
        </button>
        <ThemeButton />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Catch key={path}>
          <Suspense fallback={<Waiting text={t.loading.screen} />}>
            {path === "/" ? null : <View path={path} />}
          </Suspense>
        </Catch>
      </main>
      {keys ? <KeysSheet onClose={() => setKeys(false)} /> : null}
    </>
  );
}

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Shell />
    </QueryClientProvider>
  );
}
