import { sql } from "kysely";
import { initialBias } from "../science/network/individual-differences.ts";
import type { LearningRule } from "../science/network/learning-rule.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import type { WarmStarts } from "../science/network/refit-mouse.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { insertRows } from "./insert-rows.ts";
import { isAmong } from "./keys.ts";

/** The networks of an earlier run, to start from. */
export interface EarlierRefit {
  readonly runId: number;
  readonly networks: WarmStarts;
}

export interface FoundRefit {
  readonly refit: RefitDocument;
  readonly warmRunId: number | null;
}

export async function insertNetworkRefit(
  db: Db,
  runId: number,
  home: string,
  { refit, warmRunId }: FoundRefit,
): Promise<void> {
  const { verdict, fits, predictive, saddles } = refit;
  await insertRows(db, "derived.network_refit", [
    {
      run_id: runId,
      home,
      rules: refit.rules,
      warm_run_id: warmRunId,
      n_trials: refit.nTrials,
      n_sessions: refit.nSessions,
      n_held_out: refit.nHeldOut,
      winner: verdict.winner,
      runner_up: verdict.runnerUp,
      margin: verdict.margin.perTrial,
      margin_low: verdict.margin.ci?.[0] ?? null,
      margin_high: verdict.margin.ci?.[1] ?? null,
      sure: verdict.sure,
      winner_by_bic: verdict.winnerByBic,
      bic_margin: verdict.bicMargin,
      held_out: refit.heldOut,
      differences: refit.differences,
      ceiling_missing: refit.ceilingMissing,
      ends: refit.ends,
    },
  ]);
  await insertRows(
    db,
    "derived.network_fit",
    fits.map((fit, k) => {
      const { rule: _, within, twins, ...bands } = predictive[k];
      return {
        run_id: runId,
        home,
        rule: fit.rule,
        log_likelihood: fit.logLikelihood,
        n_parameters: fit.nParameters,
        bic: fit.bic,
        n_agreeing: fit.nAgreeing,
        initial_bias: initialBias(fit.parameters),
        parameters: fit.parameters,
        estimates: fit.estimates,
        within,
        predictive: bands,
        twins,
        saddles: saddles[k],
      };
    }),
  );
}

/** A refit and its verdict, as they are kept; fits are loaded by its run. */
export interface StoredRefit
  extends Pick<
    RefitDocument,
    "rules" | "nTrials" | "nSessions" | "nHeldOut" | "heldOut" | "differences" | "ceilingMissing" | "ends"
  > {
  readonly runId: number;
  readonly home: string;
  readonly warmRunId: number | null;
  readonly winner: LearningRule;
  readonly runnerUp: LearningRule;
  readonly margin: number;
  readonly marginLow: number | null;
  readonly marginHigh: number | null;
  readonly sure: boolean;
  readonly winnerByBic: LearningRule;
  readonly bicMargin: number;
}

const ANALYSIS = "network-refit";

const refitColumns = sql`v.run_id as "runId", v.home, v.rules, v.warm_run_id as "warmRunId", v.n_trials as "nTrials",
  v.n_sessions as "nSessions", v.n_held_out as "nHeldOut", v.winner, v.runner_up as "runnerUp", v.margin,
  v.margin_low as "marginLow", v.margin_high as "marginHigh", v.sure, v.winner_by_bic as "winnerByBic",
  v.bic_margin as "bicMargin", v.held_out as "heldOut", v.differences, v.ceiling_missing as "ceilingMissing", v.ends`;

/** The refits of these subjects, by subject; absent where they are not derived. */
export async function fetchNetworkRefits(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, StoredRefit>> {
  const { rows } = await sql<StoredRefit>`
    select ${refitColumns}
    from ${runsAsOf(asOf)} r join derived.network_refit v using (run_id)
    where r.analysis = ${ANALYSIS} and ${isAmong("r.home", homes)}
    order by v.home`.execute(db);
  return new Map(rows.map((row) => [row.home, row]));
}

/** The network of one rule, as it is kept. */
export interface StoredNetworkFit
  extends Pick<
    RefitDocument["fits"][number],
    "rule" | "logLikelihood" | "nParameters" | "bic" | "nAgreeing" | "parameters" | "estimates"
  > {
  readonly runId: number;
  readonly home: string;
  readonly initialBias: number;
  readonly within: RefitDocument["predictive"][number]["within"];
}

const fitColumns = sql`f.run_id as "runId", f.home, f.rule, f.log_likelihood as "logLikelihood",
  f.n_parameters as "nParameters", f.bic, f.n_agreeing as "nAgreeing", f.initial_bias as "initialBias", f.parameters,
  f.estimates, f.within`;

const ruleOrder = sql`array_position(array['tutor-executor', 'total-rpe', 'shallow'], f.rule)`;

/** The networks that these runs fitted, by run, one a rule. */
export async function fetchNetworkFits(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredNetworkFit[]>> {
  const { rows } = await sql<StoredNetworkFit>`
    select ${fitColumns} from derived.network_fit f
    where ${isAmong("f.run_id", runIds, "bigint")} order by f.run_id, ${ruleOrder}`.execute(db);
  return groupBy(rows, ({ runId }) => runId);
}

/** What the networks of a run do when they are let go, and the saddles that they went by. */
export interface StoredNetworkPaths {
  readonly runId: number;
  readonly rule: LearningRule;
  readonly predictive: Pick<RefitDocument["predictive"][number], "nRuns" | "sessions">;
  readonly saddles: RefitDocument["saddles"][number];
}

/** By run, one a rule. */
export async function fetchNetworkPaths(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredNetworkPaths[]>> {
  const { rows } = await sql<StoredNetworkPaths>`
    select f.run_id as "runId", f.rule, f.predictive, f.saddles from derived.network_fit f
    where ${isAmong("f.run_id", runIds, "bigint")} order by f.run_id, ${ruleOrder}`.execute(db);
  return groupBy(rows, ({ runId }) => runId);
}

/** How the runs of each network of these runs began and ended, by run, one list a rule. */
export async function fetchTwins(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Pick<RefitDocument["predictive"][number], "rule" | "twins">[]>> {
  const { rows } = await sql<{ runId: number } & Pick<RefitDocument["predictive"][number], "rule" | "twins">>`
    select f.run_id as "runId", f.rule, f.twins from derived.network_fit f
    where ${isAmong("f.run_id", runIds, "bigint")} order by f.run_id, ${ruleOrder}`.execute(db);
  return groupBy(rows, ({ runId }) => runId);
}

/** The refits of these subjects whole, as they were computed, by subject. */
export async function fetchRefitDocuments(
  db: Db,
  homes: readonly string[],
): Promise<ReadonlyMap<string, RefitDocument>> {
  const refits = [...(await fetchNetworkRefits(db, homes)).values()];
  const runIds = refits.map(({ runId }) => runId);
  const [fits, paths, twins] = await Promise.all([
    fetchNetworkFits(db, runIds),
    fetchNetworkPaths(db, runIds),
    fetchTwins(db, runIds),
  ]);
  return new Map(
    refits.map((refit) => {
      const { runId, home } = refit;
      return [
        home,
        refitFrom(refit, fits.get(runId) ?? [], paths.get(runId) ?? [], twins.get(runId) ?? []),
      ] as const;
    }),
  );
}

/** A verdict as it was computed. */
export function verdictFrom(refit: StoredRefit): RefitDocument["verdict"] {
  const { winner, runnerUp, sure, winnerByBic, bicMargin, margin, marginLow, marginHigh } = refit;
  return {
    winner,
    runnerUp,
    margin: {
      account: winner,
      against: runnerUp,
      perTrial: margin,
      ci: marginLow === null || marginHigh === null ? null : [marginLow, marginHigh],
    },
    sure,
    winnerByBic,
    bicMargin,
  };
}

function refitFrom(
  refit: StoredRefit,
  fits: readonly StoredNetworkFit[],
  paths: readonly StoredNetworkPaths[],
  twins: readonly Pick<RefitDocument["predictive"][number], "rule" | "twins">[],
): RefitDocument {
  const { rules, nTrials, nSessions, ends, nHeldOut, heldOut, differences, ceilingMissing } = refit;
  return {
    ...{ rules, nTrials, nSessions, ends, nHeldOut, heldOut, differences, ceilingMissing },
    verdict: verdictFrom(refit),
    fits: fits.map(({ runId: _, home: __, initialBias: ___, within: ____, ...fit }) => ({
      ...fit,
      rates: rules.rates,
      nTrials,
    })),
    predictive: fits.map(({ rule, within }, k) => ({
      rule,
      within,
      ...paths[k].predictive,
      twins: twins[k].twins,
    })),
    saddles: paths.map(({ saddles }) => saddles),
  };
}

/** The networks that a subject's newest refit ended with; null where there is none. */
export async function fetchEarlierRefit(db: Db, home: string): Promise<EarlierRefit | null> {
  const refit = (await fetchNetworkRefits(db, [home])).get(home);
  return refit === undefined ? null : await loadNetworks(db, refit.runId);
}

/** The networks that a run started from as well; null where there were none. */
export async function fetchWarmStart(db: Db, runId: number): Promise<EarlierRefit | null> {
  const { rows } = await sql<{ warmRunId: number | null }>`
    select warm_run_id as "warmRunId" from derived.network_refit where run_id = ${runId}`.execute(db);
  const warmRunId = rows[0]?.warmRunId ?? null;
  return warmRunId === null ? null : await loadNetworks(db, warmRunId);
}

/** The networks that a run fitted. */
export async function loadNetworks(db: Db, runId: number): Promise<EarlierRefit> {
  const fits = (await fetchNetworkFits(db, [runId])).get(runId) ?? [];
  return { runId, networks: Object.fromEntries(fits.map(({ rule, parameters }) => [rule, parameters])) };
}
