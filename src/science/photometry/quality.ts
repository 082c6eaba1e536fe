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
