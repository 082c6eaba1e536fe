import { isDeepStrictEqual } from "node:util";
import { analysesAskedAbout, tellableBefore } from "../analyses/filter-analyses.ts";
import { networkRecoveryAnalysis } from "../analyses/network-recovery.ts";
import { networkRefitAnalysis } from "../analyses/network-refit.ts";
import { SaddlepointError } from "../errors.ts";
import { catchUp } from "../projections/catch-up.ts";
import { fetchMembers } from "../read/cohort.ts";
import { fetchRecoveries } from "../read/network-recovery.ts";
import { fetchRefitDocuments } from "../read/network-refits.ts";
import { fetchNewestRuns } from "../read/run-list.ts";
import { fetchTrialInput } from "../read/trial-table.ts";
import { DEFAULT_REPLICATES } from "../science/network/model-recovery.ts";
import { QUICK_REFIT } from "../science/network/refit-mouse.ts";
import { type CliContext, withContext } from "./context.ts";
import { deriveFirst } from "./derive-first.ts";
import { subjectFilter } from "./filter-options.ts";
import { computedNetworks } from "./network-computed.ts";
import { type MouseNetworks, type RefitOptions, rulesOf } from "./network-options.ts";
import { output } from "./output.ts";

/**
 * The networks of subjects of the database: those that are stored, derived first where they are not of the present
 * data; by other rules than the stored ones computed, and not kept.
 *
 * @throws SaddlepointError NO_SUCH_SUBJECT, and whatever keeps all of them from having networks
 */
export async function storedNetworks(options: RefitOptions): Promise<readonly MouseNetworks[]> {
  return await withContext(async (context) => {
    await catchUp(context.pool("worker"));
    const homes = await selectedHomes(context, options);
    return isStored(options)
      ? await derivedNetworks(context, homes, options)
      : await computedNetworks(trialsOf(context, homes), options);
  });
}

async function selectedHomes(context: CliContext, options: RefitOptions): Promise<readonly string[]> {
  const [lab, project, subject] = options.home?.split("/") ?? [];
  const own = options.home === undefined ? {} : { lab, project, subject };
  const db = context.db("reader");
  const filter = { ...(await subjectFilter(db, options)), ...own };
  const asked = analysesAskedAbout(filter);
  if (asked.length > 0) {
    const may = (await fetchMembers(db, tellableBefore(filter))).map(({ home }) => home);
    await deriveFirst(context, output(options.json ?? false), asked, may);
  }
  const members = await fetchMembers(db, filter);
  if (members.length > 0) return members.map(({ home }) => home);
  throw new SaddlepointError(
    "NO_SUCH_SUBJECT",
    options.home === undefined
      ? "the database has no such subjects"
      : `there is no subject ${options.home} that these options select`,
    "npx saddlepoint cohort --json lists the subjects; or give trial tables.",
  );
}

function isStored(options: RefitOptions): boolean {
  const isSameStudy = !options.recovery || options.replicates === DEFAULT_REPLICATES;
  return isSameStudy && !options.intervals && isDeepStrictEqual(rulesOf(options), QUICK_REFIT);
}

async function derivedNetworks(
  context: CliContext,
  homes: readonly string[],
  options: RefitOptions,
): Promise<readonly MouseNetworks[]> {
  const out = output(options.json ?? false);
  const { name } = options.recovery ? networkRecoveryAnalysis : networkRefitAnalysis;
  await deriveFirst(context, out, [name], homes);
  const db = context.db("reader");
  const refits = await fetchRefitDocuments(db, homes);
  const recoveries = options.recovery ? await fetchRecoveries(db, homes) : new Map();
  const without = homes.filter((home) => !refits.has(home));
  const runs = await fetchNewestRuns(db, without, [networkRefitAnalysis.name]);
  const reasons = without.map((home) => {
    const error = runs.get(home)?.[0]?.error;
    return { home, code: error?.code ?? "NO_DATA", reason: error?.message ?? "it has no trials" };
  });
  for (const { home, reason } of reasons) out.progress(`${home} is left out: ${reason}`);
  if (refits.size === 0) {
    throw new SaddlepointError(
      reasons[0].code,
      `no subject has networks: ${reasons[0].reason}`,
      "Ask for subjects with more trials.",
    );
  }
  return [...refits].map(([subject, refit]) => ({
    subject,
    refit,
    recovery: recoveries.get(subject) ?? null,
    intervals: null,
    file: null,
  }));
}

async function* trialsOf(context: CliContext, homes: readonly string[]) {
  for (const home of homes) {
    const input = await fetchTrialInput(context.db("reader"), home);
    if (input !== null) yield { subject: home, file: null, trials: input.trials };
  }
}
