import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { givenFile, PPD_0, ppdBytes } from "../formats/photometry/given-recordings.ts";
import { givenLog } from "../log/given-log.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const cli = (...args: readonly string[]) => saddlepoint(log.url, ...args);
const session = (subject: string, n = 1) => [
  ...["--lab", "lab", "--project", "study", "--subject", subject, "--session", String(n)],
];
const site = ["--site", "NAc-left", "--region", "NAc", "--hemisphere", "left", "--sensor", "dLight1.1"];
const count = async (type: string, home: string) => {
  const { rows } = await log
    .pool("reader")
    .query("select count(*)::int as n from log.event where type = $1 and home = $2", [type, home]);
  return rows[0].n;
};

/** Trials at irregular times, and a recording whose clock is 3 s and 100 ppm off, with a pulse at each stimulus. */
const trialTimes = Array.from({ length: 20 }, (_, i) => 5 + 4 * i + 1.3 * ((i * 7) % 5));
const onRecording = (rigS: number) => 3 + 1.0001 * rigS;
const RATE = 130;
function recordingWithPulses(): string {
  const words: number[] = [];
  for (let t = 0; t < RATE * 110; t++) {
    const time = t / RATE;
    const since = Math.min(...trialTimes.map((s) => time - onRecording(s)).filter((d) => d >= 0), 99);
    const response = 400 * since * Math.exp(-since / 0.3);
    const pulse = since < 0.05 ? 1 : 0;
    words.push((Math.round(12_000 - time + response) << 1) | pulse, Math.round(9_000 - time / 2) << 1);
  }
  return givenFile("session.ppd", ppdBytes(PPD_0, words));
}
function trialTable(): string {
  const rows = trialTimes.map((s, i) => `T,1,${i + 1},0.5,0,left,0.5,${s},${s + 0.5},${s + 0.6}`);
  const header =
    "subject,session,trial,contrast_left,contrast_right,choice,response_time_s,stimulus_on_s,choice_s,outcome_s";
  return givenFile("T.csv", [header, ...rows].join("\n"));
}

describe("import photometry", () => {
  test("by pulses: clocks aligned, a snippet for each event of each trial; again adds nothing; other parameters add", async () => {
    await cli("import", "csv", trialTable(), "--lab", "lab", "--project", "study");
    const file = recordingWithPulses();
    const args = [
      "import",
      "photometry",
      file,
      ...session("T"),
      ...site,
      "--align",
      "ttl",
      "--ttl-input",
      "digital_1",
    ];
    const first = await cli(...args, "--json");
    expect(first).toMatchObject({ code: 0 });
    const [done] = first.json<{ files: Record<string, never>[] }>().files;
    expect(done).toMatchObject({
      ...{ nEvents: 60, nSnippets: 60, nOutside: 0, signal: "analog_1", control: "analog_2" },
      // lab and project were there; site, raw file, preprocessing and notice are new
      ...{ appended: 64, alreadyThere: 2 },
      clocks: { nMatched: 20 },
    });
    const clocks: { driftPpm: number; residualS: number } = done.clocks;
    expect(Math.abs(clocks.driftPpm - 100)).toBeLessThan(60);
    expect(clocks.residualS).toBeLessThan(1 / RATE);

    const again = await cli(...args, "--json");
    expect(again.json()).toMatchObject({ appended: 0 });
    const other = await cli(...args, "--low-pass", "5", "--json");
    // the site, a raw file and its place stay as they are
    expect(other.json()).toMatchObject({ appended: 62 });
    const { rows } = await log.pool("reader").query(
      `select s.preprocessing, s.alignment, count(*)::int as n, min(length(samples)) / 4 as samples, bool_or(gap) as gap
       from projection.snippet s where home = 'lab/study/T' and to_position is null group by 1, 2 order by 1, 2`,
    );
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toMatchObject({ n: 20, samples: 121, gap: false });
    const kept = await log.pool("reader").query("select sha256, bytes::int, format from projection.raw_file");
    expect(kept.rows).toEqual([
      {
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: readFileSync(file).length,
        format: "pyPhotometry",
      },
    ]);
    const notices = await log.pool("reader").query("select measures from projection.quality_notice");
    expect(notices.rows).toHaveLength(2);
    expect(notices.rows[0].measures).toMatchObject({
      gapShare: 0,
      clippedShare: 0,
      ttlResidualS: expect.any(Number),
    });
  });

  test("a mean of the snippets has the response where it was put", async () => {
    const { rows } = await log.pool("reader").query<{ samples: Buffer }>(
      `select samples from projection.snippet
       where home = 'lab/study/T' and alignment = 'stimulus' and to_position is null`,
    );
    const mean = new Float64Array(121);
    for (const { samples } of rows) for (let k = 0; k < 121; k++) mean[k] += samples.readFloatLE(4 * k);
    const peak = mean.reduce((best, value, k) => (value > mean[best] ? k : best), 0);
    expect(Math.abs(peak / 40 - 1 - 0.3)).toBeLessThan(0.06);
  });

  test("without trial times, without a known site, of pulses that do not fit: refused, and nothing is appended", async () => {
    const file = recordingWithPulses();
    const run = (...more: readonly string[]) => cli("import", "photometry", file, ...session("U"), ...more);
    expect((await run(...site, "--align", "ttl")).stderr).toContain("error NO_TRIAL_TIMES");
    expect((await run("--site", "DLS", "--align", "ttl")).stderr).toContain("error SITE_UNKNOWN");
    const foreign = givenFile(
      "pulses.csv",
      `Timestamp,Value\n${Array.from({ length: 30 }, (_, i) => `${i * i},1`).join("\n")}`,
    );
    const wrong = await cli(
      "import",
      "photometry",
      file,
      ...session("T"),
      ...site,
      "--align",
      "ttl",
      "--ttl-file",
      foreign,
    );
    expect(wrong.stderr).toContain("error CLOCKS_NOT_ALIGNED");
    const cut = givenFile("cut.ppd", readFileSync(file).subarray(0, 1001));
    const broken = await cli("import", "photometry", cut, ...session("U"), ...site, "--align", trialTable());
    expect(broken.stderr).toContain("error PPD_TRUNCATED");
    expect(broken.stderr).toMatch(/byte 1001/);
    expect(await count("SnippetRecorded", "lab/study/U")).toBe(0);
  });

  test.skipIf(!hasShared)(`the real recording and its 137 cues${whySkipped}`, async () => {
    const run = await cli(
      ...["import", "photometry", sharedPath("data/photometry/m53_NAc_L-2019-11-24-093939.ppd")],
      ...[
        ...session("m53"),
        ...site,
        "--align",
        sharedPath("data/photometry/reward_cue_times.npy"),
        "--event",
        "other",
        "--json",
      ],
    );
    expect(run.json()).toMatchObject({ files: [{ nSnippets: 137, nOutside: 0, warnings: [] }] });
    expect(await count("SnippetRecorded", "lab/study/m53")).toBe(137);
  });
});

describe("import alf", () => {
  test.skipIf(!hasShared)(`the real table: 617 trials, once${whySkipped}`, async () => {
    const args = [
      "import",
      "alf",
      sharedPath("data/photometry/version_5__ibl_trials.table.pqt"),
      ...session("ibl", 4),
    ];
    expect((await cli(...args, "--json")).json()).toMatchObject({ nTrials: 617 });
    expect((await cli(...args, "--json")).json()).toMatchObject({ nTrials: 617, appended: 0 });
    expect(await count("TrialRecorded", "lab/study/ibl")).toBe(617);
    const { rows } = await log
      .pool("reader")
      .query("select count(*)::int as n from projection.blocked_stream");
    expect(rows[0].n).toBe(0);
  });
});

describe("import mapping", () => {
  test("proposes columns, saves them, and import csv reads what was saved", async () => {
    const table = givenFile(
      "rig.csv",
      "mouse,sess,trialnum,cl,cr,response\nV,1,1,0.5,0,left\nV,1,2,0,0.5,right",
    );
    const saved = givenFile("rig.json", "");
    const proposal = await cli("import", "mapping", table, "--out", saved, "--json");
    expect(proposal.json()).toMatchObject({ map: { subject: "mouse", choice: "response" }, missing: [] });
    const run = await cli(
      "import",
      "csv",
      table,
      "--lab",
      "lab",
      "--project",
      "study",
      "--mapping",
      saved,
      "--json",
    );
    expect(run.json()).toMatchObject({ files: [{ subjects: ["V"], nTrials: 2 }] });
    const wrong = givenFile("wrong.json", "[]");
    expect(
      (await cli("import", "csv", table, "--lab", "lab", "--project", "study", "--mapping", wrong)).stderr,
    ).toContain("error MAPPING_INVALID");
  });
});
