import { SaddlepointError } from "../errors.ts";
import { fingerprint } from "../formats/binary-file.ts";
import type { EventTime } from "../formats/event-times/read-event-times.ts";
import { explainFile } from "../formats/explain/explain-file.ts";
import { type OpenOptions, openRecording, type RigFileKind } from "../formats/photometry/open-recording.ts";
import type { FilePart, PhotometryRecording, RecordedChannel } from "../formats/photometry/recording.ts";
import { channelNamed, likelyControl, traceSource } from "../formats/photometry/trace-source.ts";
import { baselineOver } from "../science/photometry/baseline.ts";
import { correctedWindow, fitPreprocessing, type TraceSource } from "../science/photometry/preprocess.ts";
import {
  type PreprocessingOptions,
  type PreprocessingStep,
  preprocessingSteps,
  unitsOf,
} from "../science/photometry/preprocessing-options.ts";
import { qualityWarnings, type TraceQuality } from "../science/photometry/quality.ts";
import { cutSnippets } from "../science/photometry/snippets.ts";

export interface InspectOptions extends OpenOptions {
  readonly preprocessing: PreprocessingOptions;
  readonly signal?: string;
  readonly control?: string;
  /** On the recording's clock. */
  readonly events: readonly EventTime[];
}

/** Means of short stretches of a trace, to be drawn. */
export interface ThinTrace {
  readonly timesS: readonly number[];
  readonly means: readonly number[];
}

/** Mean over events, with its standard error. */
export interface EventAverage {
  readonly alignment: string;
  readonly n: number;
  readonly timesS: readonly number[];
  readonly means: readonly number[];
  readonly standardErrors: readonly number[];
}

export interface InspectedRecording {
  readonly file: string;
  readonly format: PhotometryRecording["format"];
  readonly sha256: string;
  readonly bytes: number;
  readonly sampleRateHz: number;
  readonly nSamples: number;
  readonly startS: number;
  readonly channels: readonly RecordedChannel[];
  readonly facts: PhotometryRecording["facts"];
  readonly parts: readonly FilePart[];
  readonly pulses: readonly { readonly name: string; readonly n: number; readonly firstS: number | null }[];
  readonly signal: string;
  readonly control: string | null;
  readonly units: string;
  readonly steps: readonly PreprocessingStep[];
  readonly quality: TraceQuality;
  readonly warnings: readonly string[];
  readonly traces: {
    readonly signal: ThinTrace;
    readonly control: ThinTrace | null;
    readonly baseline: ThinTrace;
    readonly corrected: ThinTrace;
    readonly averages: readonly EventAverage[];
  };
}

const DRAWN_POINTS = 800;

/** A file that is explained though it holds no recording: event times, trials, a table of something else. */
export interface InspectedFile {
  readonly file: string;
  readonly format: RigFileKind;
  readonly sha256: string;
  readonly bytes: number;
  readonly facts: PhotometryRecording["facts"];
  readonly parts: readonly FilePart[];
  /** Why it is no recording. */
  readonly notes: readonly string[];
}

/** What `openRecording` says of a whole file that is something else than a recording. */
const NO_RECORDING: readonly string[] = ["FORMAT_UNKNOWN", "PHOTOMETRY_CSV_COLUMNS", "NWB_NO_SERIES"];

/**
 * Explains a file of another kind, where inspecting it as a recording failed because it is none.
 *
 * @param failure what `inspectRecording` threw
 * @throws the failure itself where the file is damaged, or cannot be explained
 */
export async function inspectOther(file: string, failure: unknown): Promise<InspectedFile> {
  if (!(failure instanceof SaddlepointError && NO_RECORDING.includes(failure.code))) throw failure;
  const { kind, parts, facts } = await explainFile(file);
  return {
    ...{ file, format: kind, ...(await fingerprint(file)), facts, parts },
    notes: [`no recording: ${failure.message}`],
  };
}

/**
 * Everything that one look at a recording can tell, without the log.
 *
 * @throws SaddlepointError of the formats; CHANNEL_UNKNOWN, PREPROCESSING_OPTION_INVALID
 */
export async function inspectRecording(file: string, options: InspectOptions): Promise<InspectedRecording> {
  const { sha256, bytes } = await fingerprint(file);
  const recording = await openRecording(file, options);
  try {
    const signal = options.signal === undefined ? 0 : channelNamed(recording, options.signal);
    const control =
      options.control === "none"
        ? null
        : options.control === undefined
          ? likelyControl(recording, signal)
          : channelNamed(recording, options.control);
    const source = traceSource(recording, signal, control);
    const fitted = await fitPreprocessing(source, options.preprocessing);
    const block = Math.max(1, Math.ceil(recording.nSamples / DRAWN_POINTS));
    const raw = async (channel: number): Promise<ThinTrace> =>
      await thinned(source, block, async (from, n) => (await recording.read([channel], from, n)).channels[0]);
    const traces = {
      signal: await raw(signal),
      control: control === null ? null : await raw(control),
      baseline: await thinned(source, block, async (from, n) =>
        baselineOver(fitted.signalBaseline, from, n, source.sampleRateHz),
      ),
      corrected: await thinned(
        source,
        block,
        async (from, n) => (await correctedWindow(source, fitted, from, n)).values,
      ),
      averages: await averages(source, fitted, options.events, recording.startS),
    };
    const pulses = (await recording.pulses()).map(({ name, timesS }) => ({
      name,
      n: timesS.length,
      firstS: timesS.length > 0 ? timesS[0] : null,
    }));
    const { format, sampleRateHz, nSamples, startS, channels, facts, parts } = recording;
    return {
      ...{ file, format, sha256, bytes, sampleRateHz, nSamples, startS, channels, facts, pulses },
      parts: parts.length > 0 ? parts : (await explainFile(file)).parts,
      signal: channels[signal].name,
      control: control === null ? null : channels[control].name,
      units: unitsOf(options.preprocessing, channels[signal].units),
      steps: preprocessingSteps(options.preprocessing, control !== null),
      quality: fitted.quality,
      warnings: [...recording.notices, ...qualityWarnings(fitted.quality)],
      traces,
    };
  } finally {
    await recording.close();
  }
}

async function thinned(
  { nSamples, sampleRateHz }: TraceSource,
  block: number,
  read: (from: number, n: number) => Promise<Float64Array>,
): Promise<ThinTrace> {
  const timesS: number[] = [];
  const means: number[] = [];
  for (let from = 0; from < nSamples; from += block) {
    const values = await read(from, Math.min(block, nSamples - from));
    timesS.push((from + values.length / 2) / sampleRateHz);
    means.push(values.reduce((sum, value) => sum + value, 0) / values.length);
  }
  return { timesS, means };
}

async function averages(
  source: TraceSource,
  fitted: Awaited<ReturnType<typeof fitPreprocessing>>,
  events: readonly EventTime[],
  startS: number,
): Promise<readonly EventAverage[]> {
  const { fromS, sampleRateHz } = fitted.options;
  const sums = new Map<string, { n: number; sum: Float64Array; squares: Float64Array }>();
  const timesS = Float64Array.from(events, ({ timeS }) => timeS - startS);
  for await (const { event, samples } of cutSnippets(source, fitted, timesS)) {
    const { alignment } = events[event];
    const so = sums.get(alignment) ?? {
      n: 0,
      sum: new Float64Array(samples.length),
      squares: new Float64Array(samples.length),
    };
    sums.set(alignment, so);
    so.n++;
    for (let k = 0; k < samples.length; k++) {
      so.sum[k] += samples[k];
      so.squares[k] += samples[k] ** 2;
    }
  }
  return [...sums].map(([alignment, { n, sum, squares }]) => ({
    alignment,
    n,
    timesS: Array.from(sum, (_, k) => fromS + k / sampleRateHz),
    means: Array.from(sum, (total) => total / n),
    standardErrors: Array.from(sum, (total, k) =>
      n < 2 ? 0 : Math.sqrt(Math.max(0, (squares[k] - (total * total) / n) / (n - 1) / n)),
    ),
  }));
}
