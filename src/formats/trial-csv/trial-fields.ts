/**
 * The columns of a trial table by their standard names. A file that names them otherwise is read through a
 * mapping from these fields to its own columns.
 */
export const trialFields = [
  "subject",
  "session",
  "trial",
  "contrast_left",
  "contrast_right",
  "signed_contrast",
  "choice",
  "response_time_s",
  "outcome",
  "reward_volume_ul",
  "repeat_number",
  "block",
  "stimulus_on_s",
  "go_cue_s",
  "choice_s",
  "outcome_s",
] as const;

export type TrialField = (typeof trialFields)[number];

/** What every trial table has; `signed_contrast` (right minus left) may stand in for the two contrasts. */
export const requiredTrialFields = [
  "contrast_left",
  "contrast_right",
  "choice",
] as const satisfies TrialField[];

/** The field of this name, in snake_case or camelCase (`responseTimeS`); null where there is none. */
export function trialFieldNamed(name: string): TrialField | null {
  const snakeCase = name.trim().replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return trialFields.find((field) => field === snakeCase) ?? null;
}
