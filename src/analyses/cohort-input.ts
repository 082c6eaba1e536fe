import { createHash } from "node:crypto";
import type { Db } from "../read/database.ts";
import {
  type Answer,
  type CohortAnswerRow,
  fetchCohortAnswers,
  fetchRunStates,
  type RunStateRow,
} from "../read/run-states.ts";
import type { Analysis, CohortPart, LeftOutPart } from "./analysis.ts";
import { foundationsOf, wantedOf } from "./registry.ts";

/** What an analysis of a cohort is made from: the present results of its subjects. */
export interface CohortContent {
  readonly parts: readonly CohortPart[];
  readonly leftOut: readonly LeftOutPart[];
  /** Identity of all that: which subjects, and of each the data that its results are made from. */
  readonly inputHash: Buffer;
  /** Subjects that wait for a result of their present data. */
  readonly waiting: readonly string[];
}

/** The content of one cohort, with the newest answer. @param homes its subjects, in order */
export async function fetchCohortContent(
  db: Db,
  analysis: Analysis,
  cohort: string,
  homes: readonly string[],
): Promise<CohortContent & { readonly answer: Answer | null }> {
  const states = await fetchRunStates(db, foundationsOf(analysis).map(wantedOf), homes);
  const answers = await fetchCohortAnswers(db, [analysis.name]);
  const content = cohortContent(analysis, homes, states);
  return { ...content, answer: cohortAnswerOf(analysis, cohort, content, answers) };
}

/** The newest answer of a cohort, and whether it is of this content. */
export function cohortAnswerOf(
  { name }: Analysis,
  cohort: string,
  { inputHash }: CohortContent,
  answers: readonly CohortAnswerRow[],
): Answer | null {
  const found = answers.find((each) => each.analysis === name && each.cohort === cohort);
  if (found === undefined) return null;
  const { analysisVersion, parametersHash } = wantedOf(name);
  const { runId, state, error, ...identity } = found.answer;
  const isPresent =
    identity.analysisVersion === analysisVersion &&
    identity.parametersHash.equals(parametersHash) &&
    identity.inputHash.equals(inputHash);
  return { runId, state, error, isPresent };
}

/** @param states of the analyses that it needs, of these subjects among others */
export function cohortContent(
  analysis: Analysis,
  homes: readonly string[],
  states: readonly RunStateRow[],
): CohortContent {
  const foundations = foundationsOf(analysis);
  const byHome = new Map(homes.map((home) => [home, new Map<string, RunStateRow>()]));
  for (const state of states) {
    if (foundations.includes(state.analysis)) byHome.get(state.home)?.set(state.analysis, state);
  }
  const parts: CohortPart[] = [];
  const leftOut: LeftOutPart[] = [];
  const waiting: string[] = [];
  const identity = createHash("sha256");
  for (const [home, own] of byHome) {
    const lacks = new Map(foundations.map((name) => [name, lackOf(name, own.get(name))]));
    if ([...lacks.values()].some((lack) => lack?.isWaiting)) waiting.push(home);
    const lack = analysis.needs.map((need) => lacks.get(need) ?? null).find((each) => each !== null);
    if (lack) {
      leftOut.push({ home, code: lack.code, reason: lack.reason });
      identity.update(`${home} ${lack.code}\n`);
      continue;
    }
    const runs: Record<string, number> = {};
    for (const name of foundations) {
      const state = own.get(name);
      const isThere = lacks.get(name) === null && state !== undefined && state.answer !== null;
      if (isThere) runs[name] = state.answer.runId;
      identity.update(`${home} ${name} ${isThere ? state.inputHash.toString("hex") : "-"}\n`);
    }
    parts.push({ home, runs });
  }
  return { parts, leftOut, inputHash: identity.digest(), waiting };
}

function lackOf(need: string, state: RunStateRow | undefined) {
  if (state === undefined) {
    return { code: "NO_DATA", reason: `it has no data for ${need}`, isWaiting: false };
  }
  const { answer } = state;
  if (answer === null || !answer.isPresent) {
    return { code: "NOT_DERIVED", reason: `its ${need} is not of its present data`, isWaiting: true };
  }
  if (answer.state === "succeeded") return null;
  return {
    code: answer.error?.code ?? "CANCELLED",
    reason: answer.error?.message ?? `its ${need} was cancelled`,
    isWaiting: false,
  };
}
