import type { Db } from "../read/database.ts";
import type { QueuedRun } from "../read/run-queue.ts";
import {
  type Answer,
  fetchCohortAnswers,
  fetchProjectMembers,
  fetchRunStates,
  type RunStateRow,
} from "../read/run-states.ts";
import type { Analysis } from "./analysis.ts";
import { cohortAnswerOf, cohortContent } from "./cohort-input.ts";
import {
  analysisNamed,
  cohortAnalyses,
  depthOf,
  foundationsOf,
  preferencesOf,
  subjectAnalyses,
  wantedOf,
} from "./registry.ts";

/** A derivation that has to be made: this analysis, on the present data of this subject or cohort. */
export interface PlannedRun {
  readonly analysis: string;
  readonly granularity: "subject" | "cohort";
  /** lab/project/subject, or lab/project. */
  readonly scope: string;
  readonly inputHash: Buffer;
  /** Analyses of the same subject whose newest results it reads, and which are to be made as well. */
  readonly after?: readonly string[];
}

export interface PlanOptions {
  /** Only what is derived as soon as data arrive; without it all. */
  readonly timing?: "change";
  /** Only these subjects, and no cohort. */
  readonly homes?: readonly string[];
  /** Only these analyses; without it all that are not made on request alone. */
  readonly analyses?: readonly string[];
}

/** Where everything stands, and what has to be done. */
export interface Plan {
  readonly runs: readonly PlannedRun[];
  /** By analysis: what is of the present data, and what has failed on it and is not tried again unasked. */
  readonly fresh: Readonly<Record<string, number>>;
  readonly parked: Readonly<Record<string, number>>;
  /** The runs whose results are of the present data. */
  readonly freshRuns: readonly FreshRun[];
}

/** A result of the present data. */
export interface FreshRun {
  readonly runId: number;
  readonly analysis: string;
  readonly scope: string;
}

/** Everything that is not derived from the present data; what failed on them is left until they change. */
export async function planRuns(db: Db, options: PlanOptions = {}): Promise<readonly PlannedRun[]> {
  return (await makePlan(db, options)).runs;
}

/** As planRuns, with a count of what is left alone. One statement for all subjects, one for all cohorts. */
export async function makePlan(db: Db, options: PlanOptions = {}): Promise<Plan> {
  const isAsked = ({ name, timing }: Analysis) =>
    (options.timing === undefined || timing === options.timing) &&
    (options.analyses?.includes(name) ?? timing !== "request");
  const ofSubjects = subjectAnalyses.filter(isAsked);
  const ofCohorts = options.homes === undefined ? cohortAnalyses.filter(isAsked) : [];
  const names = new Set([...ofSubjects.map(({ name }) => name), ...ofCohorts.flatMap(foundationsOf)]);
  const asked = new Set(ofSubjects.map(({ name }) => name));
  const states = withWhatComes(await fetchRunStates(db, [...names].map(wantedOf), options.homes), asked);

  const runs: PlannedRun[] = [];
  const fresh: Record<string, number> = {};
  const parked: Record<string, number> = {};
  const freshRuns: FreshRun[] = [];
  const count = (planned: PlannedRun, answer: Answer | null) => {
    if (answer === null || !answer.isPresent) runs.push(planned);
    else {
      const counted = answer.state === "succeeded" ? fresh : parked;
      counted[planned.analysis] = (counted[planned.analysis] ?? 0) + 1;
      if (answer.state === "succeeded") {
        freshRuns.push({ runId: answer.runId, analysis: planned.analysis, scope: planned.scope });
      }
    }
  };
  for (const { analysis, home, inputHash, answer, after } of states) {
    if (asked.has(analysis))
      count({ analysis, granularity: "subject", scope: home, inputHash, after }, answer);
  }
  if (ofCohorts.length > 0) await planCohorts(db, ofCohorts, states, count);
  return { runs, fresh, parked, freshRuns };
}

interface ComingState extends RunStateRow {
  /** Analyses of the subject that it prefers, and that are to be made. */
  readonly after: readonly string[];
}

/**
 * What reads the newest result of an analysis that is to be made is not of the present data for long: it is made
 * behind it, in the same go, or each night would leave its work to the next one.
 */
function withWhatComes(states: readonly RunStateRow[], asked: ReadonlySet<string>): readonly ComingState[] {
  const coming = new Set(
    states
      .filter(({ analysis, answer }) => asked.has(analysis) && !answer?.isPresent)
      .map(({ analysis, home }) => `${analysis} ${home}`),
  );
  return states.map((state) => {
    const after = preferencesOf(state.analysis).filter((name) => coming.has(`${name} ${state.home}`));
    if (after.length === 0) return { ...state, after };
    return { ...state, after, answer: state.answer && { ...state.answer, isPresent: false } };
  });
}

async function planCohorts(
  db: Db,
  asked: readonly Analysis[],
  states: readonly RunStateRow[],
  count: (planned: PlannedRun, answer: Answer | null) => void,
): Promise<void> {
  const [members, answers] = await Promise.all([
    fetchProjectMembers(db),
    fetchCohortAnswers(
      db,
      asked.map(({ name }) => name),
    ),
  ]);
  for (const analysis of asked) {
    for (const [cohort, homes] of members) {
      const content = cohortContent(analysis, homes, states);
      if (content.parts.length + content.waiting.length === 0) continue;
      const answer = cohortAnswerOf(analysis, cohort, content, answers);
      count(
        { analysis: analysis.name, granularity: "cohort", scope: cohort, inputHash: content.inputHash },
        // What its subjects wait for will change it, whatever they come to.
        content.waiting.length === 0 ? answer : null,
      );
    }
  }
}

/** A planned run as the queue takes it. */
export function toQueue({
  analysis: name,
  granularity,
  scope,
  inputHash,
  after = [],
}: PlannedRun): QueuedRun {
  const analysis = analysisNamed(name);
  const { analysisVersion, parametersHash } = wantedOf(name);
  return {
    analysis: name,
    analysisVersion,
    granularity,
    scope,
    parameters: analysis.parameters,
    parametersHash,
    inputHash,
    needs: [...foundationsOf(analysis), ...after],
    depth: depthOf(name),
  };
}
