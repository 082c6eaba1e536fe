/** Recordings that were preprocessed in several ways: one of them is what every path answers from. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { meanTraces, type TraceCondition } from "../../src/analyses/dopamine-traces.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { appendSimulatedPhotometry } from "../../src/ingest/simulated-recordings.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { fetchSnippetSets } from "../../src/read/snippets.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { givenLog } from "../log/given-log.ts";
import { type Derivation, derivation } from "./derivation.ts";

const log = givenLog();
const home = "lab/light/SIM001";
const selection = { home, site: "DLS-left", alignment: "outcome" } as const;
const SESSIONS = 5;
const TRIALS = 40;
const common = {
  ...{ schemaVersion: 1, occurredAt: null, lab: "lab", project: "light", subject: "SIM001" },
  ...{ source: "test", actor: "test" },
} as const;
let derive: Derivation;

beforeAll(async () => {
  const rule = "tutor-executor";
  const size = { mice: 1, seed: 1, sessions: SESSIONS, trialsPerSession: TRIALS, responseTimes: true };
  const at = { lab: "lab", project: "light", actor: "test", seed: 1 };
  const [mouse] = simulateCohort({ rule, ...size });
  await appendSimulatedMouse(log.pool("ingest"), mouse, at);
  await appendSimulatedPhotometry(log.pool("ingest"), mouse, rule, "partial", at);
  // A session of which only the other fibre was recorded.
  await append(log.pool("ingest"), [
    {
      ...common,
      ...{ type: "TrialRecorded" as const, session: SESSIONS + 1, sourceEventId: "trial" },
      payload: { trial: 1, contrastLeft: 0, contrastRight: 0.5, choice: "right", outcome: "correct" },
    },
    {
      ...common,
      ...{ type: "SnippetRecorded" as const, session: SESSIONS + 1, sourceEventId: "snippet" },
      payload: {
        ...{ snippet: "outcome-1", trial: 1, site: "DLS-right", channel: "signal", alignment: "outcome" },
        ...{ units: "z", sampleRateHz: 40, offsetS: -0.25 },
      },
      samples: new Float32Array(100),
    },
  ]);
  await catchUp(log.pool("worker"));
  derive = derivation(log.pool("worker"));
}, 60_000);
afterAll(() => derive?.close());

/** The same recordings again, their names before those that are there, and one trial fewer of each session. */
async function preprocessAgain(
  name: string,
  units: string,
  cutoffHz: number,
  sessions: number,
): Promise<void> {
  const { rows } = await log.pool("reader").query<{
    session: number;
    snippet: string;
    trial: number;
    site: string;
    alignment: "stimulus" | "outcome";
    samples: Buffer;
    sampleRateHz: number;
    offsetS: number;
  }>(
    `select session, snippet, trial, site, alignment, samples, sample_rate_hz as "sampleRateHz", offset_s as "offsetS"
     from projection.snippet
     where site = 'DLS-left' and preprocessing like 'simulated%' and trial > 1 and session <= $1
     order by session, snippet`,
    [sessions],
  );
  const registered = Array.from(
    { length: sessions },
    (_, s): NewEvent => ({
      ...common,
      ...{ type: "PreprocessingRegistered", session: s + 1, sourceEventId: `${name} ${s}` },
      payload: {
        preprocessing: `${name}-${s + 1}`,
        steps: [
          { step: "channels", parameters: { signal: "analog_1", file: s } },
          { step: "low-pass", parameters: { cutoffHz } },
        ],
      },
    }),
  );
  const snippets = rows.map(
    ({ session, snippet, samples, ...row }): NewEvent => ({
      ...common,
      ...{ type: "SnippetRecorded", session, sourceEventId: `${name} ${session} ${snippet}` },
      payload: {
        ...row,
        ...{ snippet: `${name}-${snippet}`, channel: "signal", units, preprocessing: `${name}-${session}` },
      },
      samples: Float32Array.from({ length: samples.length / 4 }, (_, i) => samples.readFloatLE(4 * i) / 10),
    }),
  );
  await append(log.pool("ingest"), [...registered, ...snippets]);
  await catchUp(log.pool("worker"));
}

async function means(by: readonly TraceCondition[]) {
  let readTrials = false;
  const found = await meanTraces(log.pool("reader"), derive.db, selection, by, async (of) => {
    readTrials = true;
    return await fetchTrialInput(derive.db, of);
  });
  if (found === null) throw new Error("there are no traces");
  const trials = found.traces.map(({ condition, nTrials }) => [condition, nTrials]);
  const peaks = found.traces.map(({ mean }) => Number(Math.max(...mean).toFixed(9)));
  return { readTrials, answer: { nSnippets: found.nSnippets, units: found.units, trials, peaks } };
}

test("a recording that was preprocessed again counts once, by whichever path it is read", async () => {
  const once = (await means(["side"])).answer;
  expect(once).toMatchObject({ nSnippets: SESSIONS * TRIALS, units: "z" });
  await preprocessAgain("a-slow", "z", 3, SESSIONS);
  await preprocessAgain("a-raw", "dF/F", 10, SESSIONS);
  const streamed = await means(["side"]);
  expect(streamed).toEqual({ readTrials: true, answer: once });
  expect((await means(["strategy"])).answer.nSnippets).toBe(SESSIONS * TRIALS);

  expect(await derive.run("trace-sums", home)).toMatchObject({ state: "succeeded" });
  // The session of the other fibre is known to have nothing of this one.
  expect(await means(["side"])).toEqual({ readTrials: false, answer: once });

  const input = await fetchTrialInput(derive.db, home);
  if (input === null) throw new Error("there are no trials");
  const sets = await fetchSnippetSets(log.pool("reader"), selection, input.trials);
  expect(sets.map(({ alignment }) => alignment)).toEqual(["stimulus", "outcome"]);
  for (const { row } of sets)
    expect([...row]).toEqual(Array.from({ length: SESSIONS * TRIALS }, (_, t) => t));
});

test("kept sums of another preprocessing than is chosen by now are not used", async () => {
  const before = (await means(["side"])).answer;
  // Most traces are in dF/F by now.
  await preprocessAgain("b-raw", "dF/F", 10, SESSIONS);
  const mixed = await means(["side"]);
  expect(mixed.answer).toMatchObject({ nSnippets: SESSIONS * (TRIALS - 1), units: "dF/F" });
  expect(mixed.answer.peaks).not.toEqual(before.peaks);
  expect(await derive.run("trace-sums", home)).toMatchObject({ state: "succeeded" });
  expect(await means(["side"])).toEqual({ readTrials: false, answer: mixed.answer });
});

test("a session that changed is read again beside the sums of the others", async () => {
  const before = (await means(["side", "outcome"])).answer;
  await append(log.pool("ingest"), [
    {
      ...common,
      ...{ type: "SnippetVoided" as const, session: 4, sourceEventId: "void" },
      payload: { snippet: "a-raw-outcome-2-DLS-left", reason: "a movement" },
    },
    {
      ...common,
      ...{ type: "SnippetVoided" as const, session: 4, sourceEventId: "void too" },
      payload: { snippet: "b-raw-outcome-2-DLS-left", reason: "a movement" },
    },
  ]);
  await catchUp(log.pool("worker"));
  const mixed = await means(["side", "outcome"]);
  expect(mixed).toMatchObject({ readTrials: true, answer: { nSnippets: before.nSnippets - 1 } });
  await log
    .pool("migrator")
    .query("update derived.run set state = 'superseded' where analysis = 'trace-sums'");
  expect((await means(["side", "outcome"])).answer).toEqual(mixed.answer);
});
