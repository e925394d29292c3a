/**
 * The shell: a bar with where one is, what can be found and undone and how it looks; a rail of screens; and one screen,
 * loaded when asked for. What can be done anywhere is offered to the palette from here.
 */
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, navigate, useAddress } from "./address";
import { client, useChanges, useRecord } from "./api/queries";
import { ActorPage, type Screen as Page, SCREENS, screenOf, useScreens } from "./screens";
import { type Command, useCommands } from "./shell/commands";
import { Keyboard, Mark, Moon, Prompt, Screen, Sun } from "./shell/icons";
import { usePresenting } from "./shell/presenting";
import { Search } from "./shell/Search";
import { SignedIn, useMe } from "./shell/SignedIn";
import { Catch, Empty, Waiting } from "./shell/States";
import { StepButtons } from "./shell/StepButtons";
import { Toasts } from "./shell/Toasts";
import { type Choice, choose, chooseContrast, useChoice, useContrast } from "./shell/theme";
import { say } from "./shell/toast";
import { loadTexts, t } from "./texts";
import { LANGUAGES, type Language, language, speak } from "./texts/locale";
import "./shell/bar.css";

const KeysSheet = lazy(() => import("./shell/KeysSheet"));
const Presenter = lazy(() => loadTexts("views").then(() => import("./shell/Presenter")));
const palette = () => import("./shell/Palette");
const Palette = lazy(palette);

const NEXT: Record<Choice, Choice> = { system: "light", light: "dark", dark: "system" };

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
  const actor = /^\/actors\/(\d{1,15})$/.exec(path);
  if (actor) return <ActorPage key={actor[1]} id={Number(actor[1])} />;
  const here = SCREENS.find((one) => one.path === path);
  if (here) return <here.View />;
  return (
    <Empty title={t.errors.gone} text={t.errors.goneRemedy}>
      <Link to="/map" className="button">
        {t.errors.toMap}
      </Link>
    </Empty>
  );
}

function Rail({ path, screens }: { path: string; screens: readonly Page[] }) {
  const here = screenOf(path);
  return (
    <nav className="rail" aria-label={t.nav.label}>
      {screens.map((one) => (
        <Link key={one.name} to={one.path} current={one === here}>
          <one.icon />
          <span>{t.nav[one.name]}</span>
        </Link>
      ))}
    </nav>
  );
}

/** What can be done wherever one is. */
function everywhere(screens: readonly Page[], contrast: boolean, showKeys: () => void): Command[] {
  const { go, act } = t.commands;
  return [
    ...screens.map((one) => ({
      group: go,
      label: t.nav[one.name],
      keys: t.keys.after(one.key.toUpperCase()),
      run: () => navigate(one.path),
    })),
    {
      group: act,
      label: t.commands.copyLink,
      run: () =>
        void navigator.clipboard
          ?.writeText(window.location.href)
          .then(() => say(t.commands.copied))
          .catch(() => say(t.commands.notCopied)),
    },
    { group: act, label: t.commands.print, run: () => window.print() },
    ...(["system", "light", "dark"] as const).map((name) => ({
      group: act,
      label: t.commands.colours(t.theme.names[name]),
      run: () => choose(name),
    })),
    {
      group: act,
      label: contrast ? t.commands.contrastOff : t.commands.contrastOn,
      run: () => chooseContrast(!contrast),
    },
    ...Object.entries(LANGUAGES)
      .filter(([name]) => name !== language)
      .map(([name, label]) => ({
        group: act,
        label: t.commands.language(label),
        words: "language Sprache",
        run: () => speak(name as Language),
      })),
    { group: act, label: t.commands.keys, keys: "?", run: showKeys },
  ];
}

function Shell() {
  const { path } = useAddress();
  const [sheet, setSheet] = useState<"keys" | "palette" | null>(null);
  const { data: record } = useRecord();
  const { data: me } = useMe();
  const screens = useScreens();
  const contrast = useContrast();
  const presenting = usePresenting();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useChanges(record?.batch);
  useCommands(() => everywhere(screens, contrast, () => setSheet("keys")));

  useEffect(() => {
    if (path === "/") navigate(SCREENS[0]!.path, { replace: true });
  }, [path]);

  // Whoever types on at once after Ctrl K must not wait for the palette: it is fetched while nothing else happens.
  useEffect(() => {
    const later = window.setTimeout(() => void palette().catch(() => undefined), 1500);
    return () => window.clearTimeout(later);
  }, []);

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
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setSheet("palette");
        return;
      }
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "?") setSheet("keys");
      else if (event.key === "g") went = event.timeStamp;
      else if (event.timeStamp - went < 1200) {
        const wanted = screens.find((one) => one.key === event.key);
        went = 0;
        if (!wanted) return;
        // The letter has a meaning of its own on the screen that is left.
        event.stopImmediatePropagation();
        navigate(wanted.path);
      }
    };
    document.addEventListener("keydown", key, { capture: true });
    return () => document.removeEventListener("keydown", key, { capture: true });
  }, [screens]);

  const here = screenOf(path);
  const title = here ? t.nav[here.name] : "";
  useEffect(() => {
    if (!path.startsWith("/actors/")) document.title = [title, record?.title, t.product].filter(Boolean).join(" – ");
  }, [path, title, record?.title]);

  return (
    <>
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <header className="bar">
        <Link to={SCREENS[0]!.path} className="brand" label={t.product}>
          <Mark />
          <span className="brand-name">{t.product}</span>
        </Link>
        {record?.title ? (
          <span className="bar-title" title={record.title}>
            {record.title}
          </span>
        ) : null}
        <Search />
        <StepButtons />
        <button
          type="button"
          className="icon-button"
          aria-label={t.commands.open}
          title={`${t.commands.open} (Ctrl K)`}
          onClick={() => setSheet("palette")}
        >
          <Prompt />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t.keys.open}
          title={`${t.keys.open} (?)`}
          onClick={() => setSheet("keys")}
        >
          <Keyboard />
        </button>
        <ThemeButton />
        {me?.name ? <SignedIn me={me} /> : null}
      </header>
      <Rail path={path} screens={screens} />
      <main id="main" ref={main} tabIndex={-1}>
        <Catch key={path}>
          <Suspense fallback={<Waiting text={t.loading.screen} />}>
            {path === "/" ? null : <View path={path} />}
          </Suspense>
        </Catch>
      </main>
      <Toasts />
      <Suspense fallback={null}>
        {presenting === null ? null : <Presenter at={presenting} />}
        {sheet === "keys" ? <KeysSheet onClose={() => setSheet(null)} /> : null}
        {sheet === "palette" ? <Palette onClose={() => setSheet((now) => (now === "palette" ? null : now))} /> : null}
      </Suspense>
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
