import type { MeanTraces } from "../analyses/dopamine-traces.ts";
import type { FibreAnswer } from "../analyses/encoding-answer.ts";
import type { StoredTimeCourse } from "../read/dopamine-encoding.ts";

/** Numbers as JSON has them: what is undefined is null. */
const numbers = (values: Float64Array | null) =>
  values === null ? null : Array.from(values, (value) => (Number.isFinite(value) ? value : null));

export function tracesDocument({ nSnippets, units, grid, timeS, traces }: MeanTraces) {
  return {
    nSnippets,
    units,
    ...grid,
    timeS: numbers(timeS),
    traces: traces.map(({ mean, low, high, ...trace }) => ({
      ...trace,
      mean: numbers(mean),
      low: numbers(low),
      high: numbers(high),
    })),
  };
}

export type EncodingDocument = ReturnType<typeof encodingDocument>;

/** @param courses of the runs of these fibres */
export function encodingDocument(
  fibres: readonly FibreAnswer[],
  courses: ReadonlyMap<number, readonly StoredTimeCourse[]>,
) {
  return fibres.map(({ fibre, stages, adjusted, decided, follows }) => {
    const adjustedP = new Map(
      adjusted.map(([alignment, stage, number, regressor, p]) => [
        `${alignment} ${stage} ${number} ${regressor}`,
        p,
      ]),
    );
    const together = new Map(
      decided.map(([alignment, stage, number, account]) => [`${alignment} ${stage} ${number}`, account]),
    );
    const { runId: run, home, nSessions: _, network, dropped, ...site } = fibre;
    return {
      subject: home,
      site: site.site,
      region: site.region,
      hemisphere: site.hemisphere,
      run,
      values: network,
      standardErrors: "HC3",
      stages: stages.map(({ runId: __, home: ___, site: ____, coefficients, ...stage }) => ({
        ...stage,
        decidedInCohort: together.get(`${stage.alignment} ${stage.stage} ${stage.number}`) ?? null,
        coefficients: coefficients.map((coefficient) => ({
          ...coefficient,
          adjustedP:
            adjustedP.get(`${stage.alignment} ${stage.stage} ${stage.number} ${coefficient.regressor}`) ??
            null,
        })),
      })),
      followsAssociations: follows,
      splitHalfReliabilities: site.reliabilities,
      timeResolved: (courses.get(run) ?? [])
        .filter((course) => course.site === site.site)
        .map(({ runId: __, site: ___, estimate, standardError, ...course }) => ({
          ...course,
          estimate: numbers(estimate),
          standardError: numbers(standardError),
        })),
      droppedSessions: dropped,
    };
  });
}

const shown = (value: number | null | undefined) => value?.toFixed(3) ?? "–";

export function encodingText(fibres: EncodingDocument): string {
  if (fibres.length === 0) return "No subject has photometry that belongs to trials.";
  return fibres
    .flatMap(({ subject, site, region, hemisphere, stages, followsAssociations, droppedSessions }) => [
      `${subject}, ${site} (${region}, ${hemisphere}); ${droppedSessions.length} sessions dropped`,
      ...stages.filter(({ stage }) => stage === "all").flatMap(stageText),
      `  coefficients against its own associations over ${followsAssociations.n} sessions: r = ${shown(followsAssociations.differenceR)}, p = ${shown(followsAssociations.p)} against ${followsAssociations.nOthers} other subjects`,
    ])
    .join("\n");
}

function stageText(stage: EncodingDocument[number]["stages"][number]): readonly string[] {
  const { alignment, nTrials, crossValidatedRSquared, decided, decidedInCohort, partialR, totalR } = stage;
  const what = alignment === "stimulus" ? "value" : "error";
  const { differenceR, differenceLow, differenceHigh } = stage;
  return [
    `  ${alignment}: ${nTrials} trials, cross-validated R² ${shown(crossValidatedRSquared)}`,
    ...(decided === null
      ? []
      : [
          `    ${decided === "undecided" ? "undecided between partial and total" : decided} ${what}${decidedInCohort === null || decidedInCohort === decided ? "" : ` (${decidedInCohort} among the others)`}: r = ${shown(partialR)} with the partial one, ${shown(totalR)} with the total one, difference ${shown(differenceR)} [${shown(differenceLow)}, ${shown(differenceHigh)}]`,
        ]),
    ...stage.coefficients.map(
      ({ regressor, estimate, standardError, adjustedP }) =>
        `    ${regressor}: ${shown(estimate)} ± ${shown(standardError)}, adjusted p ${shown(adjustedP)}`,
    ),
  ];
}
