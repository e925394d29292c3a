/** The texts of the dossier, in English. */
import { n, s } from "../words";

export const texts = {
  dossier: {
    lead: "Choose what it shows and in which order. It becomes one page in one file, to mail, to print or to keep: the same choices give the same bytes.",
    name: "Title",
    choose: "What it can show",
    chosen: "What it shows",
    count: (count: number) => s(count, "section"),
    none: "Nothing is chosen yet. Start with the usual sections, or tick what you want.",
    usual: "Take the usual sections",
    clear: "Take all away",
    up: (label: string) => `Move up: ${label}`,
    down: (label: string) => `Move down: ${label}`,
    remove: (label: string) => `Take away: ${label}`,
    at: (place: number) => `${n.format(place)}.`,
    rooms: {
      record: "The record",
      views: "Saved views",
      network: "Network",
      velocity: "Velocity",
      partnerships: "Partnerships",
      pathway: "Pathway sessions",
    },
    empty: {
      views: "None is saved yet: save one with Views, on the map, beside a model, a ranking or a question.",
      pathway: "None is kept yet: save one under Pathway.",
    } as Record<string, string>,
    gone: (name: string) => `${name} (gone)`,
    preview: "Preview",
    previewNote: "As it is printed: black on white, whatever the colours of the screen.",
    building: "Putting the page together …",
    save: "Save as one HTML file",
    print: "Print, or save as PDF",
    open: "Open in a window of its own",
  },
};
