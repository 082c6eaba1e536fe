import { SaddlepointError } from "../../errors.ts";
import { FILTER_ORDER } from "./butterworth.ts";
import { BIWEIGHT_TUNING, type ControlRegression } from "./control-regression.ts";

/** How raw photometry becomes a corrected trace (SCIENCE §5, first paragraph). */
export interface PreprocessingOptions {
  /** Odd; 1 for no median filter. */
  readonly medianKernel: number;
  /** Cut-off of the zero-phase Butterworth low-pass; null for none. */
  readonly lowPassHz: number | null;
  readonly bleaching: "double-exponential" | "high-pass" | "none";
  /** Cut-off where bleaching is "high-pass". */
  readonly highPassHz: number;
  readonly controlRegression: ControlRegression;
  /** Divide by the signal's baseline F0. */
  readonly dff: boolean;
  /** Mean 0 and SD 1 over the recording, gaps left out. */
  readonly zScore: boolean;
  /** Rate of the snippets, common to all sessions. */
  readonly sampleRateHz: number;
  /** Snippets run from this time, relative to the event, … */
  readonly fromS: number;
  /** … to this one. */
  readonly toS: number;
}

export const DEFAULT_PREPROCESSING: PreprocessingOptions = {
  medianKernel: 5,
  lowPassHz: 10,
  bleaching: "double-exponential",
  highPassHz: 0.001,
  controlRegression: "ordinary",
  dff: true,
  zScore: true,
  sampleRateHz: 40,
  fromS: -1,
  toS: 2,
};

/** One step with its parameters, as the log keeps it. */
export interface PreprocessingStep {
  readonly step: string;
  readonly parameters: Readonly<Record<string, number | string | boolean | null>>;
}

/** The steps in the order in which they are applied. */
export function preprocessingSteps(
  options: PreprocessingOptions,
  hasControl: boolean,
): readonly PreprocessingStep[] {
  const steps: PreprocessingStep[] = [];
  const add = (step: string, parameters: PreprocessingStep["parameters"]) => steps.push({ step, parameters });
  if (options.medianKernel > 1)
    add("median filter", { kernelSamples: options.medianKernel, ends: "repeated" });
  if (options.lowPassHz !== null) {
    add("low-pass", { filter: "Butterworth, zero phase", order: FILTER_ORDER, cutoffHz: options.lowPassHz });
  }
  if (options.bleaching === "double-exponential") add("bleaching", { curve: "double exponential" });
  if (options.bleaching === "high-pass") {
    add("bleaching", {
      curve: "high-pass, Butterworth, zero phase",
      order: FILTER_ORDER,
      cutoffHz: options.highPassHz,
    });
  }
  if (hasControl && options.controlRegression !== "none") {
    add("control regression", {
      method: options.controlRegression,
      ...(options.controlRegression === "robust" ? { biweightTuning: BIWEIGHT_TUNING } : {}),
    });
  }
  if (options.dff) add("dF/F", { f0: options.bleaching === "none" ? "mean" : "signal's baseline" });
  if (options.zScore) add("z-score", { over: "recording, gaps left out" });
  add("cut", {
    fromS: options.fromS,
    toS: options.toS,
    sampleRateHz: options.sampleRateHz,
    interpolation: "cubic",
  });
  return steps;
}

/** Units of the snippets. */
export function unitsOf(options: PreprocessingOptions, rawUnits: string): string {
  if (options.zScore) return "z";
  return options.dff ? "dF/F" : rawUnits;
}

/** @throws SaddlepointError PREPROCESSING_OPTION_INVALID */
export function requirePreprocessing(options: PreprocessingOptions, rawRateHz: number): void {
  const nyquist = rawRateHz / 2;
  const require = (holds: boolean, field: keyof PreprocessingOptions, allowed: string) => {
    if (holds) return;
    const value = options[field];
    throw new SaddlepointError(
      "PREPROCESSING_OPTION_INVALID",
      `${field} is ${String(value)}, for a recording at ${Number(rawRateHz.toPrecision(6))} Hz`,
      `Give it as ${allowed}.`,
      { field, value },
    );
  };
  const { medianKernel, lowPassHz, highPassHz, sampleRateHz, fromS, toS } = options;
  require(Number.isInteger(medianKernel) &&
    medianKernel % 2 === 1 &&
    medianKernel >= 1 &&
    medianKernel <= 101, "medianKernel", "an odd number of samples up to 101");
  require(lowPassHz === null ||
    (lowPassHz >= 0.05 &&
      lowPassHz < nyquist), "lowPassHz", `a frequency from 0.05 to below ${nyquist} Hz, or none`);
  require(highPassHz >= 1e-5 && highPassHz <= 0.1, "highPassHz", "a frequency from 0.00001 to 0.1 Hz");
  require(sampleRateHz >= 1 && sampleRateHz <= 10_000, "sampleRateHz", "a rate from 1 to 10,000 Hz");
  require(fromS >= -600 && fromS < toS, "fromS", "a time before the snippet's end, from −600 s");
  require(toS <= 600, "toS", "a time up to 600 s");
}
