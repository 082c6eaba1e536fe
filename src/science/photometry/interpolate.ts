/**
 * Value between samples, by the cubic through the four nearest (Lagrange); the end intervals use their nearest four.
 *
 * @param samples at least 1
 * @param at in samples from the first; beyond an end, the end's value
 */
export function cubicAt(samples: Float64Array, at: number): number {
  const last = samples.length - 1;
  if (at <= 0) return samples[0];
  if (at >= last) return samples[last];
  if (last < 3) {
    const left = Math.floor(at);
    return samples[left] + (at - left) * (samples[left + 1] - samples[left]);
  }
  const first = Math.min(Math.max(Math.floor(at) - 1, 0), last - 3);
  const u = at - first;
  return (
    (-samples[first] * (u - 1) * (u - 2) * (u - 3)) / 6 +
    (samples[first + 1] * u * (u - 2) * (u - 3)) / 2 -
    (samples[first + 2] * u * (u - 1) * (u - 3)) / 2 +
    (samples[first + 3] * u * (u - 1) * (u - 2)) / 6
  );
}

/** Samples on an even grid, and which of them no two close neighbours vouch for. */
export interface RegularTrace {
  readonly values: Float64Array;
  /** 1 where the grid's point lies in a gap of the timestamps, 0 elsewhere. */
  readonly gap: Uint8Array;
}

/** Timestamps further apart than this many sample intervals have a gap between them. */
export const GAP_INTERVALS = 1.5;

/**
 * Puts samples with timestamps onto an even grid by straight lines between neighbours.
 *
 * @param timesS ascending, in seconds
 * @param intervalS what two samples are apart where none is missing
 */
export function onEvenGrid(
  timesS: Float64Array,
  values: Float64Array,
  grid: { readonly startS: number; readonly sampleRateHz: number; readonly nSamples: number },
  intervalS: number,
): RegularTrace {
  const even = new Float64Array(grid.nSamples);
  const gap = new Uint8Array(grid.nSamples);
  const last = timesS.length - 1;
  const slack = 1e-9 * intervalS;
  let right = 0;
  for (let t = 0; t < grid.nSamples; t++) {
    const time = grid.startS + t / grid.sampleRateHz;
    while (right < last && timesS[right] < time) right++;
    const left = Math.max(0, right - 1);
    const apart = timesS[right] - timesS[left];
    const share = apart > 0 ? Math.min(1, Math.max(0, (time - timesS[left]) / apart)) : 0;
    even[t] = values[left] + share * (values[right] - values[left]);
    const inside = time > timesS[left] + slack && time < timesS[right] - slack;
    const beyond = time < timesS[0] - intervalS || time > timesS[last] + intervalS;
    if (beyond || (inside && apart > GAP_INTERVALS * intervalS)) gap[t] = 1;
  }
  return { values: even, gap };
}
