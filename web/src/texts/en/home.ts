/** The texts of the first page, in English. */
import { locale } from "../locale";
import { n, s, short } from "../words";

const share = (count: number, of: number) =>
  of ? ` (${new Intl.NumberFormat(locale, { style: "percent" }).format(count / of)})` : "";

export const texts = {
  home: {
    title: (record: string) => record || "This ecosystem",
    counts: (actors: number, ties: number, sources: number) =>
      `${s(actors, "actor")}, ${s(ties, "stated tie")}, ${s(sources, "source record")}`,
    tiesHelp:
      "A tie is stated once for each study, award or source. The map adds up what is stated of the same two and draws one line, so it counts fewer.",
    questions: "Six questions",
    questionsHelp: "Each answered in one line from this record; follow the line to the whole answer.",
    question: {
      who: "Who is in our ecosystem, and what do they need?",
      network: "Who is central, who bridges sectors, and where are the gaps?",
      dynamics: "What happens if we intervene?",
      partnerships: "Whom should we partner with?",
      velocity: "How fast do ideas reach patients, and what holds them up?",
      report: "How do we share and report?",
    },
    computing: "Computing …",
    more: "The whole answer",
    since: "Since you were last here",
    first: "What was done so far",
    nothingNew: "Nothing has changed.",
    moreChanges: (count: number) => `and ${s(count, "earlier change")}`,
    seen: "Mark as seen",
    by: (author: string) => `by ${author}`,
    rows: (count: number) => s(count, "row"),
    quality: "How good the data is",
    qualityHelp: "What the record does not know, the largest share first.",
    good: "Nothing that is counted here is missing.",
    lack: {
      undated: (count: number, of: number) =>
        `${n.format(count)} of ${s(of, "tie")} have no start date${share(count, of)}: they show in every year.`,
      unmatched: (count: number, of: number) =>
        `${n.format(count)} of ${s(of, "name")} wait for a decision who they are${share(count, of)}.`,
      review: (count: number) =>
        `${s(count, "match", "matches")} with a registry ${count === 1 ? "waits" : "wait"} for a person to look.`,
      sector: (count: number, of: number) =>
        `${n.format(count)} of ${s(of, "actor")} have no known sector${share(count, of)}.`,
      place: (count: number, of: number) =>
        `${n.format(count)} of ${s(of, "actor")} have no known city${share(count, of)}.`,
      alone: (count: number, of: number) =>
        `${n.format(count)} of ${s(of, "actor")} have no tie${share(count, of)}: perhaps no source shows theirs.`,
      thin: (count: number) =>
        `${s(count, "sector")} that the sources could show ${count === 1 ? "has" : "have"} fewer than three actors:`,
    },
    lackGo: {
      undated: "See them on the map",
      unmatched: "Import again",
      review: "Review them",
      sector: "List them",
      place: "List them",
      alone: "List them",
      thin: "List the actors",
    },
    begin: "Begin",
    import: "Import files",
    importText:
      "Drag in spreadsheets, network files or files of public sources. Nothing is written before you have seen it.",
    sample: "Fill with the sample",
    sampleText: "Real public records of the Texas Medical Center in Houston: trials, awards and organisations.",
    sampleAsk: "The sample is added to this record as one step. You can undo it.",
    sampling: "Filling the record with the sample …",
    open: "Open another record",
    openText: "This server serves one record. To look at another, start a server on that file:",
    report: "Read the dossier",
    records: {
      title: "Records",
      help: (folder: string) =>
        `Each record is a file of its own, with its own changes and undo. These are in ${folder}; open two in two tabs to compare.`,
      here: "You are here",
      served: "the server was started with this one",
      size: (bytes: number) => (bytes < 1e6 ? `${short.format(bytes / 1e3)} kB` : `${short.format(bytes / 1e6)} MB`),
      changed: (when: string) => `changed ${when}`,
      more: (count: number) => `${s(count, "older record")} in this folder ${count === 1 ? "is" : "are"} not listed.`,
      toServed: "Go to the record that the server was started with",
      gone: "This file is no longer in the folder: it was moved, renamed or deleted.",
      new: "Begin a new record",
      name: "What it is about",
      example: "Boston Life Sciences",
      empty: "Empty",
      sample: "From the sample",
      bring: "Bring in a record",
      bringHelp:
        "An .eco file that somebody sent you: drop it here. It is checked before it is kept, and never replaces another.",
      choose: "Choose a file",
      receiving: "Receiving and checking …",
      one: "Bring in one record at a time.",
      noRecord: (name: string) =>
        `“${name.slice(0, 80)}” is no record: a record’s name ends in .eco. Other files are imported into a record, under Import.`,
      tooLarge: (bytes: number, most: number) =>
        `The file has ${short.format(bytes / 1e6)} MB, and the browser may send ${n.format(Math.round(most / 1e6))} MB: copy it into the folder yourself, then look here again.`,
    },
  },
};
