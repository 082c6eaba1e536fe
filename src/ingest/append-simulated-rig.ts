import type pg from "pg";
import type { LearningRule } from "../science/network/learning-rule.ts";
import type { SimulatedCohortMouse } from "../science/network/simulate-cohort.ts";
import type { DopamineAccount } from "../science/photometry/simulate-dopamine.ts";
import { simulateStimulation } from "../science/photometry/simulate-stimulation.ts";
import { seededRandom } from "../science/random.ts";
import { appendSimulatedPhotometry, appendSimulatedStimulation } from "./simulated-recordings.ts";
import { appendSimulatedMouse } from "./simulated-trials.ts";

export interface SimulatedRig {
  readonly rule: LearningRule;
  readonly seed: number;
  /** What the dopamine carries; true for what the rule's own account says; absent for no photometry. */
  readonly photometry?: DopamineAccount | true;
  readonly stimulation?: boolean;
}

export interface AppendedRig {
  /** Events that the log did not have. */
  readonly appended: number;
  readonly nTrials: number;
  readonly nSnippets: number;
  readonly nStimulations: number;
}

/** Streams of random numbers of the light: apart from those of the mice and of their recordings. */
const LIGHT_STREAM = 1_000;

/** The mouse as it becomes under the light, and which of its trials had some; as it is where there is none. */
export function litMouse(
  mouse: SimulatedCohortMouse,
  { rule, seed, stimulation = false }: SimulatedRig,
): { readonly mouse: SimulatedCohortMouse; readonly stimulated: Int32Array } {
  if (!stimulation) return { mouse, stimulated: new Int32Array(0) };
  const random = seededRandom(seed).child(LIGHT_STREAM + Number(mouse.subject.replace(/\D/g, "")));
  const { trials, stimulated } = simulateStimulation(random, mouse, rule);
  return { mouse: { ...mouse, trials }, stimulated };
}

/** What the dopamine of a network carries by its own rule, or what was asked for. */
export function accountOf(rule: LearningRule, photometry: DopamineAccount | true): DopamineAccount {
  if (photometry !== true) return photometry;
  return rule === "tutor-executor" ? "partial" : "total";
}

/** Appends a simulated mouse with all that a rig would report of it; the same again adds nothing. */
export async function appendSimulatedRig(
  pool: pg.Pool,
  simulated: SimulatedCohortMouse,
  rig: SimulatedRig,
  to: { readonly lab: string; readonly project: string; readonly actor: string },
): Promise<AppendedRig> {
  const at = { ...to, seed: rig.seed };
  const { mouse, stimulated } = litMouse(simulated, rig);
  let { appended } = await appendSimulatedMouse(pool, mouse, at);
  if (rig.stimulation === true) {
    const light = await appendSimulatedStimulation(pool, mouse.subject, mouse.trials, stimulated, at);
    appended += light.appended;
  }
  let nSnippets = 0;
  if (rig.photometry !== undefined) {
    const account = accountOf(rig.rule, rig.photometry);
    const traces = await appendSimulatedPhotometry(pool, mouse, rig.rule, account, at);
    appended += traces.appended;
    nSnippets = traces.nSnippets;
  }
  return { appended, nTrials: mouse.trials.nTrials, nSnippets, nStimulations: stimulated.length };
}
