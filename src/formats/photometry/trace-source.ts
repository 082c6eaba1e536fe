import { SaddlepointError } from "../../errors.ts";
import type { TraceSource } from "../../science/photometry/preprocess.ts";
import type { PhotometryRecording } from "./recording.ts";

/** A signal and, where there is one, its control, as preprocessing reads them. */
export function traceSource(
  recording: PhotometryRecording,
  signal: number,
  control: number | null,
): TraceSource {
  const channels = control === null ? [signal] : [signal, control];
  return {
    sampleRateHz: recording.sampleRateHz,
    nSamples: recording.nSamples,
    hasControl: control !== null,
    async read(from, n) {
      const window = await recording.read(channels, from, n);
      return {
        signal: window.channels[0],
        control: control === null ? null : window.channels[1],
        gap: window.gap,
        clipped: window.clipped,
      };
    },
  };
}

/**
 * Index of a channel by its name.
 *
 * @throws SaddlepointError CHANNEL_UNKNOWN
 */
export function channelNamed(recording: PhotometryRecording, name: string): number {
  const at = recording.channels.findIndex((channel) => channel.name === name);
  if (at >= 0) return at;
  throw new SaddlepointError(
    "CHANNEL_UNKNOWN",
    `the recording has no channel ${name}`,
    `Its channels are: ${recording.channels.map((channel) => channel.name).join(", ")}.`,
    { file: recording.file, field: "channel", value: name },
  );
}

/** The channel that is most likely the control of a signal: by wavelength, by name, or the second of two. */
export function likelyControl(recording: PhotometryRecording, signal: number): number | null {
  const names = recording.channels.map((channel) => channel.name);
  const region = /^(.*)-\d+$/.exec(names[signal])?.[1];
  const isosbestic = names.findIndex((name, i) => i !== signal && name === `${region}-415`);
  if (isosbestic >= 0) return isosbestic;
  const named = names.findIndex(
    (name, i) => i !== signal && /isos|control|405|410|415|tdtom|reference/i.test(name),
  );
  if (named >= 0) return named;
  return recording.format === "pyPhotometry" && signal === 0 && names.length > 1 ? 1 : null;
}
