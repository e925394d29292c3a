/**
 * What the server and its answers advise is written for both ways in, and names a command of the command line. Here, in one
 * place, a command that has a screen becomes that screen's name, and leads there; a command that has none stays as it is.
 */
import { t } from "../texts";

interface Lead {
  screen: keyof typeof t.nav;
  to: string;
}

/** By how a command begins, the longer before the shorter. */
const SCREENS_OF: readonly [string, Lead][] = [
  ["match", { screen: "review", to: "/review" }],
  ["review", { screen: "review", to: "/review" }],
  ["search", { screen: "actors", to: "/actors" }],
  ["undo", { screen: "history", to: "/history" }],
  ["model", { screen: "dynamics", to: "/dynamics" }],
  ["stakeholders survey", { screen: "stakeholders", to: "/stakeholders?ask=surveys" }],
  ["stakeholders expectations", { screen: "stakeholders", to: "/stakeholders?ask=expectations" }],
  ["stakeholders capabilities", { screen: "stakeholders", to: "/stakeholders?ask=needs" }],
  ["stakeholders", { screen: "stakeholders", to: "/stakeholders" }],
  ["partners criteria --", { screen: "partnerships", to: "" }],
  ["partners criteria", { screen: "partnerships", to: "/partnerships?ask=rate" }],
  ["partners interest", { screen: "partnerships", to: "/partnerships?ask=rate" }],
  ["partners", { screen: "partnerships", to: "/partnerships?ask=decisions" }],
  ["velocity import", { screen: "velocity", to: "" }],
  ["velocity", { screen: "velocity", to: "/velocity" }],
  ["pathway", { screen: "pathway", to: "/pathway" }],
];

/** A command with its arguments, in backticks or up to where the clause ends. */
const COMMAND = /`ecotone ([a-z][^`]*)`|\becotone ([a-z]+(?: [^`;,()]*?)?)(?=[;,)]|\.\s|\.?$)/g;

const leadOf = (command: string): Lead | undefined =>
  SCREENS_OF.map(([begins, lead]) => (command.startsWith(begins) ? lead : undefined)).find(Boolean);

const commands = (text: string): { whole: string; lead: Lead | undefined }[] =>
  [...text.matchAll(COMMAND)].map((found) => {
    const lead = leadOf(found[1] ?? found[2] ?? "");
    return { whole: found[0], lead: lead?.to ? lead : undefined };
  });

/** The text with screens in place of commands. */
export const inWords = (text: string): string =>
  commands(text).reduce(
    (said, { whole, lead }) => (lead ? said.replace(whole, () => t.errors.screen(t.nav[lead.screen])) : said),
    text,
  );

/** The screens to which a text leads, each once. */
export const leads = (text: string): Lead[] => [
  ...new Map(commands(text).flatMap(({ lead }) => (lead ? [[lead.to, lead] as const] : []))).values(),
];
