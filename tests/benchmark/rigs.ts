import { execFile } from "node:child_process";
import { chmod, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keepHeapLean } from "../../src/cli/lean-heap.ts";
import { readEventTimes } from "../../src/formats/event-times/read-event-times.ts";
import { importPhotometry, type PhotometryImport } from "../../src/ingest/import-photometry.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { DEFAULT_PREPROCESSING } from "../../src/science/photometry/preprocessing-options.ts";
import { hasShared, sharedPath } from "../shared-data.ts";
import { LONG_FORMATS, type LongFormat } from "./long-recordings.ts";
import { bar, machine, median, seconds } from "./measure.ts";
import type { ReadRecording } from "./read-recording.ts";

const RATE = 130;
const REPEATS = 3;
/** Length of the shorter generated recording; the longer is 12 hours. */
const SHORT_H = 1.5;
const LONG_H = 12;
const EVENT_EVERY_S = 40;

/** Recordings from the file into the log: the real .ppd, and generated ones of 1.5 and 12 hours. */
export async function benchRigs(): Promise<void> {
  // As the command that imports has it.
  keepHeapLean();
  console.log(`${machine()}; medians of ${REPEATS}`);
  const parent = await mkdtemp(join(tmpdir(), "saddlepoint-bench-"));
  // The server may run as another user, who must be able to pass through.
  await chmod(parent, 0o755);
  const server = await acquireEmbedded({ folder: join(parent, "postgres") });
  await migrate(server.url);
  const pool = createPool(server.url, "ingest");
  let made = 0;
  const imported = async (file: string, events: PhotometryImport["alignment"]): Promise<Measured> => {
    const subject = `M${++made}`;
    const peak = watchMemory();
    const took = await seconds(() =>
      importPhotometry(pool, file, {
        ...{ lab: "bench", project: "rigs", subject, session: 1, actor: "bench", site: "NAc" },
        newSite: { site: "NAc", region: "NAc", hemisphere: "left" },
        preprocessing: DEFAULT_PREPROCESSING,
        alignment: events,
      }),
    );
    return { took, mb: peak.stop() };
  };
  try {
    if (hasShared) {
      const cues = await readEventTimes(sharedPath("data/photometry/reward_cue_times.npy"), "other");
      const file = sharedPath("data/photometry/m53_NAc_L-2019-11-24-093939.ppd");
      const runs: Measured[] = [];
      for (let run = 0; run < REPEATS; run++)
        runs.push(await imported(file, { kind: "recording-clock", events: cues }));
      const took = median(runs.map((run) => run.took));
      const mb = Math.max(...runs.map((run) => run.mb));
      bar(
        "the real .ppd, parsed, preprocessed, 137 snippets appended ≤ 3 s",
        `${took.toFixed(2)} s`,
        took <= 3,
      );
      bar("… in < 300 MB of the whole process", `${mb.toFixed(0)} MB at most`, mb < 300);
    } else {
      console.log("       the real .ppd is not beside this clone: left out");
    }
    const [short, long] = [SHORT_H, LONG_H].map((hours) => join(parent, `${hours}h.ppd`));
    await generate(short, SHORT_H);
    await generate(long, LONG_H);
    const pairs: (readonly [Measured, Measured])[] = [];
    for (let run = 0; run < REPEATS; run++) {
      pairs.push([await imported(short, eventsOver(SHORT_H)), await imported(long, eventsOver(LONG_H))]);
    }
    const ratio = median(pairs.map(([a, b]) => b.took / a.took)) / (LONG_H / SHORT_H);
    bar(
      `${LONG_H} hours: time linear in length (time a sample against ${SHORT_H} hours ≤ 1.3)`,
      `${ratio.toFixed(2)} (${median(pairs.map(([, b]) => b.took)).toFixed(1)} s and ${median(pairs.map(([a]) => a.took)).toFixed(1)} s)`,
      ratio <= 1.3,
    );
    const more = median(pairs.map(([a, b]) => b.mb - a.mb));
    const most = Math.max(...pairs.map(([, b]) => b.mb));
    bar(
      "… memory flat (≤ 40 MB more than the short one)",
      `${more.toFixed(0)} MB more, ${most.toFixed(0)} MB at most`,
      more <= 40,
    );
    console.log("       readers of other formats, two channels at 130 Hz, each in a process of its own:");
    for (const format of LONG_FORMATS) await reportReader(format, parent);
  } finally {
    await pool.end();
    await server.release();
    await rm(parent, { recursive: true, force: true });
  }
}

/** A line on what two hours of a format take, and on how eight grow from them. */
async function reportReader(format: LongFormat, folder: string): Promise<void> {
  const run = promisify(execFile);
  const read = async (hours: number): Promise<ReadRecording> => {
    const file = join(folder, "long");
    await run(process.execPath, [
      join(import.meta.dirname, "long-recordings.ts"),
      format,
      file,
      String(hours),
    ]);
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "read-recording.ts"), file]);
    await rm(file);
    return JSON.parse(stdout);
  };
  const two = await read(2);
  const eight = await read(8);
  const numbers = `${two.peakMb.toFixed(0)} MB and ${two.tookS.toFixed(1)} s; of 8 hours ${eight.peakMb.toFixed(0)} MB and ${eight.tookS.toFixed(1)} s`;
  console.log(`       ${format}, 2 hours (wanted: < 300 MB): ${numbers}`);
}

interface Measured {
  readonly took: number;
  /** Largest resident size of the process. */
  readonly mb: number;
}

function watchMemory(): { stop(): number } {
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(most, process.memoryUsage.rss()) / 2 ** 20;
    },
  };
}

function eventsOver(hours: number): PhotometryImport["alignment"] {
  const n = Math.floor((hours * 3600) / EVENT_EVERY_S) - 1;
  const events = Array.from({ length: n }, (_, i) => ({
    alignment: "stimulus" as const,
    trial: i + 1,
    timeS: EVENT_EVERY_S * (i + 0.5),
  }));
  return { kind: "recording-clock", events };
}

/** A .ppd that bleaches and wavers, written in pieces. */
async function generate(file: string, hours: number): Promise<void> {
  const header = Buffer.from(
    JSON.stringify({
      ...{ subject_ID: "generated", date_time: "2026-01-01T00:00:00", mode: "2 colour time div." },
      ...{ sampling_rate: RATE, volts_per_division: [1e-4, 1e-4], LED_current: [10, 10], version: 0.3 },
    }),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const handle = await open(file, "w");
  await handle.write(Buffer.concat([length, header]));
  const n = hours * 3600 * RATE;
  const piece = 100_000;
  for (let from = 0; from < n; from += piece) {
    const count = Math.min(piece, n - from);
    const words = Buffer.alloc(4 * count);
    for (let k = 0; k < count; k++) {
      const t = from + k;
      const motion = 100 * Math.sin(t / 900);
      const waver = ((t * 7919) % 101) - 50;
      words.writeUInt16LE(Math.round(12_000 + 3_000 * Math.exp(-t / 2e5) + motion + waver) << 1, 4 * k);
      words.writeUInt16LE(Math.round(9_000 + 1_000 * Math.exp(-t / 3e5) + motion / 2) << 1, 4 * k + 2);
    }
    await handle.write(words);
  }
  await handle.close();
}
