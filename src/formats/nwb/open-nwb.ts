import { SaddlepointError } from "../../errors.ts";
import { openBinary } from "../binary-file.ts";
import { columnSpool } from "../photometry/column-spool.ts";
import type { PhotometryRecording, RecordedChannel } from "../photometry/recording.ts";
import { onOneGrid, type TimestampedChannel } from "../photometry/timestamped.ts";
import { type Hdf5, loadHdf5 } from "./hdf5.ts";
import { findPulses } from "./nwb-pulses.ts";
import { findSeries, type NwbSeries } from "./nwb-series.ts";

/** Samples of one reading of a dataset. */
const SLICE_SAMPLES = 65_536;
const SIGNATURE = Buffer.from("\x89HDF\r\n\x1a\n", "latin1");

/**
 * Opens an NWB file's photometry: every `FiberPhotometryResponseSeries` (ndx-fiber-photometry), or, where there is
 * none, every one-channel or channel-by-channel `TimeSeries` of acquisition and processing. All series must share
 * one clock; a series with a rate is read by the window, one with timestamps is put on an even grid.
 *
 * @param series names of the series to read; all by default
 * @throws SaddlepointError FILE_UNREADABLE, NWB_INVALID, NWB_NO_SERIES, NWB_RATES_DIFFER, TIMESTAMPS_UNUSABLE
 */
export async function openNwb(file: string, series: readonly string[] = []): Promise<PhotometryRecording> {
  await requireSignature(file);
  const h5 = await loadHdf5(file);
  try {
    const found = h5
      .within(() => findSeries(h5.root, file))
      .filter(({ path, name }) => series.length === 0 || series.includes(name) || series.includes(path));
    if (found.length === 0) {
      throw new SaddlepointError(
        "NWB_NO_SERIES",
        series.length > 0 ? `there is no series ${series.join(", ")}` : "there is no photometry series in it",
        "A FiberPhotometryResponseSeries or TimeSeries with data and either starting_time and rate or timestamps is wanted.",
        { file },
      );
    }
    const fiber = found.filter(({ type }) => type === "FiberPhotometryResponseSeries");
    const chosen = fiber.length > 0 ? fiber : found;
    const names = chosen.flatMap(channelsOf);
    const common = {
      file,
      format: "NWB" as const,
      channels: names,
      facts: Object.fromEntries(
        chosen.map(({ path, type, nSamples, nChannels }) => [path, `${type}, ${nSamples} × ${nChannels}`]),
      ),
      parts: [],
      notices: [],
      pulses: async () => h5.within(() => findPulses(h5.root, file)),
      close: async () => h5.close(),
    };
    const rateHz = chosen[0].rateHz;
    if (rateHz !== null) {
      const [first] = chosen;
      const odd = chosen.find(
        (each) => each.rateHz !== rateHz || each.startS !== first.startS || each.nSamples !== first.nSamples,
      );
      if (odd !== undefined) throw ratesDiffer(file, first, odd);
      const owners = chosen.flatMap((each) =>
        Array.from({ length: each.nChannels }, (_, k) => ({ each, k })),
      );
      return {
        ...common,
        sampleRateHz: rateHz,
        nSamples: first.nSamples,
        startS: first.startS,
        async read(asked, from, n) {
          const channels = asked.map((i) => h5.within(() => owners[i].each.read(owners[i].k, from, n)));
          return { channels, gap: null, clipped: null };
        },
      };
    }
    const odd = chosen.find((each) => each.rateHz !== null);
    if (odd !== undefined) throw ratesDiffer(file, chosen[0], odd);
    const spool = await columnSpool();
    try {
      const even = await onOneGrid(
        file,
        spool,
        chosen.flatMap((each) => timestampedChannels(h5, each)),
      );
      const close = async () => {
        h5.close();
        await spool.close();
      };
      return { ...common, ...even, close };
    } catch (error) {
      await spool.close();
      throw error;
    }
  } catch (error) {
    h5.close();
    throw error;
  }
}

function timestampedChannels(h5: Hdf5, series: NwbSeries): readonly TimestampedChannel[] {
  const { nSamples, nChannels } = series;
  return Array.from({ length: nChannels }, (_, k) => ({
    length: nSamples,
    clock: series,
    async *blocks() {
      for (let from = 0; from < nSamples; from += SLICE_SAMPLES) {
        const n = Math.min(SLICE_SAMPLES, nSamples - from);
        yield h5.within(() => ({ timesS: series.timestamps(from, n), values: series.read(k, from, n) }));
      }
    },
  }));
}

function channelsOf({ name, nChannels, units }: NwbSeries): readonly RecordedChannel[] {
  return Array.from({ length: nChannels }, (_, k) => ({
    name: nChannels === 1 ? name : `${name}-${k + 1}`,
    units,
  }));
}

async function requireSignature(file: string): Promise<void> {
  const bytes = await openBinary(file);
  try {
    if (bytes.size < 100 || !(await bytes.read(0, 8)).equals(SIGNATURE)) {
      throw new SaddlepointError(
        "NWB_INVALID",
        "this is no HDF5 file, as NWB files are",
        "Give the .nwb file; copy it again where it was cut off.",
        { file, offset: 0 },
      );
    }
  } finally {
    await bytes.close();
  }
}

function ratesDiffer(file: string, a: NwbSeries, b: NwbSeries): SaddlepointError {
  return new SaddlepointError(
    "NWB_RATES_DIFFER",
    `the series ${a.path} and ${b.path} are not sampled together`,
    "Choose series that are, with --series NAME.",
    { file },
  );
}
