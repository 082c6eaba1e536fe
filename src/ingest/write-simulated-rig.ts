import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writePpd } from "../formats/ppd/write-ppd.ts";
import type { TrialRecord } from "../formats/trial-csv/trial-row.ts";
import { type OptionalTrialField, writeTrialCsv } from "../formats/trial-csv/write-trial-csv.ts";
import type { SimulatedCohortMouse } from "../science/network/simulate-cohort.ts";
import { dopamineTruth } from "../science/photometry/simulate-dopamine.ts";
import { DEFAULT_SIMULATED_RECORDING, simulateRecording } from "../science/photometry/simulate-recording.ts";
import { type Random, seededRandom } from "../science/random.ts";
import { sessionStarts } from "../science/trial-table.ts";
import { accountOf, litMouse, type SimulatedRig } from "./append-simulated-rig.ts";
import { choiceTime, eventTimes, LIGHT, MARGIN_S, type Rows, responsesAt } from "./simulated-session.ts";
import { trialRecords } from "./simulated-trials.ts";

/** As rigs record: time division at 130 Hz, so that a pulse is known to 8 ms. */
const SAMPLE_RATE_HZ = 130;
const PULSE_S = 0.05;
/** The recorder starts before the rig, and its clock goes a little differently. */
const MOST_LEAD_S = 5;
const MOST_DRIFT = 1e-4;
/** Streams of random numbers of files: apart from those of the mice, of appended recordings and of light. */
const FILES_STREAM = 1_000_000;

/**
 * Writes what a rig would leave of a simulated mouse: the trial table; a table of its light; for each session and
 * hemisphere a .ppd with a pulse on digital_1 at each stimulus, on a clock of its own; and a table of the truth that
 * the recordings were made from. The same mouse and rig give the same bytes.
 *
 * @returns the files, the trial table first
 */
export async function writeSimulatedRig(
  folder: string,
  simulated: SimulatedCohortMouse,
  rig: SimulatedRig,
): Promise<readonly string[]> {
  const { mouse, stimulated } = litMouse(simulated, rig);
  const { subject, trials } = mouse;
  const random = seededRandom(rig.seed).child(FILES_STREAM + Number(subject.replace(/\D/g, "")));
  const starts = [...sessionStarts(trials), trials.nTrials];
  const sessions = starts.slice(1).map((to, s): Rows => ({ from: starts[s], to }));
  const isTimed = rig.photometry !== undefined;
  const timesS = sessions.map((rows, s) => eventTimes(trials, rows, random.child(s)));
  const table = join(folder, `${subject}.csv.gz`);
  const times: readonly OptionalTrialField[] = ["stimulus_on_s", "choice_s", "outcome_s"];
  await writeTrialCsv(table, isTimed ? timedRecords(mouse, timesS) : trialRecords(subject, trials), {
    optionalColumns: ["outcome", ...(isTimed ? times : [])],
    simulated: true,
    overwrite: true,
  });
  const files = [table];
  if (rig.stimulation === true) {
    files.push(join(folder, `${subject}-stimulations.csv`));
    await writeFile(
      files[files.length - 1],
      lightTable(mouse, stimulated, isTimed ? timesS.flatMap((s) => [...s]) : null),
    );
  }
  if (rig.photometry !== undefined)
    files.push(...(await writeRecordings(folder, mouse, rig, sessions, timesS, random)));
  return files;
}

async function writeRecordings(
  folder: string,
  mouse: SimulatedCohortMouse,
  rig: SimulatedRig,
  sessions: readonly Rows[],
  timesS: readonly Float64Array[],
  random: Random,
): Promise<readonly string[]> {
  const { subject, trials } = mouse;
  const account = accountOf(rig.rule, rig.photometry ?? true);
  const files: string[] = [];
  let truths = "session,trial,site,value,error,stimulus_gain,stimulus_dff,outcome_dff\n";
  for (const [h, hemisphere] of (["left", "right"] as const).entries()) {
    const truth = dopamineTruth(trials, { ...mouse, rule: rig.rule }, account, hemisphere);
    for (const [s, rows] of sessions.entries()) {
      const session = trials.session[rows.from];
      const site = `DLS-${hemisphere}`;
      const own = random.child(sessions.length * (h + 1) + s);
      const leadS = MOST_LEAD_S * own.uniform();
      const rate = 1 + MOST_DRIFT * (2 * own.uniform() - 1);
      const recordedS = timesS[s].map((timeS) => leadS + rate * timeS);
      const responses = responsesAt(recordedS, rows, truth);
      const { signal, control } = simulateRecording(own, {
        ...DEFAULT_SIMULATED_RECORDING,
        ...{ sampleRateHz: SAMPLE_RATE_HZ, responses, durationS: recordedS[recordedS.length - 1] + MARGIN_S },
      });
      const file = join(folder, `${subject}-session${String(session).padStart(2, "0")}-${site}.ppd`);
      await writePpd(file, {
        sampleRateHz: SAMPLE_RATE_HZ,
        signals: [signal, control],
        digital1: pulsesAt(
          recordedS.filter((_, event) => event % 2 === 0),
          signal.length,
        ),
        header: { subject_ID: subject, simulated: true, dopamine: account },
      });
      files.push(file);
      for (let t = rows.from; t < rows.to; t++) {
        const [stimulus, outcome] = responses.slice(2 * (t - rows.from));
        truths += `${session},${trials.trial[t]},${site},${truth.value[t]},${truth.error[t]},${truth.stimulusGain[t]},${stimulus.amplitude},${outcome.amplitude}\n`;
      }
    }
  }
  const truthFile = join(folder, `${subject}-truth.csv`);
  await writeFile(truthFile, truths);
  return [...files, truthFile];
}

function* timedRecords(mouse: SimulatedCohortMouse, timesS: readonly Float64Array[]): Generator<TrialRecord> {
  const all = timesS.flatMap((session) => [...session]);
  let row = 0;
  for (const record of trialRecords(mouse.subject, mouse.trials)) {
    const outcomeS = all[2 * row + 1];
    yield { ...record, stimulusOnS: all[2 * row], choiceS: choiceTime(outcomeS), outcomeS };
    row++;
  }
}

/** @param timesS stimulus and outcome of every trial; null where trials have no times */
function lightTable(
  { subject, trials }: SimulatedCohortMouse,
  stimulated: Int32Array,
  timesS: readonly number[] | null,
): string {
  const { site, hemisphere, condition, alignment, durationS, wavelengthNm, powerMw, opsin } = LIGHT;
  const same = [site, hemisphere, condition, alignment, durationS, wavelengthNm, powerMw, opsin];
  const header =
    "subject,session,trial,onset_s,site,hemisphere,condition,alignment,duration_s,wavelength_nm,power_mw,opsin";
  const rows = Array.from(stimulated, (row) =>
    [subject, trials.session[row], trials.trial[row], timesS?.[2 * row + 1] ?? "", ...same].join(","),
  );
  return [header, ...rows, ""].join("\n");
}

/** 1 from each of these times on, for as long as a pulse is. */
function pulsesAt(timesS: Float64Array, n: number): Uint8Array {
  const high = new Uint8Array(n);
  for (const timeS of timesS) {
    const from = Math.ceil(timeS * SAMPLE_RATE_HZ);
    high.fill(1, from, from + Math.round(PULSE_S * SAMPLE_RATE_HZ));
  }
  return high;
}
