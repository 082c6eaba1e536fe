import { cubicAt } from "./interpolate.ts";
import { correctedWindow, type FittedPreprocessing, type TraceSource } from "./preprocess.ts";

/** A trace around one event. */
export interface CutSnippet {
  /** Index of the event in the list that was given. */
  readonly event: number;
  readonly samples: Float32Array;
  readonly gap: boolean;
  readonly clipped: boolean;
}

/** Number of samples of every snippet: both ends of its stretch included. */
export function snippetSamples({ fromS, toS, sampleRateHz }: FittedPreprocessing["options"]): number {
  return Math.floor((toS - fromS) * sampleRateHz + 1e-9) + 1;
}

/**
 * Cuts the corrected trace around events, on a grid that is locked to each event. Events whose stretch leaves the
 * recording are passed over.
 *
 * @param eventsS times since the recording's first sample, in seconds
 */
export async function* cutSnippets(
  source: TraceSource,
  fitted: FittedPreprocessing,
  eventsS: Float64Array,
): AsyncGenerator<CutSnippet> {
  const { fromS, sampleRateHz } = fitted.options;
  const n = snippetSamples(fitted.options);
  for (let event = 0; event < eventsS.length; event++) {
    const first = (eventsS[event] + fromS) * source.sampleRateHz;
    const last = first + ((n - 1) / sampleRateHz) * source.sampleRateHz;
    if (!(first >= 0 && last <= source.nSamples - 1)) continue;
    const start = Math.max(0, Math.floor(first) - 1);
    const end = Math.min(source.nSamples, Math.ceil(last) + 2);
    const window = await correctedWindow(source, fitted, start, end - start);
    const samples = new Float32Array(n);
    for (let k = 0; k < n; k++) {
      samples[k] = cubicAt(window.values, first - start + (k / sampleRateHz) * source.sampleRateHz);
    }
    yield {
      event,
      samples,
      gap: window.gap?.includes(1) ?? false,
      clipped: window.clipped?.includes(1) ?? false,
    };
  }
}
