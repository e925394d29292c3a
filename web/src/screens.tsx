/**
 * The screens: one line each. A screen and its texts are loaded when it is first asked for. To add one, write its
 * folder, its texts as a part of the catalogue, and its line here; navigation, keys, palette and title follow.
 */
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, useMemo } from "react";
import {
  Check,
  Clock,
  Gauge,
  House,
  Links,
  Loop,
  MapIcon,
  Net,
  PageIcon,
  People,
  Route,
  Rows,
  Tray,
} from "./shell/icons";
import { useRole } from "./shell/May";
import { allows, type Role } from "./shell/roles";
import { loadTexts, type Part, type t } from "./texts";

export interface Screen {
  name: keyof typeof t.nav;
  path: string;
  /** After G. */
  key: string;
  icon: () => ReactNode;
  parts: Part[];
  View: LazyExoticComponent<ComponentType>;
  /** The role without which nothing can be done on it. */
  needs?: Role | undefined;
}

type Module = { default: ComponentType };

const screen = (
  name: Screen["name"],
  path: string,
  key: string,
  icon: Screen["icon"],
  parts: Part[],
  load: () => Promise<Module>,
  needs?: Role,
): Screen => ({ name, path, key, icon, parts, needs, View: lazy(() => loadTexts(...parts).then(load)) });

export const SCREENS: readonly Screen[] = [
  screen("home", "/home", "h", House, ["home"], () => import("./home/HomeScreen")),
  screen("import", "/import", "i", Tray, ["import"], () => import("./import/ImportScreen"), "editor"),
  screen("review", "/review", "r", Check, ["review"], () => import("./review/ReviewScreen"), "editor"),
  screen("map", "/map", "m", MapIcon, ["map", "views"], () => import("./map/MapScreen")),
  screen("actors", "/actors", "a", Rows, ["actors", "map", "editing"], () => import("./actors/ActorsScreen")),
  screen("network", "/network", "n", Net, ["network", "views"], () => import("./network/NetworkScreen")),
  screen(
    "dynamics",
    "/dynamics",
    "e",
    Loop,
    ["dynamics", "drawing", "views"],
    () => import("./dynamics/DynamicsScreen"),
  ),
  screen(
    "stakeholders",
    "/stakeholders",
    "s",
    People,
    ["stakeholders", "views"],
    () => import("./stakeholders/StakeholdersScreen"),
  ),
  screen(
    "partnerships",
    "/partnerships",
    "t",
    Links,
    ["partnerships", "views"],
    () => import("./partnerships/PartnershipsScreen"),
  ),
  screen("velocity", "/velocity", "v", Gauge, ["velocity", "views"], () => import("./velocity/VelocityScreen")),
  screen("pathway", "/pathway", "p", Route, ["pathway"], () => import("./pathway/PathwayScreen")),
  screen("dossier", "/dossier", "d", PageIcon, ["dossier"], () => import("./dossier/DossierScreen")),
  screen("history", "/history", "y", Clock, ["history"], () => import("./history/HistoryScreen")),
];

/** The screens that are offered to a role; all of them while it is not known. */
export const screensFor = (role: Role | null): readonly Screen[] =>
  SCREENS.filter((one) => !one.needs || !role || allows(role, one.needs));

/** The screens on which whoever looks can do something. */
export function useScreens(): readonly Screen[] {
  const role = useRole();
  return useMemo(() => screensFor(role), [role]);
}

/** A page of one actor: it belongs to the actors, but has an address of its own. */
export const ActorPage = lazy(() =>
  loadTexts("actor", "actors", "map", "editing").then(() => import("./actor/ActorScreen")),
);

/** The screen that an address belongs to. */
export const screenOf = (path: string): Screen | undefined =>
  SCREENS.find((one) => path === one.path || path.startsWith(`${one.path}/`));
