/**
 * What every photometry format is opened as: channels of evenly spaced samples, read by the window, with the pulses
 * that the recorder saw. Formats with timestamps are put on an even grid, and gaps are marked.
 */

/** A channel of a recording. */
export interface RecordedChannel {
  /** For example analog_1, Region1G-470. */
  readonly name: string;
  /** Units of its samples, for example V. */
  readonly units: string;
}

/** Rising edges on a digital input, on the recording's clock. */
export interface RecordedPulses {
  readonly name: string;
  readonly timesS: Float64Array;
}

/** A piece of a file and what it means; offsets are in bytes. */
export interface FilePart {
  readonly offset: number;
  readonly length: number;
  readonly what: string;
}

export interface RecordingWindow {
  /** One array a channel that was asked for. */
  readonly channels: readonly Float64Array[];
  /** 1 where a sample was missing and is made up; null where none is. */
  readonly gap: Uint8Array | null;
  /** 1 where a channel left the recorder's range; null where the format does not tell. */
  readonly clipped: Uint8Array | null;
}

export interface PhotometryRecording {
  readonly file: string;
  readonly format: "pyPhotometry" | "FP3002" | "NWB" | "CSV";
  readonly sampleRateHz: number;
  readonly nSamples: number;
  /** Time of the first sample on the recording's own clock, in seconds. */
  readonly startS: number;
  readonly channels: readonly RecordedChannel[];
  /** What the header says, by its own names, and what was counted. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** The file from its first byte to its last, where its layout is ours to read. */
  readonly parts: readonly FilePart[];
  readonly notices: readonly string[];
  /** Samples from … from + n − 1, all inside the recording, of these channels. */
  read(channels: readonly number[], from: number, n: number): Promise<RecordingWindow>;
  /** Digital inputs in the file's order. */
  pulses(): Promise<readonly RecordedPulses[]>;
  close(): Promise<void>;
}
