// Generated from schema/events by `npm run generate`. Do not edit.

/**
 * A lab takes part. Stream: the lab.
 */
export interface LabRegisteredV1 {
/**
 * The lab's full name
 */
name?: string
}

/**
 * A study within a lab begins. Stream: lab/project.
 */
export interface ProjectRegisteredV1 {
/**
 * The study's title
 */
title?: string
}

/**
 * A day's run begins. Stream: subject/session.
 */
export interface SessionStartedV1 {
/**
 * When the session started, with its offset from UTC
 */
startedAt?: string
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
 * A mouse enters a project. Stream: the subject.
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
 * True where no animal made these trials
 */
simulated?: boolean
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
