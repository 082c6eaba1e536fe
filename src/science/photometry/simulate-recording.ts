import type { Random } from "../random.ts";
import type { TraceSource } from "./preprocess.ts";

/** A response of the sensor to one event. */
export interface SimulatedResponse {
  readonly timeS: number;
  /** dF/F at the response's peak. */
  readonly amplitude: number;
}

export interface SimulatedRecordingOptions {
  readonly durationS: number;
  readonly sampleRateHz: number;
  readonly responses: readonly SimulatedResponse[];
  /** SD of a sample's noise, as a share of the baseline. */
  readonly noise: number;
  /** Size of the movements' artefacts, as a share of the baseline; the control sees them too. */
  readonly motion: number;
  /** Size of the slow drift of the signal alone. */
  readonly drift: number;
}

export const DEFAULT_SIMULATED_RECORDING = {
  sampleRateHz: 50,
  noise: 0.01,
  motion: 0.02,
  drift: 0.005,
} as const;

/** Rise and decay of a fast dopamine sensor, and the delay from the event. */
export const SENSOR_RISE_S = 0.08;
export const SENSOR_DECAY_S = 0.4;
export const SENSOR_DELAY_S = 0.08;
/** When a response peaks after its event. */
export const SENSOR_PEAK_S = SENSOR_DELAY_S + SENSOR_RISE_S * Math.log(1 + SENSOR_DECAY_S / SENSOR_RISE_S);

/** The sensor's response to an event, 1 at its peak. */
export function sensorKernel(sinceS: number): number {
  const t = sinceS - SENSOR_DELAY_S;
  if (t <= 0) return 0;
  const shape = (s: number) => (1 - Math.exp(-s / SENSOR_RISE_S)) * Math.exp(-s / SENSOR_DECAY_S);
  return shape(t) / shape(SENSOR_PEAK_S - SENSOR_DELAY_S);
}

/** Longest stretch over which a response is added: it has decayed by e⁻¹² then. */
const RESPONSE_S = 12 * SENSOR_DECAY_S;
/** The movement has bursts that decay, and a tremor (an Ornstein–Uhlenbeck process). */
const BURSTS_HZ = 0.03;
const BURST_DECAY_S = 0.5;
const TREMOR_S = 2;

/** A signal and a control channel, in volts: bleaching × (1 + responses + movement + drift) + noise. */
export interface SimulatedRecording extends TraceSource {
  readonly signal: Float64Array;
  readonly control: Float64Array;
  /** What the sensor did, dF/F: the ground truth. */
  readonly truth: Float64Array;
}

/**
 * A recording whose every part is known: bleaching by two exponentials with their own constants a channel, movement
 * that both channels share, drift of the signal alone, and independent noise.
 *
 * @param random advanced by this call
 */
export function simulateRecording(random: Random, options: SimulatedRecordingOptions): SimulatedRecording {
  const { durationS, sampleRateHz, responses, noise, motion, drift } = options;
  const n = Math.ceil(durationS * sampleRateHz);
  const truth = new Float64Array(n);
  for (const { timeS, amplitude } of responses) {
    const from = Math.max(0, Math.ceil(timeS * sampleRateHz));
    const to = Math.min(n, Math.floor((timeS + RESPONSE_S) * sampleRateHz));
    for (let t = from; t < to; t++) truth[t] += amplitude * sensorKernel(t / sampleRateHz - timeS);
  }
  const signal = new Float64Array(n);
  const control = new Float64Array(n);
  const bleach = [0.1 + 0.1 * random.uniform(), 60 + 60 * random.uniform(), 0.1 + 0.2 * random.uniform()];
  const slowS = 1_000 + 2_000 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  const keep = Math.exp(-1 / (TREMOR_S * sampleRateHz));
  const keepBurst = Math.exp(-1 / (BURST_DECAY_S * sampleRateHz));
  const step = Math.sqrt(1 - keep * keep);
  let tremor = 0;
  let burst = 0;
  for (let t = 0; t < n; t++) {
    const time = t / sampleRateHz;
    tremor = keep * tremor + step * random.normal();
    burst *= keepBurst;
    if (random.uniform() < BURSTS_HZ / sampleRateHz) burst += 3 * random.normal();
    const moved = motion * (0.5 * tremor + burst);
    const wander = drift * Math.sin(phase + (2 * Math.PI * time) / 400);
    const decay = bleach[0] * Math.exp(-time / bleach[1]) + bleach[2] * Math.exp(-time / slowS);
    signal[t] = 1.5 * ((1 + decay) * (1 + truth[t] + moved + wander) + noise * random.normal());
    control[t] = 1.2 * ((1 + 0.5 * decay) * (1 + moved) + noise * random.normal());
  }
  return {
    signal,
    control,
    truth,
    sampleRateHz,
    nSamples: n,
    hasControl: true,
    read: async (from, count) => ({
      signal: signal.slice(from, from + count),
      control: control.slice(from, from + count),
      gap: null,
      clipped: null,
    }),
  };
}
