import type { AsOf } from "../read/as-of.ts";
import type { Db } from "../read/database.ts";
import { fetchCohortFibres, fetchFibres, type StageSelection } from "../read/dopamine-encoding.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import {
  type AdjustedPlace,
  adjustOverCohort,
  type CohortFibre,
  type DecidedPlace,
  decideOverCohort,
  type EncodingGroup,
  encodingGroups,
  followOwnAssociations,
} from "./dopamine-findings.ts";

/** A fibre beside the others that were asked for. */
export interface FibreAnswer extends CohortFibre {
  readonly adjusted: readonly AdjustedPlace[];
  readonly decided: readonly DecidedPlace[];
  readonly follows: ReturnType<typeof followOwnAssociations>[number];
}

/** What the fibres of these subjects encode, as it is derived now: corrected, and decided, over all of them. */
export async function encodingAnswer(db: Db, homes: readonly string[]): Promise<readonly FibreAnswer[]> {
  const fibres = await cohortFibres(db, homes);
  const adjusted = adjustOverCohort(fibres);
  const decided = decideOverCohort(fibres);
  const follows = followOwnAssociations(fibres);
  return fibres.map((each, k) => ({
    ...each,
    adjusted: adjusted[k],
    decided: decided[k],
    follows: follows[k],
  }));
}

/** A subject and how it began. */
export interface EarlyMember {
  readonly home: string;
  readonly earlyStrategy: StrategyLabel | null;
}

/** What the fibres of these subjects encode in one kind of stage, by how the subjects began. */
export async function encodingByStrategy(
  db: Db,
  members: readonly EarlyMember[],
  selection: StageSelection & { readonly number?: number },
  asOf?: AsOf,
): Promise<readonly EncodingGroup[]> {
  const early = new Map(members.map(({ home, earlyStrategy }) => [home, earlyStrategy]));
  const fibres = await cohortFibres(db, [...early.keys()], selection, asOf);
  const ofNumber = fibres.map((each) => ({
    ...each,
    stages: each.stages.filter(({ number }) => selection.number === undefined || number === selection.number),
  }));
  const adjusted = adjustOverCohort(ofNumber);
  const decided = decideOverCohort(ofNumber);
  return encodingGroups(
    ofNumber.flatMap(({ fibre, stages }, k) =>
      stages.map((stage) => {
        const isOf = ([alignment, kind, number]: AdjustedPlace | DecidedPlace) =>
          alignment === stage.alignment && kind === stage.stage && number === stage.number;
        return {
          early: early.get(fibre.home) ?? null,
          stage,
          adjusted: new Map(adjusted[k].filter(isOf).map(([, , , regressor, p]) => [regressor, p] as const)),
          decided: decided[k].find(isOf)?.[3] ?? null,
        };
      }),
    ),
  );
}

async function cohortFibres(db: Db, homes: readonly string[], selection: StageSelection = {}, asOf?: AsOf) {
  const fibres = await fetchFibres(db, homes, asOf);
  return await fetchCohortFibres(
    db,
    [...fibres.values()].map(([{ runId }]) => runId),
    selection,
  );
}
