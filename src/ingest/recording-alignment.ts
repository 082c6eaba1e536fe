import { SaddlepointError } from "../errors.ts";
import type { AlignmentKind, EventTime } from "../formats/event-times/read-event-times.ts";
import type { PhotometryRecording } from "../formats/photometry/recording.ts";
import { alignClocks, type ClockAlignment, toRecordingTime } from "../science/photometry/clock-alignment.ts";

/** Where the events are that snippets are cut around. */
export type AlignmentSource =
  | { readonly kind: "recording-clock"; readonly events: readonly EventTime[] }
  | {
      readonly kind: "pulses";
      /** The session's events on the rig's clock. */
      readonly events: readonly EventTime[];
      /** Which of them sent a pulse. */
      readonly pulseEvent: AlignmentKind;
      /** Digital input of the recording that took the pulses; the only one by default. */
      readonly input: string | null;
      /** Times of the pulses on the recording's clock, where they come from a file of their own. */
      readonly pulsesS: Float64Array | null;
    };

export interface AlignedEvents {
  /** On the recording's clock. */
  readonly events: readonly EventTime[];
  readonly clocks: ClockAlignment | null;
  readonly input: string | null;
}

/**
 * The events on the recording's clock.
 *
 * @throws SaddlepointError CLOCKS_…, NO_TRIAL_TIMES, PULSES_UNKNOWN
 */
export async function alignEvents(
  recording: PhotometryRecording,
  source: AlignmentSource,
): Promise<AlignedEvents> {
  if (source.kind === "recording-clock") return { events: source.events, clocks: null, input: null };
  const rigS = Float64Array.from(
    source.events.filter(({ alignment }) => alignment === source.pulseEvent),
    ({ timeS }) => timeS,
  ).sort();
  if (rigS.length === 0) {
    throw new SaddlepointError(
      "NO_TRIAL_TIMES",
      `the log has no times of this session's ${source.pulseEvent}`,
      "Import the session's trials with their times first (stimulus_on_s, go_cue_s, choice_s, outcome_s), or give event times on the recording's clock with --align FILE.",
      { file: recording.file },
    );
  }
  const { timesS, name } = await pulsesOf(recording, source);
  const clocks = alignClocks(rigS, timesS);
  const events = source.events.map((event) => ({ ...event, timeS: toRecordingTime(clocks, event.timeS) }));
  return { events: events.sort((a, b) => a.timeS - b.timeS), clocks, input: name };
}

async function pulsesOf(
  recording: PhotometryRecording,
  { input, pulsesS }: { readonly input: string | null; readonly pulsesS: Float64Array | null },
): Promise<{ readonly name: string; readonly timesS: Float64Array }> {
  if (pulsesS !== null) return { name: "file", timesS: pulsesS.slice().sort() };
  const inputs = await recording.pulses();
  const chosen =
    input === null
      ? inputs.filter(({ timesS }) => timesS.length > 0)
      : inputs.filter(({ name }) => name === input);
  if (chosen.length === 1) {
    return { name: chosen[0].name, timesS: chosen[0].timesS.map((time) => time) };
  }
  throw new SaddlepointError(
    "PULSES_UNKNOWN",
    input === null ? `${chosen.length} digital inputs have pulses` : `there is no digital input ${input}`,
    inputs.length === 0
      ? "The recording has neither digital inputs nor, as NWB may, TimeIntervals, EventsTable or TTLs: give the pulses with --ttl-file FILE (a .npy of times, or a table of Timestamp and Value), or event times on the recording's own clock with --align FILE."
      : `Say which with --ttl-input: ${inputs.map(({ name, timesS }) => `${name} (${timesS.length} pulses)`).join(", ")}.`,
    { file: recording.file },
  );
}
