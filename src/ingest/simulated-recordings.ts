import type pg from "pg";
import type { NewEvent } from "../events/new-event.ts";
import { appendBulk, type BulkResult, type EventChunk } from "../log/append-bulk.ts";
import type { LearningRule } from "../science/network/learning-rule.ts";
import type { SimulatedCohortMouse } from "../science/network/simulate-cohort.ts";
import { fitPreprocessing } from "../science/photometry/preprocess.ts";
import {
  DEFAULT_PREPROCESSING,
  type PreprocessingOptions,
  preprocessingSteps,
  unitsOf,
} from "../science/photometry/preprocessing-options.ts";
import {
  type DopamineAccount,
  type DopamineTruth,
  dopamineTruth,
} from "../science/photometry/simulate-dopamine.ts";
import { DEFAULT_SIMULATED_RECORDING, simulateRecording } from "../science/photometry/simulate-recording.ts";
import { cutSnippets } from "../science/photometry/snippets.ts";
import { seededRandom } from "../science/random.ts";
import { sessionStarts, type TrialTable } from "../science/trial-table.ts";
import { eventTimes, LIGHT, MARGIN_S, RESPONSE_SIZE, type Rows, responsesAt } from "./simulated-session.ts";

interface SimulatedAt {
  readonly lab: string;
  readonly project: string;
  readonly actor: string;
  readonly seed: number;
}

const SOURCE = "simulation";
/** Short snippets at a low rate: a cohort has hundreds of thousands. */
export const SIMULATED_PREPROCESSING: PreprocessingOptions = {
  ...DEFAULT_PREPROCESSING,
  sampleRateHz: 20,
  fromS: -0.5,
  toS: 1,
};
const PREPROCESSING_NAME = "simulated-default";

/**
 * Simulates and appends a mouse's photometry in both dorsolateral striata: a recording a session and hemisphere, put
 * through the same preprocessing as a real one, cut around stimulus and outcome. Labelled as simulated by its names
 * and its source; the same again adds nothing.
 */
export async function appendSimulatedPhotometry(
  pool: pg.Pool,
  mouse: SimulatedCohortMouse,
  rule: LearningRule,
  account: DopamineAccount,
  at: SimulatedAt,
): Promise<BulkResult & { readonly nSnippets: number }> {
  const common = eventCommon(at, mouse.subject);
  let nSnippets = 0;
  const result = await appendBulk(pool, async function* (): AsyncGenerator<EventChunk> {
    nSnippets = 0;
    for (const hemisphere of ["left", "right"] as const) {
      const site = `DLS-${hemisphere}`;
      const truth = dopamineTruth(mouse.trials, { ...mouse, rule }, account, hemisphere);
      yield {
        events: [
          {
            ...common,
            type: "RecordingSiteRegistered",
            sourceEventId: `site:${at.project}/${mouse.subject}/${site}`,
            payload: { site, region: "DLS", hemisphere, sensor: "simulated dLight" },
          },
        ],
      };
      const starts = [...sessionStarts(mouse.trials), mouse.trials.nTrials];
      for (let s = 0; s + 1 < starts.length; s++) {
        const key = (2 * s + (hemisphere === "left" ? 0 : 1)) * 1_000 + mouseNumber(mouse.subject);
        const random = seededRandom(at.seed).child(key);
        const rows = { from: starts[s], to: starts[s + 1] };
        const events = await sessionEvents(mouse, rows, truth, site, account, random, at);
        nSnippets += events.filter(({ type }) => type === "SnippetRecorded").length;
        yield { events };
      }
    }
  });
  return { ...result, nSnippets };
}

async function sessionEvents(
  mouse: SimulatedCohortMouse,
  rows: Rows,
  truth: DopamineTruth,
  site: string,
  account: DopamineAccount,
  random: ReturnType<typeof seededRandom>,
  at: SimulatedAt,
): Promise<readonly NewEvent[]> {
  const { trials, subject } = mouse;
  const session = trials.session[rows.from];
  const common = { ...eventCommon(at, subject), session };
  const about = `${at.project}/${subject}/${session}`;
  const preprocessing = `${PREPROCESSING_NAME}-${site}`;
  const timesS = eventTimes(trials, rows, random);
  const recording = simulateRecording(random, {
    ...DEFAULT_SIMULATED_RECORDING,
    durationS: timesS[timesS.length - 1] + MARGIN_S,
    responses: responsesAt(timesS, rows, truth),
  });
  const fitted = await fitPreprocessing(recording, SIMULATED_PREPROCESSING);
  const events: NewEvent[] = [
    {
      ...common,
      type: "PreprocessingRegistered",
      sourceEventId: `preprocessing:${about}/${preprocessing}`,
      payload: {
        preprocessing,
        steps: [
          {
            step: "simulation",
            parameters: { simulated: true, dopamine: account, responseSizeDff: RESPONSE_SIZE },
          },
          ...preprocessingSteps(SIMULATED_PREPROCESSING, true),
        ],
      },
    },
  ];
  for await (const { event, samples } of cutSnippets(recording, fitted, timesS)) {
    const trial = trials.trial[rows.from + (event >> 1)];
    const alignment = event % 2 === 0 ? "stimulus" : "outcome";
    const snippet = `${alignment}-${trial}-${site}`;
    events.push({
      ...common,
      type: "SnippetRecorded",
      sourceEventId: `snippet:${about}/${snippet}`,
      payload: {
        ...{ snippet, trial, site, channel: "signal", alignment, preprocessing },
        units: unitsOf(SIMULATED_PREPROCESSING, "V"),
        sampleRateHz: SIMULATED_PREPROCESSING.sampleRateHz,
        offsetS: SIMULATED_PREPROCESSING.fromS,
      },
      samples,
    });
  }
  return events;
}

/** Appends the light that a simulated mouse was given; its trials come from the same simulation. */
export async function appendSimulatedStimulation(
  pool: pg.Pool,
  subject: string,
  trials: TrialTable,
  stimulated: Int32Array,
  at: SimulatedAt,
): Promise<BulkResult> {
  const common = eventCommon(at, subject);
  const counted = new Map<number, number>();
  const events = Array.from(stimulated, (row): NewEvent<"StimulationRecorded"> => {
    const session = trials.session[row];
    const stimulation = (counted.get(session) ?? 0) + 1;
    counted.set(session, stimulation);
    return {
      ...common,
      session,
      type: "StimulationRecorded",
      sourceEventId: `stimulation:${at.project}/${subject}/${session}/${stimulation}`,
      payload: {
        ...{ stimulation, trial: trials.trial[row], ...LIGHT },
      },
    };
  });
  return await appendBulk(pool, async function* (): AsyncGenerator<EventChunk> {
    yield { events };
  });
}

function eventCommon({ lab, project, actor }: SimulatedAt, subject: string) {
  return { schemaVersion: 1, lab, project, subject, source: SOURCE, occurredAt: null, actor } as const;
}

function mouseNumber(subject: string): number {
  return Number(/\d+$/.exec(subject)?.[0] ?? 0);
}
