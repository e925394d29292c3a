/** The texts of the table of actors, in German. */
import { n, s } from "../words";

export const texts = {
  actors: {
    title: "Akteure",
    filter: "Filter",
    filterPlaceholder: "Name oder Ort enthält …",
    sector: "Sektor",
    allSectors: "Alle Sektoren",
    columns: "Spalten",
    columnsTitle: "Welche Spalten zu sehen sind",
    export: "Als CSV speichern",
    exported: (rows: number) => `${s(rows, "Zeile", "Zeilen")} gespeichert.`,
    onMap: "Auf der Karte zeigen",
    shown: (rows: number, of: number) =>
      rows === of ? s(rows, "Akteur", "Akteure") : `${n.format(rows)} von ${s(of, "Akteur", "Akteuren")}`,
    emptyTitle: "Noch keine Akteure",
    emptyText: "Lesen Sie eine Datei ein, oder füllen Sie den Datensatz unter „Start“ mit dem Beispiel.",
    filteredTitle: "Kein Akteur entspricht dem Filter",
    filteredText: "Ändern Sie den Text oder den Sektor, oder leeren Sie beides.",
    clear: "Filter leeren",
    method: (name: string, version: string) => `Berechnet mit ${name}, Version ${version}.`,
  },
};
