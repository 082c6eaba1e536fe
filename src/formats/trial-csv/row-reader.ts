import { SaddlepointError } from "../../errors.ts";
import {
  cellError,
  cellInteger,
  cellLabel,
  cellNumber,
  cellText,
  labelProblem,
  requiredText,
} from "./cell-values.ts";
import type { ColumnLayout } from "./column-layout.ts";
import type { CsvRecord } from "./csv-records.ts";
import { rowOrder } from "./row-order.ts";
import type { TrialField } from "./trial-fields.ts";
import {
  type TrialChoice,
  type TrialOutcome,
  type TrialRow,
  trialChoices,
  trialOutcomes,
} from "./trial-row.ts";

/** Reads one row after another, in the file's order. */
export type TrialRowReader = (record: CsvRecord) => TrialRow;

/**
 * A reader of the rows below this header. It checks each value, what the values of a row say together, and
 * the order of the rows (see `rowOrder`).
 *
 * @param subject of files without a subject column; where there is one, every row must agree with it
 * @param stem stands for the subject where neither is given
 */
export function trialRowReader(
  layout: ColumnLayout,
  subject: string | undefined,
  stem: string,
): TrialRowReader {
  const order = rowOrder(layout);
  const subjectOf = subjectReader(layout, subject, stem);
  const contrastsOf = layout.indexOf.has("signed_contrast") ? signedContrastSides : contrastSides;
  const hasTrials = layout.indexOf.has("trial");

  return (record) => {
    checkWidth(layout, record);
    const name = subjectOf(record);
    const session = cellInteger(layout, record, "session", 1);
    if (hasTrials) requiredText(layout, record, "trial", "Number each trial within its session, from 1 on.");
    const trial = order.next(record, name, session, cellInteger(layout, record, "trial", 1));
    const [contrastLeft, contrastRight] = contrastsOf(layout, record);
    const choice = cellChoice(layout, record);
    const row: TrialRow = {
      line: record.line,
      subject: name,
      session,
      trial,
      contrastLeft,
      contrastRight,
      choice,
      responseTimeS: cellResponseTime(layout, record),
      outcome: cellOutcome(layout, record, contrastRight - contrastLeft, choice),
      rewardVolumeUl: cellVolume(layout, record),
      repeatNumber: cellInteger(layout, record, "repeat_number", 0),
      block: cellLabel(layout, record, "block"),
      stimulusOnS: cellNumber(layout, record, "stimulus_on_s"),
      goCueS: cellNumber(layout, record, "go_cue_s"),
      choiceS: cellNumber(layout, record, "choice_s"),
      outcomeS: cellNumber(layout, record, "outcome_s"),
    };
    checkEventOrder(layout, record, row);
    return row;
  };
}

function checkWidth({ header, file }: ColumnLayout, { cells, line }: CsvRecord): void {
  if (cells.length === header.length) return;
  throw new SaddlepointError(
    "TRIAL_CSV_FIELD_COUNT",
    `the row has ${cells.length} cells, the first line names ${header.length} columns`,
    "Check for a missing or superfluous separator, a decimal comma, or a cell with a comma that wants quotes.",
    { file, line, value: cells.length },
  );
}

function subjectReader(
  layout: ColumnLayout,
  subject: string | undefined,
  stem: string,
): (record: CsvRecord) => string {
  const given = subject?.trim();
  if (!layout.indexOf.has("subject")) {
    const name = given || stem;
    const problem = labelProblem(name);
    if (problem !== null) {
      const remedy = "Give a short name with --subject.";
      throw new SaddlepointError("TRIAL_CSV_LABEL", `the subject's name ${problem}`, remedy, {
        file: layout.file,
      });
    }
    return () => name;
  }
  // The rows of a subject share one string, so that a batch does not hold thousands of copies.
  let last = "";
  return (record) => {
    const name = cellLabel(layout, record, "subject");
    if (name === last) return last;
    if (name === null) {
      const remedy = "Name the subject on every row.";
      throw cellError(layout, record, "subject", "TRIAL_CSV_VALUE_MISSING", "must not be blank", remedy);
    }
    if (given && name !== given) {
      const remedy = "Leave --subject out, or correct the file.";
      const problem = `is not the subject asked for, ${given}`;
      throw cellError(layout, record, "subject", "TRIAL_CSV_SUBJECT_CONFLICT", problem, remedy);
    }
    last = name;
    return last;
  };
}

const CONTRAST_REMEDY = "Write 0 on the side without a stimulus.";

function contrastSides(layout: ColumnLayout, record: CsvRecord): readonly [left: number, right: number] {
  const left = cellContrast(layout, record, "contrast_left", 0);
  const right = cellContrast(layout, record, "contrast_right", 0);
  if (left > 0 && right > 0) {
    const problem = "and the left contrast are both above 0";
    const remedy = "A trial shows its stimulus on one side: write 0 on the other.";
    throw cellError(layout, record, "contrast_right", "TRIAL_CSV_CONTRAST_BOTH_SIDES", problem, remedy);
  }
  return [left, right];
}

function signedContrastSides(
  layout: ColumnLayout,
  record: CsvRecord,
): readonly [left: number, right: number] {
  const contrast = cellContrast(layout, record, "signed_contrast", -1);
  return contrast < 0 ? [-contrast, 0] : [0, contrast];
}

function cellContrast(layout: ColumnLayout, record: CsvRecord, field: TrialField, least: 0 | -1): number {
  requiredText(layout, record, field, CONTRAST_REMEDY);
  const contrast = cellNumber(layout, record, field) ?? 0;
  if (contrast >= least && contrast <= 1) return contrast;
  const percent = Math.abs(contrast) > 1 && Math.abs(contrast) <= 100;
  const remedy = percent
    ? `Contrasts are fractions: write ${contrast / 100} for ${contrast} %.`
    : "Contrasts are fractions from 0 to 1; a signed contrast is right minus left, in a column signed_contrast.";
  const problem = `does not lie in ${least} to 1`;
  throw cellError(layout, record, field, "TRIAL_CSV_CONTRAST_RANGE", problem, remedy);
}

function cellChoice(layout: ColumnLayout, record: CsvRecord): TrialChoice {
  const allowed = `Allowed are ${trialChoices.join(", ")}, in these letters.`;
  const text = requiredText(layout, record, "choice", `${allowed} A trial without a response is no-go.`);
  const choice = trialChoices.find((value) => value === text);
  if (choice !== undefined) return choice;
  // Rigs disagree on which sign is left, so a number is never guessed.
  const recode = /^[+-]?\d/.test(text) ? " Recode the numbers as your rig means them." : "";
  throw cellError(layout, record, "choice", "TRIAL_CSV_CHOICE", "is not a choice", `${allowed}${recode}`);
}

function cellResponseTime(layout: ColumnLayout, record: CsvRecord): number | null {
  const responseTimeS = cellNumber(layout, record, "response_time_s");
  if (responseTimeS === null || responseTimeS > 0) return responseTimeS;
  const problem = "is not above 0";
  const remedy =
    "Give choice complete minus stimulus onset in seconds, or leave it blank where it is not known.";
  throw cellError(layout, record, "response_time_s", "TRIAL_CSV_RESPONSE_TIME", problem, remedy);
}

function cellVolume(layout: ColumnLayout, record: CsvRecord): number | null {
  const volumeUl = cellNumber(layout, record, "reward_volume_ul");
  if (volumeUl === null || volumeUl >= 0) return volumeUl;
  const remedy = "Give the volume in microlitres, 0 where there was none.";
  throw cellError(layout, record, "reward_volume_ul", "TRIAL_CSV_REWARD_VOLUME", "is below 0", remedy);
}

/** The recorded outcome, which at a non-zero contrast must be what the choice earns (SCIENCE §1). */
function cellOutcome(
  layout: ColumnLayout,
  record: CsvRecord,
  signedContrast: number,
  choice: TrialChoice,
): TrialOutcome | null {
  const text = cellText(layout, record, "outcome");
  if (text === null) return null;
  const outcome = trialOutcomes.find((value) => value === text);
  if (outcome === undefined) {
    const remedy = `Allowed are ${trialOutcomes.join(", ")}, in these letters, and blank where it is not known.`;
    throw cellError(layout, record, "outcome", "TRIAL_CSV_OUTCOME", "is not an outcome", remedy);
  }
  if (signedContrast === 0) return outcome;
  const stimulusSide: TrialChoice = signedContrast > 0 ? "right" : "left";
  if ((outcome === "correct") === (choice === stimulusSide)) return outcome;
  const problem = `contradicts the row: the stimulus was on the ${stimulusSide}, the choice ${choice}`;
  const remedy = "Check that left and right are not swapped in one of the contrast and choice columns.";
  throw cellError(layout, record, "outcome", "TRIAL_CSV_OUTCOME_CONTRADICTS", problem, remedy);
}

/** Stimulus before choice, and choice before outcome; a rig may give its go cue at any time. */
function checkEventOrder(layout: ColumnLayout, record: CsvRecord, row: TrialRow): void {
  const events: readonly (readonly [TrialField, number | null])[] = [
    ["stimulus_on_s", row.stimulusOnS],
    ["choice_s", row.choiceS],
    ["outcome_s", row.outcomeS],
  ];
  let lastField: TrialField = "stimulus_on_s";
  let lastS = Number.NEGATIVE_INFINITY;
  for (const [field, timeS] of events) {
    if (timeS === null) continue;
    if (timeS < lastS) {
      const problem = `is earlier than ${lastField}, ${lastS}`;
      const remedy = "Event times are seconds on one clock, in the order stimulus, choice, outcome.";
      throw cellError(layout, record, field, "TRIAL_CSV_EVENT_ORDER", problem, remedy);
    }
    lastField = field;
    lastS = timeS;
  }
}
