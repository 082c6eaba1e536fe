/**
 * Long recordings of each format, two channels at 130 Hz, for benchmarks. As a program, `node long-recordings.ts FORMAT
 * FILE HOURS` writes one: in a process of its own, since some writers hold a file whole.
 */
import { open } from "node:fs/promises";
import { parquetWriteFile } from "hyparquet-writer";

export const LONG_FORMATS = [
  "generic CSV",
  "FP3002 CSV",
  "FP3002 Parquet",
  "NWB, rate",
  "NWB, timestamps",
] as const;
export type LongFormat = (typeof LONG_FORMATS)[number];

export const LONG_RATE_HZ = 130;
const PIECE_ROWS = 50_000;

const signalAt = (t: number): number =>
  1.2 + 0.3 * Math.exp(-t / 2e5) + 0.01 * Math.sin(t / 900) + 1e-4 * (((t * 7919) % 101) - 50);
const controlAt = (t: number): number => 0.9 + 0.1 * Math.exp(-t / 3e5) + 0.005 * Math.sin(t / 900);

/** Frames of two sources in turn, so that each is sampled at the recording's rate. */
function frameAt(row: number) {
  const lit = row % 2 === 0 ? 1 : 2;
  const t = row >> 1;
  return {
    timeS: 100 + row / (2 * LONG_RATE_HZ),
    state: 16 + lit,
    value: lit === 1 ? controlAt(t) : signalAt(t),
  };
}

export async function writeLong(format: LongFormat, file: string, hours: number): Promise<void> {
  const n = Math.round(hours * 3600 * LONG_RATE_HZ);
  switch (format) {
    case "generic CSV":
      return await writeLines(file, "time,signal,isosbestic,ttl", n, (t) => {
        const ttl = t % 4000 < 5 ? 1 : 0;
        return `${(t / LONG_RATE_HZ).toFixed(6)},${signalAt(t).toFixed(6)},${controlAt(t).toFixed(6)},${ttl}`;
      });
    case "FP3002 CSV":
      return await writeLines(file, "FrameCounter,Timestamp,Flags,Region0G,Region1R", 2 * n, (row) => {
        const { timeS, state, value } = frameAt(row);
        return `${row},${timeS.toFixed(6)},${state},${value.toFixed(6)},${(value / 2).toFixed(6)}`;
      });
    case "FP3002 Parquet": {
      const column = (of: (row: number) => number) =>
        Float64Array.from({ length: 2 * n }, (_, row) => of(row));
      return void (await parquetWriteFile({
        filename: file,
        columnData: [
          { name: "FrameCounter", data: Int32Array.from({ length: 2 * n }, (_, row) => row), type: "INT32" },
          { name: "Timestamp", data: column((row) => frameAt(row).timeS), type: "DOUBLE" },
          {
            name: "Flags",
            data: Int32Array.from({ length: 2 * n }, (_, row) => frameAt(row).state),
            type: "INT32",
          },
          { name: "Region0G", data: column((row) => frameAt(row).value), type: "DOUBLE" },
          { name: "Region1R", data: column((row) => frameAt(row).value / 2), type: "DOUBLE" },
        ],
        rowGroupSize: 1_048_576,
      }));
    }
    default:
      return await writeNwb(file, n, format === "NWB, timestamps");
  }
}

async function writeLines(
  file: string,
  header: string,
  n: number,
  line: (row: number) => string,
): Promise<void> {
  const handle = await open(file, "w");
  await handle.write(`${header}\n`);
  for (let from = 0; from < n; from += PIECE_ROWS) {
    const rows = Array.from({ length: Math.min(PIECE_ROWS, n - from) }, (_, k) => line(from + k));
    await handle.write(`${rows.join("\n")}\n`);
  }
  await handle.close();
}

async function writeNwb(file: string, n: number, hasTimestamps: boolean): Promise<void> {
  const h5wasm = await import("h5wasm/node");
  await h5wasm.ready;
  const h5 = new h5wasm.File(file, "w");
  const group = h5.create_group("acquisition").create_group("fiber");
  group.create_attribute("neurodata_type", "FiberPhotometryResponseSeries");
  const values = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? signalAt : controlAt)(i >> 1));
  const data = group.create_dataset({
    ...{ name: "data", data: values, shape: [n, 2], dtype: "<f4", chunks: [16_384, 2], compression: 4 },
  });
  data.create_attribute("unit", "V");
  if (hasTimestamps) {
    const times = Float64Array.from({ length: n }, (_, t) => 3 + t / LONG_RATE_HZ);
    group.create_dataset({ name: "timestamps", data: times, shape: [n], dtype: "<d" });
  } else {
    const start = group.create_dataset({ name: "starting_time", data: 3, dtype: "<d" });
    start.create_attribute("rate", LONG_RATE_HZ, null, "<d");
  }
  h5.close();
}

const [format, file, hours] = process.argv.slice(2);
if (import.meta.main) await writeLong(format as LongFormat, file, Number(hours));
