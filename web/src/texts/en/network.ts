/** The texts of the network's questions, in English. */

export const texts = {
  network: {
    by: "Groups",
    rank: "Ranked by",
    top: "How many",
    draws: "Random networks",
    drawsHelp: "More give narrower intervals and take longer.",
    seed: "Seed",
    before: "Before",
    after: "After",
    yearHelp: "A year, month or day, or a span: 2015..2017.",
    since: "Since",
    sinceHelp: "A year, month or day; empty: the latest third of the ties.",
    resolution: "Resolution",
    chance: "Chance to pass on",
    chanceHelp: "For each unit of strength; an assumption.",
    kind: "Ties",
    allKinds: "of all kinds",
    kindHelp: "A kind that leads from what was there before to what came of it.",
    of: "Lineage of",
    ofHelp: "Name or id of one; empty: the generations of all.",
    cites: "Ties go from the later to the earlier",
    citesHelp: "As citations do: whoever cites comes later.",
    fields: { sector: "Sector", city: "City", region: "Region", country: "Country" },
    questions: {
      central: [
        "Who is central?",
        "Who leads by a measure that you choose, through which ties, and how surely: the interval says how far the rank hangs on single source records. It says nothing of those whom no source shows.",
      ],
      brokers: [
        "Who brokers?",
        "Who stands between groups that have few ties of their own, in which role, and between which groups. A broker in the record may be one only because ties beside it are not recorded.",
      ],
      gaps: [
        "Where are the gaps?",
        "Which pairs of groups have fewer ties than chance gives, which single new tie would bring all nearer, and whose leaving would part the network. Pairs that no source could have shown are not judged.",
      ],
      emerging: [
        "What is emerging?",
        "Who and what has grown more than the whole did. A source that was read only for late years makes what it shows look new.",
      ],
      groups: [
        "Who belongs together?",
        "Communities that are tied more within than to others, and how surely each actor belongs to its own.",
      ],
      flow: [
        "How far does knowledge get?",
        "Who should have it first, and how many it would reach if each tie passes it on by chance. Compare choices with it; it is no forecast.",
      ],
      changes: [
        "What changed?",
        "Which ties appeared, went, grew stronger or weaker between two years. A tie without dates counts as there in both.",
      ],
      describe: ["What is it like?", "Figures of the network as a whole, with what each says."],
      null: [
        "What is more than chance?",
        "Figures of the network beside those of random networks with as many partners for each actor.",
      ],
      descent: [
        "What descends from what?",
        "Generations along ties that have a direction, such as citations, and the lineage of one. Ties that lead back are left out and counted; ties without direction have no descent.",
      ],
    } as Record<
      "central" | "brokers" | "gaps" | "emerging" | "groups" | "flow" | "changes" | "describe" | "null" | "descent",
      [string, string]
    >,
  },
};
