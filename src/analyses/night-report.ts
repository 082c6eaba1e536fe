import type { Db } from "../read/database.ts";
import {
  type AnalysisTally,
  countRunsByDay,
  type EarlierNight,
  listEarlierNights,
  listEncodings,
  listNewestSessions,
  listNightFailures,
  listStrategies,
  listVerdicts,
  type Moved,
  type MovedFibre,
  type NewestSession,
  type NightFailure,
  type StrategyState,
  tallyNight,
  type VerdictState,
} from "../read/night-report.ts";
import type { EndedNight, PlannedCount } from "../read/nights.ts";
import { sideBiasDrift } from "../science/side-bias-drift.ts";
import { networkRefitAnalysis } from "./network-refit.ts";

/** Something about the data that somebody should look at. */
export interface QualityNotice {
  readonly code: "TOO_FEW_TRIALS" | "SIDE_BIAS_DRIFTS" | "NO_PHOTOMETRY";
  readonly subject: string;
  readonly session: number;
  readonly message: string;
}

/** What one night did, and what moved since the night before. Instants are RFC 3339 text. */
export interface NightReport {
  /** The lab's calendar day, YYYY-MM-DD. */
  readonly night: string;
  readonly timeZone: string;
  readonly dueAt: string;
  readonly beganAt: string;
  readonly finishedAt: string;
  /** From its beginning to the end of its last run. */
  readonly durationS: number;
  readonly planningS: number | null;
  /** Runs that came to an answer: succeeded or failed. */
  readonly nRuns: number;
  readonly nFailed: number;
  /** Results that were of the present data already. */
  readonly nSkipped: number;
  readonly analyses: readonly (AnalysisTally & PlannedCount)[];
  readonly failures: readonly NightFailure[];
  /** Runs since the night before that were of no night: of new data, or asked for. */
  readonly nRunsByDay: number;
  /** When the night before finished: what is told below moved since then. Null where there is none. */
  readonly since: string | null;
  readonly strategies: {
    /** Subjects that have strategies for the first time. */
    readonly nNew: number;
    readonly changed: readonly Moved<StrategyState>[];
  };
  readonly encodings: { readonly nNew: number; readonly changed: readonly MovedFibre[] };
  /** Which rule of learning fits a subject best; null, with the reason, as long as no subject was told one. */
  readonly verdicts: { readonly nNew: number; readonly changed: readonly Moved<VerdictState>[] } | null;
  readonly verdictsReason: string | null;
  readonly notices: readonly QualityNotice[];
  readonly earlierNights: readonly (Omit<EarlierNight, "finishedAt" | "nightId"> & {
    readonly finishedAt: string;
  })[];
}

const EARLIER_NIGHTS = 7;

/** The report of a night that has ended. */
export async function makeNightReport(db: Db, night: EndedNight): Promise<NightReport> {
  const earlier = await listEarlierNights(db, night, EARLIER_NIGHTS);
  const since = earlier[0]?.finishedAt ?? null;
  const tallies = await tallyNight(db, night.nightId);
  const strategies = await listStrategies(db, since);
  const encodings = await listEncodings(db, since);
  const verdicts = await listVerdicts(db, since);
  const planned = night.planned ?? {};
  const names = new Set([...Object.keys(planned), ...tallies.map(({ analysis }) => analysis)]);
  const none = {
    succeeded: 0,
    failed: 0,
    dropped: 0,
    retried: 0,
    durationS: 0,
    cpuS: null,
    peakMemoryBytes: null,
  };
  const analyses = [...names].sort().map((analysis) => ({
    ...none,
    ...{ planned: 0, fresh: 0, parked: 0 },
    ...planned[analysis],
    ...tallies.find((tally) => tally.analysis === analysis),
    analysis,
  }));
  const refits = analyses.find(({ analysis }) => analysis === networkRefitAnalysis.name);
  const hasVerdicts = verdicts.length > 0 || (refits?.fresh ?? 0) > 0;
  return {
    night: night.night,
    timeZone: night.timeZone,
    dueAt: night.dueAt.toISOString(),
    beganAt: night.beganAt.toISOString(),
    finishedAt: night.endedAt.toISOString(),
    durationS: (night.endedAt.getTime() - night.beganAt.getTime()) / 1000,
    planningS: night.planningS,
    nRuns: analyses.reduce((n, { succeeded, failed }) => n + succeeded + failed, 0),
    nFailed: analyses.reduce((n, { failed }) => n + failed, 0),
    nSkipped: analyses.reduce((n, { fresh }) => n + fresh, 0),
    analyses,
    failures: await listNightFailures(db, night.nightId),
    nRunsByDay: await countRunsByDay(db, since),
    since: since?.toISOString() ?? null,
    strategies: { nNew: countNew(strategies), changed: strategies.filter(hasChanged) },
    encodings: { nNew: countNew(encodings), changed: encodings.filter(hasChanged) },
    verdicts: hasVerdicts ? { nNew: countNew(verdicts), changed: verdicts.filter(hasChanged) } : null,
    verdictsReason: hasVerdicts ? null : "No subject has a network refit of its present trials.",
    notices: (await listNewestSessions(db, since)).flatMap(noticesOf),
    earlierNights: earlier.map(({ nightId: _, finishedAt: at, ...each }) => ({
      ...each,
      finishedAt: at.toISOString(),
    })),
  };
}

function countNew(moved: readonly Moved<unknown>[]): number {
  return moved.filter(({ before }) => before === null).length;
}

function hasChanged({ before, after }: Moved<object>): boolean {
  if (before === null) return false;
  const was: Readonly<Record<string, unknown>> = { ...before };
  return Object.entries(after).some(([name, value]) => was[name] !== value);
}

function noticesOf({ subject, session, nUsed, carried, biases, lacksPhotometry }: NewestSession) {
  const notices: QualityNotice[] = [];
  if (carried) {
    const message = `only ${nUsed} usable trials: its measures are those of the session before`;
    notices.push({ code: "TOO_FEW_TRIALS", subject, session, message });
  }
  const drift = sideBiasDrift(biases);
  if (drift !== null) {
    const side = drift.after > 0 ? "right" : "left";
    const message = `choices came to lean ${side}: bias ${drift.before.toFixed(2)}, now ${drift.after.toFixed(2)}`;
    notices.push({ code: "SIDE_BIAS_DRIFTS", subject, session, message });
  }
  if (lacksPhotometry) {
    const message = "no photometry, which its other sessions have";
    notices.push({ code: "NO_PHOTOMETRY", subject, session, message });
  }
  return notices;
}
