/** The texts of the map, in English. */
import { n, s, short } from "../words";

export const texts = {
  map: {
    title: "Map",
    label: (actors: number, ties: number) =>
      `Map of ${s(actors, "actor")} and ${s(ties, "tie")}. Find an actor with the search, then use the arrow keys to go through its neighbours. The same as a table: the Actors screen.`,
    notKnown: "Not known",
    otherValues: "Other",
    step: (low: number | null, high: number | null) =>
      low === null && high === null
        ? "All alike"
        : low === null
          ? `below ${short.format(high!)}`
          : high === null
            ? `${short.format(low)} and more`
            : `${short.format(low)} to below ${short.format(high)}`,
    panel: "What the map shows",
    hidePanel: "Hide the panel",
    showPanel: "What the map shows",
    colourBy: "Colour by",
    sizeBy: "Size by",
    sector: "Sector",
    same: "All the same size",
    component: "Connected part",
    legend: "Legend",
    legendHelp: "Click to hide or show",
    showOnly: (label: string) => `Only ${label}`,
    only: "only",
    showAll: "Show all",
    kinds: "Kinds of tie",
    years: "Years",
    yearsAll: "All years",
    yearsRange: (from: number, to: number) => (from === to ? String(from) : `${from} to ${to}`),
    yearFrom: "From year",
    yearTo: "To year",
    undated: (count: number) => `${s(count, "tie")} without dates ${count === 1 ? "is" : "are"} shown in every year.`,
    labels: "Labels",
    labelsFew: "Few",
    labelsSome: "Some",
    labelsMany: "Many",
    asTable: "See as a table",
    reset: "Reset",
    scope: "Scope",
    place: (places: string) => `Place: ${places}`,
    sectors: (sectors: string) => `Sector: ${sectors}`,
    asOf: (date: string) => `As known on ${date}`,
    remove: (what: string) => `Remove ${what}`,
    zoomIn: "Closer",
    zoomOut: "Further",
    fit: "Show the whole map",
    shown: (actors: number, ofActors: number, ties: number, ofTies: number) =>
      `${actors === ofActors ? s(actors, "actor") : `${n.format(actors)} of ${s(ofActors, "actor")}`}, ${
        ties === ofTies ? s(ties, "tie") : `${n.format(ties)} of ${s(ofTies, "tie")}`
      }`,
    asOfNow: (batch: number) => `as known now (batch ${batch})`,
    sources: "Sources",
    sourcesTitle: "Where this comes from",
    sourceShows: (shows: string) => `Can show: ${shows}`,
    sourceCount: (count: number, asOf: string | null) =>
      `${s(count, "record")}${asOf ? `, the latest of ${asOf}` : ""}`,
    warnings: "Be careful",
    measureNote: "Measures are of the whole map, before kinds, years and legend are sieved.",
    noWebgl: "Drawn without WebGL",
    noWebglHelp:
      "This browser gives no WebGL, so the map is drawn on a plain canvas. Everything works; very large maps are slower.",
    help: (label: string) => `What ${label} means`,
    helpFormula: "How it is computed",
    helpCaveat: "What it does not say",
    helpSource: "Source",
    helpWeight: "Weight",
    topTies: "Strongest ties",
    moreTies: (count: number) => `and ${n.format(count)} more`,
    noTies: "No ties are shown.",
    chosen: "Chosen actor",
    open: "Open its page",
    pin: "Pin",
    unpin: "Unpin",
    centre: "Centre on it",
    clear: "Clear the choice",
    ego: "Show",
    egoAll: "All",
    egoSteps: (steps: number) => s(steps, "step"),
    neighbours: (count: number) => s(count, "neighbour"),
    notShown: "This actor is hidden by the filters.",
    showIt: "Clear the filters",
    measures: "Measures",
    emptyTitle: "Nothing to draw yet",
    emptyText: "This record has no actors. Import a file first, then reload this page:",
    emptyCommand: "ecotone import RECORD.eco FILE …",
    filteredTitle: "The filters hide everything",
    filteredText: "No actor passes all conditions.",
    gone: (id: number) => `The link names an actor (${id}) that is not on this map.`,
    announce: (name: string, weight: string, at: number, of: number) => `${name}, tie weight ${weight}, ${at} of ${of}`,
  },
};
