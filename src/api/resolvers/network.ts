import { rulesInOrder } from "../../analyses/cohort-networks.ts";
import type { StoredNetworkFit, StoredNetworkPaths } from "../../read/network-refits.ts";
import type {
  CohortRegression,
  TwinCorrelation as FoundTwins,
} from "../../science/network/individual-differences.ts";
import type { Confusion } from "../../science/network/model-recovery.ts";
import type { ApiContext } from "../context.ts";
import { interval } from "../interval.ts";
import type {
  ChoiceAccount,
  ConfusionRow,
  Correlation,
  LearningRule,
  Regression,
  Resolvers,
  StimulusSide,
  TwinCorrelation,
} from "../schema.generated.ts";

type Point = StoredNetworkPaths["saddles"]["points"]["projected"][number];

/** A fixed point with the fitted path's distance to it after each session. */
export interface FixedPointSource extends Omit<Point, "flow"> {
  readonly isProjected: boolean;
  readonly distances: readonly number[] | null;
}

const ruleOf = (rule: string) => capitals(rule) as LearningRule;
const accountOf = (account: string) => capitals(account) as ChoiceAccount;
const sideOf = (side: string) => capitals(side) as StimulusSide;

/** Networks that learn as mice do; fields that are not here are read from the row of the same name. */
export const networkResolvers: Pick<
  Resolvers,
  | "NetworkRefit"
  | "NetworkVerdict"
  | "NetworkFit"
  | "NetworkFixedPoint"
  | "NetworkRecovery"
  | "CohortNetworks"
> = {
  NetworkRefit: {
    verdict: (refit) => refit,
    heldOut: ({ heldOut }) => heldOut.map((each) => ({ ...each, account: accountOf(each.account) })),
    differences: ({ differences }) =>
      differences.map(({ account, against, perTrial, ci }) => ({
        ...{ account: accountOf(account), against: accountOf(against), perTrial },
        ci: interval(ci),
      })),
    fits: async ({ runId }, _, { loaders }) => [...(await loaders.networkFits.load(runId))],
    warmStart: ({ warmRunId }, _, { loaders }) => (warmRunId === null ? null : loaders.run.load(warmRunId)),
    run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
    freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
  },
  NetworkVerdict: {
    winner: ({ winner }) => ruleOf(winner),
    runnerUp: ({ runnerUp }) => ruleOf(runnerUp),
    winnerByBic: ({ winnerByBic }) => ruleOf(winnerByBic),
    ci: ({ marginLow, marginHigh }) =>
      interval(marginLow === null || marginHigh === null ? null : [marginLow, marginHigh]),
    rightWhenSaid: async ({ home, winner }, _, { loaders }) =>
      (await loaders.networkRecoveries.load(home))?.rightWhenSaid.find(({ rule }) => rule === winner)
        ?.byHeldOut ?? null,
  },
  NetworkFit: {
    rule: ({ rule }) => ruleOf(rule),
    estimates: ({ estimates }) => [...estimates],
    predictive: ({ within }) => within,
    fixedPoints: async (fit, _, { loaders }): Promise<FixedPointSource[]> => {
      const { points, visits } = await saddlesOf(loaders, fit);
      const distances = new Map(visits.approaches.map((each) => [each.point, each.distances]));
      const projected = [...points.projected, ...points.slow].map((point) => ({
        ...point,
        isProjected: true,
        distances: distances.get(point.name) ?? null,
      }));
      return [
        ...projected,
        ...points.unconstrained.map((point) => ({ ...point, isProjected: false, distances: null })),
      ];
    },
    connections: async (fit, _, { loaders }) =>
      (await saddlesOf(loaders, fit)).points.connections.map(({ from, pathways, visits, to }) => ({
        ...{ from, to },
        pathways: [...pathways],
        visits: [...visits],
      })),
    passed: async (fit, _, { loaders }) => [...(await saddlesOf(loaders, fit)).visits.order],
    nextAssociation: async (fit, _, { loaders }) => {
      const { predicted, observed, agrees } = (await saddlesOf(loaders, fit)).nextAssociation;
      return {
        predicted: predicted && sideOf(predicted),
        observed: observed && sideOf(observed.side),
        session: observed?.session ?? null,
        agrees,
      };
    },
  },
  NetworkFixedPoint: {
    flow: ({ isProjected }) => (isProjected ? "PROJECTED" : "UNCONSTRAINED"),
    slow: ({ kind }) => kind === "slow",
    associations: ({ associations }) => [...associations],
    escapes: ({ isProjected, stability }) =>
      (isProjected ? stability.projectedEscapes : stability.unconstrainedEscapes).map(
        ({ rate, pathways }) => ({
          rate,
          pathways: [...pathways],
        }),
      ),
    distances: ({ distances }) => distances && [...distances],
  },
  NetworkRecovery: {
    byHeldOut: ({ byHeldOut }) => confusion(byHeldOut),
    sureByHeldOut: ({ sureByHeldOut }) => confusion(sureByHeldOut),
    byBic: ({ byBic }) => confusion(byBic),
    rightWhenSaid: ({ rightWhenSaid }) => rightWhenSaid.map((each) => ({ ...each, rule: ruleOf(each.rule) })),
    parameters: ({ parameters }) =>
      parameters.map(({ rule, name, truth, rootMeanSquareError }) => ({
        ...{ rule: ruleOf(rule), name, truth, rootMeanSquareError },
      })),
    run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
    freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
  },
  CohortNetworks: {
    n: ({ comparison }) => comparison.n,
    wins: ({ comparison: { wins, sureWins, winsByBic } }) =>
      rulesInOrder.map((rule) => ({
        ...{ rule: ruleOf(rule), n: wins[rule], sure: sureWins[rule], byBic: winsByBic[rule] },
      })),
    differences: ({ comparison }) =>
      comparison.differences.map(({ account, against, ci, ...each }) => ({
        ...{ ...each, account: accountOf(account), against: accountOf(against) },
        ci: interval(ci),
      })),
    nInCorrelations: ({ individuals }) => individuals.n,
    earlyBiasLateSlope: ({ individuals }) => correlation(individuals.earlyBiasLateSlope),
    earlyLateBias: ({ individuals }) => correlation(individuals.earlyLateBias),
    rules: ({ individuals }) =>
      individuals.rules.map((each) => ({
        rule: ruleOf(each.rule),
        initialBiasLateSlope: regression(each.initialBiasLateSlope),
        initialBiasLateBias: regression(each.initialBiasLateBias),
        nTwinCohorts: each.nTwinCohorts,
        twinEarlyBiasLateSlope: twins(each.twinEarlyBiasLateSlope),
        twinEarlyLateBias: twins(each.twinEarlyLateBias),
      })),
  },
};

async function saddlesOf(loaders: ApiContext["loaders"], { runId, rule }: StoredNetworkFit) {
  const paths = (await loaders.networkPaths.load(runId)).find((each) => each.rule === rule);
  if (paths === undefined) throw new Error(`run ${runId} has a fit of ${rule} without its path`);
  return paths.saddles;
}

function confusion(counts: Confusion): ConfusionRow[] {
  return counts.map(([tutorExecutor, totalRpe, shallow], k) => ({
    ...{ rule: ruleOf(rulesInOrder[k]), tutorExecutor, totalRpe, shallow },
  }));
}

function correlation({ n, r, ci, p }: CohortRegression): Correlation {
  return { n, r, ci: interval(ci), p };
}

function regression({ ci, ...each }: CohortRegression): Regression {
  return { ...each, ci: interval(ci) };
}

function twins({ interval: middle, ...each }: FoundTwins): TwinCorrelation {
  return { ...each, interval: interval(middle) };
}

function capitals(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
