import { SaddlepointError } from "../errors.ts";
import type { Db } from "../read/database.ts";
import { fetchSnippetCounts, type SnippetCount } from "../read/snippet-counts.ts";
import type { SnippetSelection } from "../read/snippets.ts";
import { snippetAlignments } from "../read/snippets.ts";

const IMPORT_PHOTOMETRY = "npx saddlepoint import photometry --help";
const IMPORT_TRIALS = "npx saddlepoint import csv --help";

/** Which of photometry, fibre, event, trial numbers and trials is missing, that a fibre has no traces. */
export async function whyNoTraces(
  db: Db,
  { home, site, alignment }: SnippetSelection,
): Promise<SaddlepointError> {
  const counts = await fetchSnippetCounts(db, [home]);
  const missing = (message: string, remedy: string) => new SaddlepointError("NO_SNIPPETS", message, remedy);
  if (counts.length === 0) {
    return missing(`there are no snippets of ${home}`, `Import photometry first: ${IMPORT_PHOTOMETRY}.`);
  }
  const own = counts.filter((count) => count.site === site);
  if (own.length === 0) {
    const sites = [...new Set(counts.map((count) => count.site))];
    return missing(`there are no snippets of ${site} in ${home}`, `Give --site one of ${sites.join(", ")}.`);
  }
  const at = own.find((count) => count.alignment === alignment);
  if (at === undefined) {
    const there = snippetAlignments.filter((each) => own.some((count) => count.alignment === each));
    return missing(
      `there are no ${alignment} snippets of ${site} in ${home}`,
      there.length === 0
        ? `Import photometry around ${snippetAlignments.join(", ")}: ${IMPORT_PHOTOMETRY}.`
        : `Give --alignment one of ${there.join(", ")}.`,
    );
  }
  const which = `${alignment} snippets of ${site} in ${home}`;
  if (at.nNamingTrials === 0) {
    return missing(
      `none of the ${at.n} ${which} is of the signal, without a gap, and of a trial`,
      `Import photometry that says its trials' numbers: ${IMPORT_PHOTOMETRY}.`,
    );
  }
  return new SaddlepointError(
    "NO_TRIALS",
    `there are ${at.nNamingTrials} ${which}, but not the trials that they belong to`,
    `Import the trials, with the same sessions and numbers: ${IMPORT_TRIALS}.`,
  );
}

/** Why nothing is encoded although there is photometry; null where there is none. */
export function whyNoEncoding(counts: readonly SnippetCount[]): string | null {
  const nSubjects = new Set(counts.map(({ home }) => home)).size;
  if (nSubjects === 0) return null;
  const sum = (pick: (count: SnippetCount) => number) => counts.reduce((all, each) => all + pick(each), 0);
  const there = `${sum(({ n }) => n)} snippets of ${nSubjects} subject${nSubjects === 1 ? "" : "s"} are there`;
  if (sum(({ nNamingTrials }) => nNamingTrials) === 0)
    return `${there}, but none is of the signal, without a gap, and of a trial: ${IMPORT_PHOTOMETRY}`;
  if (sum(({ nWithTrials }) => nWithTrials) === 0)
    return `${there}, but not the trials that they belong to: ${IMPORT_TRIALS}`;
  return `${there}, but nothing came of them: npx saddlepoint runs list --analysis dopamine-encoding`;
}
