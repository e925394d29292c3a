import { expect, it } from "vitest";
import { ApiError } from "./client";
import { inWords, leads } from "./leads";

// Texts as the server sends them.
it.each([
  ["Look at the queue: ecotone review RECORD --list", "Look at the queue: the screen “Review”", ["/review"]],
  ["Look for it with `ecotone search`", "Look for it with the screen “Actors”", ["/actors"]],
  [
    "The survey Spring is over: trust and value are shown once somebody closes it (`ecotone stakeholders survey close`).",
    "The survey Spring is over: trust and value are shown once somebody closes it (the screen “Stakeholders”).",
    ["/stakeholders?ask=surveys"],
  ],
  [
    "Widen the filter, choose other stages (see `ecotone velocity stages`), or import a source that dates them",
    "Widen the filter, choose other stages (see the screen “Velocity”), or import a source that dates them",
    ["/velocity"],
  ],
  [
    "A rating of trust lies on its scale. Got: 6. Expected: 1 to 5: see `ecotone partners criteria`.",
    "A rating of trust lies on its scale. Got: 6. Expected: 1 to 5: see the screen “Partnerships”.",
    ["/partnerships?ask=rate"],
  ],
  [
    "The record was not matched with a registry yet: ecotone match RECORD --registry FILE",
    "The record was not matched with a registry yet: the screen “Review”",
    ["/review"],
  ],
  ["Find one with: ecotone pathway codes WORDS", "Find one with: the screen “Pathway”", ["/pathway"]],
])("puts the screen in place of the command: %s", (text, said, to) => {
  expect(inWords(text)).toBe(said);
  expect(leads(text).map((one) => one.to)).toEqual(to);
});

it.each([
  "Import the file at the command line instead: ecotone import.",
  "Make one with `ecotone new`, or check the name",
  "Bring it in with `ecotone velocity import`",
  "Ecotone keeps what it was told; ecotone is the zone where two ecosystems meet.",
])("leaves what has no screen: %s", (text) => {
  expect(inWords(text)).toBe(text);
  expect(leads(text)).toEqual([]);
});

it("tells a refusal in the words of the screens", () => {
  const error = new ApiError(404, "No actor has this name.", "Look for it with `ecotone search`");
  expect(error.remedy).toBe("Look for it with the screen “Actors”");
  expect(error.leads.map((one) => one.screen)).toEqual(["actors"]);
});
