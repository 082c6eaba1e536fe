/**
 * Writes a long trial table to the path given, reads it back, and prints how far the heap grew meanwhile.
 * Run with --expose-gc, so that what is measured is held memory and not garbage.
 */
import { readTrialCsv } from "../../../src/formats/trial-csv/read-trial-csv.ts";
import type { TrialRecord } from "../../../src/formats/trial-csv/trial-row.ts";
import { writeTrialCsv } from "../../../src/formats/trial-csv/write-trial-csv.ts";
import { seededRandom } from "../../../src/science/random.ts";

const [file, trialCount] = process.argv.slice(2);
const nTrials = Number(trialCount);
const TRIALS_A_SESSION = 200;
const ROWS_A_SAMPLE = 20_000;

function* trials(): Generator<TrialRecord> {
  const random = seededRandom(7);
  for (let i = 0; i < nTrials; i++) {
    const right = random.uniform() < 0.5;
    yield {
      subject: "long",
      session: 1 + Math.floor(i / TRIALS_A_SESSION),
      trial: 1 + (i % TRIALS_A_SESSION),
      contrastLeft: right ? 0 : 0.5,
      contrastRight: right ? 0.5 : 0,
      choice: right ? "right" : "left",
      responseTimeS: 0.1 + random.uniform(),
      outcome: null,
      rewardVolumeUl: null,
      repeatNumber: null,
      block: null,
      stimulusOnS: null,
      goCueS: null,
      choiceS: null,
      outcomeS: null,
    };
  }
}

function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const beforeWriting = heldBytes();
let mostWriting = 0;

function* sampledTrials(): Generator<TrialRecord> {
  let n = 0;
  for (const trial of trials()) {
    n += 1;
    if (n % ROWS_A_SAMPLE === 0) mostWriting = Math.max(mostWriting, heldBytes());
    yield trial;
  }
}

await writeTrialCsv(file, sampledTrials());

const beforeReading = heldBytes();
const startMs = performance.now();
let mostReading = 0;
let read = 0;
for await (const rows of readTrialCsv(file)) {
  read += rows.length;
  if (read % ROWS_A_SAMPLE === 0) mostReading = Math.max(mostReading, heldBytes());
}
console.log(
  JSON.stringify({
    read,
    sampledGrowth: globalThis.gc !== undefined,
    writingGrowthBytes: mostWriting - beforeWriting,
    readingGrowthBytes: mostReading - beforeReading,
    readingMs: performance.now() - startMs,
    peakResidentBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
