import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import type { Db } from "../read/database.ts";
import { fetchSegments } from "../read/segments.ts";
import {
  fetchRecordingSites,
  fetchSnippetSet,
  type RecordingSite,
  type SnippetAlignment,
  trialRows,
} from "../read/snippets.ts";
import { fetchTrialInput } from "../read/trial-table.ts";
import type { SiteEncoding } from "../science/dopamine/encode-site.ts";
import { adjustedP } from "../science/dopamine/false-discovery.ts";
import { defaultValueNetwork, type ValueNetwork } from "../science/dopamine/network-values.ts";
import type { ComputePool } from "./compute-pool.ts";
import type { DopamineTask } from "./dopamine-task.ts";

export const snippetAlignments: readonly SnippetAlignment[] = ["stimulus", "choice", "outcome"];

export interface FibreEncoding {
  readonly home: string;
  readonly site: RecordingSite;
  /** Where the values came from. */
  readonly network: ValueNetwork["source"];
  readonly encoding: SiteEncoding;
}

/** What each fibre of a subject encodes, from its present snippets and trials; empty where it has none. */
export async function subjectEncoding(
  pool: pg.Pool,
  db: Db,
  compute: ComputePool,
  home: string,
  network: ValueNetwork | null = null,
): Promise<readonly FibreEncoding[]> {
  const input = await fetchTrialInput(db, home);
  if (input === null) return [];
  const { trials } = input;
  const rowOf = trialRows(trials);
  const segments = ((await fetchSegments(db, [home])).get(home) ?? []).flatMap((s) => {
    const first = rowOf(s.firstSession, s.firstTrial);
    const last = rowOf(s.lastSession, s.lastTrial);
    return first === undefined || last === undefined ? [] : [{ first, last }];
  });
  const fibres: FibreEncoding[] = [];
  for (const site of await fetchRecordingSites(pool, home)) {
    const sets = [];
    for (const alignment of snippetAlignments) {
      const set = await fetchSnippetSet(pool, { home, site: site.site, alignment }, trials);
      if (set !== null) sets.push(set);
    }
    if (sets.length === 0) continue;
    const task: DopamineTask = { task: "dopamine", trials, site, sets, segments, network };
    const outcome = await compute.run(task);
    if (!outcome.ok) {
      const { code, message, remedy } = outcome.error;
      throw new SaddlepointError(code, message, remedy);
    }
    const encoding = outcome.result as SiteEncoding;
    fibres.push({ home, site, network: (network ?? defaultValueNetwork).source, encoding });
  }
  return fibres;
}

/**
 * Permutation p-values of all fibres' regressors corrected together, by alignment and kind of stage (Benjamini &
 * Hochberg): fibre → stage → regressor.
 */
export function cohortAdjustedP(
  fibres: readonly FibreEncoding[],
): readonly (readonly (readonly (number | null)[])[])[] {
  const families = new Map<string, { fibre: number; stage: number; regressor: number; p: number | null }[]>();
  const adjusted = fibres.map(({ encoding }, fibre) =>
    encoding.stages.map(({ alignment, stage: kind, shift }, stage) => {
      const family = families.get(`${alignment} ${kind}`) ?? [];
      families.set(`${alignment} ${kind}`, family);
      shift.p.forEach((p, regressor) => {
        family.push({ fibre, stage, regressor, p });
      });
      return shift.p.map((): number | null => null);
    }),
  );
  for (const family of families.values()) {
    adjustedP(family.map(({ p }) => p)).forEach((p, k) => {
      const { fibre, stage, regressor } = family[k];
      adjusted[fibre][stage][regressor] = p;
    });
  }
  return adjusted;
}
