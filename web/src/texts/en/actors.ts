/** The texts of the table of actors, in English. */
import { n, s } from "../words";

export const texts = {
  actors: {
    title: "Actors",
    filter: "Filter",
    filterPlaceholder: "Name or place contains …",
    sector: "Sector",
    allSectors: "All sectors",
    columns: "Columns",
    columnsTitle: "Which columns show",
    export: "Export CSV",
    exported: (rows: number) => `${s(rows, "row")} exported.`,
    onMap: "See on the map",
    shown: (rows: number, of: number) => (rows === of ? s(rows, "actor") : `${n.format(rows)} of ${s(of, "actor")}`),
    emptyTitle: "No actors yet",
    emptyText: "Import a file, or fill the record with the sample on Home.",
    filteredTitle: "No actor passes the filter",
    filteredText: "Change the text or the sector, or clear both.",
    clear: "Clear the filter",
    method: (name: string, version: string) => `Computed by ${name}, version ${version}.`,
  },
};
