/** What to look at before a recording is believed. */
export interface TraceQuality {
  readonly durationS: number;
  readonly sampleRateHz: number;
  /** How much of its fluorescence the signal lost from start to end, of its baseline at the start; null without a baseline. */
  readonly bleachedShare: number | null;
  readonly controlBleachedShare: number | null;
  /** Of detrended signal and control; null without a control. */
  readonly controlCorrelation: number | null;
  readonly controlSlope: number | null;
  /** SD of what the median and low-pass filters took away, in raw units. */
  readonly noiseSd: number;
  /** Share of samples that are missing and made up. */
  readonly gapShare: number;
  readonly clippedShare: number;
}

/** Above or below these a recording is worth a look; they exclude nothing. */
const MOST_BLEACHED = 0.5;
const MOST_GAPS = 0.01;
const MOST_CLIPPED = 0.001;

/** What to look at, in words; empty where nothing is out of the ordinary. */
export function qualityWarnings(quality: TraceQuality): readonly string[] {
  const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
  const warnings: string[] = [];
  const { bleachedShare, gapShare, clippedShare, controlCorrelation } = quality;
  if (bleachedShare !== null && bleachedShare > MOST_BLEACHED) {
    warnings.push(`the signal lost ${percent(bleachedShare)} of its fluorescence`);
  }
  if (gapShare > MOST_GAPS) warnings.push(`${percent(gapShare)} of the samples are missing`);
  if (clippedShare > MOST_CLIPPED) warnings.push(`${percent(clippedShare)} of the samples are clipped`);
  if (controlCorrelation !== null && controlCorrelation < 0) {
    warnings.push(
      `signal and control are correlated by ${controlCorrelation.toFixed(2)}: is it the right control?`,
    );
  }
  return warnings;
}
