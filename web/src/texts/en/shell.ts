/** The texts of the shell and of what all screens share, in English. */
import { s, short } from "../words";

export const texts = {
  product: "Ecotone",

  skip: "Skip to the content",

  nav: {
    label: "Screens",
    home: "Home",
    import: "Import",
    review: "Review",
    map: "Map",
    actors: "Actors",
    network: "Network",
    history: "History",
  },

  theme: {
    system: "Colours: as the system says. Switch to light",
    light: "Colours: light. Switch to dark",
    dark: "Colours: dark. Switch to what the system says",
    names: { system: "as the system says", light: "light", dark: "dark" },
  },

  commands: {
    open: "Commands",
    title: "What do you want to do?",
    placeholder: "Type a screen, an action or an actor’s name",
    none: (q: string) => `Nothing is called “${q}”.`,
    found: (count: number) => s(count, "entry", "entries"),
    go: "Go to",
    act: "Do",
    actors: "Actors",
    here: "On this screen",
    undo: (what: string) => `Undo: ${what}`,
    redo: (what: string) => `Redo: ${what}`,
    colours: (name: string) => `Colours: ${name}`,
    contrastOn: "High contrast: on",
    contrastOff: "High contrast: as the system says",
    language: (name: string) => `Language: ${name}`,
    copyLink: "Copy a link to this view",
    copied: "The link is copied. Whoever can open this server sees the same view.",
    notCopied: "The browser did not let the link be copied: copy it from the address bar.",
    print: "Print this screen",
    keys: "All keys",
  },

  steps: {
    undo: "Undo",
    redo: "Redo",
    undoOf: (what: string) => `Undo: ${what}`,
    redoOf: (what: string) => `Redo: ${what}`,
    nothingToUndo: "There is nothing to undo",
    nothingToRedo: "There is nothing to redo",
    undone: (what: string) => `Undone: ${what}.`,
    redone: (what: string) => `Done again: ${what}.`,
    panel: "Steps",
    panelHelp: "The last changes to the record, the latest first. Saved as they happen.",
    all: "The whole history",
    others: "Someone changed the record. What you see is up to date.",
  },

  toast: { label: "Messages", close: "Close the message" },

  search: {
    label: "Find an actor",
    placeholder: "Find an actor",
    none: (q: string) => `No actor’s name has “${q}”. Part of a name is enough; check the spelling.`,
    searching: "Searching …",
    found: (count: number) => s(count, "actor found", "actors found"),
    matched: (name: string) => `also written “${name}”`,
  },

  keys: {
    open: "Keys",
    title: "Keys",
    close: "Close",
    key: "Key",
    does: "What it does",
    everywhere: "Everywhere",
    go: (screen: string) => `Go to ${screen}`,
    after: (key: string) => `G then ${key}`,
    screens: "Screens",
    map: "On the map",
    rows: {
      everywhere: [
        ["Ctrl K", "Commands: go anywhere, do anything"],
        ["/", "Find an actor"],
        ["Ctrl Z", "Undo the last change to the record"],
        ["Ctrl Shift Z", "Do it again"],
        ["?", "This list"],
        ["Esc", "Close, or clear what is chosen"],
      ],
      map: [
        ["→ ← (an actor is chosen)", "Go through its neighbours, the strongest tie first"],
        ["Space", "Choose the neighbour that is pointed at"],
        ["Enter", "Open the actor’s page"],
        ["1, 2, 3, 0", "Show only what is 1, 2 or 3 steps away; show all"],
        ["P", "Pin or unpin the actor"],
        ["+ −", "Closer, further"],
        ["↑ ↓ → ← (no actor is chosen)", "Move the map"],
        ["F", "Show the whole map"],
      ],
    },
  },

  errors: {
    title: "This did not work",
    again: "Try again",
    unreachable: "The server does not answer.",
    unreachableRemedy: "It may have been stopped: start it again with “ecotone serve”, then try again.",
    unreadable: "The server’s answer could not be read.",
    unreadableRemedy:
      "Try again; if it stays so, the pages and the server may be of different versions: reload the page.",
    signedOut: "This browser is not let in.",
    signedOutRemedy: "Open the address that Ecotone printed when the server started; it carries the token of today.",
    status: (status: number) => `The server refused, with number ${status}.`,
    statusRemedy: "Try again; if it stays so, look at what the server printed.",
    where: (text: string) => `Where: ${text}.`,
    got: (text: string) => `Got: ${text}.`,
    expected: (text: string) => `Expected: ${text}.`,
    crashed: "The screen ran into an error of its own.",
    crashedRemedy: "Reload the page. The record is not touched by this.",
    gone: "There is no such page.",
    goneRemedy: "The link may be old, or a part of it is missing.",
    toMap: "Go to the map",
    toHome: "Go to Home",
    noActor: (id: string) => `There is no actor ${id} in this record.`,
    noActorRemedy: "It may have been merged with another one: look for its name in the search.",
  },

  loading: {
    screen: "Loading …",
    map: "Reading the map",
    drawing: "Drawing the map …",
    actors: "Reading the actors …",
    actor: "Reading the actor …",
    history: "Reading the history …",
    bytes: (done: number, total: number | null) =>
      total ? `${short.format(done / 1e6)} of ${short.format(total / 1e6)} MB` : `${short.format(done / 1e6)} MB`,
  },

  table: { yes: "yes", no: "no", scroll: (title: string) => `${title}: table, scrolls` },
};
