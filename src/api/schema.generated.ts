// Generated from schema/schema.graphql by `npm run generate`. Do not edit.

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SubjectRow } from '../read/subjects.ts';
import type { SubjectConnectionSource, TrialConnectionSource } from './connections.ts';
import type { SessionRow, SessionMeasuresRow } from '../read/sessions.ts';
import type { TrialRow } from '../read/trial-pages.ts';
import type { SegmentRow } from '../read/segments.ts';
import type { RecordingSiteSource } from './resolvers/recording-site.ts';
import type { RunRow } from '../read/run-list.ts';
import type { CohortSource, ExcludedSource } from './resolvers/cohort.ts';
import type { LogPositions } from '../read/log-state.ts';
import type { ApiContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string | number; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar day, YYYY-MM-DD. */
  Date: { input: string; output: string; }
  /** An instant as RFC 3339 text in UTC, for example 2026-03-01T09:30:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  /** An event's place in the log's total order: a whole number from 1, or 0 before the first event. */
  Position: { input: number; output: number; }
};

/** A stream that stands still because of an event that cannot be projected; all others go on. */
export type BlockedStream = {
  readonly __typename?: 'BlockedStream';
  /** What is wrong with the event. */
  readonly message: Scalars['String']['output'];
  /** Position of the event in the log. */
  readonly position: Scalars['Position']['output'];
  /** Name of the stream: lab/project/subject/session, or a part of it. */
  readonly stream: Scalars['String']['output'];
  /** Version of the event within its stream, from 1. */
  readonly streamVersion: Scalars['Int']['output'];
};

/** What the subject did in a trial. */
export type Choice =
  /** It chose left. */
  | 'LEFT'
  /** It did not choose. */
  | 'NO_GO'
  /** It chose right. */
  | 'RIGHT';

/** The subjects that a filter selects, and what they have in common. */
export type Cohort = {
  readonly __typename?: 'Cohort';
  /** Correlation of early bias with late right − left slope. */
  readonly earlyBiasLateSlope: Correlation;
  /** Correlation of early bias with late bias. */
  readonly earlyLateBias: Correlation;
  /** Early against late strategy. */
  readonly earlyLateTable: EarlyLateTable;
  /** The subjects left out of them, and why. */
  readonly excluded: ReadonlyArray<ExcludedSubject>;
  /** Mean measures over subjects by session number, ascending. */
  readonly meanTrajectory: ReadonlyArray<TrajectoryPoint>;
  /** Number of subjects in the statistics of early and late. */
  readonly n: Scalars['Int']['output'];
  /** True where any of them is simulated. */
  readonly simulated: Scalars['Boolean']['output'];
  /** Number of subjects that the filter selects. */
  readonly size: Scalars['Int']['output'];
  /** The subjects, in the order of lab, project and name. */
  readonly subjects: SubjectConnection;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortSubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** Pearson's correlation over subjects. */
export type Correlation = {
  readonly __typename?: 'Correlation';
  /** Bootstrap percentile 95 % interval over subjects; null where r is. */
  readonly ci: Maybe<Interval>;
  /** Number of subjects. */
  readonly n: Scalars['Int']['output'];
  /** Two-sided permutation p-value of no association, 0 to 1; null where r is. */
  readonly p: Maybe<Scalars['Float']['output']>;
  /** The correlation, −1 to 1; null with fewer than 3 subjects or where a variable does not vary. */
  readonly r: Maybe<Scalars['Float']['output']>;
};

/** Subjects with one early and one late strategy. */
export type EarlyLateCell = {
  readonly __typename?: 'EarlyLateCell';
  /** Wilson's 95 % interval of that proportion. */
  readonly ci: Interval;
  /** Early strategy. */
  readonly early: Strategy;
  /** Late strategy. */
  readonly late: Strategy;
  /** Number of subjects. */
  readonly n: Scalars['Int']['output'];
  /** Proportion of the subjects with this early strategy, 0 to 1. */
  readonly proportion: Scalars['Float']['output'];
};

/** Subjects by early and late strategy, of those that have both. */
export type EarlyLateTable = {
  readonly __typename?: 'EarlyLateTable';
  /** The pairs that occur. */
  readonly cells: ReadonlyArray<EarlyLateCell>;
  /** Mutual information of early and late strategy, in bits; null without subjects. */
  readonly informationBits: Maybe<Scalars['Float']['output']>;
  /** Number of subjects. */
  readonly n: Scalars['Int']['output'];
  /** One-sided permutation p-value of no association, 0 to 1; null where either strategy does not vary. */
  readonly p: Maybe<Scalars['Float']['output']>;
};

/** A subject that is left out of a statistic. */
export type ExcludedSubject = {
  readonly __typename?: 'ExcludedSubject';
  /** Why it is left out. */
  readonly exclusion: Exclusion;
  /** The subject. */
  readonly subject: Subject;
};

/** Why a subject is left out of a statistic. */
export type Exclusion = {
  readonly __typename?: 'Exclusion';
  /** Stable, for programs; for example TOO_FEW_SESSIONS. */
  readonly code: Scalars['String']['output'];
  /** A sentence for the reader. */
  readonly reason: Scalars['String']['output'];
};

/** One half of the brain. */
export type Hemisphere =
  /** Left: right stimuli are contralateral. */
  | 'LEFT'
  /** Right: left stimuli are contralateral. */
  | 'RIGHT';

/** A 95 % confidence interval. */
export type Interval = {
  readonly __typename?: 'Interval';
  /** Its upper end, in the unit of what it surrounds. */
  readonly high: Scalars['Float']['output'];
  /** Its lower end, in the unit of what it surrounds. */
  readonly low: Scalars['Float']['output'];
};

/** How far the log, and what is derived from it, have come. */
export type LogState = {
  readonly __typename?: 'LogState';
  /**
   * Streams that stand still because of an event that cannot be projected, the oldest 100: amend what it is about, or
   * append EventDismissed with its version.
   */
  readonly blockedStreams: ReadonlyArray<BlockedStream>;
  /** Position of the log's last event. */
  readonly position: Scalars['Position']['output'];
  /** Position that the projections (subjects, sessions, trials) have reached. */
  readonly projectedPosition: Scalars['Position']['output'];
  /** Number of subjects of which some result does not correspond to their data yet. */
  readonly staleSubjects: Scalars['Int']['output'];
};

/** A mean over subjects. */
export type Mean = {
  readonly __typename?: 'Mean';
  /** Student's 95 % interval; null with fewer than 2 subjects. */
  readonly ci: Maybe<Interval>;
  /** The mean, in the measure's own unit (a probability or a difference of probabilities); null without subjects. */
  readonly mean: Maybe<Scalars['Float']['output']>;
  /** Number of subjects for which the measure is defined. */
  readonly n: Scalars['Int']['output'];
};

/** The mean trace of the trials of one condition. */
export type MeanTrace = {
  readonly __typename?: 'MeanTrace';
  /** For example "contrast 0.5, outcome correct". */
  readonly condition: Scalars['String']['output'];
  /** Upper end of the pointwise 95 % interval, in the unit of the mean; null with one trial. */
  readonly high: Maybe<ReadonlyArray<Maybe<Scalars['Float']['output']>>>;
  /** Lower end of the pointwise 95 % interval, in the unit of the mean; null with one trial. */
  readonly low: Maybe<ReadonlyArray<Maybe<Scalars['Float']['output']>>>;
  /** Mean, in the unit of the snippets (z-scores); null where a sample is missing. */
  readonly mean: ReadonlyArray<Maybe<Scalars['Float']['output']>>;
  /** Number of sessions. */
  readonly nSessions: Scalars['Int']['output'];
  /** Number of trials. */
  readonly nTrials: Scalars['Int']['output'];
};

/** Mean traces of a fibre. */
export type MeanTraces = {
  readonly __typename?: 'MeanTraces';
  /** Number of snippets. */
  readonly nSnippets: Scalars['Int']['output'];
  /** Times of the samples since the event, in seconds. */
  readonly timeS: ReadonlyArray<Scalars['Float']['output']>;
  /** One for each condition, in order of its name. */
  readonly traces: ReadonlyArray<MeanTrace>;
};

/** Whether a choice was rewarded as correct. */
export type Outcome =
  /** Rewarded as correct. */
  | 'CORRECT'
  /** Not rewarded. */
  | 'INCORRECT';

/** Where a page ends. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The last cursor of the page: pass it as `after` to get the next one; null on an empty page. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
  /** True where more follows. */
  readonly hasNextPage: Scalars['Boolean']['output'];
};

/** How often right was chosen at one contrast. */
export type PsychometricCount = {
  readonly __typename?: 'PsychometricCount';
  /** Signed contrast, right minus left, −1 to 1. */
  readonly contrast: Scalars['Float']['output'];
  /** Number of trials. */
  readonly n: Scalars['Int']['output'];
  /** Number of right choices. */
  readonly nRight: Scalars['Int']['output'];
};

/** Where every question begins. */
export type Query = {
  readonly __typename?: 'Query';
  /** A cohort: the subjects that a filter selects, and what they have in common. */
  readonly cohort: Cohort;
  /** How far the log, and what is derived from it, have come. */
  readonly log: LogState;
  /** Mean traces of a fibre around an event, one for each condition that occurs; null where no trial has a snippet. */
  readonly meanTraces: Maybe<MeanTraces>;
  /** One subject; null where there is none. */
  readonly subject: Maybe<Subject>;
  /** The subjects that a filter selects, in the order of lab, project and name. */
  readonly subjects: SubjectConnection;
};


/** Where every question begins. */
export type QueryCohortArgs = {
  filter?: InputMaybe<SubjectFilter>;
};


/** Where every question begins. */
export type QueryMeanTracesArgs = {
  alignment?: SnippetAlignment;
  by?: ReadonlyArray<TraceCondition>;
  site: Scalars['String']['input'];
  subject: Scalars['ID']['input'];
};


/** Where every question begins. */
export type QuerySubjectArgs = {
  id: Scalars['ID']['input'];
};


/** Where every question begins. */
export type QuerySubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SubjectFilter>;
  first?: Scalars['Int']['input'];
};

/** A fibre that photometry is recorded from. */
export type RecordingSite = {
  readonly __typename?: 'RecordingSite';
  /** Hemisphere of the fibre's tip. */
  readonly hemisphere: Hemisphere;
  /** Name of the site within the subject. */
  readonly name: Scalars['String']['output'];
  /** For example DLS. */
  readonly region: Scalars['String']['output'];
};

/** One execution of an analysis on one subject's data: where a result comes from. */
export type Run = {
  readonly __typename?: 'Run';
  /** Name of the analysis, for example session-measures. */
  readonly analysis: Scalars['String']['output'];
  /** Version of the analysis: raised whenever it gives something else for the same input. */
  readonly analysisVersion: Scalars['Int']['output'];
  /** Why it failed; null where it did not. */
  readonly error: Maybe<RunError>;
  /** When it ended; null while it runs. */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** Number of the run, in the order in which runs began. */
  readonly id: Scalars['ID']['output'];
  /** Position of the log from which the input was known. */
  readonly inputPosition: Scalars['Position']['output'];
  /** Every rule that the result depends on. */
  readonly parameters: Scalars['JSON']['output'];
  /** When it began. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** Whether it is done. */
  readonly state: RunState;
};

/** Why a run failed. */
export type RunError = {
  readonly __typename?: 'RunError';
  /** Stable, for programs. */
  readonly code: Scalars['String']['output'];
  /** A sentence for the reader. */
  readonly message: Scalars['String']['output'];
  /** What to do about it; null where nothing is known. */
  readonly remedy: Maybe<Scalars['String']['output']>;
};

/** How far a run has come. */
export type RunState =
  /** It has no results; its error says why. */
  | 'FAILED'
  /** It is at work, or its worker died. */
  | 'RUNNING'
  /** Its results are there. */
  | 'SUCCEEDED';

/** One day's run of a subject. */
export type Session = {
  readonly __typename?: 'Session';
  /** False where the source does not say where sessions begin, so that all the subject's trials lie in this one. */
  readonly boundariesKnown: Scalars['Boolean']['output'];
  /** How much each stimulus moved choice; null until derived. */
  readonly measures: Maybe<SessionMeasures>;
  /** Number of trials, before any filter. */
  readonly nTrials: Scalars['Int']['output'];
  /** Number of the session within the subject, from 1. */
  readonly number: Scalars['Int']['output'];
  /** Name of the rig; null where the source does not say. */
  readonly rig: Maybe<Scalars['String']['output']>;
  /** Null where the source does not say. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Version of the task; null where the source does not say. */
  readonly taskVersion: Maybe<Scalars['String']['output']>;
  /** Its trials, in order. */
  readonly trials: TrialConnection;
};


/** One day's run of a subject. */
export type SessionTrialsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/**
 * How much each stimulus moved choice in one session. p_L, p_0 and p_R are the probabilities of a right choice given a
 * left, no and a right stimulus, over the trials that pass the filters (no no-go, no slow and no repeated trials).
 */
export type SessionMeasures = {
  readonly __typename?: 'SessionMeasures';
  /** Proportion correct of the trials with a stimulus, 0 to 1; ½ where they are too few, null where undefined. */
  readonly accuracy: Maybe<Scalars['Float']['output']>;
  /** p_0 − ½, −½ to ½, positive to the right; null where undefined. */
  readonly bias: Maybe<Scalars['Float']['output']>;
  /** True where slopes and bias are not this session's own, it having too few trials, but those of the one before. */
  readonly carried: Scalars['Boolean']['output'];
  /** p_0 − p_L, −1 to 1: how much a left stimulus moves choice to the left; null where undefined. */
  readonly leftSlope: Maybe<Scalars['Float']['output']>;
  /** Number of trials that passed the filters. */
  readonly nUsed: Scalars['Int']['output'];
  /** Number of those without a stimulus. */
  readonly nZeroContrast: Scalars['Int']['output'];
  /** Choices by signed contrast, over the trials that passed the filters; ascending. */
  readonly psychometricCounts: ReadonlyArray<PsychometricCount>;
  /** p_R − p_0, −1 to 1: how much a right stimulus moves choice to the right; null where undefined. */
  readonly rightSlope: Maybe<Scalars['Float']['output']>;
  /** The run that derived this. */
  readonly run: Run;
};

/** Event at time 0 of a snippet. */
export type SnippetAlignment =
  /** Choice complete. */
  | 'CHOICE'
  /** Outcome. */
  | 'OUTCOME'
  /** Stimulus onset. */
  | 'STIMULUS';

/**
 * How a mouse uses the stimuli: A_L and A_R say how much the strongest left or right stimulus moves its choice, as a
 * difference of probabilities; B is P(right) without a stimulus, minus ½.
 */
export type Strategy =
  /** Stimuli on both sides move the choice: A_L, A_R ≥ .2. */
  | 'BALANCED'
  /** Left stimuli move the choice, right ones do not: A_L ≥ .2 > A_R. */
  | 'LEFT_ASSOCIATING'
  /** Neither side's stimuli move the choice, which leans left: B ≤ −.1. */
  | 'LEFT_BIASED'
  /** Right stimuli move the choice, left ones do not: A_R ≥ .2 > A_L. */
  | 'RIGHT_ASSOCIATING'
  /** Neither side's stimuli move the choice, which leans right: B ≥ .1. */
  | 'RIGHT_BIASED'
  /** Neither side's stimuli move the choice, and it leans nowhere. */
  | 'UNBIASED';

/** A stretch of trials with one strategy. */
export type StrategySegment = {
  readonly __typename?: 'StrategySegment';
  /** Mean A_L, −1 to 1: how much the strongest left stimulus moves choice to the left. */
  readonly associationLeft: Scalars['Float']['output'];
  /** Mean A_R, −1 to 1: how much the strongest right stimulus moves choice to the right. */
  readonly associationRight: Scalars['Float']['output'];
  /** Mean B, −½ to ½: P(right) without a stimulus, minus ½. */
  readonly bias: Scalars['Float']['output'];
  /** Number of the session in which it begins. */
  readonly firstSession: Scalars['Int']['output'];
  /** Number of its first trial within that session. */
  readonly firstTrial: Scalars['Int']['output'];
  /** Number of the session in which it ends. */
  readonly lastSession: Scalars['Int']['output'];
  /** Number of its last trial, inside, within that session. */
  readonly lastTrial: Scalars['Int']['output'];
  /** Number of trials with a choice. */
  readonly nTrials: Scalars['Int']['output'];
  /** Mean posterior probability of that strategy over the segment, 0 to 1. */
  readonly probability: Scalars['Float']['output'];
  /** The run that derived this. */
  readonly run: Run;
  /** The strategy. */
  readonly strategy: Strategy;
};

/** A mouse. */
export type Subject = {
  readonly __typename?: 'Subject';
  /** Null where the lab did not say. */
  readonly birthDate: Maybe<Scalars['Date']['output']>;
  /** The strategy that covers most of the early window; null until derived, and where strategyExclusion says why. */
  readonly earlyStrategy: Maybe<Strategy>;
  /** As the lab writes it; null where it did not. */
  readonly genotype: Maybe<Scalars['String']['output']>;
  /** lab/project/subject */
  readonly id: Scalars['ID']['output'];
  /** Name of the lab that owns its data. */
  readonly lab: Scalars['String']['output'];
  /** The strategy that covers most of the late window; null until derived, and where strategyExclusion says why. */
  readonly lateStrategy: Maybe<Strategy>;
  /** Name of the subject within the project. */
  readonly name: Scalars['String']['output'];
  /** Non-decision time as the source recorded it, in seconds; null where it did not. */
  readonly nonDecisionTimeS: Maybe<Scalars['Float']['output']>;
  /** Name of the project within the lab. */
  readonly project: Scalars['String']['output'];
  /** Its fibres, in order of name. */
  readonly recordingSites: ReadonlyArray<RecordingSite>;
  /** The newest run of each analysis: what the present results come from, or why there are none. */
  readonly runs: ReadonlyArray<Run>;
  /** Stretches of trials with one strategy, in order; null until derived. */
  readonly segments: Maybe<ReadonlyArray<StrategySegment>>;
  /** Its sessions, in order. */
  readonly sessions: ReadonlyArray<Session>;
  /** female, male or unknown; null where the lab did not say. */
  readonly sex: Maybe<Scalars['String']['output']>;
  /** True where no animal made these trials. */
  readonly simulated: Scalars['Boolean']['output'];
  /** For example Mus musculus; null where the lab did not say. */
  readonly species: Maybe<Scalars['String']['output']>;
  /** For example C57BL/6J; null where the lab did not say. */
  readonly strain: Maybe<Scalars['String']['output']>;
  /** Why it has no early and late strategy; null where it has both, and until they are derived. */
  readonly strategyExclusion: Maybe<Exclusion>;
};

/** A page of subjects. */
export type SubjectConnection = {
  readonly __typename?: 'SubjectConnection';
  /** The page's subjects, each with its cursor. */
  readonly edges: ReadonlyArray<SubjectEdge>;
  /** The page's subjects. */
  readonly nodes: ReadonlyArray<Subject>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of subjects on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A subject on a page. */
export type SubjectEdge = {
  readonly __typename?: 'SubjectEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The subject. */
  readonly node: Subject;
};

/** Conditions that a subject must all fulfil; one that is left out, or null, does not matter. */
export type SubjectFilter = {
  /** The strategy of the early window (sessions 4 to 8). */
  readonly earlyStrategy?: InputMaybe<Strategy>;
  /** Name of the lab. */
  readonly lab?: InputMaybe<Scalars['String']['input']>;
  /** The strategy of the late window (the last 5 sessions). */
  readonly lateStrategy?: InputMaybe<Strategy>;
  /** Name of the project within its lab. */
  readonly project?: InputMaybe<Scalars['String']['input']>;
  /** True for simulated subjects only, false for real ones only. */
  readonly simulated?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name of the subject within its project. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
};

/** What trials can be told apart by. */
export type TraceCondition =
  /** Choice. */
  | 'CHOICE'
  /** Signed contrast. */
  | 'CONTRAST'
  /** Outcome. */
  | 'OUTCOME'
  /** Side of the stimulus. */
  | 'SIDE'
  /** Fifth of the sessions. */
  | 'STAGE'
  /** Strategy segment's strategy. */
  | 'STRATEGY';

/** The mean of a cohort's subjects in one session. */
export type TrajectoryPoint = {
  readonly __typename?: 'TrajectoryPoint';
  /** Mean accuracy. */
  readonly accuracy: Mean;
  /** Mean bias (p_0 − ½). */
  readonly bias: Mean;
  /** Mean left slope (p_0 − p_L). */
  readonly leftSlope: Mean;
  /** Number of subjects with measures of this session. */
  readonly n: Scalars['Int']['output'];
  /** Number of subjects whose training had ended before: the means are those of the others. */
  readonly nEnded: Scalars['Int']['output'];
  /** Mean right slope (p_R − p_0). */
  readonly rightSlope: Mean;
  /** Number of the session within each subject, from 1. */
  readonly session: Scalars['Int']['output'];
};

/** One stimulus and what the subject did. */
export type Trial = {
  readonly __typename?: 'Trial';
  /** Name of the block; null where the source does not say. */
  readonly block: Maybe<Scalars['String']['output']>;
  /** What the subject did. */
  readonly choice: Choice;
  /** Choice complete, in seconds on the session's clock; null where the source does not say. */
  readonly choiceS: Maybe<Scalars['Float']['output']>;
  /** Contrast of the left stimulus, 0 to 1. */
  readonly contrastLeft: Scalars['Float']['output'];
  /** Contrast of the right stimulus, 0 to 1. */
  readonly contrastRight: Scalars['Float']['output'];
  /** Go cue, in seconds on the session's clock; null where the source does not say. */
  readonly goCueS: Maybe<Scalars['Float']['output']>;
  /** Number of the trial within its session, from 1; gaps are possible. */
  readonly number: Scalars['Int']['output'];
  /** Null where the source does not say. */
  readonly outcome: Maybe<Outcome>;
  /** Outcome, in seconds on the session's clock; null where the source does not say. */
  readonly outcomeS: Maybe<Scalars['Float']['output']>;
  /** How many times this trial had been repeated already, from 0. */
  readonly repeatNumber: Scalars['Int']['output'];
  /** Choice complete minus stimulus onset, in seconds; null where the source does not say. */
  readonly responseTimeS: Maybe<Scalars['Float']['output']>;
  /** Water given, in microlitres; null where the source does not say. */
  readonly rewardVolumeUl: Maybe<Scalars['Float']['output']>;
  /** Kind of stimulus, for example grating; null where the source does not say. */
  readonly stimulus: Maybe<Scalars['String']['output']>;
  /** Stimulus onset, in seconds on the session's clock; null where the source does not say. */
  readonly stimulusOnS: Maybe<Scalars['Float']['output']>;
};

/** A page of trials. */
export type TrialConnection = {
  readonly __typename?: 'TrialConnection';
  /** The page's trials, each with its cursor. */
  readonly edges: ReadonlyArray<TrialEdge>;
  /** The page's trials. */
  readonly nodes: ReadonlyArray<Trial>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of trials on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A trial on a page. */
export type TrialEdge = {
  readonly __typename?: 'TrialEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The trial. */
  readonly node: Trial;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BlockedStream: ResolverTypeWrapper<BlockedStream>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Choice: Choice;
  Cohort: ResolverTypeWrapper<CohortSource>;
  Correlation: ResolverTypeWrapper<Correlation>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EarlyLateCell: ResolverTypeWrapper<EarlyLateCell>;
  EarlyLateTable: ResolverTypeWrapper<EarlyLateTable>;
  ExcludedSubject: ResolverTypeWrapper<ExcludedSource>;
  Exclusion: ResolverTypeWrapper<Exclusion>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Hemisphere: Hemisphere;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Interval: ResolverTypeWrapper<Interval>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LogState: ResolverTypeWrapper<LogPositions>;
  Mean: ResolverTypeWrapper<Mean>;
  MeanTrace: ResolverTypeWrapper<MeanTrace>;
  MeanTraces: ResolverTypeWrapper<MeanTraces>;
  Outcome: Outcome;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Position: ResolverTypeWrapper<Scalars['Position']['output']>;
  PsychometricCount: ResolverTypeWrapper<PsychometricCount>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordingSite: ResolverTypeWrapper<RecordingSiteSource>;
  Run: ResolverTypeWrapper<RunRow>;
  RunError: ResolverTypeWrapper<RunError>;
  RunState: RunState;
  Session: ResolverTypeWrapper<SessionRow>;
  SessionMeasures: ResolverTypeWrapper<SessionMeasuresRow>;
  SnippetAlignment: SnippetAlignment;
  Strategy: Strategy;
  StrategySegment: ResolverTypeWrapper<SegmentRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subject: ResolverTypeWrapper<SubjectRow>;
  SubjectConnection: ResolverTypeWrapper<SubjectConnectionSource>;
  SubjectEdge: ResolverTypeWrapper<Omit<SubjectEdge, 'node'> & { node: ResolversTypes['Subject'] }>;
  SubjectFilter: SubjectFilter;
  TraceCondition: TraceCondition;
  TrajectoryPoint: ResolverTypeWrapper<TrajectoryPoint>;
  Trial: ResolverTypeWrapper<TrialRow>;
  TrialConnection: ResolverTypeWrapper<TrialConnectionSource>;
  TrialEdge: ResolverTypeWrapper<Omit<TrialEdge, 'node'> & { node: ResolversTypes['Trial'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BlockedStream: BlockedStream;
  Boolean: Scalars['Boolean']['output'];
  Cohort: CohortSource;
  Correlation: Correlation;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  EarlyLateCell: EarlyLateCell;
  EarlyLateTable: EarlyLateTable;
  ExcludedSubject: ExcludedSource;
  Exclusion: Exclusion;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Interval: Interval;
  JSON: Scalars['JSON']['output'];
  LogState: LogPositions;
  Mean: Mean;
  MeanTrace: MeanTrace;
  MeanTraces: MeanTraces;
  PageInfo: PageInfo;
  Position: Scalars['Position']['output'];
  PsychometricCount: PsychometricCount;
  Query: Record<PropertyKey, never>;
  RecordingSite: RecordingSiteSource;
  Run: RunRow;
  RunError: RunError;
  Session: SessionRow;
  SessionMeasures: SessionMeasuresRow;
  StrategySegment: SegmentRow;
  String: Scalars['String']['output'];
  Subject: SubjectRow;
  SubjectConnection: SubjectConnectionSource;
  SubjectEdge: Omit<SubjectEdge, 'node'> & { node: ResolversParentTypes['Subject'] };
  SubjectFilter: SubjectFilter;
  TrajectoryPoint: TrajectoryPoint;
  Trial: TrialRow;
  TrialConnection: TrialConnectionSource;
  TrialEdge: Omit<TrialEdge, 'node'> & { node: ResolversParentTypes['Trial'] };
};

export type CostDirectiveArgs = {
  weight: Scalars['Int']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = ApiContext, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  sizedFields?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
  slicingArguments?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = ApiContext, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type BlockedStreamResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['BlockedStream'] = ResolversParentTypes['BlockedStream']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  streamVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CohortResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Cohort'] = ResolversParentTypes['Cohort']> = {
  earlyBiasLateSlope?: Resolver<ResolversTypes['Correlation'], ParentType, ContextType>;
  earlyLateBias?: Resolver<ResolversTypes['Correlation'], ParentType, ContextType>;
  earlyLateTable?: Resolver<ResolversTypes['EarlyLateTable'], ParentType, ContextType>;
  excluded?: Resolver<ReadonlyArray<ResolversTypes['ExcludedSubject']>, ParentType, ContextType>;
  meanTrajectory?: Resolver<ReadonlyArray<ResolversTypes['TrajectoryPoint']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  subjects?: Resolver<ResolversTypes['SubjectConnection'], ParentType, ContextType, RequireFields<CohortSubjectsArgs, 'first'>>;
};

export type CorrelationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Correlation'] = ResolversParentTypes['Correlation']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  r?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EarlyLateCellResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EarlyLateCell'] = ResolversParentTypes['EarlyLateCell']> = {
  ci?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  early?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
  late?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  proportion?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type EarlyLateTableResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EarlyLateTable'] = ResolversParentTypes['EarlyLateTable']> = {
  cells?: Resolver<ReadonlyArray<ResolversTypes['EarlyLateCell']>, ParentType, ContextType>;
  informationBits?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ExcludedSubjectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ExcludedSubject'] = ResolversParentTypes['ExcludedSubject']> = {
  exclusion?: Resolver<ResolversTypes['Exclusion'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['Subject'], ParentType, ContextType>;
};

export type ExclusionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Exclusion'] = ResolversParentTypes['Exclusion']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IntervalResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Interval'] = ResolversParentTypes['Interval']> = {
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LogStateResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['LogState'] = ResolversParentTypes['LogState']> = {
  blockedStreams?: Resolver<ReadonlyArray<ResolversTypes['BlockedStream']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  projectedPosition?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  staleSubjects?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MeanResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Mean'] = ResolversParentTypes['Mean']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  mean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MeanTraceResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['MeanTrace'] = ResolversParentTypes['MeanTrace']> = {
  condition?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  high?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  low?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  mean?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Float']>>, ParentType, ContextType>;
  nSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MeanTracesResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['MeanTraces'] = ResolversParentTypes['MeanTraces']> = {
  nSnippets?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timeS?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  traces?: Resolver<ReadonlyArray<ResolversTypes['MeanTrace']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface PositionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Position'], any> {
  name: 'Position';
}

export type PsychometricCountResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PsychometricCount'] = ResolversParentTypes['PsychometricCount']> = {
  contrast?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nRight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cohort?: Resolver<ResolversTypes['Cohort'], ParentType, ContextType, Partial<QueryCohortArgs>>;
  log?: Resolver<ResolversTypes['LogState'], ParentType, ContextType>;
  meanTraces?: Resolver<Maybe<ResolversTypes['MeanTraces']>, ParentType, ContextType, RequireFields<QueryMeanTracesArgs, 'alignment' | 'by' | 'site' | 'subject'>>;
  subject?: Resolver<Maybe<ResolversTypes['Subject']>, ParentType, ContextType, RequireFields<QuerySubjectArgs, 'id'>>;
  subjects?: Resolver<ResolversTypes['SubjectConnection'], ParentType, ContextType, RequireFields<QuerySubjectsArgs, 'first'>>;
};

export type RecordingSiteResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RecordingSite'] = ResolversParentTypes['RecordingSite']> = {
  hemisphere?: Resolver<ResolversTypes['Hemisphere'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  analysis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  analysisVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['RunError']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inputPosition?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RunState'], ParentType, ContextType>;
};

export type RunErrorResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RunError'] = ResolversParentTypes['RunError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  boundariesKnown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  measures?: Resolver<Maybe<ResolversTypes['SessionMeasures']>, ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rig?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  taskVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  trials?: Resolver<ResolversTypes['TrialConnection'], ParentType, ContextType, RequireFields<SessionTrialsArgs, 'first'>>;
};

export type SessionMeasuresResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SessionMeasures'] = ResolversParentTypes['SessionMeasures']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bias?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  carried?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  leftSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nUsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nZeroContrast?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  psychometricCounts?: Resolver<ReadonlyArray<ResolversTypes['PsychometricCount']>, ParentType, ContextType>;
  rightSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type StrategySegmentResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StrategySegment'] = ResolversParentTypes['StrategySegment']> = {
  associationLeft?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  associationRight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  bias?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  firstSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstTrial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastTrial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
};

export type SubjectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Subject'] = ResolversParentTypes['Subject']> = {
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  earlyStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  genotype?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lab?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lateStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nonDecisionTimeS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  project?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recordingSites?: Resolver<ReadonlyArray<ResolversTypes['RecordingSite']>, ParentType, ContextType>;
  runs?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  segments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StrategySegment']>>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['Session']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  species?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  strain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  strategyExclusion?: Resolver<Maybe<ResolversTypes['Exclusion']>, ParentType, ContextType>;
};

export type SubjectConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SubjectConnection'] = ResolversParentTypes['SubjectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SubjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Subject']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubjectEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SubjectEdge'] = ResolversParentTypes['SubjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Subject'], ParentType, ContextType>;
};

export type TrajectoryPointResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['TrajectoryPoint'] = ResolversParentTypes['TrajectoryPoint']> = {
  accuracy?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  bias?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  leftSlope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nEnded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rightSlope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TrialResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Trial'] = ResolversParentTypes['Trial']> = {
  block?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  choice?: Resolver<ResolversTypes['Choice'], ParentType, ContextType>;
  choiceS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  contrastLeft?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  contrastRight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  goCueS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['Outcome']>, ParentType, ContextType>;
  outcomeS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  repeatNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responseTimeS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rewardVolumeUl?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  stimulus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stimulusOnS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type TrialConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['TrialConnection'] = ResolversParentTypes['TrialConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TrialEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Trial']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TrialEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['TrialEdge'] = ResolversParentTypes['TrialEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Trial'], ParentType, ContextType>;
};

export type Resolvers<ContextType = ApiContext> = {
  BlockedStream?: BlockedStreamResolvers<ContextType>;
  Cohort?: CohortResolvers<ContextType>;
  Correlation?: CorrelationResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  EarlyLateCell?: EarlyLateCellResolvers<ContextType>;
  EarlyLateTable?: EarlyLateTableResolvers<ContextType>;
  ExcludedSubject?: ExcludedSubjectResolvers<ContextType>;
  Exclusion?: ExclusionResolvers<ContextType>;
  Interval?: IntervalResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LogState?: LogStateResolvers<ContextType>;
  Mean?: MeanResolvers<ContextType>;
  MeanTrace?: MeanTraceResolvers<ContextType>;
  MeanTraces?: MeanTracesResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Position?: GraphQLScalarType;
  PsychometricCount?: PsychometricCountResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordingSite?: RecordingSiteResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunError?: RunErrorResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionMeasures?: SessionMeasuresResolvers<ContextType>;
  StrategySegment?: StrategySegmentResolvers<ContextType>;
  Subject?: SubjectResolvers<ContextType>;
  SubjectConnection?: SubjectConnectionResolvers<ContextType>;
  SubjectEdge?: SubjectEdgeResolvers<ContextType>;
  TrajectoryPoint?: TrajectoryPointResolvers<ContextType>;
  Trial?: TrialResolvers<ContextType>;
  TrialConnection?: TrialConnectionResolvers<ContextType>;
  TrialEdge?: TrialEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = ApiContext> = {
  cost?: CostDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
};
