import { SaddlepointError } from "../../errors.ts";

/** photometry time = offsetS + rate · rig time */
export interface ClockAlignment {
  readonly offsetS: number;
  /** Seconds of the photometry's clock in one of the rig's. */
  readonly rate: number;
  /** (rate − 1) in millionths */
  readonly driftPpm: number;
  readonly nMatched: number;
  /** Pulses that have no partner on the other clock. */
  readonly nUnmatchedRig: number;
  readonly nUnmatchedRecording: number;
  /** Root mean square distance of matched pulses from the line. */
  readonly residualS: number;
  readonly maxResidualS: number;
}

export interface ClockAlignmentLimits {
  /** Pulses this near to where they are expected are the same. */
  readonly toleranceS: number;
  /** The line is refused above this root mean square residual. */
  readonly maxResidualS: number;
  readonly maxDriftPpm: number;
  /** Least share of the rarer pulses that must find a partner. */
  readonly minMatchedShare: number;
}

export const DEFAULT_ALIGNMENT_LIMITS: ClockAlignmentLimits = {
  toleranceS: 0.02,
  maxResidualS: 0.005,
  maxDriftPpm: 500,
  minMatchedShare: 0.8,
};

/** A second way to match that explains this share of the best way's pulses makes the match a guess. */
const RIVAL_SHARE = 0.9;
const MIN_PULSES = 4;
/** So many pulses of the rig may open the match: those before it are missing in the recording. */
const MAX_OPENINGS = 12;

/**
 * Finds which pulses on two clocks are the same, by their intervals, and the line between the clocks. Pulses may be
 * missing on either side. A match is followed pulse by pulse, so that drift adds up to no confusion.
 *
 * @param rigS times of pulses on the rig's clock, ascending, in seconds
 * @param recordingS times of pulses on the recording's clock, ascending
 * @throws SaddlepointError CLOCKS_TOO_FEW_PULSES, CLOCKS_NOT_ALIGNED, CLOCKS_AMBIGUOUS
 */
export function alignClocks(
  rigS: Float64Array,
  recordingS: Float64Array,
  limits: ClockAlignmentLimits = DEFAULT_ALIGNMENT_LIMITS,
): ClockAlignment {
  const fewest = Math.min(rigS.length, recordingS.length);
  if (fewest < MIN_PULSES) {
    throw new SaddlepointError(
      "CLOCKS_TOO_FEW_PULSES",
      `there are ${rigS.length} pulses on the rig's clock and ${recordingS.length} in the recording`,
      `Aligning takes ${MIN_PULSES} or more on each: check which digital input and which trial event carry the pulse.`,
    );
  }
  const matches = candidates(rigS, recordingS, limits);
  const best = matches[0];
  const share = best === undefined ? 0 : best.rig.length / fewest;
  if (best === undefined || best.rig.length < MIN_PULSES || share < limits.minMatchedShare) {
    throw notAligned(
      `only ${best?.rig.length ?? 0} of ${fewest} pulses have a partner on the other clock`,
      "Check that the pulses are of this session and of this input; pulses of another kind in between do no harm.",
    );
  }
  const alignment = lineThrough(rigS, recordingS, best);
  if (alignment.residualS > limits.maxResidualS || Math.abs(alignment.driftPpm) > limits.maxDriftPpm) {
    throw notAligned(
      `the clocks differ by ${alignment.driftPpm.toFixed(0)} ppm with a residual of ${(1000 * alignment.residualS).toFixed(1)} ms`,
      `At most ${limits.maxDriftPpm} ppm and ${1000 * limits.maxResidualS} ms are believed: check the sampling rate and whether the recording was interrupted.`,
    );
  }
  const rival = matches.find(
    (match) =>
      Math.abs(match.offsetS - best.offsetS) > 2 * limits.toleranceS &&
      match.rig.length >= RIVAL_SHARE * best.rig.length,
  );
  if (rival !== undefined) {
    throw new SaddlepointError(
      "CLOCKS_AMBIGUOUS",
      `${best.rig.length} pulses match with a shift of ${best.offsetS.toFixed(3)} s, and ${rival.rig.length} with one of ${rival.offsetS.toFixed(3)} s`,
      "The pulses are too regular to tell which is which: send them at irregular intervals, or give event times on the recording's own clock.",
    );
  }
  return alignment;
}

/** Rig time to recording time. */
export function toRecordingTime({ offsetS, rate }: ClockAlignment, rigS: number): number {
  return offsetS + rate * rigS;
}

interface Match {
  /** Shift at the first matched pulse. */
  readonly offsetS: number;
  readonly rig: readonly number[];
  readonly recording: readonly number[];
}

/** Ways to match, most pulses first, one for each shift. */
function candidates(
  rigS: Float64Array,
  recordingS: Float64Array,
  limits: ClockAlignmentLimits,
): readonly Match[] {
  const found: Match[] = [];
  const knownShifts = new Set<number>();
  const openings = Math.min(MAX_OPENINGS, rigS.length - 1);
  for (let i = 0; i < openings; i++) {
    for (let j = 0; j < recordingS.length; j++) {
      // The same shift, up to the drift since, was followed from an earlier pulse already.
      const bin = Math.round((recordingS[j] - rigS[i]) / limits.toleranceS);
      if (knownShifts.has(bin)) continue;
      for (const near of [bin - 1, bin, bin + 1]) knownShifts.add(near);
      found.push(followed(rigS, recordingS, i, j, limits));
    }
  }
  return found.sort((a, b) => b.rig.length - a.rig.length || a.offsetS - b.offsetS);
}

/** Follows two rows of pulses from one that they share, with the shift renewed at every match. */
function followed(
  rigS: Float64Array,
  recordingS: Float64Array,
  fromRig: number,
  fromRecording: number,
  limits: ClockAlignmentLimits,
): Match {
  const rig = [fromRig];
  const recording = [fromRecording];
  const offsetS = recordingS[fromRecording] - rigS[fromRig];
  let shift = offsetS;
  let lastS = rigS[fromRig];
  let i = fromRig + 1;
  let j = fromRecording + 1;
  while (i < rigS.length && j < recordingS.length) {
    const apart = recordingS[j] - rigS[i] - shift;
    const allowed = limits.toleranceS + 1e-6 * limits.maxDriftPpm * (rigS[i] - lastS);
    if (Math.abs(apart) <= allowed) {
      rig.push(i);
      recording.push(j);
      shift = recordingS[j] - rigS[i];
      lastS = rigS[i];
      i++;
      j++;
    } else if (apart < 0) {
      j++;
    } else {
      i++;
    }
  }
  return { offsetS, rig, recording };
}

function lineThrough(
  rigS: Float64Array,
  recordingS: Float64Array,
  { rig, recording }: Match,
): ClockAlignment {
  const n = rig.length;
  const meanX = rig.reduce((sum, i) => sum + rigS[i], 0) / n;
  const meanY = recording.reduce((sum, j) => sum + recordingS[j], 0) / n;
  let xx = 0;
  let xy = 0;
  for (let k = 0; k < n; k++) {
    const x = rigS[rig[k]] - meanX;
    xx += x * x;
    xy += x * (recordingS[recording[k]] - meanY);
  }
  const rate = xx > 0 ? xy / xx : 1;
  const offsetS = meanY - rate * meanX;
  let sum = 0;
  let max = 0;
  for (let k = 0; k < n; k++) {
    const off = Math.abs(recordingS[recording[k]] - offsetS - rate * rigS[rig[k]]);
    sum += off * off;
    max = Math.max(max, off);
  }
  return {
    offsetS,
    rate,
    driftPpm: (rate - 1) * 1e6,
    nMatched: n,
    nUnmatchedRig: rigS.length - n,
    nUnmatchedRecording: recordingS.length - n,
    residualS: Math.sqrt(sum / n),
    maxResidualS: max,
  };
}

function notAligned(why: string, remedy: string): SaddlepointError {
  return new SaddlepointError("CLOCKS_NOT_ALIGNED", `the clocks cannot be aligned: ${why}`, remedy);
}
