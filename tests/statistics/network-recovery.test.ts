/**
 * Parameter recovery: networks with parameters in the interior make 5,000 choices, and 95 % profile-likelihood
 * intervals are held to the truth. 200 mice, an hour of computing: in `npm run test:full` alone.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { RecoveredMouse, RecoveryOptions } from "../../src/science/network/parameter-recovery.ts";

const full = process.env.TEST_FULL === "1";
const MICE = 200;

const options: RecoveryOptions = { rule: "tutor-executor", seed: 7, sessions: 25, trialsPerSession: 200 };

/** On two threads, in order. */
async function recovered(nMice: number): Promise<readonly RecoveredMouse[]> {
  const mice: RecoveredMouse[] = [];
  let next = 0;
  const work = async () => {
    const thread = new Worker(new URL("./recovery-thread.ts", import.meta.url));
    while (next < nMice) {
      const mouse = next++;
      thread.postMessage({ mouse, options });
      [mice[mouse]] = await once(thread, "message");
    }
    await thread.terminate();
  };
  await Promise.all([work(), work()]);
  return mice;
}

test.runIf(full)(
  `of ${MICE} simulated mice, what is identifiable is covered as often as 95 % intervals should`,
  async () => {
    const mice = await recovered(MICE);
    for (const { logLikelihood, logLikelihoodOfTruth } of mice) {
      expect(logLikelihood).toBeGreaterThan(logLikelihoodOfTruth - 1e-6);
    }
    const names = mice[0].quantities.map(({ name }) => name);
    expect(names).toHaveLength(8);
    const all = mice.flatMap(({ quantities }) => quantities);
    const known = all.filter(({ identifiable }) => identifiable);
    expect(known.length / all.length).toBeGreaterThanOrEqual(0.7);
    const coverage = names.map((name) => {
      const own = known.filter((quantity) => quantity.name === name);
      return { name, n: own.length, covered: own.filter(({ covered }) => covered).length / own.length };
    });
    console.log("recovery", JSON.stringify({ identifiable: known.length / all.length, coverage }));
    // No interval is too short. Two are too long (docs/network.md): where a product's interval reaches down to 0, its
    // lower end cannot miss.
    for (const own of coverage) expect(own.covered, own.name).toBeGreaterThanOrEqual(0.9);
  },
  4 * 3600_000,
);
