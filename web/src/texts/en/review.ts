/** The texts of the review queue, in English. */
import { n, s, short } from "../words";

export const texts = {
  review: {
    title: "Review",
    intro:
      "Who is this? Matching was not sure; a person decides. Each decision is one step that undo takes back, and is not asked again.",
    left: (count: number) => `${s(count, "item")} left`,
    none: "Nothing waits for a decision",
    noneText: "Every match is sure, or was decided.",
    noneYet: "Once names are matched with a registry, what is doubtful waits here for a person.",
    list: "What waits",
    of: (at: number, of: number) => `${n.format(at)} of ${n.format(of)}`,
    match: "Is this organisation of the registry the same?",
    merge: "Are these two actors one?",
    ours: "In the record",
    theirs: { match: "In the registry", merge: "The other actor" },
    sure: (share: string) => `${share} likely`,
    sureHelp: "The probability that the proposal is right, as fitted on affiliation strings of papers.",
    forIt: "For it",
    against: "Against it",
    accept: "Accept",
    reject: "Reject",
    new: "New",
    skip: "Skip",
    says: {
      match: {
        accept: "It is this organisation",
        reject: "It is not; ask for the next best",
        new: "The registry has none",
        skip: "Decide later",
      },
      merge: { accept: "They are one: merge them", reject: "They are two", new: "", skip: "Decide later" },
    },
    done: {
      accept: (name: string) => `Accepted: ${name}.`,
      reject: (name: string) => `Rejected: ${name}.`,
      new: (name: string) => `New: ${name}.`,
      skip: (name: string) => `Put off: ${name}.`,
    },
    other: "It is another organisation",
    otherId: "Its id in the registry",
    reason: "Reason (kept with the decision)",
    keys: "A accept · R reject · N new · S skip · U undo the last · arrow up, arrow down: another item",
    undoLast: "Undo the last decision",
    undone: "The last decision is undone.",
    skipped: "put off",
    openActor: "Open the actor’s page",
    matching: {
      title: "Match with a registry",
      help: "Which organisation of a registry does each name mean? Sure matches get the registry’s id, the same organisation under two names becomes one actor, and what is doubtful waits here for you. Works with data dumps of the Research Organization Registry (ror.org), free to download and unpack: a file that ends in .json, .jsonl, or either with .gz.",
      kept: "A registry that is kept",
      size: (name: string, bytes: number) => `${name} (${short.format(bytes / 1e6)} MB)`,
      go: "Match",
      drop: "Drop a registry’s file here",
      choose: "Choose a file",
      dry: "Only try: say what would be found, and change nothing",
      tooLarge: "This file is larger than what goes through the browser: compress it with gzip first.",
      sending: (done: number, total: number) =>
        `Sending, ${short.format(done / 1e6)} of ${short.format(total / 1e6)} MB`,
      stopSending: "Stop sending",
      running: "Matching …",
      stopped: "Matching was stopped; nothing of it was kept.",
      found: (matched: number, review: number, fresh: number, dry: boolean) =>
        `${s(matched, "actor")} ${dry ? "would be" : matched === 1 ? "was" : "were"} matched, ${n.format(review)} ${review === 1 ? "is" : "are"} doubtful, ${n.format(fresh)} the registry does not have.`,
      also: (merged: number, sectors: number, dry: boolean) =>
        `${s(merged, "actor")} ${dry ? "would be" : merged === 1 ? "was" : "were"} merged, and ${s(sectors, "sector")} set by what the registry says.`,
      problems: (count: number) =>
        `${s(count, "line")} of the registry could not be read and ${count === 1 ? "was" : "were"} left out.`,
      tried: "This was a trial: the record is as it was.",
      nothing: "Nothing has changed: the record knew all of it already.",
      now: "Match for good",
      undo: "Undo the match",
      undone: "The match is undone.",
      again: "Match again",
    },
  },
};
