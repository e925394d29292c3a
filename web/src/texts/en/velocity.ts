/** The texts of velocity, in English. */
import { n, s, short } from "../words";

const days = (count: number) => `${n.format(Math.round(count))} ${Math.round(count) === 1 ? "day" : "days"}`;

export const texts = {
  velocity: {
    model: "Stages",
    modelOf: (label: string, items: number) => `${label} (${items ? s(items, "initiative") : "none in the record"})`,
    seed: "Seed",
    seedHelp: "The same seed draws the same dates.",
    fromTo: (start: string, end: string) => `From “${start}” to “${end}”`,
    clockOf: (owner: string) => `Clock of ${owner}`,
    daysSince: "days since its start",
    year: "year",
    entered: "have entered",
    left: "have left",
    forecastLegend: "Dot: 50 %; upright mark: 85 %; end of the bar: 95 %. What is missing cannot be told.",
    half: (count: number) => `half by ${days(count)}`,
    spells: (count: number) => `${s(count, "spell")}`,
    inIt: (count: number) => `${n.format(count)} in it`,
    age: "days in the stage so far",
    p85: (count: number) => `P85 ${days(count)}`,
    item: (label: string, count: number) => `${label}: ${days(count)} so far`,
    within: "not older than P85",
    beyond: "older than P85 of its stage",
    median: (count: number) => `median ${days(count)}`,
    times: (count: number, share: number) => `${n.format(count)} times, ${short.format(share * 100)} % of waiting`,
    stepSaid: (source: string, target: string, times: number, median: number, share: number) =>
      `From ${source} to ${target}: ${s(times, "time")}, median ${days(median)}, ${short.format(share * 100)} % of all waiting`,
    readOn: (day: string) => `read on ${day}`,
    forecastOf: (count: number) => s(count, "item"),
    promise: (p50: string, p85: string, p95: string) => `50 % by ${p50}, 85 % by ${p85}, 95 % by ${p95}`,
    definitions: "What the stages mean",
    definedBy: (source: string) => `The markers are defined by ${source}.`,
    censoring: (day: string) =>
      `What still runs is cut off on ${day}, the day of reading, or a year after it was last heard of. It counts as longer, never as done. Planned dates are never counted as ends.`,
    questions: {
      curves: [
        "Stage curves",
        "Which share has left a stage so many days after entering it, with a 95 % band. Mean times of what has ended would leave out the slow ones, so none are shown.",
      ],
      "stage-times": [
        "Stage times",
        "The days by which 15, 50 and 85 % have left each stage, and published figures beside them where both count the same.",
      ],
      cumulative: [
        "Cumulative flow",
        "How many have entered and left each stage so far. The gap between the lines is what is in progress; where it widens, work piles up.",
      ],
      flow: [
        "In and out",
        "What came in, waits and went out in the last three years, and whether these agree by Little’s law.",
      ],
      bottleneck: ["Bottleneck", "In which stage the days are spent, those of what still runs included."],
      process: [
        "Process",
        "Which event directly follows which, how often, and how long it waits in between. Medians here are of steps that were taken; what still waits is not in them.",
      ],
      ageing: ["Ageing items", "What is in progress, by age against the time within which 85 % of its stage are done."],
      forecasts: [
        "Forecasts",
        "By which day each item leaves its stage, at 50, 85 and 95 %, and how often such dates were kept in the past five years.",
      ],
      outcomes: ["Outcomes", "What has become of those that entered each stage, after half a year to three years."],
      stops: ["Stops", "What ended otherwise than by advancing, how late, and what had been spent."],
      clocks: ["Clocks", "Whose turn it was while the days passed."],
      "hand-overs": ["Hand-overs", "Between whom cases change hands, and where that takes longer than elsewhere."],
    } as Record<
      | "curves"
      | "stage-times"
      | "cumulative"
      | "flow"
      | "bottleneck"
      | "process"
      | "ageing"
      | "forecasts"
      | "outcomes"
      | "stops"
      | "clocks"
      | "hand-overs",
      [string, string]
    >,
  },
};
