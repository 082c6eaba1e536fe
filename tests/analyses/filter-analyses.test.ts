import { expect, test } from "vitest";
import { analysesAskedAbout, tellableBefore } from "../../src/analyses/filter-analyses.ts";

test("conditions on results name their analyses, however deep, and the rest is told without them", () => {
  const filter = {
    lab: "lab",
    earlyStrategy: "UNBIASED",
    and: [{ project: "study", ranges: [{ measure: "SESSIONS", min: 3 }] }],
    or: [{ sex: "female" }, { not: { learningRule: "shallow" } }],
  } as const;
  expect([...analysesAskedAbout(filter)].sort()).toEqual(["network-refit", "strategy-segments"]);
  expect(tellableBefore(filter)).toEqual({ lab: "lab", and: [{ project: "study" }] });
  expect(analysesAskedAbout({ lab: "lab", sex: "female", simulated: true })).toEqual([]);
});
