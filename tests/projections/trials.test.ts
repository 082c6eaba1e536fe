import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { sessionStarted, trial, trials } from "../events/given-events.ts";
import { loggedRows } from "../log/given-log.ts";
import { givenProjections } from "./given-projections.ts";

const { log, given, when, rows } = givenProjections();

test("a trial is projected with every field, to the last bit", async () => {
  const [position] = await when(
    trial("A", 2, 7, {
      contrastLeft: 0.1,
      contrastRight: 0,
      choice: "left",
      outcome: "correct",
      responseTimeS: 7.336930018381899,
      rewardVolumeUl: 5e-324,
      repeatNumber: 2,
      block: "Ü 🐭",
      stimulus: "grating",
      stimulusOnS: -86_400,
      goCueS: 1e7,
      choiceS: 0.1 + 0.2,
      outcomeS: 0,
    }),
  );
  expect(
    await rows(
      "trial",
      "lab/study/A",
      `session, trial, contrast_left, contrast_right, choice, outcome, response_time_s, reward_volume_ul,
       repeat_number, block, stimulus, stimulus_on_s, go_cue_s, choice_s, outcome_s`,
    ),
  ).toEqual([
    {
      session: 2,
      trial: 7,
      contrast_left: 0.1,
      contrast_right: 0,
      choice: -1,
      outcome: 1,
      response_time_s: 7.336930018381899,
      reward_volume_ul: 5e-324,
      repeat_number: 2,
      block: "Ü 🐭",
      stimulus: "grating",
      stimulus_on_s: -86_400,
      go_cue_s: 1e7,
      choice_s: 0.1 + 0.2,
      outcome_s: 0,
      from: position,
      to: null,
    },
  ]);
});

test("what a trial does not say is null, but its repeats, which are 0; choices and outcomes have their codes", async () => {
  await when(
    trial("B", 1, 1, { choice: "left", outcome: "incorrect" }),
    trial("B", 1, 2, { choice: "no-go" }),
    trial("B", 1, 3, { choice: "right", outcome: "correct" }),
  );
  expect(
    await rows(
      "trial",
      "lab/study/B",
      "choice, outcome, response_time_s, repeat_number, block, stimulus_on_s",
    ),
  ).toMatchObject([
    { choice: -1, outcome: 0, response_time_s: null, repeat_number: 0, block: null, stimulus_on_s: null },
    { choice: 0, outcome: null },
    { choice: 1, outcome: 1 },
  ]);
});

test("a session's digest is the version and hash of its last trial event, and no other event moves it", async () => {
  await given(...trials("C", 1, 1, 3), ...trials("C", 2, 1, 2));
  await when(trial("C", 1, 4), sessionStarted("C", 1, { rig: "late" }));
  const logged = await loggedRows(log.pool("reader"), "lab/study/C");
  const last = (session: number) =>
    logged.filter((row) => row.type === "TrialRecorded" && row.stream.endsWith(`/${session}`)).at(-1);
  const { rows: digests } = await log
    .pool("reader")
    .query(
      "select session, last_version, last_hash from projection.session_digest where home = $1 order by session",
      ["lab/study/C"],
    );
  expect(digests).toEqual([
    { session: 1, last_version: 4, last_hash: last(1)?.hash },
    { session: 2, last_version: 2, last_hash: last(2)?.hash },
  ]);
});

test("a trial that another source recorded already stops its session alone, and all others go on", async () => {
  await given(...trials("D", 1, 1, 3));
  await when(
    trial("D", 1, 2, { choice: "left" }, { source: "another", sourceEventId: "again" }),
    ...trials("D", 2, 1, 2),
    ...trials("E", 1, 1, 2),
  );
  await append(log.pool("ingest"), [trial("D", 1, 4)]);
  const reached = await catchUp(log.pool("worker"));
  expect(await rows("trial", "lab/study/D", "session, trial, choice")).toMatchObject([
    { session: 1, trial: 1 },
    { session: 1, trial: 2, choice: 1 },
    { session: 1, trial: 3 },
    { session: 2, trial: 1 },
    { session: 2, trial: 2 },
  ]);
  expect(await rows("trial", "lab/study/E", "trial")).toHaveLength(2);
  const { rows: blocked } = await log
    .pool("reader")
    .query("select stream, position from projection.blocked_stream");
  expect(blocked).toEqual([{ stream: "lab/study/D/1", position: reached - 5 }]);
});
