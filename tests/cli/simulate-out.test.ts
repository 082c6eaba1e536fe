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

test("--out with photometry and stimulation writes what a rig would: recordings on a clock of their own, imported by their pulses", async () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  const rig = ["--mice", "1", "--sessions", "4", "--trials", "60", "--photometry", "--stimulation"];
  const run = await saddlepoint(null, "simulate", ...rig, "--out", one, "--json");
  const { files } = run.json<{ files: string[] }>();
  expect(files).toHaveLength(1 + 1 + 2 * 4 + 1);
  await saddlepoint(null, "simulate", ...rig, "--out", two);
  for (const file of files) expect(readFileSync(file)).toEqual(readFileSync(file.replace(one, two)));

  const at = ["--lab", "lab", "--project", "rig"];
  expect((await saddlepoint(log.url, "import", "csv", files[0], ...at)).code).toBe(0);
  const light = await saddlepoint(log.url, "import", "stimulations", files[1], ...at, "--json");
  expect(light.json()).toMatchObject({ files: [{ byTime: 0, byIndex: expect.any(Number) }] });
  const recording = files.find((file) => file.endsWith("session03-DLS-left.ppd")) ?? "";
  const imported = await saddlepoint(
    ...[log.url, "import", "photometry", recording, ...at, "--subject", "SIM001", "--session", "3"],
    ...["--site", "DLS-left", "--region", "DLS", "--hemisphere", "left", "--align", "ttl", "--json"],
  );
  expect(imported.json()).toMatchObject({
    files: [{ nEvents: 180, nSnippets: 180, clocks: { nMatched: 60, nUnmatchedRig: 0 } }],
  });
  const { rows: steps } = await log.pool("reader").query("select steps from projection.preprocessing");
  expect(steps[0].steps[0]).toMatchObject({ step: "channels", parameters: { simulated: true } });

  // The truth beside the recordings: the outcome responses follow the errors that they were made from.
  const truth = new Map<number, number>();
  for (const line of readFileSync(files[files.length - 1], "utf8").split("\n")) {
    const [session, trial, site, , error] = line.split(",");
    if (session === "3" && site === "DLS-left") truth.set(Number(trial), Number(error));
  }
  const { rows } = await log
    .pool("reader")
    .query<{ trial: number; samples: Buffer }>(
      "select trial, samples from projection.snippet where alignment = 'outcome' and home = 'lab/rig/SIM001'",
    );
  const pairs = rows.map(({ trial, samples }): readonly [number, number] => {
    // From −1 s at 40 Hz: 0.2 to 0.6 s after the outcome, against 0.2 s before it (SCIENCE §5).
    const mean = (from: number, to: number) => {
      let sum = 0;
      for (let k = from; k < to; k++) sum += samples.readFloatLE(4 * k);
      return sum / (to - from);
    };
    return [truth.get(trial) ?? Number.NaN, mean(48, 64) - mean(32, 40)];
  });
  expect(pairs).toHaveLength(60);
  expect(correlation(pairs)).toBeGreaterThan(0.8);
});

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xx += (a - x) ** 2;
    xy += (a - x) * (b - y);
    yy += (b - y) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
