// to add to tests/cli/simulate.test.ts once `simulate --out` works
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../ingest/given-tables.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const size = ["--mice", "2", "--sessions", "3", "--trials", "40", "--seed", "5"];

test("--out writes tables that import as they are, labelled as simulated; the same seed writes the same bytes", async () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  const run = await saddlepoint(null, "simulate", ...size, "--out", one, "--json");
  expect(run.code).toBe(0);
  const { files } = run.json<{ files: string[] }>();
  expect(files).toEqual([`${one}/SIM001.csv.gz`, `${one}/SIM002.csv.gz`]);
  await saddlepoint(null, "simulate", ...size, "--out", two);
  for (const file of files) expect(readFileSync(file)).toEqual(readFileSync(file.replace(one, two)));
  const at = ["--lab", "lab", "--project", "files"];
  const imported = await saddlepoint(log.url, "import", "csv", ...files, ...at, "--json");
  expect(imported.json()).toMatchObject({
    files: [
      { simulated: true, nTrials: 120 },
      { simulated: true, nTrials: 120 },
    ],
  });
  expect((await saddlepoint(log.url, "cohort", "--project", "files", "--json")).json()).toMatchObject({
    simulated: true,
    subjects: [{ simulated: true }, { simulated: true }],
  });
});
