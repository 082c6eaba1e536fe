import { hostname } from "node:os";
import type pg from "pg";
import { type ComputeSlot, createComputeSlot } from "../src/analyses/compute-slot.ts";
import { shareDone, sharedProgress } from "../src/analyses/progress.ts";
import { analyses } from "../src/analyses/registry.ts";
import { environment, type RunOutcome, runAnalysis } from "../src/analyses/run-analysis.ts";
import type { Db } from "../src/read/database.ts";
import { type Cause, type ClaimedRun, claimRun, extendLeases } from "../src/read/run-queue.ts";
import { LeaseLost, type TakenRun, takeExpiredRuns } from "../src/read/runs.ts";

export interface RunLoopOptions {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** Name of this worker, unlike that of any other. */
  readonly worker: string;
  /** Runs at the same time. One more may run that somebody asked for. */
  readonly slots: number;
  readonly leaseMs?: number;
  /** Where runs compute; createComputeSlot without it. */
  readonly createSlot?: () => ComputeSlot;
  /** Whether runs of the night may begin now, and how many at a time over all workers; always, and any number, without. */
  readonly nightRules?: () => NightRules;
  readonly onBegin?: (run: ClaimedRun) => void;
  readonly onRun?: (run: ClaimedRun, outcome: RunOutcome) => void;
  readonly onTaken?: (runs: readonly TakenRun[]) => void;
  readonly onError: (error: unknown) => void;
}

export interface NightRules {
  readonly isOpen: boolean;
  readonly maxRuns: number | null;
}

export interface RunLoop {
  /** Looks for runs at once. */
  wake(): void;
  /** Begins no more runs; waits so long for those that run, then gives them back. */
  stop(graceMs: number): Promise<void>;
}

/** A worker that says nothing for so long is taken for dead, and its runs are taken over. */
const LEASE_MS = 30_000;
/** A worker learns so soon that its run was ended, and others how far it has come. */
const BEAT_MS = 1_000;
/** What other workers' runs made ready, and what others queued, is begun so soon. */
const POLL_MS = 250;
/** A run is given up when so many of its workers died. */
const MAX_DEATHS = 15;

/**
 * Begins runs as they fall due, as many at a time as there are slots, and keeps their leases.
 *
 * Each slot goes: claim → runAnalysis → claim …, and waits where nothing is due. A slot more takes only runs that
 * somebody asked for, so that these never wait for the night's.
 */
export function startRunLoop(options: RunLoopOptions): RunLoop {
  const { db, pool, worker, onError } = options;
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const createSlot = options.createSlot ?? (() => createComputeSlot());
  const known = analyses.map(({ name, version }) => ({ name, version }));
  const held = new Map<ClaimedRun, { readonly ending: AbortController; readonly progress: Int32Array }>();
  const stopping = new AbortController();
  const sleepers = new Set<() => void>();

  const wake = () => {
    for (const waken of [...sleepers]) waken();
  };
  const sleep = () =>
    new Promise<void>((resolve) => {
      if (stopping.signal.aborted) return resolve();
      const waken = () => {
        clearTimeout(timer);
        sleepers.delete(waken);
        resolve();
      };
      const timer = setTimeout(waken, POLL_MS);
      sleepers.add(waken);
    });

  async function work(slot: ComputeSlot, own: readonly Cause[]): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const night = options.nightRules?.() ?? { isOpen: true, maxRuns: null };
        const run = await claimRun(db, {
          worker,
          host: hostname(),
          environment,
          leaseMs,
          known,
          causes: own.filter((cause) => cause !== "night" || night.isOpen),
          maxNightRuns: night.maxRuns,
        });
        if (run === null) await sleep();
        else await make(slot, run);
      } catch (error) {
        onError(error);
        await sleep();
      }
    }
    await slot.close();
  }

  async function make(slot: ComputeSlot, run: ClaimedRun): Promise<void> {
    const ending = new AbortController();
    const progress = sharedProgress();
    held.set(run, { ending, progress });
    options.onBegin?.(run);
    try {
      const outcome = await runAnalysis({ db, pool, slot, signal: ending.signal, progress }, run);
      options.onRun?.(run, outcome);
    } finally {
      held.delete(run);
      // What waited for it may begin.
      wake();
    }
  }

  async function keepLeases(): Promise<void> {
    const told = [...held].map(([run, { progress }]) => ({ ...run, progress: shareDone(progress) }));
    for (const lost of await extendLeases(db, told, leaseMs)) {
      for (const [run, { ending }] of held)
        if (run.runId === lost.runId) ending.abort(new LeaseLost(run.runId));
    }
  }

  async function takeOver(): Promise<void> {
    const taken = await takeExpiredRuns(db, { maxAttempts: MAX_DEATHS });
    if (taken.length === 0) return;
    options.onTaken?.(taken);
    wake();
  }

  const timers = [
    setInterval(() => void keepLeases().catch(onError), Math.min(BEAT_MS, leaseMs / 4)),
    setInterval(() => void takeOver().catch(onError), leaseMs / 6),
  ];
  void takeOver().catch(onError);
  const working = [
    ...Array.from({ length: options.slots }, () => work(createSlot(), ["request", "change", "night"])),
    work(createSlot(), ["request"]),
  ];

  return {
    wake,
    async stop(graceMs) {
      stopping.abort();
      wake();
      const timer = setTimeout(() => {
        for (const { ending } of held.values()) ending.abort(new Error("the worker stops"));
      }, graceMs);
      await Promise.all(working);
      clearTimeout(timer);
      for (const each of timers) clearInterval(each);
    },
  };
}
