/** The texts of the review queue, in English. */
import { n, s } from "../words";

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
  },
};
