import { expect, test } from "vitest";
import { givenFile } from "../formats/photometry/given-recordings.ts";
import { givenLog } from "../log/given-log.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const cli = (...args: readonly string[]) => saddlepoint(log.url, ...args);
const options = (subject: string) => [
  ...[
    "--lab",
    "lab",
    "--project",
    "study",
    "--subject",
    subject,
    "--session",
    "1",
    "--site",
    "NAc",
    "--region",
    "NAc",
  ],
  ...["--hemisphere", "left", "--rate", "25", "--from", "-1", "--json"],
];

const names = Array.from({ length: 10 }, (_, k) => `p.${k + 1}`).join(",");
const row = (session: number, trial: number, first = "0.5") =>
  `${session},${trial},${first},1,2,3,4,5,6,7,8,9`;

test("rows of one session become snippets; a row with a blank sample is left out; again adds nothing", async () => {
  const table = givenFile(
    "cut.csv",
    [`session,trial,${names}`, row(1, 1), row(1, 2, ""), row(2, 1), row(1, 3)].join("\n"),
  );
  const args = ["import", "traces", table, ...options("A"), "--where", "session=1"];
  expect((await cli(...args)).json()).toMatchObject({ nRows: 3, nSnippets: 2, nIncomplete: 1, nSamples: 10 });
  expect((await cli(...args)).json()).toMatchObject({ appended: 0 });
  const { rows } = await log
    .pool("reader")
    .query<{ trial: number; samples: Buffer; offset_s: number }>(
      "select trial, samples, offset_s from projection.snippet where home = 'lab/study/A' order by trial",
    );
  expect(rows).toMatchObject([{ trial: 1, offset_s: -1 }, { trial: 3 }]);
  expect(rows[0].samples.readFloatLE(0)).toBe(0.5);
});

test("rows of several sessions at once, and a table without samples, are refused", async () => {
  const table = givenFile("two.csv", [`session,trial,${names}`, row(1, 1), row(2, 1)].join("\n"));
  expect((await cli("import", "traces", table, ...options("B"))).stderr).toContain(
    "error TRACES_TRIAL_TWICE",
  );
  const plain = givenFile("plain.csv", "a,b\n1,2");
  expect((await cli("import", "traces", plain, ...options("B"))).stderr).toContain("error TRACES_NOT_FOUND");
});

test.skipIf(!hasShared)(`the real table, a session of one mouse${whySkipped}`, async () => {
  const file = sharedPath("data/photometry/flmm_example_data.csv");
  // Counted in the file with another program.
  const expected = 26;
  const where = ["--where", "id=HJ-FP-M2", "--where", "session=1"];
  const run = await cli("import", "traces", file, ...options("flmm"), ...where);
  expect(run.json()).toMatchObject({ nSamples: 112, nRows: expected });
});
