import { hostname } from "node:os";
import type pg from "pg";
import { type ComputeSlot, createComputeSlot } from "../../src/analyses/compute-slot.ts";
import { type PlanOptions, planRuns, toQueue } from "../../src/analyses/plan.ts";
import { analyses, analysisNamed, subjectAnalyses, wantedOf } from "../../src/analyses/registry.ts";
import { type RunOutcome, runAnalysis } from "../../src/analyses/run-analysis.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { type ClaimedRun, claimRun, enqueueRuns } from "../../src/read/run-queue.ts";
import { projectedPosition } from "../../src/read/run-states.ts";

/** What is derived, as soon as it comes, of a subject that has trials and nothing else. */
export const analysesOfTrials = subjectAnalyses.filter(
  ({ name, timing }) => timing === "change" && wantedOf(name).requires.every((kind) => kind === "trial"),
);

/** Makes runs in the test's own process, one after another, as a worker with one slot would. */
export interface Derivation {
  readonly db: Db;
  /** Queues and makes one run at once. */
  run(analysis: string, scope: string, slot?: ComputeSlot): Promise<RunOutcome>;
  /** Makes everything that is not of the present data. @returns how many runs were planned */
  all(options?: PlanOptions): Promise<number>;
  /** Makes the next run of a night that is due; null where there is none. */
  nextOfNight(): Promise<RunOutcome | null>;
  close(): Promise<void>;
}

export function derivation(pool: pg.Pool): Derivation {
  const db = openDatabase(pool);
  const own = createComputeSlot();
  const make = (run: ClaimedRun, slot: ComputeSlot) =>
    runAnalysis({ db, pool, slot, signal: new AbortController().signal }, run);
  return {
    db,
    async run(analysis, scope, slot = own) {
      return await make(await begin(db, analysis, scope), slot);
    },
    async all(options) {
      const plan = await planRuns(db, options);
      for (const { analysis, scope } of plan) await make(await begin(db, analysis, scope), own);
      return plan.length;
    },
    async nextOfNight() {
      const run = await claimRun(db, {
        worker: `${hostname()}:test`,
        host: hostname(),
        environment: {},
        leaseMs: 60_000,
        known: analyses.map(({ name, version }) => ({ name, version })),
        causes: ["night"],
        maxNightRuns: null,
      });
      return run && (await make(run, own));
    },
    close: () => own.close(),
  };
}

/** Queues a run before all others. */
export async function queueRun(db: Db, name: string, scope: string): Promise<void> {
  const { granularity } = analysisNamed(name);
  const [planned] = await planRuns(db, { homes: [scope], analyses: [name] });
  const inputHash = planned?.inputHash ?? Buffer.alloc(1);
  const queued = toQueue({ analysis: name, granularity, scope, inputHash });
  const inputPosition = await projectedPosition(db);
  await enqueueRuns(db, [{ ...queued, needs: [] }], { cause: "request", priority: -1, inputPosition });
}

/** Begins the run that was queued. */
export async function beginQueued(
  db: Db,
  name: string,
  scope: string,
  leaseMs = 60_000,
): Promise<ClaimedRun> {
  const { version } = analysisNamed(name);
  const run = await claimRun(db, {
    worker: `${hostname()}:test`,
    host: hostname(),
    environment: {},
    leaseMs,
    known: [{ name, version }],
    causes: ["request"],
    maxNightRuns: null,
  });
  if (run?.scope !== scope) throw new Error(`${name} of ${scope} was queued, and ${run?.scope} came`);
  return run;
}

/** Queues a run and begins it, before all others. */
export async function begin(db: Db, name: string, scope: string, leaseMs = 60_000): Promise<ClaimedRun> {
  await queueRun(db, name, scope);
  return await beginQueued(db, name, scope, leaseMs);
}
