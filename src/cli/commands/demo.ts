import { existsSync, readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { cohortAnswer } from "../../analyses/cohort.ts";
import { planRuns } from "../../analyses/plan.ts";
import { SaddlepointError } from "../../errors.ts";
import { NAME_PATTERN } from "../../events/address.ts";
import type { NewEvent } from "../../events/new-event.ts";
import { type AppendedRig, appendSimulatedRig } from "../../ingest/append-simulated-rig.ts";
import { importTrialCsv } from "../../ingest/import-trial-csv.ts";
import { appendSimulatedMouse } from "../../ingest/simulated-trials.ts";
import { append } from "../../log/append.ts";
import { packageRoot } from "../../package-root.ts";
import { shutdownRequested } from "../../postgres/embedded/shutdown-signal.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { countData } from "../../read/counts.ts";
import { simulateCohort } from "../../science/network/simulate-cohort.ts";
import { cohortDocument } from "../cohort-document.ts";
import { cohortText } from "../cohort-text.ts";
import { type CliContext, withContext } from "../context.ts";
import { defaultActor, wholeNumber } from "../options.ts";
import { type Output, output } from "../output.ts";

interface Options {
  readonly once?: boolean;
  readonly data?: string;
  readonly port: number;
  readonly json?: boolean;
}

const LAB = "demo";
const REAL_DATA = resolve(packageRoot, "../shared/data/dap");
const SIMULATED_MICE = 20;
/** Photometry and light: a project of its own, so that no real cohort has simulated members. */
const RIG_PROJECT = "simulated-rig";
const RIG_MICE = { rule: "tutor-executor", mice: 2, seed: 7, sessions: 6, trialsPerSession: 80 } as const;
const PLAN_POLL_MS = 200;

export function demoCommand(): Command {
  return new Command("demo")
    .description("The whole of it: import a cohort, derive its strategies, serve the API")
    .option("--once", "exit when the answer is printed")
    .option(
      "--data <dir>",
      "import the trial tables of this folder (default: ../shared/data/dap, else simulated mice)",
    )
    .option("--port <port>", "port of the API; 0 takes a free one", wholeNumber, 0)
    .option("--json", "print one JSON document")
    .action(async (options: Options) => {
      const out = output(options.json ?? false);
      const asked = shutdownRequested();
      const stopped = new AbortController();
      void asked.then(() => stopped.abort(new Error("stopped")));
      await withContext(async (context) => {
        try {
          await demo(context, options, out, stopped.signal, asked);
        } catch (error) {
          if (!stopped.signal.aborted) throw error;
          out.progress("stopped before the end; the next run goes on from here");
          process.exitCode = 1;
        }
      });
    });
}

async function demo(
  context: CliContext,
  options: Options,
  out: Output,
  stopped: AbortSignal,
  asked: Promise<unknown>,
): Promise<void> {
  out.progress(
    `database: ${context.embedded ? `embedded PostgreSQL in ${context.embedded.folder}` : "the one of DATABASE_URL"}`,
  );
  const project = await importCohort(context, options, out, stopped);
  const rig = await appendRig(context, out, stopped);
  await publish(context, [project, RIG_PROJECT]);
  await catchUp(context.pool("worker"));
  stopped.throwIfAborted();
  const recomputed = await derive(context, out, stopped);

  const filter = { lab: LAB, project };
  const db = context.db("reader");
  const counts = await countData(db, filter);
  const answer = await cohortAnswer(db, filter);
  const cohort = cohortDocument(answer);
  // Loaded where they are needed: no other command needs the API and the worker.
  const { startApi } = await import("../../api/server.ts");
  const api = await startApi({ databaseUrl: context.url, host: "127.0.0.1", port: options.port });
  try {
    const query = exampleQuery(project);
    const example = await ask(api.url, query);
    out.answer({ ...counts, simulated: cohort.simulated, recomputed, rig, cohort }, () =>
      [
        "",
        `${counts.subjects} subjects, ${counts.sessions} sessions, ${counts.trials} trials${cohort.simulated ? ", all simulated" : ""}; ${recomputed} derivations made in this run`,
        `project ${RIG_PROJECT}, simulated: ${rig.mice} mice with ${rig.snippets} photometry snippets of both hemispheres and ${rig.stimulations} optogenetic stimulations`,
        cohortText(cohort),
        "",
        `GraphQL at ${new URL("/graphql", api.url)}, for example`,
        query,
        "answers",
        JSON.stringify(example, null, 2),
        "",
        options.once ? "" : `Query page: ${api.url}  (everyone may read the lab ${LAB}; Ctrl-C stops)`,
      ].join("\n"),
    );
    if (!options.once) {
      if (options.json) out.progress(`query page: ${api.url}  (Ctrl-C stops)`);
      const { startWorker } = await import("../../../jobs/worker.ts");
      const worker = await startWorker({ url: context.url, onError: (error) => out.progress(String(error)) });
      await asked;
      out.progress("stopping …");
      await worker.stop();
    }
  } finally {
    await api.close();
  }
}

/** @returns the project that holds the cohort */
async function importCohort(
  context: CliContext,
  options: Options,
  out: Output,
  stopped: AbortSignal,
): Promise<string> {
  const pool = context.pool("ingest");
  const actor = defaultActor();
  const folder = options.data ?? (existsSync(REAL_DATA) ? REAL_DATA : undefined);
  if (folder === undefined) {
    const project = "simulated";
    out.progress(`no data beside this clone: simulating ${SIMULATED_MICE} mice`);
    for (const mouse of simulateCohort({
      rule: "tutor-executor",
      mice: SIMULATED_MICE,
      seed: 1,
      responseTimes: true,
    })) {
      stopped.throwIfAborted();
      const { appended } = await appendSimulatedMouse(pool, mouse, { lab: LAB, project, actor });
      out.progress(
        `${mouse.subject} (simulated): ${appended === 0 ? "nothing new" : `${appended} events appended`}`,
      );
    }
    return project;
  }
  const project = basename(resolve(folder));
  if (!NAME_PATTERN.test(project)) {
    throw new SaddlepointError(
      "FOLDER_NAME_UNUSABLE",
      `the folder's name ${JSON.stringify(project)} cannot name a project`,
      "Rename the folder: letters, digits, dots, dashes and underscores, beginning with a letter or digit.",
      { file: folder },
    );
  }
  for (const file of trialTables(folder)) {
    stopped.throwIfAborted();
    const done = await importTrialCsv(pool, file, { lab: LAB, project, actor });
    const label = done.simulated ? " (simulated)" : "";
    out.progress(
      `${basename(file)}${label}: ${done.nTrials} trials, ${done.appended === 0 ? "nothing new" : `${done.appended} events appended`}`,
    );
  }
  return project;
}

/** Simulated mice with photometry and stimulation: no real recordings of a whole cohort are at hand. */
async function appendRig(context: CliContext, out: Output, stopped: AbortSignal) {
  const to = { lab: LAB, project: RIG_PROJECT, actor: defaultActor() };
  const settings = { rule: RIG_MICE.rule, seed: RIG_MICE.seed, photometry: true, stimulation: true } as const;
  const done: AppendedRig[] = [];
  for (const mouse of simulateCohort({ ...RIG_MICE, responseTimes: true })) {
    stopped.throwIfAborted();
    const rig = await appendSimulatedRig(context.pool("ingest"), mouse, settings, to);
    done.push(rig);
    out.progress(
      `${mouse.subject} (simulated): ${rig.nSnippets} photometry snippets, ${rig.nStimulations} stimulations, ${rig.appended === 0 ? "nothing new" : `${rig.appended} events appended`}`,
    );
  }
  const total = (of: (rig: AppendedRig) => number) => done.reduce((sum, rig) => sum + of(rig), 0);
  return {
    ...{ project: RIG_PROJECT, simulated: true, mice: done.length },
    snippets: total(({ nSnippets }) => nSnippets),
    stimulations: total(({ nStimulations }) => nStimulations),
    appended: total(({ appended }) => appended),
  };
}

/** Lets everyone who reaches the API read the demo, so that its query page answers without a token. */
async function publish(context: CliContext, projects: readonly string[]): Promise<void> {
  const grants = projects.map(
    (project): NewEvent<"AccessGranted"> => ({
      type: "AccessGranted",
      schemaVersion: 1,
      lab: LAB,
      project,
      source: "demo",
      sourceEventId: `grant:${project}`,
      occurredAt: null,
      actor: "demo",
      payload: { grant: "demo", granteeKind: "everyone" },
    }),
  );
  await append(context.pool("ingest"), grants);
}

function trialTables(folder: string): readonly string[] {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.csv(\.gz)?$/i.test(name))
        .sort()
    : [];
  if (files.length > 0) return files.map((name) => resolve(folder, name));
  throw new SaddlepointError(
    "NO_TRIAL_TABLES",
    existsSync(folder) ? "the folder holds no .csv or .csv.gz file" : "there is no such folder",
    "Give --data a folder of trial tables; `npx saddlepoint import csv --help` lists their columns.",
    { file: folder },
  );
}

/** Runs a worker until everything is derived. @returns how many derivations had to be made */
async function derive(context: CliContext, out: Output, stopped: AbortSignal): Promise<number> {
  const db = context.db("worker");
  const total = (await planRuns(db, { timing: "change" })).length;
  if (total === 0) {
    out.progress("everything is derived already");
    return 0;
  }
  out.progress(`deriving: ${total} analyses as background jobs`);
  let done = 0;
  let fault: unknown;
  const { startWorker } = await import("../../../jobs/worker.ts");
  const worker = await startWorker({
    url: context.url,
    onRun: (analysis, home, outcome) => {
      if (outcome.state !== "succeeded" && outcome.state !== "failed") return;
      done++;
      const why = outcome.state === "failed" ? ` failed: ${outcome.error.message}` : "";
      out.progress(`[${done}/${total}] ${analysis} of ${home.split("/").at(-1)}${why}`);
    },
    onError: (error) => {
      fault ??= error;
    },
  });
  try {
    while ((await planRuns(db, { timing: "change" })).length > 0) {
      stopped.throwIfAborted();
      if (fault !== undefined) throw fault;
      await new Promise((resolve) => setTimeout(resolve, PLAN_POLL_MS));
    }
  } finally {
    await worker.stop();
  }
  return total;
}

const exampleQuery = (project: string) => `{
  cohort(filter: { lab: "${LAB}", project: "${project}" }) {
    size
    simulated
    earlyBiasLateSlope { r ci { low high } p n }
    earlyLateTable { n p cells { early late n } }
  }
}`;

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(new URL("/graphql", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { data?: unknown; errors?: readonly { message: string }[] };
  if (body.errors !== undefined) throw new Error(`the example query failed: ${body.errors[0]?.message}`);
  return body.data;
}
