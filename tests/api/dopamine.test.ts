/** Held to the means that PostgreSQL has of the same samples. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, startApi } from "../../src/api/server.ts";
import { appendSimulatedPhotometry } from "../../src/ingest/simulated-recordings.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { givenLog } from "../log/given-log.ts";
import { giveToken } from "./api-under-test.ts";
import { data, useToken } from "./client.ts";

const log = givenLog();
let api: Api;

beforeAll(async () => {
  const rule = "tutor-executor";
  const size = { mice: 1, seed: 1, sessions: 3, trialsPerSession: 40, responseTimes: true };
  const [mouse] = simulateCohort({ rule, ...size });
  const at = { lab: "lab", project: "light", actor: "test", seed: 1 };
  await appendSimulatedMouse(log.pool("ingest"), mouse, at);
  await appendSimulatedPhotometry(log.pool("ingest"), mouse, rule, "partial", at);
  await catchUp(log.pool("worker"));
  api = await startApi({ pool: log.pool("api") });
  useToken(await giveToken(log.url, { labs: ["lab"] }));
}, 60_000);
afterAll(() => api.close());

const ask = (alignment: string, by: string) =>
  data(
    api.url,
    `{ subject(id: "lab/light/SIM001") { recordingSites { nodes { name hemisphere } } }
       meanTraces(subject: "lab/light/SIM001", site: "DLS-right", alignment: ${alignment}, by: [${by}]) {
         nSnippets timeS traces { condition nTrials mean } } }`,
  );

test("mean traces by contrast and outcome are those of the stored samples", async () => {
  const { subject, meanTraces } = await ask("OUTCOME", "CONTRAST, OUTCOME");
  expect(subject.recordingSites.nodes).toEqual([
    { name: "DLS-left", hemisphere: "LEFT" },
    { name: "DLS-right", hemisphere: "RIGHT" },
  ]);
  const found = meanTraces.traces.find(
    ({ condition }: { condition: string }) => condition === "contrast 0, outcome correct",
  );
  const { rows } = await log.pool("reader").query<{ samples: Buffer }>(
    `select p.samples from projection.snippet p
     join projection.trial t on t.home = p.home and t.session = p.session and t.trial = p.trial
     where p.site = 'DLS-right' and p.alignment = 'outcome' and t.outcome = 1
       and t.contrast_left = t.contrast_right`,
  );
  expect(found?.nTrials).toBe(rows.length);
  expect(meanTraces.timeS[10]).toBeCloseTo(0, 12);
  const mean = rows.reduce((sum, { samples }) => sum + samples.readFloatLE(60), 0) / rows.length;
  expect(found?.mean[15]).toBeCloseTo(mean, 9);
});

test("a fibre without snippets around an event has no traces", async () => {
  expect((await ask("CHOICE", "SIDE")).meanTraces).toBeNull();
});

test("a condition that is named twice counts once", async () => {
  expect((await ask("OUTCOME", "SIDE, OUTCOME, SIDE")).meanTraces).toEqual(
    (await ask("OUTCOME", "SIDE, OUTCOME")).meanTraces,
  );
});
