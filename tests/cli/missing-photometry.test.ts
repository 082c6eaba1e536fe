/** What is said to be missing is what is missing: photometry, fibre, event, trial numbers or trials. */
import { beforeAll, expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { trial } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();

/** A stimulus snippet of DLS-left, of trial 1 or of none. */
function snippet(subject: string, number: number | null): NewEvent<"SnippetRecorded"> {
  const { payload: _, ...rest } = trial(subject, 1, 1);
  return {
    ...rest,
    type: "SnippetRecorded",
    sourceEventId: `snippet:${subject}`,
    payload: {
      snippet: "a",
      ...(number === null ? {} : { trial: number }),
      site: "DLS-left",
      channel: "signal",
      alignment: "stimulus",
      units: "z",
      sampleRateHz: 20,
      offsetS: 0,
    },
    samples: Float32Array.of(1, 2, 3),
  };
}

const site = (subject: string): NewEvent<"RecordingSiteRegistered"> => {
  const { payload: _, session: __, ...rest } = trial(subject, 1, 1);
  return {
    ...rest,
    type: "RecordingSiteRegistered",
    sourceEventId: `site:${subject}`,
    payload: { site: "DLS-left", region: "DLS", hemisphere: "left" },
  };
};

beforeAll(async () => {
  const photometry = (subject: string, number: number | null) => [site(subject), snippet(subject, number)];
  await append(log.pool("ingest"), [
    trial("dark", 1, 1),
    ...photometry("untold", null),
    trial("untold", 1, 1),
    ...photometry("early", 1),
    ...photometry("whole", 1),
    trial("whole", 1, 1),
  ]);
});

const traces = async (subject: string, ...more: readonly string[]) =>
  await saddlepoint(
    ...[log.url, "dopamine", "traces", `lab/study/${subject}`, "--site", "DLS-left", ...more, "--json"],
  );

test("traces of snippets whose trial is there are an answer", async () => {
  expect((await traces("whole")).json()).toMatchObject({ nSnippets: 1 });
});

test.each([
  ["subject", "nobody", [], "NO_SUCH_SUBJECT", "no subject lab/study/nobody", "cohort --json"],
  ["photometry", "dark", [], "NO_SNIPPETS", "no snippets of lab/study/dark", "import photometry"],
  ["fibre", "whole", ["--site", "NAc"], "NO_SNIPPETS", "no snippets of NAc", "--site one of DLS-left"],
  ["event", "whole", ["--alignment", "outcome"], "NO_SNIPPETS", "no outcome", "--alignment one of stimulus"],
  ["trial number", "untold", [], "NO_SNIPPETS", "none of the 1 stimulus snippets", "import photometry"],
  ["trial", "early", [], "NO_TRIALS", "there are 1 stimulus snippets", "Import the trials"],
])("traces without a %s say so", async (_, subject, more, code, message, remedy) => {
  const run = await traces(subject, ...more);
  expect(run.code).toBe(1);
  expect(run.json()).toEqual({
    error: { code, message: expect.stringContaining(message), remedy: expect.stringContaining(remedy) },
  });
});

test.each([
  ["dark", ""],
  [
    "untold",
    "note: 1 snippets of 1 subject are there, but none is of the signal, without a gap, and of a trial",
  ],
  ["early", "note: 1 snippets of 1 subject are there, but not the trials that they belong to"],
])("encoding of %s says beside its answer what is missing", async (subject, note) => {
  const run = await saddlepoint(log.url, "dopamine", "encoding", `lab/study/${subject}`);
  expect(run).toMatchObject({ code: 0, stdout: "No subject has photometry that belongs to trials.\n" });
  const notes = run.stderr.split("\n").filter((line) => line.startsWith("note"));
  expect(notes).toEqual(note === "" ? [] : [expect.stringContaining(note)]);
});
