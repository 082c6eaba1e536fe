import type pg from "pg";
import type { NewEvent, Payloads } from "../events/new-event.ts";
import { fingerprint } from "../formats/binary-file.ts";
import { type OpenOptions, openRecording } from "../formats/photometry/open-recording.ts";
import type { PhotometryRecording } from "../formats/photometry/recording.ts";
import { channelNamed, likelyControl, traceSource } from "../formats/photometry/trace-source.ts";
import { appendBulk, type EventChunk } from "../log/append-bulk.ts";
import { loggedPayload } from "../log/read.ts";
import type { ClockAlignment } from "../science/photometry/clock-alignment.ts";
import { fitPreprocessing } from "../science/photometry/preprocess.ts";
import {
  type PreprocessingOptions,
  preprocessingSteps,
  unitsOf,
} from "../science/photometry/preprocessing-options.ts";
import { qualityWarnings, type TraceQuality } from "../science/photometry/quality.ts";
import { cutSnippets } from "../science/photometry/snippets.ts";
import {
  contentName,
  PHOTOMETRY_SOURCE,
  photometryEvents,
  qualityMeasures,
  type SessionAddress,
  snippetName,
} from "./photometry-events.ts";
import { type AlignmentSource, alignEvents } from "./recording-alignment.ts";
import { registrationEvents } from "./trial-events.ts";

export interface PhotometryImport extends SessionAddress, OpenOptions {
  readonly site: string;
  /** Registered with the import where the log does not know the site; null where it does. */
  readonly newSite: Payloads["RecordingSiteRegistered"] | null;
  /** Channel names; the first, and the likeliest control, by default. A control of "none" is none. */
  readonly signal?: string;
  readonly control?: string;
  readonly preprocessing: PreprocessingOptions;
  /** Name of the preprocessing; made of its content by default. */
  readonly preprocessingName?: string;
  readonly alignment: AlignmentSource;
}

export interface ImportedPhotometry {
  readonly file: string;
  readonly format: PhotometryRecording["format"];
  readonly sha256: string;
  readonly bytes: number;
  readonly signal: string;
  readonly control: string | null;
  readonly preprocessing: string;
  readonly nEvents: number;
  readonly nSnippets: number;
  /** Events whose stretch leaves the recording. */
  readonly nOutside: number;
  readonly clocks: ClockAlignment | null;
  readonly quality: TraceQuality;
  readonly warnings: readonly string[];
  /** Events that the log did not have: 0 for what was imported before. */
  readonly appended: number;
  readonly alreadyThere: number;
}

const CHUNK_SNIPPETS = 500;

/**
 * Imports one recording of a session: registers the raw file and the preprocessing, notes the quality, and appends a
 * snippet for each event; all or nothing. The same again adds nothing; another preprocessing adds snippets beside
 * those that are there.
 *
 * @param pool of the role ingest
 * @throws SaddlepointError of the formats; CHANNEL_UNKNOWN, CLOCKS_…, PREPROCESSING_OPTION_INVALID; from the log
 */
export async function importPhotometry(
  pool: pg.Pool,
  file: string,
  options: PhotometryImport,
): Promise<ImportedPhotometry> {
  const { sha256, bytes } = await fingerprint(file);
  const recording = await openRecording(file, options);
  try {
    const signal = options.signal === undefined ? 0 : channelNamed(recording, options.signal);
    const control = controlOf(recording, signal, options.control);
    const { events: eventTimes, clocks, input } = await alignEvents(recording, options.alignment);
    const source = traceSource(recording, signal, control);
    const fitted = await fitPreprocessing(source, options.preprocessing);
    const names = {
      signal: recording.channels[signal].name,
      control: control === null ? null : recording.channels[control].name,
    };
    const steps = [
      {
        step: "channels",
        parameters: {
          format: recording.format,
          ...names,
          ...(recording.facts.simulated === true ? { simulated: true } : {}),
        },
      },
      ...(clocks === null
        ? []
        : [
            {
              step: "clock alignment",
              parameters: {
                input,
                offsetS: clocks.offsetS,
                driftPpm: clocks.driftPpm,
                residualS: clocks.residualS,
                matchedPulses: clocks.nMatched,
              },
            },
          ]),
      ...preprocessingSteps(options.preprocessing, control !== null),
    ];
    const preprocessing = options.preprocessingName ?? contentName("p", { steps, sha256 });
    const warnings = [...recording.notices, ...qualityWarnings(fitted.quality)];
    const make = photometryEvents(options);
    const rawId = make.rawFile({ sha256, bytes, places: [file] }).sourceEventId;
    // The place that the file was first read from stays; a copy elsewhere is the same file.
    const isKnown = (await loggedPayload(pool, options.lab, PHOTOMETRY_SOURCE, rawId)) !== null;
    const head: readonly NewEvent[] = [
      ...registrationEvents({ ...options, source: PHOTOMETRY_SOURCE }),
      ...(options.newSite === null ? [] : [make.site(options.newSite)]),
      ...(isKnown
        ? []
        : [make.rawFile({ sha256, bytes, places: [file.slice(-1000)], format: recording.format })]),
      make.preprocessing({
        preprocessing,
        steps: steps as Payloads["PreprocessingRegistered"]["steps"],
        rawSha256: sha256,
      }),
      make.quality({
        notice: preprocessing,
        preprocessing,
        rawSha256: sha256,
        measures: qualityMeasures(fitted.quality, {
          ttlResidualS: clocks?.residualS ?? null,
          ttlDriftPpm: clocks?.driftPpm ?? null,
          unmatchedPulses: clocks === null ? null : clocks.nUnmatchedRig,
        }),
        warnings: warnings.slice(0, 50).map((warning) => warning.slice(0, 500)),
      }),
    ];
    const timesS = Float64Array.from(eventTimes, ({ timeS }) => timeS - recording.startS);
    const units = unitsOf(options.preprocessing, recording.channels[signal].units);
    let nSnippets = 0;
    async function* chunks(): AsyncGenerator<EventChunk> {
      yield { events: head, placeOf: () => ({ file }) };
      nSnippets = 0;
      let chunk: NewEvent[] = [];
      for await (const { event, samples, gap, clipped } of cutSnippets(source, fitted, timesS)) {
        const { alignment, trial } = eventTimes[event];
        const payload: Payloads["SnippetRecorded"] = {
          snippet: snippetName(eventTimes[event], event, preprocessing),
          ...(trial === null ? {} : { trial }),
          site: options.site,
          channel: names.signal,
          alignment,
          units,
          sampleRateHz: options.preprocessing.sampleRateHz,
          offsetS: options.preprocessing.fromS,
          preprocessing,
          ...(gap ? { gap } : {}),
          ...(clipped ? { clipped } : {}),
        };
        chunk.push(make.snippet(payload, samples));
        nSnippets++;
        if (chunk.length === CHUNK_SNIPPETS) {
          yield { events: chunk, placeOf: () => ({ file }) };
          chunk = [];
        }
      }
      yield { events: chunk, placeOf: () => ({ file }) };
    }
    const result = await appendBulk(pool, chunks);
    return {
      file,
      format: recording.format,
      sha256,
      bytes,
      ...names,
      preprocessing,
      nEvents: eventTimes.length,
      nSnippets,
      nOutside: eventTimes.length - nSnippets,
      clocks,
      quality: fitted.quality,
      warnings,
      appended: result.appended,
      alreadyThere: result.alreadyThere,
    };
  } finally {
    await recording.close();
  }
}

function controlOf(
  recording: PhotometryRecording,
  signal: number,
  control: string | undefined,
): number | null {
  if (control === "none") return null;
  return control === undefined ? likelyControl(recording, signal) : channelNamed(recording, control);
}
