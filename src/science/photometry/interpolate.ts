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

export interface EvenGrid {
  readonly startS: number;
  readonly sampleRateHz: number;
  readonly nSamples: number;
}

/** Timestamps further apart than this many sample intervals have a gap between them. */
export const GAP_INTERVALS = 1.5;

/** Goes through samples with timestamps from the first to the last, and gives the grid's points as they are settled. */
export interface EvenGridWalk {
  /** The points up to the last of these times. */
  add(timesS: Float64Array, values: Float64Array): RegularTrace;
  /** The points that are left after the last sample. */
  end(): RegularTrace;
}

/**
 * Puts samples with timestamps onto an even grid by straight lines between neighbours, a block at a time.
 *
 * @param intervalS what two samples are apart where none is missing
 */
export function evenGridWalk(grid: EvenGrid, intervalS: number): EvenGridWalk {
  const slack = 1e-9 * intervalS;
  let next = 0;
  let firstS = Number.NaN;
  let leftS = Number.NaN;
  let leftValue = Number.NaN;
  let rightS = Number.NaN;
  let rightValue = Number.NaN;
  const timeOf = (point: number): number => grid.startS + point / grid.sampleRateHz;
  const piece = (n: number): RegularTrace => ({ values: new Float64Array(n), gap: new Uint8Array(n) });
  const settle = ({ values, gap }: RegularTrace, at: number, time: number): void => {
    const apart = rightS - leftS;
    const share = apart > 0 ? Math.min(1, Math.max(0, (time - leftS) / apart)) : 0;
    values[at] = leftValue + share * (rightValue - leftValue);
    const inside = time > leftS + slack && time < rightS - slack;
    const beyond = time < firstS - intervalS || time > rightS + intervalS;
    if (beyond || (inside && apart > GAP_INTERVALS * intervalS)) gap[at] = 1;
  };
  return {
    add(timesS, values) {
      if (timesS.length === 0) return piece(0);
      let to = next;
      while (to < grid.nSamples && timeOf(to) <= timesS[timesS.length - 1]) to++;
      const settled = piece(to - next);
      let at = 0;
      for (let i = 0; i < timesS.length; i++) {
        const isFirst = Number.isNaN(firstS);
        if (isFirst) firstS = timesS[i];
        leftS = isFirst ? timesS[i] : rightS;
        leftValue = isFirst ? values[i] : rightValue;
        rightS = timesS[i];
        rightValue = values[i];
        for (; next < to && timeOf(next) <= rightS; next++) settle(settled, at++, timeOf(next));
      }
      return settled;
    },
    end() {
      const settled = piece(grid.nSamples - next);
      for (let at = 0; next < grid.nSamples; at++, next++) settle(settled, at, timeOf(next));
      return settled;
    },
  };
}
