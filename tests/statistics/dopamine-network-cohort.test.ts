/**
 * Regressions of fibres of a cohort that the network simulates, through recording, preprocessing, responses and their
 * denominators: coverage of the coefficients' intervals, of sessions, fifths of training, and all trials.
 */
import { expect, test } from "vitest";
import { defaultEncodingRules, encodeSite } from "../../src/science/dopamine/encode-site.ts";
import { networkValues } from "../../src/science/dopamine/network-values.ts";
import { standardStages } from "../../src/science/dopamine/stages.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { seededRandom } from "../../src/science/random.ts";
import { recordedFibre, type SimulatedFibre, stageKey, trueCoefficients } from "./network-fibres.ts";
import { coverageOf } from "./share.ts";

const isFull = process.env.TEST_FULL === "1";
const MICE = isFull ? 200 : 8;
/** Of 25 sessions of training five are recorded: of a naive mouse, of an expert, and between. */
const isRecorded = (session: number) => session % 5 === 3;
const REDRAWS = 20;

test("coefficients of simulated fibres lie in their 95 % intervals 93 to 97 % of the time", async () => {
  const held = new Map<string, boolean[][]>();
  let mouseNumber = 0;
  for (const mouse of simulateCohort({ rule: "tutor-executor", mice: MICE, seed: 11, responseTimes: true })) {
    const random = seededRandom(5).child(mouseNumber++);
    const fibre: SimulatedFibre = { mouse, hemisphere: mouseNumber % 2 === 0 ? "left" : "right", isRecorded };
    const stages = standardStages(mouse.trials);
    const truth = await trueCoefficients(fibre, stages, random.child(2), REDRAWS);
    const found = encodeSite(
      mouse.trials,
      await recordedFibre(fibre, random.child(1)),
      fibre.hemisphere,
      networkValues(mouse.trials),
      stages,
      { ...defaultEncodingRules, shifts: 0 },
    );
    expect(found.dropped).toEqual([]);
    expect(found.stages).toHaveLength(2 * (1 + 5 + 5));
    const own = new Map<string, boolean[]>();
    for (const { alignment, stage, number, regression } of found.stages) {
      const known = truth.get(stageKey(alignment, stage, number));
      regression.coefficients.forEach(({ name, ci }, k) => {
        if (known === undefined) throw new Error(`${alignment} ${stage} ${number} has no truth`);
        // An expert that is never wrong on one side leaves nothing to tell an interaction by.
        if (ci === null) return;
        const isHeld = ci[0] <= known[k] && known[k] <= ci[1];
        for (const group of ["all", `${alignment}, stage ${stage}`, `${alignment}, ${name}`])
          own.set(group, [...(own.get(group) ?? []), isHeld]);
      });
    }
    for (const [group, each] of own) held.set(group, [...(held.get(group) ?? []), each]);
  }
  const groups = [...held].map(([group, mice]) => ({ group, ...coverageOf(mice) }));
  if (isFull) for (const each of groups) console.log(JSON.stringify(each));
  for (const { group, share, error } of groups) {
    // All together to the bar itself; parts of the mice, or of the coefficients, as far as luck takes them.
    const slack = isFull && group === "all" ? 0 : 2.5 * error;
    expect(share, group).toBeGreaterThan(0.93 - slack);
    expect(share, group).toBeLessThan(0.97 + slack);
  }
}, 3_600_000);
