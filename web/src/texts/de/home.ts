/** The texts of the first page, in German. */
import { locale } from "../locale";
import { n, s, short } from "../words";

const share = (count: number, of: number) =>
  of ? ` (${new Intl.NumberFormat(locale, { style: "percent" }).format(count / of)})` : "";

export const texts = {
  home: {
    title: (record: string) => record || "Dieses Ökosystem",
    counts: (actors: number, ties: number, sources: number) =>
      `${s(actors, "Akteur", "Akteure")}, ${s(ties, "genannte Verbindung", "genannte Verbindungen")}, ${s(sources, "Quelleneintrag", "Quelleneinträge")}`,
    tiesHelp:
      "Eine Verbindung wird für jede Studie, Förderung oder Quelle einzeln genannt. Die Karte fasst zusammen, was über dieselben zwei gesagt ist, und zeichnet eine Linie; sie zählt deshalb weniger.",
    questions: "Sechs Fragen",
    questionsHelp: "Jede ist aus diesem Datensatz in einer Zeile beantwortet; dahinter steht die ganze Antwort.",
    question: {
      who: "Wer gehört zu unserem Ökosystem, und was brauchen die Beteiligten?",
      network: "Wer ist zentral, wer verbindet Sektoren, und wo sind Lücken?",
      dynamics: "Was geschieht, wenn wir eingreifen?",
      partnerships: "Mit wem sollten wir zusammenarbeiten?",
      velocity: "Wie schnell erreichen Ideen die Patienten, und was hält sie auf?",
      report: "Wie geben wir weiter, was wir wissen?",
    },
    computing: "Wird berechnet …",
    more: "Die ganze Antwort",
    since: "Seit Ihrem letzten Besuch",
    first: "Was bisher getan wurde",
    nothingNew: "Es hat sich nichts geändert.",
    moreChanges: (count: number) => `und ${s(count, "frühere Änderung", "frühere Änderungen")}`,
    seen: "Als gesehen merken",
    by: (author: string) => `von ${author}`,
    rows: (count: number) => s(count, "Zeile", "Zeilen"),
    quality: "Wie gut die Daten sind",
    qualityHelp: "Was der Datensatz nicht weiß, der größte Anteil zuerst.",
    good: "Von dem, was hier gezählt wird, fehlt nichts.",
    lack: {
      undated: (count: number, of: number) =>
        `${n.format(count)} von ${s(of, "Verbindung", "Verbindungen")} ${count === 1 ? "hat" : "haben"} keinen Beginn${share(count, of)}: in jedem Jahr zu sehen.`,
      unmatched: (count: number, of: number) =>
        `Bei ${n.format(count)} von ${s(of, "Namen", "Namen")} ist noch zu entscheiden, wer gemeint ist${share(count, of)}.`,
      review: (count: number) =>
        `${s(count, "Treffer in einem Register wartet", "Treffer in einem Register warten")} darauf, dass ein Mensch ${count === 1 ? "ihn" : "sie"} ansieht.`,
      sector: (count: number, of: number) =>
        `Von ${n.format(count)} der ${s(of, "Akteur", "Akteure")} ist kein Sektor bekannt${share(count, of)}.`,
      place: (count: number, of: number) =>
        `Von ${n.format(count)} der ${s(of, "Akteur", "Akteure")} ist keine Stadt bekannt${share(count, of)}.`,
      alone: (count: number, of: number) =>
        `${n.format(count)} von ${s(of, "Akteur", "Akteuren")} ${count === 1 ? "hat" : "haben"} keine Verbindung${share(count, of)}: vielleicht zeigt keine Quelle sie.`,
      thin: (count: number) =>
        `${s(count, "Sektor, den", "Sektoren, die")} die Quellen zeigen könnten, ${count === 1 ? "hat" : "haben"} weniger als drei Akteure:`,
    },
    lackGo: {
      undated: "Auf der Karte ansehen",
      unmatched: "Noch einmal einlesen",
      review: "Prüfen",
      sector: "Auflisten",
      place: "Auflisten",
      alone: "Auflisten",
      thin: "Akteure auflisten",
    },
    begin: "Anfangen",
    import: "Dateien einlesen",
    importText:
      "Ziehen Sie Tabellen, Netzwerkdateien oder Dateien öffentlicher Quellen hierher. Geschrieben wird erst, wenn Sie gesehen haben, was geschähe.",
    sample: "Mit dem Beispiel füllen",
    sampleText:
      "Echte öffentliche Einträge zum Texas Medical Center in Houston: Studien, Förderungen und Organisationen.",
    sampleAsk: "Das Beispiel kommt als ein Schritt in diesen Datensatz. Sie können ihn rückgängig machen.",
    sampling: "Der Datensatz wird mit dem Beispiel gefüllt …",
    open: "Einen anderen Datensatz öffnen",
    openText: "Dieser Server zeigt einen Datensatz. Für einen anderen starten Sie einen Server mit dessen Datei:",
    report: "Das Dossier lesen",
    records: {
      title: "Datensätze",
      help: (folder: string) =>
        `Jeder Datensatz ist eine eigene Datei mit eigenen Änderungen und eigenem Rückgängig. Diese liegen in ${folder}; zum Vergleichen öffnen Sie zwei in zwei Tabs.`,
      here: "Sie sind hier",
      served: "mit diesem wurde der Server gestartet",
      size: (bytes: number) => (bytes < 1e6 ? `${short.format(bytes / 1e3)} kB` : `${short.format(bytes / 1e6)} MB`),
      changed: (when: string) => `geändert ${when}`,
      more: (count: number) =>
        `${s(count, "älterer Datensatz", "ältere Datensätze")} in diesem Ordner ${count === 1 ? "ist" : "sind"} nicht aufgeführt.`,
      toServed: "Zu dem Datensatz, mit dem der Server gestartet wurde",
      gone: "Diese Datei ist nicht mehr im Ordner: sie wurde verschoben, umbenannt oder gelöscht.",
      new: "Einen neuen Datensatz anfangen",
      name: "Worum es geht",
      example: "Lebenswissenschaften in Boston",
      empty: "Leer",
      sample: "Aus dem Beispiel",
      bring: "Einen Datensatz hereinholen",
      bringHelp:
        "Eine .eco-Datei, die Ihnen jemand geschickt hat: legen Sie sie hier ab. Sie wird geprüft, bevor sie bleibt, und ersetzt nie eine andere.",
      choose: "Eine Datei wählen",
      receiving: "Wird empfangen und geprüft …",
      one: "Holen Sie einen Datensatz nach dem anderen herein.",
      noRecord: (name: string) =>
        `„${name.slice(0, 80)}“ ist kein Datensatz: dessen Name endet auf .eco. Andere Dateien liest man unter „Einlesen“ in einen Datensatz ein.`,
      tooLarge: (bytes: number, most: number) =>
        `Die Datei hat ${short.format(bytes / 1e6)} MB, und der Browser darf ${n.format(Math.round(most / 1e6))} MB senden: kopieren Sie sie selbst in den Ordner, und sehen Sie hier noch einmal nach.`,
    },
  },
};
