import { requiredTrialFields, type TrialField, trialFields } from "./trial-fields.ts";

/** How sure a proposed column is: its standard name, that name spelt otherwise, or a word others use for it. */
export type MappingConfidence = "exact" | "spelling" | "synonym";

export interface ProposedColumn {
  readonly field: TrialField;
  readonly column: string;
  readonly confidence: MappingConfidence;
}

export interface ProposedMapping {
  /** Field to column, ready to be given to `readTrialCsv`. */
  readonly map: Readonly<Partial<Record<TrialField, string>>>;
  readonly columns: readonly ProposedColumn[];
  /** Required fields for which no column was found. */
  readonly missing: readonly TrialField[];
  /** Columns that no field takes, in the header's order. */
  readonly unused: readonly string[];
}

/**
 * Words for a field in other labs' tables, in small letters without separators. None is as likely a word for
 * another quantity: not `contrast`, which is mostly unsigned, nor `side`, which may be the stimulus's; and an
 * ALF `response_times` is a time on the session's clock, hence `choice_s`.
 */
const synonyms: Readonly<Record<TrialField, readonly string[]>> = {
  subject: [
    "mouse",
    "animal",
    "subjectid",
    "mouseid",
    "animalid",
    "subjectname",
    "mousename",
    "nickname",
    "rat",
  ],
  session: [
    "sessionnumber",
    "sessionnum",
    "sessionno",
    "sessionindex",
    "sessionid",
    "sess",
    "day",
    "dayoftraining",
  ],
  trial: ["trialnumber", "trialnum", "trialno", "trialindex", "trialid", "trialinsession"],
  contrast_left: ["leftcontrast", "contrastl", "lcontrast", "cleft", "cl"],
  contrast_right: ["rightcontrast", "contrastr", "rcontrast", "cright", "cr"],
  signed_contrast: ["contrastsigned", "signedcontrasts", "signedstimulus", "stimulussigned"],
  choice: ["response", "action", "decision", "choiceside", "choicemade", "responseside", "turn"],
  response_time_s: [
    "responsetime",
    "rt",
    "rts",
    "reactiontime",
    "reactiontimes",
    "latency",
    "responselatency",
  ],
  outcome: ["result", "feedback", "feedbacktype", "correct", "iscorrect", "trialoutcome"],
  reward_volume_ul: ["rewardvolume", "rewardul", "watervolume", "waterul", "volumeul"],
  repeat_number: ["repeatnum", "repeat", "repeats", "repetition", "nrepeats", "repeatcount"],
  block: ["blockid", "blocknumber", "blocklabel", "probabilityleft", "probleft", "pleft"],
  stimulus_on_s: [
    "stimulusontime",
    "stimulusontimes",
    "stimontime",
    "stimontimes",
    "stimons",
    "stimon",
    "stimulusonset",
  ],
  go_cue_s: ["gocuetime", "gocuetimes", "gocue", "gotone", "gotonetime"],
  choice_s: ["choicetime", "choicetimes", "responsetimes", "responsemadetime", "choicecompletetime"],
  outcome_s: ["outcometime", "outcometimes", "feedbacktime", "feedbacktimes", "rewardtime", "rewardtimes"],
};

const confidences: readonly MappingConfidence[] = ["exact", "spelling", "synonym"];

/**
 * Propose which columns of a header hold the fields of a trial, by name alone.
 *
 * The surest match goes first, then the first in the header; no column serves two fields. Values are not looked
 * at: a column that codes choices as −1 and 1 still has to be recoded. A signed contrast is proposed only where
 * the two contrasts are not both found.
 */
export function proposeMapping(header: readonly string[]): ProposedMapping {
  const found = new Map<TrialField, ProposedColumn>();
  const taken = new Set<string>();
  for (const confidence of confidences) {
    for (const column of header) {
      const field = trialFields.find(
        (candidate) => !found.has(candidate) && matchOf(candidate, column) === confidence,
      );
      if (field === undefined || taken.has(column)) continue;
      found.set(field, { field, column, confidence });
      taken.add(column);
    }
  }
  const bothSides = found.has("contrast_left") && found.has("contrast_right");
  if (bothSides) found.delete("signed_contrast");
  else if (found.has("signed_contrast")) {
    found.delete("contrast_left");
    found.delete("contrast_right");
  }
  const signed = found.has("signed_contrast");
  const columns = [...found.values()].sort(
    (a, b) => trialFields.indexOf(a.field) - trialFields.indexOf(b.field),
  );
  const used = new Set(columns.map(({ column }) => column));
  return {
    map: Object.fromEntries(columns.map(({ field, column }) => [field, column])),
    columns,
    missing: requiredTrialFields.filter((field) => !found.has(field) && (field === "choice" || !signed)),
    unused: header.filter((column) => !used.has(column)),
  };
}

function matchOf(field: TrialField, column: string): MappingConfidence | null {
  if (column === field) return "exact";
  const letters = lettersOf(column);
  if (wordsOf(column) === field) return "spelling";
  // Without its separators the unit in `choice_s` or `response_time_s` is a plural, and another quantity.
  if (letters === lettersOf(field) && !field.endsWith("_s")) return "spelling";
  return synonyms[field].includes(letters) ? "synonym" : null;
}

/** `Response time (s)` and `responseTimeS` → `response_time_s` */
function wordsOf(name: string): string {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
  return words
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join("_");
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
