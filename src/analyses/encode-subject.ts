/** Traces, trials and associations of one subject → what its fibres encode: pure. */
import type { StoredFit } from "../read/fits.ts";
import type { FibreEncoding, SubjectEncoding } from "../read/insert-encoding.ts";
import type { RecordingSite } from "../read/snippets.ts";
import { acrossSessions } from "../science/dopamine/across-sessions.ts";
import { type EncodingRules, encodeSite, type SiteEncoding } from "../science/dopamine/encode-site.ts";
import { networkValues, type ValueNetwork } from "../science/dopamine/network-values.ts";
import type { SnippetSet } from "../science/dopamine/snippet-set.ts";
import { type Stage, standardStages } from "../science/dopamine/stages.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { type SessionAssociation, sessionAssociations } from "./session-associations.ts";
import { storedPosterior } from "./stored-posterior.ts";

/** A fibre with its traces, at most one set of each alignment. Samples lie in shared memory, so none is copied. */
export interface FibreTraces {
  readonly site: RecordingSite;
  readonly sets: readonly SnippetSet[];
}

/** Rows of a strategy segment, both inside. */
export interface SegmentRows {
  readonly firstTrial: number;
  readonly lastTrial: number;
}

export interface SubjectTraces {
  readonly trials: TrialTable;
  readonly fibres: readonly FibreTraces[];
  /** None where the decision model fits nothing. */
  readonly segments: readonly SegmentRows[];
  readonly fit: StoredFit | null;
  /** A refit where there is one; else the default network, run on the mouse's own trials. */
  readonly network: ValueNetwork;
}

export function encodeSubject(
  { trials, fibres, segments, fit, network }: SubjectTraces,
  rules: EncodingRules,
): SubjectEncoding {
  const stages: readonly Stage[] = [
    ...standardStages(trials),
    ...segments.map(
      ({ firstTrial, lastTrial }, ordinal): Stage => ({
        kind: "segment",
        number: ordinal,
        includes: (t) => t >= firstTrial && t <= lastTrial,
      }),
    ),
  ];
  const values = networkValues(trials, network);
  const associations =
    fit === null ? [] : sessionAssociations(trials, storedPosterior(trials, fit), fit.maxContrast);
  return {
    network: network.source,
    associations,
    fibres: fibres.map(({ site, sets }): FibreEncoding => {
      const ofRegion = fibres
        .filter((other) => other.site.region === site.region)
        .flatMap((other) => other.sets);
      const encoding = encodeSite(trials, sets, site.hemisphere, values, stages, rules, ofRegion);
      const series = sessionSeries(sessionCoefficients(encoding), associations, site.hemisphere);
      const { p: _, nOthers: __, ...across } = acrossSessions(series, []);
      return { site, encoding, across };
    }),
  };
}

/** Stimulus coefficients of one session. */
export interface SessionCoefficients {
  readonly session: number;
  readonly contralateral: number | null;
  readonly ipsilateral: number | null;
}

function sessionCoefficients({ stages }: SiteEncoding): readonly SessionCoefficients[] {
  return stages.flatMap(({ alignment, stage, number, regression: { coefficients } }) => {
    if (stage !== "session" || alignment !== "stimulus") return [];
    const estimate = (name: string) => coefficients.find((each) => each.name === name)?.estimate ?? null;
    return [
      { session: number, contralateral: estimate("contralateral"), ipsilateral: estimate("ipsilateral") },
    ];
  });
}

/** A fibre's coefficients beside its mouse's associations, by the mouse's sessions; NaN where it has no coefficient. */
export function sessionSeries(
  coefficients: readonly SessionCoefficients[],
  associations: readonly SessionAssociation[],
  hemisphere: "left" | "right",
) {
  const of = new Map(coefficients.map((each) => [each.session, each]));
  const column = (pick: (association: SessionAssociation) => number | null | undefined) =>
    Float64Array.from(associations, (association) => pick(association) ?? Number.NaN);
  return {
    contralateral: column(({ session }) => of.get(session)?.contralateral),
    ipsilateral: column(({ session }) => of.get(session)?.ipsilateral),
    ...associationsBySide(associations, hemisphere),
  };
}

/** A_L and A_R as a fibre of this hemisphere has them. */
export function associationsBySide(
  associations: readonly SessionAssociation[],
  hemisphere: "left" | "right",
) {
  const left = Float64Array.from(associations, (each) => each.left);
  const right = Float64Array.from(associations, (each) => each.right);
  return hemisphere === "left"
    ? { contralateralAssociation: right, ipsilateralAssociation: left }
    : { contralateralAssociation: left, ipsilateralAssociation: right };
}
