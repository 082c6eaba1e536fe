import { expect, test } from "vitest";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const size = ["--mice", "2", "--sessions", "3", "--trials", "40", "--seed", "5"];

test("--append puts simulated mice into the log, labelled; the same again adds nothing", async () => {
  const run = await saddlepoint(log.url, "simulate", ...size, "--append", "--json");
  expect(run.code).toBe(0);
  expect(run.json()).toMatchObject({
    simulated: true,
    mice: 2,
    sessions: 3,
    trialsPerSession: 40,
    rule: "tutor-executor",
    seed: 5,
    appended: 2 + 2 * (1 + 3 + 120),
  });
  expect(run.stderr).toContain("SIM002 (simulated)");
  const again = await saddlepoint(log.url, "simulate", ...size, "--append");
  expect(again).toMatchObject({
    code: 0,
    stdout: "Nothing new: the log had these simulated mice already.\n",
  });
  const cohort = await saddlepoint(log.url, "cohort", "--json");
  expect(cohort.json()).toMatchObject({
    simulated: true,
    subjects: [
      { subject: "SIM001", simulated: true, nSessions: 3 },
      { subject: "SIM002", simulated: true, nSessions: 3 },
    ],
  });
});

test("other mice under the same names are refused, not mixed in", async () => {
  const run = await saddlepoint(
    log.url,
    "simulate",
    "--mice",
    "1",
    "--sessions",
    "3",
    "--trials",
    "40",
    "--append",
    "--seed",
    "6",
    "--json",
  );
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code: "EVENT_CONTENT_CONFLICT" } });
});

test("what cannot be simulated is said with its option", async () => {
  const run = await saddlepoint(log.url, "simulate", "--append", "--bias-range", "2", "--json");
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({
    error: { code: "SIMULATION_OPTION_INVALID", field: "bias-range", value: 2 },
  });
});
