import { createHash } from "node:crypto";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { insertFit, type StoredFit } from "../../src/read/fits.ts";
import { insertSegmentPsychometrics, insertSessionPsychometrics } from "../../src/read/psychometric-fits.ts";
import { insertSegments, insertSessionMeasures, insertSubjectStrategy } from "../../src/read/results.ts";
import { claimRun, enqueueRuns } from "../../src/read/run-queue.ts";
import { failRun, type HeldRun, noteInput, succeedRun } from "../../src/read/runs.ts";
import type { PsychometricResult } from "../../src/science/psychometric/fit-psychometric.ts";
import type { SessionMeasure } from "../../src/science/session-measures.ts";
import { trajectoryClass } from "../../src/science/strategies/trajectory-class.ts";
import { earlyLate } from "../../src/science/strategies/windows.ts";

/** Mice of north/learning, each with this many sessions of this many trials, and results of every analysis. */
export const N_MICE = 10;
export const N_SESSIONS = 10;
export const N_TRIALS = 5;

export const mice = Array.from({ length: N_MICE }, (_, i) => `m${String(i + 1).padStart(2, "0")}`);
export const northHomes = mice.map((mouse) => `north/learning/${mouse}`);

/**
 * Mouse i has this bias in every session but the last 5, where it has no bias and its right slope exceeds its left
 * slope by twice as much: the correlation of early bias with late slope difference is exactly 1.
 */
export const earlyBiasOf = (i: number) => (i - 4) / 20;

/**
 * Fills a migrated database: the mice of north/learning; south/pilot/s01, simulated, with one session and no results
 * but a failed run; south/pilot/s02, of which nothing is known but its name.
 */
export async function fillDatabase(url: string): Promise<void> {
  const ingest = createPool(url, "ingest");
  const worker = createPool(url, "worker");
  try {
    await append(ingest, [...northEvents(), ...southEvents()]);
    await catchUp(worker);
    const db = openDatabase(worker);
    for (const [i, home] of northHomes.entries()) {
      await derive(db, "session-measures", home, (runId) =>
        insertSessionMeasures(db, runId, home, measuresOf(i)),
      );
      await derive(db, "session-psychometrics", home, (runId) =>
        insertSessionPsychometrics(db, runId, home, [
          { session: 1, result: psychometric },
          { session: 2, result: tooFew },
        ]),
      );
      await derive(db, "decision-model", home, (runId) => insertFit(db, runId, home, fit));
      await deriveSegments(db, home, i % 2 === 0 ? "LEFT_BIASED" : "UNBIASED");
    }
    await failSegments(db, "south/pilot/s01");
  } finally {
    await ingest.end();
    await worker.end();
  }
}

/** A psychometric function as a fit gives it, and the reason for none. */
export const psychometric: PsychometricResult = {
  fit: {
    biasContrast: -0.125,
    slope: 8,
    lapseLeft: 0.1,
    lapseRight: 0.05,
    ci: {
      biasContrast: [-0.25, 0],
      slope: [4, 16],
      lapseLeft: [0, 0.2],
      lapseRight: [0, 0.1],
    },
    logLikelihood: -20.5,
    nTrials: 100,
    converged: true,
    atBound: [],
  },
  refused: null,
};
const tooFew: PsychometricResult = {
  fit: null,
  refused: { code: "TOO_FEW_TRIALS", reason: "4 trials, where a fit needs at least 20" },
};

/** A fit of every trial with a choice, in which only trial 17's bias stands out, and one SD is undefined. */
export const fit: StoredFit = {
  model: "logistic",
  rule: "none",
  paramNames: ["bias", "contrastLeft", "contrastRight"],
  nTrials: N_SESSIONS * (N_TRIALS - 1),
  nSessions: N_SESSIONS,
  maxContrast: 0.5,
  sigma: [0.0625, 0.125, 0.25],
  sigmaDay: [0.5, 1, 2],
  sigmaInit: [16, 16, 16],
  atBound: ["sigma.bias"],
  logLikelihood: -20.5,
  logPrior: 3.25,
  logEvidence: -30.75,
  converged: true,
  iterations: 12,
  session: Int32Array.from({ length: 40 }, (_, t) => 1 + Math.floor(t / 4)),
  trial: Int32Array.from({ length: 40 }, (_, t) => 1 + (t % 4)),
  weight: Float32Array.from({ length: 120 }, (_, i) => (i === 3 * 17 ? 4 : i % 3)),
  weightSd: Float32Array.from({ length: 120 }, (_, i) => (i === 0 ? Number.NaN : 0.5)),
  weightCovariance: new Float32Array(240),
};

/** One more successful run of strategy-segments: two segments, the first with this strategy. */
export async function deriveSegments(
  db: Db,
  home: string,
  early: "LEFT_BIASED" | "UNBIASED" | "RIGHT_BIASED",
): Promise<number> {
  return await derive(db, "strategy-segments", home, async (runId) => {
    const half = (N_SESSIONS * N_TRIALS) / 2;
    const common = { nTrials: half, bias: -0.2 };
    await insertSegments(db, runId, home, [
      {
        ...common,
        firstTrial: 0,
        lastTrial: half - 1,
        start: null,
        startPlaces: null,
        first: { session: 1, trial: 1 },
        last: { session: 5, trial: N_TRIALS },
        label: early,
        probability: 0.75,
        associationLeft: 0.05,
        associationRight: 0.1,
      },
      {
        ...common,
        firstTrial: half,
        lastTrial: 2 * half - 1,
        start: { kind: "switch", interval: [half - 2, half + 1] },
        startPlaces: [
          { session: 5, trial: 4 },
          { session: 6, trial: 2 },
        ],
        first: { session: 6, trial: 1 },
        last: { session: N_SESSIONS, trial: N_TRIALS },
        label: "BALANCED",
        probability: 0.9,
        associationLeft: 0.4,
        associationRight: 0.5,
      },
    ]);
    await insertSegmentPsychometrics(db, runId, home, [psychometric, tooFew]);
    const measures = measuresOf(northHomes.indexOf(home));
    await insertSubjectStrategy(db, runId, home, {
      nTrials: N_SESSIONS * N_TRIALS,
      nSessions: N_SESSIONS,
      nTransitions: 1,
      earlyStrategy: early,
      lateStrategy: "BALANCED",
      earlyLate: earlyLate(measures),
      trajectoryClass: trajectoryClass(measures),
    });
  });
}

export async function failSegments(db: Db, home: string): Promise<void> {
  await failRun(db, await begin(db, "strategy-segments", home), {
    code: "TOO_FEW_TRIALS",
    message: "1 trial with a choice, where a fit needs more",
    remedy: "Append more trials.",
    expected: true,
  });
}

async function derive(
  db: Db,
  analysis: string,
  home: string,
  insert: (runId: number) => Promise<void>,
): Promise<number> {
  const run = await begin(db, analysis, home);
  await insert(run.runId);
  await succeedRun(db, run, { cpuS: 0.25, peakMemoryBytes: 2 ** 20 });
  return run.runId;
}

async function begin(db: Db, analysis: string, home: string): Promise<HeldRun> {
  const hash = createHash("sha256").update(home).digest();
  const input = { parameters: { minTrials: 70 }, inputHash: hash, inputPosition: 17 };
  await enqueueRuns(
    db,
    [
      {
        ...{ analysis, analysisVersion: 1, granularity: "subject", scope: home, parametersHash: hash },
        ...{ ...input, needs: [], depth: 0 },
      },
    ],
    { cause: "request", priority: 0, inputPosition: input.inputPosition },
  );
  const run = await claimRun(db, {
    ...{ worker: "test", host: "test", environment: {}, leaseMs: 60_000 },
    ...{ known: [{ name: analysis, version: 1 }], causes: ["request"], maxNightRuns: null },
  });
  if (run === null) throw new Error(`${analysis} of ${home} was queued, and did not come`);
  await noteInput(db, run, input);
  return run;
}

function measuresOf(mouse: number): readonly SessionMeasure[] {
  const bias = earlyBiasOf(mouse);
  return Array.from({ length: N_SESSIONS }, (_, i) => {
    const isLate = i >= N_SESSIONS - 5;
    return {
      session: i + 1,
      nTrials: N_TRIALS,
      nUsed: N_TRIALS - 1,
      nZeroContrast: 1,
      leftSlope: isLate ? 0.3 : 0,
      rightSlope: isLate ? 0.3 + 2 * bias : 0,
      bias: isLate ? 0 : bias,
      accuracy: 0.5 + i / 20,
      carried: i === 2,
      counts: [
        { contrast: -0.5, nRight: 1, n: 2 },
        { contrast: 0.5, nRight: 2, n: 2 },
      ],
    };
  });
}

function northEvents(): readonly NewEvent[] {
  return mice.flatMap((subject) => {
    const at = { lab: "north", project: "learning", subject };
    return [
      event("SubjectRegistered", at, { species: "Mus musculus", sex: "female", birthDate: "2025-11-03" }),
      ...Array.from({ length: N_SESSIONS }, (_, i) => i + 1).flatMap((session) => [
        event(
          "SessionStarted",
          { ...at, session },
          { startedAt: `2026-03-${String(session).padStart(2, "0")}T10:30:00+01:00`, rig: "rig-1" },
        ),
        ...Array.from({ length: N_TRIALS }, (_, i) => i + 1).map((trial) =>
          event(
            "TrialRecorded",
            { ...at, session },
            {
              trial,
              contrastLeft: trial % 2 === 0 ? 0.5 : 0,
              contrastRight: 0,
              choice: trial === N_TRIALS ? "no-go" : "left",
              ...(trial % 2 === 0 && { outcome: "correct" as const }),
              responseTimeS: 0.25 * trial,
            },
          ),
        ),
      ]),
    ];
  });
}

function southEvents(): readonly NewEvent[] {
  const at = { lab: "south", project: "pilot" };
  return [
    event("SubjectRegistered", { ...at, subject: "s01" }, { simulated: true }),
    event("SessionStarted", { ...at, subject: "s01", session: 1 }, { boundariesKnown: false }),
    event(
      "TrialRecorded",
      { ...at, subject: "s01", session: 1 },
      { trial: 3, contrastLeft: 0, contrastRight: 1, choice: "right" },
    ),
    event("SubjectRegistered", { ...at, subject: "s02" }, {}),
  ];
}

let nEvents = 0;

function event<T extends NewEvent["type"]>(
  type: T,
  at: Pick<NewEvent, "lab" | "project" | "subject" | "session">,
  payload: NewEvent<T>["payload"],
): NewEvent<T> {
  nEvents += 1;
  return {
    type,
    schemaVersion: 1,
    ...at,
    source: "fixture",
    sourceEventId: String(nEvents),
    occurredAt: null,
    actor: "test",
    payload,
  };
}
