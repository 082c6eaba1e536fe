// Generated from schema/events by `npm run generate`. Do not edit.

/**
 * Others may read a project. Stream: lab/project.
 */
export interface AccessGrantedV1 {
/**
 * Name of the grant within the project; 1 to 64 letters, digits, dots, dashes and underscores
 */
grant: string
/**
 * Who may read
 */
granteeKind: ("lab" | "person" | "everyone")
/**
 * The lab's or the person's name; left out for everyone; 1 to 64 letters, digits, dots, dashes and underscores
 */
grantee?: string
/**
 * From when on (an embargo ends then); at once if left out, RFC 3339 with its offset from UTC
 */
from?: string
/**
 * Only the subjects of this cohort; the whole project if left out; 1 to 64 letters, digits, dots, dashes and underscores
 */
cohort?: string
}

/**
 * A grant ends. Stream: lab/project.
 */
export interface AccessRevokedV1 {
/**
 * Name of the grant; 1 to 64 letters, digits, dots, dashes and underscores
 */
grant: string
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * A cohort gets a name, or a new definition under its name. Stream: lab/project.
 */
export interface CohortDefinedV1 {
/**
 * Name of the cohort within the project; 1 to 64 letters, digits, dots, dashes and underscores
 */
cohort: string
/**
 * What it is for
 */
description?: string
/**
 * Conditions that select its subjects, as in the API's SubjectFilter
 */
filter: {
[k: string]: unknown
}
}

/**
 * A named cohort is no longer used. Stream: lab/project.
 */
export interface CohortWithdrawnV1 {
/**
 * Name of the cohort; 1 to 64 letters, digits, dots, dashes and underscores
 */
cohort: string
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * An event of this stream that the projections cannot use is passed over. Stream: its own.
 */
export interface EventDismissedV1 {
/**
 * Version of that event in this stream
 */
streamVersion: number
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What was said of it was wrong. Stream: lab. Fields that are not named stay as they are; null makes one unknown.
 */
export interface LabAmendedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * The lab's full name
 */
name?: (string | null)
}
}

/**
 * A lab takes part. Stream: lab. What is unknown is left out.
 */
export interface LabRegisteredV1 {
/**
 * The lab's full name
 */
name?: string
}

/**
 * It should never have been recorded. Stream: lab.
 */
export interface LabVoidedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * How raw photometry became snippets. Stream: subject/session.
 */
export interface PreprocessingRegisteredV1 {
/**
 * Name of this way of preprocessing within the session; 1 to 64 letters, digits, dots, dashes and underscores
 */
preprocessing: string
/**
 * In the order in which they were applied
 * 
 * @minItems 1
 * @maxItems 50
 */
steps: [{
/**
 * For example median filter
 */
step: string
/**
 * By name, units in the names
 */
parameters?: {
[k: string]: number | string | boolean | null
}
}, ...({
/**
 * For example median filter
 */
step: string
/**
 * By name, units in the names
 */
parameters?: {
[k: string]: number | string | boolean | null
}
})[]]
/**
 * SHA-256 of the raw file, in hex
 */
rawSha256?: string
}

/**
 * What was said of it was wrong. Stream: lab/project. Fields that are not named stay as they are; null makes one unknown.
 */
export interface ProjectAmendedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * The study's title
 */
title?: (string | null)
}
}

/**
 * A study within a lab begins. Stream: lab/project. What is unknown is left out.
 */
export interface ProjectRegisteredV1 {
/**
 * The study's title
 */
title?: string
}

/**
 * It should never have been recorded. Stream: lab/project.
 */
export interface ProjectVoidedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What a look at a recording found: measures, and warnings where they are out of the ordinary. Stream: subject/session.
 */
export interface QualityNotedV1 {
/**
 * Name of the notice within its session; 1 to 64 letters, digits, dots, dashes and underscores
 */
notice: string
/**
 * Preprocessing it is about, as registered in the session; 1 to 64 letters, digits, dots, dashes and underscores
 */
preprocessing?: string
/**
 * SHA-256 of the raw file it is about, in hex
 */
rawSha256?: string
/**
 * By name, units in the names; null where a measure is not defined
 */
measures: {
[k: string]: number | null
}
/**
 * What to look at before the recording is believed
 * 
 * @maxItems 50
 */
warnings: string[]
}

/**
 * A raw file of this session was read; the file itself stays where it is. Stream: subject/session. What is unknown is left out.
 */
export interface RawFileRegisteredV1 {
/**
 * SHA-256 of the file, in hex
 */
sha256: string
/**
 * Size of the file, in bytes
 */
bytes: number
/**
 * Where it lay when it was read: a path or an address
 */
place: string
/**
 * For example pyPhotometry, FP3002, NWB
 */
format?: string
}

/**
 * A raw file of this session was read; the file itself stays where it is. Stream: subject/session. What is unknown is left out.
 */
export interface RawFileRegisteredV2 {
/**
 * SHA-256 of the file, in hex
 */
sha256: string
/**
 * Size of the file, in bytes
 */
bytes: number
/**
 * Where copies of it lie, as paths or addresses; first the one that was read
 * 
 * @minItems 1
 * @maxItems 100
 */
places: [string, ...(string)[]]
/**
 * For example pyPhotometry, FP3002, NWB
 */
format?: string
}

/**
 * What was said of it was wrong. Stream: the subject. Fields that are not named stay as they are; null makes one unknown.
 */
export interface RecordingSiteAmendedV1 {
/**
 * Name of the site within the subject, for example DLS-left; 1 to 64 letters, digits, dots, dashes and underscores
 */
site: string
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * Brain region, for example DLS, DMS, NAc
 */
region?: string
/**
 * Hemisphere of the fibre's tip
 */
hemisphere?: ("left" | "right")
/**
 * From bregma, anterior positive, in millimetres
 */
anteriorPosteriorMm?: (number | null)
/**
 * From the midline, right positive, in millimetres
 */
mediolateralMm?: (number | null)
/**
 * From the brain's surface, ventral positive, in millimetres
 */
dorsoventralMm?: (number | null)
/**
 * For example dLight1.1, GRAB-DA2m
 */
sensor?: (string | null)
/**
 * Excitation wavelength, in nanometres
 */
excitationNm?: (number | null)
/**
 * Wavelength of the isosbestic or control channel, in nanometres
 */
controlExcitationNm?: (number | null)
/**
 * Day of the surgery, YYYY-MM-DD
 */
implantedOn?: (string | null)
}
}

/**
 * A fibre is implanted. Stream: the subject. What is unknown is left out.
 */
export interface RecordingSiteRegisteredV1 {
/**
 * Name of the site within the subject, for example DLS-left; 1 to 64 letters, digits, dots, dashes and underscores
 */
site: string
/**
 * Brain region, for example DLS, DMS, NAc
 */
region: string
/**
 * Hemisphere of the fibre's tip
 */
hemisphere: ("left" | "right")
/**
 * From bregma, anterior positive, in millimetres
 */
anteriorPosteriorMm?: number
/**
 * From the midline, right positive, in millimetres
 */
mediolateralMm?: number
/**
 * From the brain's surface, ventral positive, in millimetres
 */
dorsoventralMm?: number
/**
 * For example dLight1.1, GRAB-DA2m
 */
sensor?: string
/**
 * Excitation wavelength, in nanometres
 */
excitationNm?: number
/**
 * Wavelength of the isosbestic or control channel, in nanometres
 */
controlExcitationNm?: number
/**
 * Day of the surgery, YYYY-MM-DD
 */
implantedOn?: string
}

/**
 * It should never have been recorded. Stream: the subject.
 */
export interface RecordingSiteVoidedV1 {
/**
 * Name of the site within the subject, for example DLS-left; 1 to 64 letters, digits, dots, dashes and underscores
 */
site: string
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * A position of the log gets a name, to be cited. Stream: lab/project.
 */
export interface ReleasePublishedV1 {
/**
 * Name of the release within the project; 1 to 64 letters, digits, dots, dashes and underscores
 */
release: string
/**
 * The last position that counts
 */
position: number
/**
 * In a few words
 */
title?: string
/**
 * What readers should know
 */
notes?: string
/**
 * How it is to be cited
 */
citation?: string
/**
 * The analyses of that moment
 * 
 * @maxItems 100
 */
analyses: {
/**
 * Name of the analysis
 */
name: string
/**
 * Its version
 */
version: number
/**
 * Every rule that its results depend on
 */
parameters: {
[k: string]: unknown
}
}[]
}

/**
 * A release is not to be cited any more. Stream: lab/project.
 */
export interface ReleaseWithdrawnV1 {
/**
 * Name of the release; 1 to 64 letters, digits, dots, dashes and underscores
 */
release: string
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What was said of it was wrong. Stream: subject/session. Fields that are not named stay as they are; null makes one unknown.
 */
export interface SessionAmendedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * When the session started, RFC 3339 with its offset from UTC
 */
startedAt?: (string | null)
/**
 * When it ended, where that is known already, RFC 3339 with its offset from UTC
 */
endedAt?: (string | null)
/**
 * Name of the rig
 */
rig?: (string | null)
/**
 * Version of the task
 */
taskVersion?: (string | null)
/**
 * False where the source does not say where sessions begin, so that all the subject's trials lie in this one; true if left out
 */
boundariesKnown?: (boolean | null)
}
}

/**
 * A day's run is over. Stream: subject/session.
 */
export interface SessionEndedV1 {
/**
 * When the session ended, RFC 3339 with its offset from UTC
 */
endedAt: string
}

/**
 * Analyses leave it out, for its quality. Stream: subject/session.
 */
export interface SessionExcludedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * An exclusion ends. Stream: subject/session.
 */
export interface SessionReadmittedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * A day's run begins. Stream: subject/session. What is unknown is left out.
 */
export interface SessionStartedV1 {
/**
 * When the session started, RFC 3339 with its offset from UTC
 */
startedAt?: string
/**
 * When it ended, where that is known already, RFC 3339 with its offset from UTC
 */
endedAt?: string
/**
 * Name of the rig
 */
rig?: string
/**
 * Version of the task
 */
taskVersion?: string
/**
 * False where the source does not say where sessions begin, so that all the subject's trials lie in this one; true if left out
 */
boundariesKnown?: boolean
}

/**
 * It should never have been recorded. Stream: subject/session.
 */
export interface SessionVoidedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What was said of it was wrong. Stream: subject/session. Fields that are not named stay as they are; null makes one unknown.
 */
export interface SnippetAmendedV1 {
/**
 * Name of the snippet within its session; 1 to 64 letters, digits, dots, dashes and underscores
 */
snippet: string
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * Number of the trial it belongs to
 */
trial?: (number | null)
/**
 * Recording site, as registered; 1 to 64 letters, digits, dots, dashes and underscores
 */
site?: string
/**
 * For example signal, control, dLight
 */
channel?: string
/**
 * Event at time 0
 */
alignment?: ("stimulus" | "choice" | "outcome" | "go-cue" | "other")
/**
 * Units of the samples, for example z, dF/F, V
 */
units?: string
/**
 * Samples a second
 */
sampleRateHz?: number
/**
 * Time of the first sample relative to the alignment event, in seconds
 */
offsetS?: number
/**
 * Preprocessing that made it, as registered in the session; 1 to 64 letters, digits, dots, dashes and underscores
 */
preprocessing?: (string | null)
/**
 * True where samples were missing and filled
 */
gap?: (boolean | null)
/**
 * True where the signal left the recorder's range
 */
clipped?: (boolean | null)
}
}

/**
 * A peri-event photometry trace was cut. Its samples are float32 beside the payload. Stream: subject/session. What is unknown is left out.
 */
export interface SnippetRecordedV1 {
/**
 * Name of the snippet within its session; 1 to 64 letters, digits, dots, dashes and underscores
 */
snippet: string
/**
 * Number of the trial it belongs to
 */
trial?: number
/**
 * Recording site, as registered; 1 to 64 letters, digits, dots, dashes and underscores
 */
site: string
/**
 * For example signal, control, dLight
 */
channel: string
/**
 * Event at time 0
 */
alignment: ("stimulus" | "choice" | "outcome" | "go-cue" | "other")
/**
 * Units of the samples, for example z, dF/F, V
 */
units: string
/**
 * Samples a second
 */
sampleRateHz: number
/**
 * Time of the first sample relative to the alignment event, in seconds
 */
offsetS: number
/**
 * Preprocessing that made it, as registered in the session; 1 to 64 letters, digits, dots, dashes and underscores
 */
preprocessing?: string
/**
 * True where samples were missing and filled
 */
gap?: boolean
/**
 * True where the signal left the recorder's range
 */
clipped?: boolean
}

/**
 * It should never have been recorded. Stream: subject/session.
 */
export interface SnippetVoidedV1 {
/**
 * Name of the snippet within its session; 1 to 64 letters, digits, dots, dashes and underscores
 */
snippet: string
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What was said of it was wrong. Stream: subject/session. Fields that are not named stay as they are; null makes one unknown.
 */
export interface StimulationAmendedV1 {
/**
 * Number of the stimulation within its session, from 1
 */
stimulation: number
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * Number of the trial it belongs to; left out for stimulation outside trials
 */
trial?: (number | null)
/**
 * Stimulated site, for example DLS
 */
site?: string
/**
 * Stimulated hemisphere
 */
hemisphere?: ("left" | "right" | "both")
/**
 * Whether the light could act (active) or not (control: no opsin, or another wavelength)
 */
condition?: ("active" | "control")
/**
 * Event that the light was aligned to
 */
alignment?: ("stimulus" | "action" | "outcome" | null)
/**
 * Onset of the light, in seconds on the session's clock
 */
onsetS?: (number | null)
/**
 * Duration, in seconds
 */
durationS?: (number | null)
/**
 * Wavelength, in nanometres
 */
wavelengthNm?: (number | null)
/**
 * Power at the fibre's tip, in milliwatts
 */
powerMw?: (number | null)
/**
 * Width of a pulse, in milliseconds
 */
pulseWidthMs?: (number | null)
/**
 * Rate of the pulses, in hertz
 */
pulseRateHz?: (number | null)
/**
 * For example ChR2
 */
opsin?: (string | null)
}
}

/**
 * Light was given. Stream: subject/session. What is unknown is left out.
 */
export interface StimulationRecordedV1 {
/**
 * Number of the stimulation within its session, from 1
 */
stimulation: number
/**
 * Number of the trial it belongs to; left out for stimulation outside trials
 */
trial?: number
/**
 * Stimulated site, for example DLS
 */
site: string
/**
 * Stimulated hemisphere
 */
hemisphere: ("left" | "right" | "both")
/**
 * Whether the light could act (active) or not (control: no opsin, or another wavelength)
 */
condition: ("active" | "control")
/**
 * Event that the light was aligned to
 */
alignment?: ("stimulus" | "action" | "outcome")
/**
 * Onset of the light, in seconds on the session's clock
 */
onsetS?: number
/**
 * Duration, in seconds
 */
durationS?: number
/**
 * Wavelength, in nanometres
 */
wavelengthNm?: number
/**
 * Power at the fibre's tip, in milliwatts
 */
powerMw?: number
/**
 * Width of a pulse, in milliseconds
 */
pulseWidthMs?: number
/**
 * Rate of the pulses, in hertz
 */
pulseRateHz?: number
/**
 * For example ChR2
 */
opsin?: string
}

/**
 * It should never have been recorded. Stream: subject/session.
 */
export interface StimulationVoidedV1 {
/**
 * Number of the stimulation within its session, from 1
 */
stimulation: number
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What was said of it was wrong. Stream: the subject. Fields that are not named stay as they are; null makes one unknown.
 */
export interface SubjectAmendedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * For example Mus musculus
 */
species?: (string | null)
/**
 * For example C57BL/6J
 */
strain?: (string | null)
/**
 * Sex of the subject
 */
sex?: ("female" | "male" | "unknown" | null)
/**
 * Genotype as the lab writes it
 */
genotype?: (string | null)
/**
 * Birth date, YYYY-MM-DD
 */
birthDate?: (string | null)
/**
 * Non-decision time as the source recorded it, in seconds
 */
nonDecisionTimeS?: (number | null)
/**
 * True where no animal made these trials; false if left out
 */
simulated?: (boolean | null)
}
}

/**
 * Analyses leave it out, for its quality. Stream: the subject.
 */
export interface SubjectExcludedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * An exclusion ends. Stream: the subject.
 */
export interface SubjectReadmittedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * A mouse enters a project. Stream: the subject. What is unknown is left out.
 */
export interface SubjectRegisteredV1 {
/**
 * For example Mus musculus
 */
species?: string
/**
 * For example C57BL/6J
 */
strain?: string
/**
 * Sex of the subject
 */
sex?: ("female" | "male" | "unknown")
/**
 * Genotype as the lab writes it
 */
genotype?: string
/**
 * Birth date, YYYY-MM-DD
 */
birthDate?: string
/**
 * Non-decision time as the source recorded it, in seconds
 */
nonDecisionTimeS?: number
/**
 * True where no animal made these trials; false if left out
 */
simulated?: boolean
}

/**
 * It should never have been recorded. Stream: the subject.
 */
export interface SubjectVoidedV1 {
/**
 * Why, for whoever reads the history later
 */
reason: string
}

/**
 * What was said of it was wrong. Stream: subject/session. Fields that are not named stay as they are; null makes one unknown.
 */
export interface TrialAmendedV1 {
/**
 * Number of the trial within its session, from 1; gaps are allowed
 */
trial: number
/**
 * Why, for whoever reads the history later
 */
reason: string
/**
 * The fields that were wrong, with their right values
 */
changes: {
/**
 * Contrast of the left stimulus, 0 to 1
 */
contrastLeft?: number
/**
 * Contrast of the right stimulus, 0 to 1
 */
contrastRight?: number
/**
 * What the subject chose
 */
choice?: ("left" | "right" | "no-go")
/**
 * Whether the choice was rewarded as correct
 */
outcome?: ("correct" | "incorrect" | null)
/**
 * Choice complete minus stimulus onset, in seconds
 */
responseTimeS?: (number | null)
/**
 * Water given, in microlitres
 */
rewardVolumeUl?: (number | null)
/**
 * How many times this trial had been repeated already; 0 or left out on the first presentation
 */
repeatNumber?: (number | null)
/**
 * Name of the block
 */
block?: (string | null)
/**
 * Kind of stimulus, for example grating
 */
stimulus?: (string | null)
/**
 * Stimulus onset, in seconds on the session's clock
 */
stimulusOnS?: (number | null)
/**
 * Go cue, in seconds on the session's clock
 */
goCueS?: (number | null)
/**
 * Choice complete, in seconds on the session's clock
 */
choiceS?: (number | null)
/**
 * Outcome, in seconds on the session's clock
 */
outcomeS?: (number | null)
}
}

/**
 * A trial was made. Stream: subject/session. What is unknown is left out.
 */
export interface TrialRecordedV1 {
/**
 * Number of the trial within its session, from 1; gaps are allowed
 */
trial: number
/**
 * Contrast of the left stimulus, 0 to 1
 */
contrastLeft: number
/**
 * Contrast of the right stimulus, 0 to 1
 */
contrastRight: number
/**
 * What the subject chose
 */
choice: ("left" | "right" | "no-go")
/**
 * Whether the choice was rewarded as correct
 */
outcome?: ("correct" | "incorrect")
/**
 * Choice complete minus stimulus onset, in seconds
 */
responseTimeS?: number
/**
 * Water given, in microlitres
 */
rewardVolumeUl?: number
/**
 * How many times this trial had been repeated already; 0 or left out on the first presentation
 */
repeatNumber?: number
/**
 * Name of the block
 */
block?: string
/**
 * Kind of stimulus, for example grating
 */
stimulus?: string
/**
 * Stimulus onset, in seconds on the session's clock
 */
stimulusOnS?: number
/**
 * Go cue, in seconds on the session's clock
 */
goCueS?: number
/**
 * Choice complete, in seconds on the session's clock
 */
choiceS?: number
/**
 * Outcome, in seconds on the session's clock
 */
outcomeS?: number
}

/**
 * It should never have been recorded. Stream: subject/session.
 */
export interface TrialVoidedV1 {
/**
 * Number of the trial within its session, from 1; gaps are allowed
 */
trial: number
/**
 * Why, for whoever reads the history later
 */
reason: string
}
