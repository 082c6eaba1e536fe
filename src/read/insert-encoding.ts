import type { AcrossSessions } from "../science/dopamine/across-sessions.ts";
import type { SiteEncoding, StageEncoding } from "../science/dopamine/encode-site.ts";
import type { ValueNetwork } from "../science/dopamine/network-values.ts";
import type { Db } from "./database.ts";
import { hexOf, insertRows } from "./insert-rows.ts";
import type { RecordingSite } from "./snippets.ts";
import { toBytes } from "./typed-bytes.ts";

/** Mean association of a session's trials (SCIENCE §4: A_L, A_R). */
export interface StoredAssociation {
  readonly session: number;
  readonly left: number;
  readonly right: number;
}

/** What one fibre of a subject encodes. */
export interface FibreEncoding {
  readonly site: RecordingSite;
  readonly encoding: SiteEncoding;
  readonly across: Omit<AcrossSessions, "p" | "nOthers">;
}

/** What a subject's fibres encode. */
export interface SubjectEncoding {
  /** Where the values that responses were held to came from. */
  readonly network: ValueNetwork["source"];
  readonly associations: readonly StoredAssociation[];
  readonly fibres: readonly FibreEncoding[];
}

export async function insertEncoding(
  db: Db,
  runId: number,
  home: string,
  { network, associations, fibres }: SubjectEncoding,
): Promise<void> {
  const run = { run_id: runId, home };
  await insertRows(
    db,
    "derived.session_association",
    associations.map(({ session, left, right }) => ({
      ...run,
      session,
      association_left: left,
      association_right: right,
    })),
  );
  await insertRows(
    db,
    "derived.dopamine_fibre",
    fibres.map(({ site, encoding, across }) => ({
      ...run,
      ...site,
      network,
      n_sessions: across.n,
      contralateral_r: across.contralateralR,
      ipsilateral_r: across.ipsilateralR,
      difference_r: across.differenceR,
      reliabilities: encoding.reliabilities,
      dropped: encoding.dropped,
    })),
  );
  const stages = fibres.flatMap(({ site: { site }, encoding }) =>
    encoding.stages.map((stage) => ({ ...run, site, ...placeOf(stage), found: stage })),
  );
  await insertRows(
    db,
    "derived.dopamine_stage",
    stages.map(({ found, ...place }) => ({ ...place, ...stageColumns(found) })),
  );
  await insertRows(
    db,
    "derived.dopamine_coefficient",
    stages.flatMap(({ found, ...place }) => coefficientRows(found).map((row) => ({ ...place, ...row }))),
  );
  await insertRows(
    db,
    "derived.dopamine_time_course",
    fibres.flatMap(({ site: { site }, encoding }) =>
      encoding.traces.flatMap(({ alignment, nTrials, sampleRateHz, offsetS, coefficients }) =>
        coefficients.map(({ name, bandWidth, estimate, standardError }) => ({
          ...run,
          site,
          alignment,
          regressor: name,
          n_trials: nTrials,
          sample_rate_hz: sampleRateHz,
          offset_s: offsetS,
          band_width: bandWidth,
          estimate: hexOf(toBytes(estimate)),
          standard_error: hexOf(toBytes(standardError)),
        })),
      ),
    ),
  );
}

function placeOf({ alignment, stage, number }: StageEncoding) {
  return { alignment, stage, number };
}

function stageColumns({ regression, validation, shift, accounts }: StageEncoding) {
  return {
    n_trials: regression.n,
    residual_degrees: regression.residualDegrees,
    r_squared: regression.rSquared,
    cross_validated_r_squared: validation.rSquared,
    shift_null: shift.null,
    partial_r: accounts?.partialR ?? null,
    total_r: accounts?.totalR ?? null,
    difference_r: accounts?.difference ?? null,
    difference_low: accounts?.differenceCi?.[0] ?? null,
    difference_high: accounts?.differenceCi?.[1] ?? null,
    log_ratio: accounts?.logRatio ?? null,
    separation: accounts?.separation ?? null,
    decided: accounts?.decided ?? null,
  };
}

function coefficientRows({ regression, validation, shift }: StageEncoding) {
  return regression.coefficients.map(({ name, estimate, standardError, ci, p }, k) => ({
    regressor: name,
    estimate,
    standard_error: standardError,
    low: ci?.[0] ?? null,
    high: ci?.[1] ?? null,
    p,
    unique_r_squared: validation.uniqueRSquared[k],
    permutation_p: shift.p[k],
  }));
}
