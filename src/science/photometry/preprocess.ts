/**
 * From raw channels to a corrected trace (SCIENCE §5): median filter, low-pass, bleaching, control regression,
 * dF/F, z-score. Two passes over the recording in windows, so that memory does not grow with its length; then any
 * stretch of the corrected trace can be made from the raw samples around it.
 */
import { type Baseline, baselineOver, slowBaseline, slowBlockSamples } from "./baseline.ts";
import { fitBleaching } from "./bleaching.ts";
import { type BlockAverager, blockAverager } from "./block-means.ts";
import { butterworth, DEFAULT_PAD_SAMPLES, settlingS, zeroPhase } from "./butterworth.ts";
import { type ControlLine, robustLine } from "./control-regression.ts";
import { medianFilter } from "./median-filter.ts";
import { type JointMoments, jointMoments } from "./moments.ts";
import { type PreprocessingOptions, requirePreprocessing } from "./preprocessing-options.ts";
import type { TraceQuality } from "./quality.ts";

/** A recording's signal and, where it has one, control channel: evenly sampled, read by the window. */
export interface TraceSource {
  readonly sampleRateHz: number;
  readonly nSamples: number;
  readonly hasControl: boolean;
  /** Samples from … from + n − 1, all inside the recording. */
  read(from: number, n: number): Promise<TraceWindow>;
}

export interface TraceWindow {
  readonly signal: Float64Array;
  readonly control: Float64Array | null;
  /** 1 where a sample was missing and is made up; null where none is. */
  readonly gap: Uint8Array | null;
  /** 1 where a channel left the recorder's range; null where none did. */
  readonly clipped: Uint8Array | null;
}

/** What two passes over a recording found; with it the corrected trace is a matter of arithmetic. */
export interface FittedPreprocessing {
  readonly options: PreprocessingOptions;
  readonly signalBaseline: Baseline;
  readonly controlBaseline: Baseline | null;
  /** Detrended signal on detrended control; null without a control. */
  readonly line: ControlLine | null;
  /** Of the trace before the z-score. */
  readonly mean: number;
  readonly sd: number;
  readonly quality: TraceQuality;
}

const WINDOW_SAMPLES = 65_536;
/** Bleaching is slow: so many block means tell all of it. */
const BLEACHING_BLOCKS = 1_024;
/** Robust regression takes at most about so many pairs of samples, evenly spread. */
const ROBUST_PAIRS = 60_000;

/**
 * @throws SaddlepointError PREPROCESSING_OPTION_INVALID; whatever the source throws
 */
export async function fitPreprocessing(
  source: TraceSource,
  options: PreprocessingOptions,
): Promise<FittedPreprocessing> {
  requirePreprocessing(options, source.sampleRateHz);
  const { nSamples, sampleRateHz } = source;
  const blockSamples =
    options.bleaching === "high-pass"
      ? slowBlockSamples(options.highPassHz, sampleRateHz)
      : Math.max(1, Math.floor(nSamples / BLEACHING_BLOCKS));
  const signalMeans = blockAverager(blockSamples);
  const controlMeans = blockAverager(blockSamples);
  let nGap = 0;
  let nClipped = 0;
  let noise = 0;
  for (let from = 0; from < nSamples; from += WINDOW_SAMPLES) {
    const raw = await source.read(from, Math.min(WINDOW_SAMPLES, nSamples - from));
    const smooth = await smoothedWindow(source, options, from, raw.signal.length);
    signalMeans.add(smooth.signal);
    if (smooth.control !== null) controlMeans.add(smooth.control);
    for (let t = 0; t < raw.signal.length; t++) {
      noise += (raw.signal[t] - smooth.signal[t]) ** 2;
      nGap += raw.gap === null ? 0 : raw.gap[t];
      nClipped += raw.clipped === null ? 0 : raw.clipped[t];
    }
  }
  const signalBaseline = baselineOf(signalMeans, blockSamples, options, sampleRateHz);
  const controlBaseline = source.hasControl
    ? baselineOf(controlMeans, blockSamples, options, sampleRateHz)
    : null;

  const moments = jointMoments();
  const stride = Math.max(1, Math.ceil(nSamples / ROBUST_PAIRS));
  const pairs = { control: [] as number[], signal: [] as number[] };
  for (let from = 0; from < nSamples; from += WINDOW_SAMPLES) {
    const n = Math.min(WINDOW_SAMPLES, nSamples - from);
    const { signal, control, gap } = await detrendedWindow(
      source,
      options,
      signalBaseline,
      controlBaseline,
      from,
      n,
    );
    const f0 = options.dff ? baselineOver(signalBaseline, from, n, sampleRateHz) : null;
    for (let t = 0; t < n; t++) {
      if (gap !== null && gap[t] === 1) continue;
      const c = control === null ? 0 : control[t];
      moments.add(signal[t], c, f0 === null ? 1 : 1 / f0[t]);
      if (control !== null && options.controlRegression === "robust" && (from + t) % stride === 0) {
        pairs.control.push(c);
        pairs.signal.push(signal[t]);
      }
    }
  }
  const line =
    controlBaseline === null || options.controlRegression === "none"
      ? null
      : options.controlRegression === "robust"
        ? robustLine(Float64Array.from(pairs.control), Float64Array.from(pairs.signal))
        : moments.line();
  const { mean, variance } = moments.corrected(line);
  return {
    options,
    signalBaseline,
    controlBaseline,
    line,
    mean,
    sd: Math.sqrt(variance),
    quality: qualityOf(source, signalBaseline, controlBaseline, moments, line, {
      nGap,
      nClipped,
      noiseSd: Math.sqrt(noise / nSamples),
    }),
  };
}

/** The corrected trace at samples from … from + n − 1, all inside the recording. */
export async function correctedWindow(
  source: TraceSource,
  fitted: FittedPreprocessing,
  from: number,
  n: number,
): Promise<{
  readonly values: Float64Array;
  readonly gap: Uint8Array | null;
  readonly clipped: Uint8Array | null;
}> {
  const { options, signalBaseline, controlBaseline, line, mean, sd } = fitted;
  const window = await detrendedWindow(source, options, signalBaseline, controlBaseline, from, n);
  const values = window.signal;
  if (line !== null && window.control !== null) {
    for (let t = 0; t < n; t++) values[t] -= line.slope * window.control[t] + line.intercept;
  }
  if (options.dff) {
    const f0 = baselineOver(signalBaseline, from, n, source.sampleRateHz);
    for (let t = 0; t < n; t++) values[t] /= f0[t];
  }
  if (options.zScore) {
    const scale = sd > 0 ? 1 / sd : 0;
    for (let t = 0; t < n; t++) values[t] = (values[t] - mean) * scale;
  }
  return { values, gap: window.gap, clipped: window.clipped };
}

/** Median- and low-pass-filtered channels; the same whatever window they are asked in, to 1e-11 or so. */
export async function smoothedWindow(
  source: TraceSource,
  options: Pick<PreprocessingOptions, "medianKernel" | "lowPassHz">,
  from: number,
  n: number,
): Promise<TraceWindow> {
  const { lowPassHz, medianKernel } = options;
  const settling = lowPassHz === null ? 0 : Math.ceil(settlingS(lowPassHz) * source.sampleRateHz);
  const margin = settling + medianKernel + DEFAULT_PAD_SAMPLES;
  const start = Math.max(0, from - margin);
  const end = Math.min(source.nSamples, from + n + margin);
  const raw = await source.read(start, end - start);
  const section = lowPassHz === null ? null : butterworth("low", lowPassHz, source.sampleRateHz);
  const smooth = (channel: Float64Array): Float64Array => {
    const filtered = medianFilter(channel, medianKernel);
    const low = section === null ? filtered : zeroPhase(section, filtered, "odd", DEFAULT_PAD_SAMPLES);
    return low.slice(from - start, from - start + n);
  };
  return {
    signal: smooth(raw.signal),
    control: raw.control === null ? null : smooth(raw.control),
    gap: raw.gap?.subarray(from - start, from - start + n) ?? null,
    clipped: raw.clipped?.subarray(from - start, from - start + n) ?? null,
  };
}

async function detrendedWindow(
  source: TraceSource,
  options: PreprocessingOptions,
  signalBaseline: Baseline,
  controlBaseline: Baseline | null,
  from: number,
  n: number,
): Promise<TraceWindow> {
  const smooth = await smoothedWindow(source, options, from, n);
  subtract(smooth.signal, baselineOver(signalBaseline, from, n, source.sampleRateHz));
  if (smooth.control !== null && controlBaseline !== null) {
    subtract(smooth.control, baselineOver(controlBaseline, from, n, source.sampleRateHz));
  }
  return smooth;
}

function subtract(values: Float64Array, baseline: Float64Array): void {
  for (let t = 0; t < values.length; t++) values[t] -= baseline[t];
}

function baselineOf(
  averages: BlockAverager,
  blockSamples: number,
  options: PreprocessingOptions,
  sampleRateHz: number,
): Baseline {
  const means = averages.means();
  if (options.bleaching === "high-pass" && means.length > 1) {
    return slowBaseline(means, blockSamples, options.highPassHz, sampleRateHz);
  }
  const curve =
    options.bleaching === "double-exponential" ? fitBleaching(means, blockSamples, sampleRateHz) : null;
  if (curve !== null) return { kind: "double-exponential", curve };
  return { kind: "level", level: averages.mean() };
}

function qualityOf(
  { nSamples, sampleRateHz }: TraceSource,
  signal: Baseline,
  control: Baseline | null,
  moments: JointMoments,
  line: ControlLine | null,
  counts: { readonly nGap: number; readonly nClipped: number; readonly noiseSd: number },
): TraceQuality {
  const bleached = (baseline: Baseline): number | null => {
    if (baseline.kind === "level") return null;
    const [first] = baselineOver(baseline, 0, 1, sampleRateHz);
    const [last] = baselineOver(baseline, nSamples - 1, 1, sampleRateHz);
    return first === 0 ? null : (first - last) / first;
  };
  return {
    durationS: nSamples / sampleRateHz,
    sampleRateHz,
    bleachedShare: bleached(signal),
    controlBleachedShare: control === null ? null : bleached(control),
    controlCorrelation: control === null ? null : moments.correlation(),
    controlSlope: line?.slope ?? null,
    noiseSd: counts.noiseSd,
    gapShare: counts.nGap / nSamples,
    clippedShare: counts.nClipped / nSamples,
  };
}
