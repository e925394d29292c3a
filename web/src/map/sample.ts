/** A map of seven actors that the tests know by heart: a hub with three neighbours, a chain behind one, and a pair apart. */
import type { MapAnswer } from "../api/types";

//      0 hub ── 1 ── 4 ── 5      6 ── 7 (another component)
//       ├── 2
//       └── 3
export const SAMPLE: MapAnswer = {
  scope: {},
  read_at: { record: "sample", batch: 1, as_of: null },
  seed: 1,
  layout: "force",
  actors: {
    id: [10, 11, 12, 13, 14, 15, 16, 17],
    name: ["Hub", "Bridge", "Leaf A", "Leaf B", "Far", "Farther", "Apart", "Also apart"],
    sector: ["provider", "academia", "industry", "industry", "investor", null, "provider", "provider"],
    city: ["Houston", null, "Houston", "Austin", null, null, null, null],
    region: [null, null, null, null, null, null, null, null],
    country: ["US", "US", "US", "US", "US", "US", "US", "US"],
    // Upright: the longest extent of the large component is along y, and must be laid level.
    x: [0, 0, 0.1, -0.1, 0, 0, 3, 3],
    y: [0, 1, 0, 0, 2, 3, 0, 1],
    component: [0, 0, 0, 0, 0, 0, 1, 1],
    measures: { degree: [3, 2, 1, 1, 2, 1, 1, 1] },
    fields: {},
  },
  ties: {
    source: [0, 1, 0, 0, 1, 4, 6],
    target: [1, 0, 2, 3, 4, 5, 7],
    kind: ["grant", "site", "grant", "grant", "site", "grant", "site"],
    weight: [2, 5, 1, 1, 1, 1, 1],
    directed: [true, true, true, true, true, true, true],
    from: ["2001", "2010-05", "2003", null, "2005-01-01", "2008", null],
    to: ["2004", null, "2003", null, "2006", null, "2002"],
    evidence: [1, 1, 1, 1, 1, 1, 1],
  },
  warnings: [],
};
