import type { EncodingGroup } from "../analyses/dopamine-findings.ts";
import type { Mean } from "../science/statistics/intervals.ts";

/** What the fibres of subjects that began alike encode, over all sessions; nothing of a single subject. */
export function encodingGroupsText(groups: readonly EncodingGroup[]): readonly string[] {
  const nSubjects = (alignment: EncodingGroup["alignment"]) =>
    groups.reduce((sum, group) => sum + (group.alignment === alignment ? group.nSubjects : 0), 0);
  if (!groups.some(({ alignment }) => nSubjects(alignment) > 1)) return [];
  return [
    "By early strategy, over all sessions (means over subjects, with 95 % intervals):",
    ...groups.flatMap(groupText),
  ];
}

function groupText(group: EncodingGroup): readonly string[] {
  const { early, alignment, nSubjects, nFibres, regressors, crossValidatedRSquared } = group;
  const { differenceR, nPartial, nTotal, nUndecided } = group;
  const began = early === null ? "no early strategy" : early.toLowerCase().replaceAll("_", "-");
  return [
    `  ${began}, ${alignment}: ${counted(nSubjects, "subject")}, ${counted(nFibres, "fibre")}; cross-validated R² ${meanText(crossValidatedRSquared)}`,
    ...regressors.map(
      ({ regressor, estimate, nSignificant, nTested }) =>
        `    ${regressor}: ${meanText(estimate)}, significant in ${nSignificant} of ${nTested}`,
    ),
    ...(nPartial + nTotal + nUndecided === 0
      ? []
      : [
          `    ${nPartial} partial, ${nTotal} total, ${nUndecided} undecided; difference of r ${meanText(differenceR)}`,
        ]),
  ];
}

const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;

function meanText({ mean, ci }: Mean): string {
  const band = ci === null ? "" : ` [${ci[0].toFixed(3)}, ${ci[1].toFixed(3)}]`;
  return `${mean?.toFixed(3) ?? "–"}${band}`;
}
