/**
 * Fibres whose coefficients have nothing to do with their mouse's associations, though both drift slowly: the p against
 * other mice's associations (SCIENCE §5) says so as seldom as it promises.
 */
import { expect, test } from "vitest";
import { type Associations, acrossSessions } from "../../src/science/dopamine/across-sessions.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import {
  initialState,
  type NetworkState,
  probabilityRight,
  rateVector,
} from "../../src/science/network/state.ts";
import { learnFromTrial } from "../../src/science/network/step.ts";
import { type Random, seededRandom } from "../../src/science/random.ts";
import { CHOICE_RIGHT, OUTCOME_CORRECT } from "../../src/science/trial-table.ts";

const isFull = process.env.TEST_FULL === "1";
const RUNS = isFull ? 1_000 : 300;
/** p is at least 1/(1 + others): of so many, .01 can be reached. */
const OTHERS = 199;
const rule = "tutor-executor";

/** A_R and A_L of a mouse that the network simulates, by session. */
function learned(seed: number, sessions: number): Associations {
  const [{ trials, parameters }] = simulateCohort({ rule, mice: 1, seed, sessions, trialsPerSession: 100 });
  const state = initialState(parameters);
  const rates = rateVector(parameters);
  const right = (weights: NetworkState, xLeft: number, xRight: number) =>
    probabilityRight(weights, parameters.inverseTemperature, xLeft, xRight);
  const contralateralAssociation = new Float64Array(sessions);
  const ipsilateralAssociation = new Float64Array(sessions);
  for (let t = 0; t < trials.nTrials; t++) {
    const s = trials.session[t] - 1;
    contralateralAssociation[s] += (right(state, 0, 1) - right(state, 0, 0)) / 100;
    ipsilateralAssociation[s] += (right(state, 0, 0) - right(state, 1, 0)) / 100;
    const [xLeft, xRight] = [trials.contrastLeft[t] > 0 ? 1 : 0, trials.contrastRight[t] > 0 ? 1 : 0];
    const reward = xLeft === xRight ? 0.5 : trials.outcome[t] === OUTCOME_CORRECT ? 1 : 0;
    learnFromTrial(state, rates, rule, xLeft, xRight, trials.choice[t] === CHOICE_RIGHT, reward);
  }
  return { contralateralAssociation, ipsilateralAssociation };
}

/** Associations that drift as random walks, with a course that all mice share. */
function walking(random: Random, sessions: number): Associations {
  const walk = () => {
    let at = 0;
    return Float64Array.from({ length: sessions }, (_, s) => {
      at += 0.1 * random.normal();
      return at + 0.5 * (s / sessions);
    });
  };
  return { contralateralAssociation: walk(), ipsilateralAssociation: walk() };
}

/** Coefficients that drift, of mice of their own; sessions without a denominator have none. */
function drifting(random: Random, sessions: number) {
  const { contralateralAssociation, ipsilateralAssociation } = walking(random, sessions);
  const measured = (column: Float64Array) => column.map((value) => value + 0.05 * random.normal());
  const [contralateral, ipsilateral] = [contralateralAssociation, ipsilateralAssociation].map(measured);
  for (let s = 0; s < sessions; s++) if (random.uniform() < 0.1) contralateral[s] = Number.NaN;
  return { contralateral, ipsilateral };
}

const pool = Array.from({ length: isFull ? 2_000 : 500 }, (_, k) => learned(k, 12 + (k % 19)));

test.each([
  { name: "random walks", associations: walking, coefficients: drifting },
  {
    name: "networks that learn",
    associations: (random: Random) => pool[random.integer(pool.length)],
    coefficients: drifting,
  },
  {
    name: "networks that learn, by fibres that follow another mouse",
    associations: (random: Random) => pool[random.integer(pool.length)],
    coefficients: (random: Random, sessions: number) => {
      const other = pool[random.integer(pool.length)];
      const pick = (column: Float64Array) =>
        Float64Array.from(
          { length: sessions },
          (_, s) => column[Math.round((s * (column.length - 1)) / (sessions - 1))],
        );
      return {
        contralateral: pick(other.contralateralAssociation),
        ipsilateral: pick(other.ipsilateralAssociation),
      };
    },
  },
])(
  "without coupling, fibres do not follow the associations of $name",
  ({ name, associations, coefficients }) => {
    const random = seededRandom(41);
    const p: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const lengthOf = () => 12 + random.integer(19);
      const own = associations(random, lengthOf());
      const others = Array.from({ length: OTHERS }, () => associations(random, lengthOf()));
      const series = coefficients(random, own.contralateralAssociation.length);
      p.push(acrossSessions({ ...series, ...own }, others).p ?? 1);
    }
    for (const alpha of [0.01, 0.05, 0.1]) {
      const share = p.filter((value) => value <= alpha).length / RUNS;
      if (isFull) console.log(name, ": P(p <=", alpha, ") =", share);
      expect(share).toBeLessThanOrEqual(alpha + 2 * Math.sqrt((alpha * (1 - alpha)) / RUNS));
    }
  },
);

test("fibres that follow their own mouse are found to", () => {
  const random = seededRandom(43);
  const found = Array.from({ length: 50 }, () => {
    const own = walking(random, 25);
    const others = Array.from({ length: OTHERS }, () => walking(random, 25));
    const noisy = (column: Float64Array) => column.map((value) => value + 0.05 * random.normal());
    const series = {
      contralateral: noisy(own.contralateralAssociation),
      ipsilateral: noisy(own.ipsilateralAssociation),
    };
    return acrossSessions({ ...series, ...own }, others).p ?? 1;
  });
  expect(found.filter((p) => p <= 0.05).length).toBeGreaterThan(40);
});
