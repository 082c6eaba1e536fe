// Generated from schema/schema.graphql by `npm run generate`. Do not edit.

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SubjectRow } from '../read/subjects.ts';
import type { SubjectConnectionSource, SessionListSource, TrialConnectionSource, SegmentListSource, SiteListSource, LabListSource, ProjectListSource, FoundTrialListSource, RunListSource, StimulationListSource, SnippetListSource, CohortListSource, ReleaseListSource } from './connections.ts';
import type { SessionRow, SessionMeasuresRow } from '../read/sessions.ts';
import type { TrialRow } from '../read/trial-pages.ts';
import type { Freshness as ResultFreshness, Derivation as SubjectDerivation } from '../analyses/freshness.ts';
import type { SegmentRow, SegmentStartRow } from '../read/segments.ts';
import type { PsychometricFitRow } from '../read/psychometric-fits.ts';
import type { PsychometricFit } from '../science/psychometric/fit-psychometric.ts';
import type { FitSummary } from '../read/fits.ts';
import type { RecordingSiteRow } from '../read/recording-sites.ts';
import type { LabRow, ProjectRow } from '../read/labs.ts';
import type { StoredFibre, StoredStage, StoredCoefficient, StoredTimeCourse } from '../read/dopamine-encoding.ts';
import type { StoredEffects, StoredNextChoiceEffect, StoredWeightEffect } from '../read/stimulation-effects.ts';
import type { CohortEffect as FoundEffect } from '../analyses/effect-findings.ts';
import type { EncodingGroup as FoundGroup, RegressorGroup } from '../analyses/dopamine-findings.ts';
import type { StoredRefit, StoredNetworkFit } from '../read/network-refits.ts';
import type { FixedPointSource } from './resolvers/network.ts';
import type { StoredRecovery } from '../read/network-recovery.ts';
import type { CohortNetworks as FoundNetworks } from '../analyses/cohort-networks.ts';
import type { RunRow } from '../read/run-list.ts';
import type { RunRequestRow } from '../read/run-requests.ts';
import type { StimulationPageRow } from '../read/stimulation-pages.ts';
import type { SnippetPageRow } from '../read/snippet-pages.ts';
import type { CohortDefinitionRow } from '../read/saved-cohorts.ts';
import type { ReleaseRow } from '../read/releases.ts';
import type { NodeSource } from './nodes.ts';
import type { CohortSource, CohortGroupSource, ExcludedSource } from './resolvers/cohort.ts';
import type { EarlyGroupSource } from './resolvers/early-group.ts';
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

/** What a response is taken to carry. */
export type Account =
  /** The value, or error, of the stimulus pathways. */
  | 'PARTIAL'
  /** The value, or error, of the whole. */
  | 'TOTAL'
  /** Neither is much likelier than the other. */
  | 'UNDECIDED';

/** Whether a response follows the partial or the total value (or error). */
export type AccountComparison = {
  readonly __typename?: 'AccountComparison';
  /**
   * Of this response by itself: decided where, of decisions at such odds or higher on trials that put the accounts so far
   * apart, at most 1 in 100 is wrong: from 99 to 1 where they hardly differ to 3 to 1 where they lie far apart. It says which
   * of the two is likelier, not that the response carries nothing else.
   */
  readonly decided: Account;
  /** partialR − totalR, −2 to 2; null where undefined. */
  readonly difference: Maybe<Scalars['Float']['output']>;
  /** Bootstrap 95 % interval of the difference; null where that is. */
  readonly differenceCi: Maybe<Interval>;
  /** Natural logarithm of the ratio of likelihoods, partial to total, without unit; null where undefined. */
  readonly logRatio: Maybe<Scalars['Float']['output']>;
  /** Correlation with the partial one, within sessions, slow drift removed, −1 to 1; null where undefined. */
  readonly partialR: Maybe<Scalars['Float']['output']>;
  /**
   * How far apart these trials put the accounts: the variance that logRatio has, and twice its mean, if the likelier one is
   * true; without unit, null where logRatio is.
   */
  readonly separation: Maybe<Scalars['Float']['output']>;
  /** Correlation with the total one, −1 to 1; null where undefined. */
  readonly totalR: Maybe<Scalars['Float']['output']>;
};

/** Two accounts' held-out log-likelihoods. */
export type AccountDifference = {
  readonly __typename?: 'AccountDifference';
  /** The account. */
  readonly account: ChoiceAccount;
  /** The other one. */
  readonly against: ChoiceAccount;
  /** Its 95 % interval, resampling sessions; null with fewer than 2 held-out sessions. */
  readonly ci: Maybe<Interval>;
  /** Log-likelihood a trial of the one less that of the other, in the unit of a natural logarithm. */
  readonly perTrial: Scalars['Float']['output'];
};

/** The mean of a group's subjects at one place of training. */
export type AlignedPoint = {
  readonly __typename?: 'AlignedPoint';
  /** Mean accuracy. */
  readonly accuracy: Mean;
  /** The place, in the unit of the alignment: session, sessions since the criterion, or fraction of training. */
  readonly at: Scalars['Float']['output'];
  /** Mean bias (p_0 − ½). */
  readonly bias: Mean;
  /** Mean left slope (p_0 − p_L). */
  readonly leftSlope: Mean;
  /** Number of subjects with a session there. */
  readonly n: Scalars['Int']['output'];
  /** Number of subjects whose training had ended before: the means are those of the others. */
  readonly nEnded: Scalars['Int']['output'];
  /** Mean right slope (p_R − p_0). */
  readonly rightSlope: Mean;
};

/** Mean measures of a group over training, with bands. */
export type AlignedTrajectory = {
  readonly __typename?: 'AlignedTrajectory';
  /** Number of subjects in the group. */
  readonly n: Scalars['Int']['output'];
  /** Number of those without a place on the axis: they left before they reached the criterion. */
  readonly nUnplaced: Scalars['Int']['output'];
  /** Ascending. */
  readonly points: ReadonlyArray<AlignedPoint>;
};

/** A moment of the log; exactly one of its fields must be given. */
export type AsOf = {
  /** The last position that counts. */
  readonly position?: InputMaybe<Scalars['Position']['input']>;
  /** A release, lab/project/release:name: its position. */
  readonly release?: InputMaybe<Scalars['ID']['input']>;
  /** The last instant at which an event that counts was recorded. */
  readonly time?: InputMaybe<Scalars['DateTime']['input']>;
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

/** What the place of a boundary between segments was found by. */
export type BoundaryKind =
  /** By the trial from which the next strategy is the likelier one. */
  | 'DRIFT'
  /** By the choices around it, which tell a sudden switch. */
  | 'SWITCH';

/** What the subject did in a trial. */
export type Choice =
  /** It chose left. */
  | 'LEFT'
  /** It did not choose. */
  | 'NO_GO'
  /** It chose right. */
  | 'RIGHT';

/** What foretells choices. */
export type ChoiceAccount =
  /** The floor: one probability of choosing right, that of the trials before. */
  | 'CONSTANT_BIAS'
  /** The ceiling: the random walk of the decision model's weights. */
  | 'RANDOM_WALK'
  /** The shallow network. */
  | 'SHALLOW'
  /** The network with one total error. */
  | 'TOTAL_RPE'
  /** The tutor–executor network. */
  | 'TUTOR_EXECUTOR';

/** The subjects that a filter selects, and what they have in common. */
export type Cohort = {
  readonly __typename?: 'Cohort';
  /** The subjects by how they began; those without an early strategy last. */
  readonly byEarlyStrategy: ReadonlyArray<EarlyGroup>;
  /** What fibres encode, by how their subjects began, and event; p-values are corrected over the whole cohort. */
  readonly dopamineEncoding: ReadonlyArray<EncodingGroup>;
  /** Correlation of early bias with late right − left slope. */
  readonly earlyBiasLateSlope: Correlation;
  /** Correlation of early bias with late bias. */
  readonly earlyLateBias: Correlation;
  /** Early against late strategy. */
  readonly earlyLateTable: EarlyLateTable;
  /** The subjects left out of them, and why. */
  readonly excluded: ReadonlyArray<ExcludedSubject>;
  /** The subjects by a label; those without it last, the others in the order of its values. */
  readonly groups: ReadonlyArray<CohortGroup>;
  /** Mean measures over subjects by session number, ascending. */
  readonly meanTrajectory: ReadonlyArray<TrajectoryPoint>;
  /** Number of subjects in the statistics of early and late. */
  readonly n: Scalars['Int']['output'];
  /** Which learning rules win over the subjects whose networks are derived, and what they say of individuals. */
  readonly networks: CohortNetworks;
  /** How well the first 1, 2, … sessions foretell the late strategy, each subject from the others alone (leave one out). */
  readonly prediction: ReadonlyArray<PredictionPoint>;
  /** How often the subjects chose right at each contrast in a window of training, by how they began. */
  readonly psychometrics: ReadonlyArray<CohortPsychometric>;
  /**
   * The subjects' psychometric functions by stage of training, each subject counted once: by the mean of its functions of
   * the stage. Filter the cohort to tell subjects apart by how they began.
   */
  readonly psychometricsByStage: ReadonlyArray<StagePsychometric>;
  /** True where any of them is simulated. */
  readonly simulated: Scalars['Boolean']['output'];
  /** Number of subjects that the filter selects. */
  readonly size: Scalars['Int']['output'];
  /** Number of them whose strategies are not of their present trials: what is said below is of older data for them. */
  readonly staleSubjects: Scalars['Int']['output'];
  /** What light, and reward, do over the subjects that had light. */
  readonly stimulationEffects: ReadonlyArray<CohortEffect>;
  /** The subjects, in the order of lab, project and name. */
  readonly subjects: SubjectConnection;
  /** Time spent in each of the six strategies, of all subjects that have segments. */
  readonly timeInStrategies: ReadonlyArray<CohortStrategyTime>;
  /** When subjects first reach an accuracy; those that left before are counted for as long as they were there. */
  readonly timeToCriterion: TimeToCriterion;
  /** Changes between strategies, of all subjects that have segments. */
  readonly transitions: CohortTransitions;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortDopamineEncodingArgs = {
  number?: InputMaybe<Scalars['Int']['input']>;
  stage?: EncodingStageKind;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortGroupsArgs = {
  by: CohortLabel;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortPredictionArgs = {
  sessions?: Scalars['Int']['input'];
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortPsychometricsArgs = {
  window?: CohortWindow;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortPsychometricsByStageArgs = {
  by?: PsychometricStage;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortStimulationEffectsArgs = {
  earlyStrategy?: InputMaybe<Strategy>;
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortSubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The subjects that a filter selects, and what they have in common. */
export type CohortTimeToCriterionArgs = {
  accuracy?: Scalars['Float']['input'];
};

/** Two accounts' held-out log-likelihoods over subjects. */
export type CohortAccountDifference = {
  readonly __typename?: 'CohortAccountDifference';
  /** The account. */
  readonly account: ChoiceAccount;
  /** The other one. */
  readonly against: ChoiceAccount;
  /** Its 95 % bootstrap interval over subjects; null with fewer than 2. */
  readonly ci: Maybe<Interval>;
  /** Mean over subjects of the difference a trial, in the unit of a natural logarithm. */
  readonly mean: Scalars['Float']['output'];
  /** Number of subjects. */
  readonly n: Scalars['Int']['output'];
  /** Number of them in which the account is the better one. */
  readonly nBetter: Scalars['Int']['output'];
};

/** How two cohorts differ. */
export type CohortComparison = {
  readonly __typename?: 'CohortComparison';
  /** Subjects of either that are in no comparison, and why. */
  readonly excluded: ReadonlyArray<ExcludedSubject>;
  /** One for each measure, in the order that they were asked for. */
  readonly measures: ReadonlyArray<MeasureComparison>;
  /** Number of subjects that the filter a selects. */
  readonly sizeA: Scalars['Int']['output'];
  /** Number of subjects that the filter b selects. */
  readonly sizeB: Scalars['Int']['output'];
};

/** A cohort that a project has defined, by an event: its members can be found again as of any position. */
export type CohortDefinition = Node & {
  readonly __typename?: 'CohortDefinition';
  /** What it is for; null where nobody said. */
  readonly description: Maybe<Scalars['String']['output']>;
  /** A SubjectFilter, as it was written. */
  readonly filter: Scalars['JSON']['output'];
  /** lab/project/cohort:name, as filters take it. */
  readonly id: Scalars['ID']['output'];
  /** Name of its lab. */
  readonly lab: Scalars['String']['output'];
  /** Its name within the project. */
  readonly name: Scalars['String']['output'];
  /** Position of the event that defined it so. */
  readonly position: Scalars['Position']['output'];
  /** Name of its project; it selects among that project's subjects. */
  readonly project: Scalars['String']['output'];
};

/** A page of saved cohorts. */
export type CohortDefinitionConnection = {
  readonly __typename?: 'CohortDefinitionConnection';
  /** The page's saved cohorts, each with its cursor. */
  readonly edges: ReadonlyArray<CohortDefinitionEdge>;
  /** The page's saved cohorts. */
  readonly nodes: ReadonlyArray<CohortDefinition>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of saved cohorts on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A saved cohort on a page. */
export type CohortDefinitionEdge = {
  readonly __typename?: 'CohortDefinitionEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The saved cohort. */
  readonly node: CohortDefinition;
};

/** An effect of light, or reward, over a cohort's subjects. */
export type CohortEffect = {
  readonly __typename?: 'CohortEffect';
  /** Variance between subjects (DerSimonian and Laird's), in the unit of the measure squared; null with fewer than 2. */
  readonly betweenVariance: Maybe<Scalars['Float']['output']>;
  /** Its 95 % interval (Hartung and Knapp's); null with fewer than 2 subjects. */
  readonly ci: Maybe<Interval>;
  /** Random-effects mean over subjects, in the unit of the measure; null without any. */
  readonly mean: Maybe<Scalars['Float']['output']>;
  /** What was looked at. */
  readonly measure: EffectMeasure;
  /** Number of subjects. */
  readonly n: Scalars['Int']['output'];
  /** Stimulus side of the treated trials; null for weights. */
  readonly taught: Maybe<StimulusSide>;
  /** Stimulus side of the trials whose choice is looked at; null for weights. */
  readonly tested: Maybe<StimulusSide>;
  /** What was done. */
  readonly treatment: Treatment;
  /** bias, contrastLeft or contrastRight; null for next choices. */
  readonly weight: Maybe<Scalars['String']['output']>;
};

/** The subjects of a cohort that have one value of a label. */
export type CohortGroup = {
  readonly __typename?: 'CohortGroup';
  /** Their mean measures of the early window. */
  readonly early: WindowMeans;
  /** Their mean measures of the late window. */
  readonly late: WindowMeans;
  /** Number of those with session measures: the others are in no mean. */
  readonly n: Scalars['Int']['output'];
  /** Number of subjects. */
  readonly size: Scalars['Int']['output'];
  /** Their mean measures over training. */
  readonly trajectory: AlignedTrajectory;
  /** The value; null for those that have none. */
  readonly value: Maybe<Scalars['String']['output']>;
};


/** The subjects of a cohort that have one value of a label. */
export type CohortGroupTrajectoryArgs = {
  accuracy?: Scalars['Float']['input'];
  alignment?: TrajectoryAlignment;
  bins?: Scalars['Int']['input'];
};

/** A label by which a cohort can be grouped. */
export type CohortLabel =
  /** Strategy of the early window (sessions 4 to 8). */
  | 'EARLY_STRATEGY'
  /** As the lab writes it. */
  | 'GENOTYPE'
  /** Name of the lab. */
  | 'LAB'
  /** Strategy of the late window (the last 5 sessions). */
  | 'LATE_STRATEGY'
  /** Name of the project, as lab/project. */
  | 'PROJECT'
  /** female, male or unknown. */
  | 'SEX'
  /** For example Mus musculus. */
  | 'SPECIES'
  /** For example C57BL/6J. */
  | 'STRAIN'
  /** The side that the whole learning curve came to rely on. */
  | 'TRAJECTORY_CLASS';

/** Which learning rules win over subjects, and what the networks say of individuals. */
export type CohortNetworks = {
  readonly __typename?: 'CohortNetworks';
  /** Each pair of rules once, and each rule against floor and ceiling; every subject counts the same. */
  readonly differences: ReadonlyArray<CohortAccountDifference>;
  /** Correlation of early bias with late right − left slope, of the subjects themselves. */
  readonly earlyBiasLateSlope: Correlation;
  /** Correlation of early bias with late bias, of the subjects themselves. */
  readonly earlyLateBias: Correlation;
  /** Number of subjects whose networks are derived. */
  readonly n: Scalars['Int']['output'];
  /** Subjects with an early and a late window, which the correlations are over. */
  readonly nInCorrelations: Scalars['Int']['output'];
  /** The same of the networks, rule by rule, to lay beside them. */
  readonly rules: ReadonlyArray<RuleDifferences>;
  /** Verdicts by rule. */
  readonly wins: ReadonlyArray<RuleWins>;
};

/** The choices of subjects that began alike, by contrast. */
export type CohortPsychometric = {
  readonly __typename?: 'CohortPsychometric';
  /** Their early strategy; null for those that have none. */
  readonly earlyStrategy: Maybe<Strategy>;
  /** Number of subjects with such a window. */
  readonly n: Scalars['Int']['output'];
  /** By signed contrast, ascending. */
  readonly points: ReadonlyArray<CohortPsychometricPoint>;
};

/** Choices at one contrast, each subject counted once. */
export type CohortPsychometricPoint = {
  readonly __typename?: 'CohortPsychometricPoint';
  /** Right minus left contrast, −1 to 1. */
  readonly contrast: Scalars['Float']['output'];
  /** Mean over subjects of the share of right choices, a proportion. */
  readonly right: Mean;
};

/** How long the subjects of a cohort spend in a strategy. */
export type CohortStrategyTime = {
  readonly __typename?: 'CohortStrategyTime';
  /** Subjects that were ever in it. */
  readonly everIn: Proportion;
  /** Mean share of a subject's trials, a proportion. */
  readonly share: Mean;
  /** The strategy. */
  readonly strategy: Strategy;
};

/** Changes from one strategy to another in a cohort. */
export type CohortTransitions = {
  readonly __typename?: 'CohortTransitions';
  /** Changes that were seen, in the order of the strategies. */
  readonly changes: ReadonlyArray<TransitionCount>;
  /** Number of subjects with segments. */
  readonly n: Scalars['Int']['output'];
  /** Number of changes of a subject, in the measure's own unit (changes). */
  readonly perSubject: Mean;
};

/** A window of a subject's training. */
export type CohortWindow =
  /** Sessions 4 to 8. */
  | 'EARLY'
  /** The last 5 sessions. */
  | 'LATE';

/** Networks of one rule, by the rule that they were taken for. */
export type ConfusionRow = {
  readonly __typename?: 'ConfusionRow';
  /** The rule that they learn by. */
  readonly rule: LearningRule;
  /** Number taken for SHALLOW. */
  readonly shallow: Scalars['Int']['output'];
  /** Number taken for TOTAL_RPE. */
  readonly totalRpe: Scalars['Int']['output'];
  /** Number taken for TUTOR_EXECUTOR. */
  readonly tutorExecutor: Scalars['Int']['output'];
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

/** A session in which subjects reached the criterion or left. */
export type CriterionStep = {
  readonly __typename?: 'CriterionStep';
  /** Number of subjects still in training that had not reached it before. */
  readonly atRisk: Scalars['Int']['output'];
  /** Its 95 % interval (Greenwood's variance on the log −log scale); null where none or all had reached it. */
  readonly ci: Maybe<Interval>;
  /** Number of subjects that left after this session without it. */
  readonly nCensored: Scalars['Int']['output'];
  /** Number of subjects that reached it in this session. */
  readonly nReached: Scalars['Int']['output'];
  /** P(reached by the end of this session), 0 to 1. */
  readonly reached: Scalars['Float']['output'];
  /** Number of the session. */
  readonly session: Scalars['Int']['output'];
};

/**
 * A random walk of the weights that a subject's choices follow, from trial to trial (Roy et al. 2021). Fitted to every
 * trial with a choice.
 */
export type DecisionModel = {
  readonly __typename?: 'DecisionModel';
  /** Hyperparameters that ended on a bound of their search, for example sigma.bias: their values mean little. */
  readonly atBound: ReadonlyArray<Scalars['String']['output']>;
  /** Whether weights and hyperparameters are at a maximum. */
  readonly converged: Scalars['Boolean']['output'];
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** The weights on every trial with a choice. */
  readonly fullTrajectory: WeightTrajectory;
  /** SDs of the walk's steps. */
  readonly hyperparameters: Hyperparameters;
  /** Steps of the search for the hyperparameters. */
  readonly iterations: Scalars['Int']['output'];
  /** Laplace's approximation to the log evidence, in the unit of a natural logarithm. */
  readonly logEvidence: Scalars['Float']['output'];
  /** Log likelihood of the choices at the most probable weights, in the unit of a natural logarithm. */
  readonly logLikelihood: Scalars['Float']['output'];
  /** Sum of the log likelihood and the log prior, in the unit of a natural logarithm. */
  readonly logPosterior: Scalars['Float']['output'];
  /** Log prior of the most probable weights, without its 2π terms, in the unit of a natural logarithm. */
  readonly logPrior: Scalars['Float']['output'];
  /** The largest contrast of the subject's trials, 0 to 1. */
  readonly maxContrast: Scalars['Float']['output'];
  /** What a trial's choice follows: logistic, P(right) = σ(Σ weight × regressor). */
  readonly model: Scalars['String']['output'];
  /** Number of sessions; 1 where their boundaries are unknown. */
  readonly nSessions: Scalars['Int']['output'];
  /** Number of trials with a choice. */
  readonly nTrials: Scalars['Int']['output'];
  /** Names of the weights (bias, contrastLeft, contrastRight), in the order of every list of weights here. */
  readonly paramNames: ReadonlyArray<Scalars['String']['output']>;
  /** Mean of a trial's step: none where the weights only drift. */
  readonly rule: Scalars['String']['output'];
  /** The run that derived this. */
  readonly run: Run;
  /**
   * The weights over training by so many trials: the first, the last, and the smallest and largest weights of each
   * stretch in between. No extreme is lost.
   */
  readonly trajectory: WeightTrajectory;
};


/**
 * A random walk of the weights that a subject's choices follow, from trial to trial (Roy et al. 2021). Fitted to every
 * trial with a choice.
 */
export type DecisionModelTrajectoryArgs = {
  points?: Scalars['Int']['input'];
};

/** Where one analysis of a subject stands, whether it has a result or not. */
export type Derivation = {
  readonly __typename?: 'Derivation';
  /** Name of the analysis, for example strategy-segments. */
  readonly analysis: Scalars['String']['output'];
  /** Why there is none of the present data; null unless it failed. */
  readonly error: Maybe<RunError>;
  /** Whether its result is of the present data. */
  readonly freshness: Freshness;
  /** The run whose result is shown; null before the first. */
  readonly run: Maybe<Run>;
};

/** A session that is left out, and why. */
export type DroppedSession = {
  readonly __typename?: 'DroppedSession';
  /** Stable, for programs; for example DENOMINATOR_NOT_POSITIVE. */
  readonly code: Scalars['String']['output'];
  /** A sentence for the reader. */
  readonly reason: Scalars['String']['output'];
  /** Number of the session. */
  readonly session: Scalars['Int']['output'];
};

/** The subjects of a cohort that began alike. */
export type EarlyGroup = {
  readonly __typename?: 'EarlyGroup';
  /** Their mean measures of the early window. */
  readonly early: WindowMeans;
  /** Their early strategy; null for those that have none. */
  readonly earlyStrategy: Maybe<Strategy>;
  /** Their mean measures of the late window. */
  readonly late: WindowMeans;
  /** Number of subjects with session measures. */
  readonly n: Scalars['Int']['output'];
  /** Their mean measures over training. */
  readonly trajectory: AlignedTrajectory;
};


/** The subjects of a cohort that began alike. */
export type EarlyGroupTrajectoryArgs = {
  accuracy?: Scalars['Float']['input'];
  alignment?: TrajectoryAlignment;
  bins?: Scalars['Int']['input'];
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

/** What an effect is of. */
export type EffectMeasure =
  /** Whether a choice is repeated. */
  | 'NEXT_CHOICE'
  /** A weight of the decision model. */
  | 'WEIGHT';

/** One regressor's part of a response, which is in units of the session's response to unforeseen water. */
export type EncodingCoefficient = {
  readonly __typename?: 'EncodingCoefficient';
  /** 95 % interval by standardError; null where the estimate is. */
  readonly ci: Maybe<Interval>;
  /**
   * Change of the response with one of the regressor, in the unit of the response; null where it cannot be told: it does not
   * vary, others tell it, or fewer than 6 trials in effect do.
   */
  readonly estimate: Maybe<Scalars['Float']['output']>;
  /**
   * Student's, two-sided, 0 to 1, by the HC3 error alone, since whether a coefficient is 0 does not depend on the divisor;
   * null where the estimate is.
   */
  readonly p: Maybe<Scalars['Float']['output']>;
  /** Permutation p-value, two-sided, 0 to 1, not corrected: cohorts correct theirs; null where the estimate is. */
  readonly permutationP: Maybe<Scalars['Float']['output']>;
  /** contralateral, ipsilateral (contrasts), choice, outcome, or choice×outcome. */
  readonly regressor: Scalars['String']['output'];
  /**
   * Heteroscedasticity-robust (HC3), with the share that the error of the divisor, the response to unforeseen water, has in
   * it (to first order); in the unit of the estimate, null where that is.
   */
  readonly standardError: Maybe<Scalars['Float']['output']>;
  /** What held-out R² loses without it, at most 1; null where undefined. */
  readonly uniqueRSquared: Maybe<Scalars['Float']['output']>;
};

/** What the fibres of subjects that began alike encode around one event. */
export type EncodingGroup = {
  readonly __typename?: 'EncodingGroup';
  /** Event that the responses are around. */
  readonly alignment: SnippetAlignment;
  /** Cross-validated R² over subjects. */
  readonly crossValidatedRSquared: Mean;
  /** Correlation with the partial less that with the total account, over subjects. */
  readonly difference: Mean;
  /** How the subjects began; null for those without an early strategy. */
  readonly earlyStrategy: Maybe<Strategy>;
  /** Number of fibres. */
  readonly nFibres: Scalars['Int']['output'];
  /**
   * Number of fibres that follow the partial account, decided together: at odds at which at most 2 in 100 decisions on such
   * trials are wrong, the surest, as many as keep the expected share of wrong ones in the cohort at 1 in 100.
   */
  readonly nPartial: Scalars['Int']['output'];
  /** Number of subjects. */
  readonly nSubjects: Scalars['Int']['output'];
  /** Number of fibres that follow the total account, decided together. */
  readonly nTotal: Scalars['Int']['output'];
  /** Number of fibres of which neither can be said. */
  readonly nUndecided: Scalars['Int']['output'];
  /** One for each regressor. */
  readonly regressors: ReadonlyArray<GroupRegressor>;
};

/** The regression of the responses of one stage. */
export type EncodingStage = {
  readonly __typename?: 'EncodingStage';
  /** Stimulus responses against values, outcome responses against errors; null around choices. */
  readonly accounts: Maybe<AccountComparison>;
  /** Event that the responses are around. */
  readonly alignment: SnippetAlignment;
  /** One for each regressor. */
  readonly coefficients: ReadonlyArray<EncodingCoefficient>;
  /** The same of held-out trials, at most 1; below 0 where they are foretold worse than by 0, null where undefined. */
  readonly crossValidatedRSquared: Maybe<Scalars['Float']['output']>;
  /** Number of trials. */
  readonly nTrials: Scalars['Int']['output'];
  /** How responses were moved against regressors for permutation p-values. */
  readonly null: ShiftNull;
  /** Number of the session, of the fifth from 1, or of the segment from 0; 0 for all trials. */
  readonly number: Scalars['Int']['output'];
  /** Share of the variance within sessions, slow drift removed, that the regressors tell, 0 to 1; null where undefined. */
  readonly rSquared: Maybe<Scalars['Float']['output']>;
  /** Kind of stage. */
  readonly stage: EncodingStageKind;
};

/** Trials in which encoding is looked at. */
export type EncodingStageKind =
  /** All trials. */
  | 'ALL'
  /** A fifth of the sessions. */
  | 'BIN'
  /** A strategy segment. */
  | 'SEGMENT'
  /** A session. */
  | 'SESSION';

/** A regressor's coefficient over time around an event. */
export type EncodingTimeCourse = {
  readonly __typename?: 'EncodingTimeCourse';
  /** Event at time 0. */
  readonly alignment: SnippetAlignment;
  /** Coefficient at each sample, in the unit of the snippets (z-scores); null where undefined. */
  readonly estimate: ReadonlyArray<Maybe<Scalars['Float']['output']>>;
  /** Upper end of that band, in the unit of the estimate; null with too few sessions. */
  readonly high: Maybe<ReadonlyArray<Maybe<Scalars['Float']['output']>>>;
  /** Lower end, in the unit of the estimate, of the band that holds the whole course with 95 %; null with too few sessions. */
  readonly low: Maybe<ReadonlyArray<Maybe<Scalars['Float']['output']>>>;
  /** Number of trials. */
  readonly nTrials: Scalars['Int']['output'];
  /** As in EncodingCoefficient. */
  readonly regressor: Scalars['String']['output'];
  /** Times of the samples since the event, in seconds. */
  readonly timeS: ReadonlyArray<Scalars['Float']['output']>;
};

/** A parameter that was estimated. */
export type Estimate = {
  readonly __typename?: 'Estimate';
  /** Bootstrap percentile 95 % interval; null without a bootstrap. */
  readonly ci: Maybe<Interval>;
  /** Its most likely value, in the unit of the parameter. */
  readonly value: Scalars['Float']['output'];
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

/** What one fibre encodes: regressions of its responses, held to what its subject uses. */
export type FibreEncoding = {
  readonly __typename?: 'FibreEncoding';
  /** Sessions that are left out, since their responses could not be normalised. */
  readonly droppedSessions: ReadonlyArray<DroppedSession>;
  /** Whether its stimulus coefficients follow its own subject's associations over sessions. */
  readonly followsAssociations: FollowsAssociations;
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** Whose values and errors responses were held to. */
  readonly network: ValueSource;
  /** The run that derived this. */
  readonly run: Run;
  /** The fibre. */
  readonly site: RecordingSite;
  /** How well odd and even trials agree on a coefficient over sessions. */
  readonly splitHalfReliabilities: ReadonlyArray<SplitHalfReliability>;
  /** The stages that have enough trials: all trials first, then fifths of training, strategy segments and sessions. */
  readonly stages: ReadonlyArray<EncodingStage>;
  /** Coefficients over time around each event, of all trials. */
  readonly timeCourses: ReadonlyArray<EncodingTimeCourse>;
};


/** What one fibre encodes: regressions of its responses, held to what its subject uses. */
export type FibreEncodingStagesArgs = {
  alignment?: InputMaybe<SnippetAlignment>;
  stage?: InputMaybe<EncodingStageKind>;
};

/** Correlations of a fibre's stimulus coefficients with its subject's associations over sessions. */
export type FollowsAssociations = {
  readonly __typename?: 'FollowsAssociations';
  /** The same, corrected over the project's fibres (Benjamini and Hochberg), 0 to 1; null where p is. */
  readonly adjustedP: Maybe<Scalars['Float']['output']>;
  /** Contralateral coefficient with the association of the contralateral stimulus, −1 to 1; null where undefined. */
  readonly contralateralR: Maybe<Scalars['Float']['output']>;
  /** Difference of the coefficients with the difference of the associations, −1 to 1; null where undefined. */
  readonly differenceR: Maybe<Scalars['Float']['output']>;
  /** Ipsilateral coefficient with the association of the ipsilateral stimulus, −1 to 1; null where undefined. */
  readonly ipsilateralR: Maybe<Scalars['Float']['output']>;
  /** Number of sessions with both. */
  readonly nSessions: Scalars['Int']['output'];
  /**
   * One-sided p-value of differenceR against the associations of the project's other subjects, 0 to 1; null without other
   * subjects, and until the project is derived from the data of this subject that are shown.
   */
  readonly p: Maybe<Scalars['Float']['output']>;
};

/** A trial with whose it is. */
export type FoundTrial = {
  readonly __typename?: 'FoundTrial';
  /** Number of the session. */
  readonly session: Scalars['Int']['output'];
  /** The subject, as lab/project/subject. */
  readonly subjectId: Scalars['ID']['output'];
  /** The trial. */
  readonly trial: Trial;
};

/** A page of trials of several subjects. */
export type FoundTrialConnection = {
  readonly __typename?: 'FoundTrialConnection';
  /** The page's trials, each with its cursor. */
  readonly edges: ReadonlyArray<FoundTrialEdge>;
  /** The page's trials. */
  readonly nodes: ReadonlyArray<FoundTrial>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of trials on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A trial of several subjects' on a page. */
export type FoundTrialEdge = {
  readonly __typename?: 'FoundTrialEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The trial. */
  readonly node: FoundTrial;
};

/** Whether a result is of the present data, and what it lacks. */
export type Freshness = {
  readonly __typename?: 'Freshness';
  /** Events of the subject that it does not know; 0 where it is fresh. */
  readonly lagEvents: Scalars['Int']['output'];
  /** How it stands to the data. */
  readonly state: FreshnessState;
};

/** How a result stands to the data, and to the present version and parameters of its analysis. */
export type FreshnessState =
  /** Of older data, or not there yet; a run waits or is at work. */
  | 'COMPUTING'
  /** The present data gave an error, or their run was cancelled; what is shown is of older data. */
  | 'FAILED'
  /** Of the present data. */
  | 'FRESH'
  /** Of older data, and no run waits. */
  | 'STALE';

/** One regressor over a group's subjects. */
export type GroupRegressor = {
  readonly __typename?: 'GroupRegressor';
  /** Coefficient over subjects, whose fibres are averaged first. */
  readonly estimate: Mean;
  /** Fibres whose permutation p-value, corrected over the whole cohort, is at most .05. */
  readonly nSignificant: Scalars['Int']['output'];
  /** Fibres that have one. */
  readonly nTested: Scalars['Int']['output'];
  /** As in EncodingCoefficient. */
  readonly regressor: Scalars['String']['output'];
  /** Unique R² over subjects. */
  readonly uniqueRSquared: Mean;
};

/** One account's held-out choices. */
export type HeldOutAccount = {
  readonly __typename?: 'HeldOutAccount';
  /** The account. */
  readonly account: ChoiceAccount;
  /** Log-likelihood a trial, in the unit of a natural logarithm. */
  readonly logLikelihoodPerTrial: Scalars['Float']['output'];
};

/** One half of the brain. */
export type Hemisphere =
  /** Left: right stimuli are contralateral. */
  | 'LEFT'
  /** Right: left stimuli are contralateral. */
  | 'RIGHT';

/** SDs of the steps of a random walk of weights, one a weight, in the unit of the weight. */
export type Hyperparameters = {
  readonly __typename?: 'Hyperparameters';
  /** From one trial to the next within a session, in the unit of the weight. */
  readonly sigma: ReadonlyArray<Scalars['Float']['output']>;
  /** Into the first trial of a session, in the unit of the weight; null where session boundaries are unknown. */
  readonly sigmaDay: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** Of the weights on the first trial of all, in the unit of the weight. */
  readonly sigmaInit: ReadonlyArray<Scalars['Float']['output']>;
};

/** A 95 % confidence interval. */
export type Interval = {
  readonly __typename?: 'Interval';
  /** Its upper end, in the unit of what it surrounds. */
  readonly high: Scalars['Float']['output'];
  /** Its lower end, in the unit of what it surrounds. */
  readonly low: Scalars['Float']['output'];
};

/** Who owns data. */
export type Lab = Node & {
  readonly __typename?: 'Lab';
  /** As it writes itself; null where it did not say. */
  readonly fullName: Maybe<Scalars['String']['output']>;
  /** Its name. */
  readonly id: Scalars['ID']['output'];
  /** Its name, by which subjects and filters name it. */
  readonly name: Scalars['String']['output'];
};

/** A page of labs. */
export type LabConnection = {
  readonly __typename?: 'LabConnection';
  /** The page's labs, each with its cursor. */
  readonly edges: ReadonlyArray<LabEdge>;
  /** The page's labs. */
  readonly nodes: ReadonlyArray<Lab>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of labs on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A lab on a page. */
export type LabEdge = {
  readonly __typename?: 'LabEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The lab. */
  readonly node: Lab;
};

/** How a network learns; the three are rival accounts. */
export type LearningRule =
  /** The first layer is fixed; the second learns from the total error. */
  | 'SHALLOW'
  /** Both layers learn from the total error. */
  | 'TOTAL_RPE'
  /** Both layers learn; each pathway of the second is taught by its own partial error, the first by the total one. */
  | 'TUTOR_EXECUTOR';

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
  /** Mean, in the unit of the snippets (units); null where a sample is missing. */
  readonly mean: ReadonlyArray<Maybe<Scalars['Float']['output']>>;
  /** Number of sessions. */
  readonly nSessions: Scalars['Int']['output'];
  /** Number of trials. */
  readonly nTrials: Scalars['Int']['output'];
};

/** Mean traces of a fibre. */
export type MeanTraces = {
  readonly __typename?: 'MeanTraces';
  /** Number of snippets, one of each trial. */
  readonly nSnippets: Scalars['Int']['output'];
  /** Times of the samples since the event, in seconds. */
  readonly timeS: ReadonlyArray<Scalars['Float']['output']>;
  /** One for each condition, in order of its name. */
  readonly traces: ReadonlyArray<MeanTrace>;
  /** Of the means, as the snippets have them: z for z-scores, dF/F, V. */
  readonly units: Scalars['String']['output'];
};

/** One measure of two cohorts. */
export type MeasureComparison = {
  readonly __typename?: 'MeasureComparison';
  /** Mean of a. */
  readonly a: Mean;
  /** The same, corrected over the measures asked for together (Benjamini and Hochberg), 0 to 1; null where p is. */
  readonly adjustedP: Maybe<Scalars['Float']['output']>;
  /** Mean of b. */
  readonly b: Mean;
  /** Welch's 95 % interval of the difference; null with fewer than 2 values in either, or without any spread. */
  readonly ci: Maybe<Interval>;
  /** Cliff's δ, P(a > b) − P(a < b), −1 to 1; null where either has no values. */
  readonly cliffsDelta: Maybe<Scalars['Float']['output']>;
  /** Mean of a less that of b, in the measure's own unit; null where either has no values. */
  readonly difference: Maybe<Scalars['Float']['output']>;
  /** Hedges' g: the difference in units of the pooled SD, corrected for small groups, without unit; null where ci is. */
  readonly hedgesG: Maybe<Scalars['Float']['output']>;
  /** 95 % interval of g from its large-sample variance; null where ci is. */
  readonly hedgesGCi: Maybe<Interval>;
  /** The measure. */
  readonly measure: SubjectMeasure;
  /** Two-sided p-value by exchanging subjects between the cohorts (of Welch's t), 0 to 1; null where ci is. */
  readonly p: Maybe<Scalars['Float']['output']>;
};

/** A measure that lies between two bounds, both inside. */
export type MeasureRange = {
  /** Its largest value; no bound without it. */
  readonly max?: InputMaybe<Scalars['Float']['input']>;
  /** The measure. */
  readonly measure: SubjectMeasure;
  /** Its smallest value; no bound without it. */
  readonly min?: InputMaybe<Scalars['Float']['input']>;
};

/**
 * What a lab may ask for about its own data, with a token of that lab that has the scope analyse besides read. What is
 * asked is noted at once, and done by a worker, within about a second where one runs. Every request is in the audit.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Ends a run that waits or is at work; it is not tried again on the same data until somebody asks. */
  readonly cancelRun: RunRequest;
  /** Derives what is not of a subject's present data. What has failed on them is left alone: retryRun tries it again. */
  readonly reanalyse: RunRequest;
  /** Puts a run that failed, or was cancelled, back into the queue, with what failed because of it. */
  readonly retryRun: RunRequest;
};


/**
 * What a lab may ask for about its own data, with a token of that lab that has the scope analyse besides read. What is
 * asked is noted at once, and done by a worker, within about a second where one runs. Every request is in the audit.
 */
export type MutationCancelRunArgs = {
  run: Scalars['ID']['input'];
};


/**
 * What a lab may ask for about its own data, with a token of that lab that has the scope analyse besides read. What is
 * asked is noted at once, and done by a worker, within about a second where one runs. Every request is in the audit.
 */
export type MutationReanalyseArgs = {
  analyses?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  subject: Scalars['ID']['input'];
};


/**
 * What a lab may ask for about its own data, with a token of that lab that has the scope analyse besides read. What is
 * asked is noted at once, and done by a worker, within about a second where one runs. Every request is in the audit.
 */
export type MutationRetryRunArgs = {
  run: Scalars['ID']['input'];
};

/** A way out of a saddle. */
export type NetworkEscape = {
  readonly __typename?: 'NetworkEscape';
  /** left, right, bias: the pathways that it turns on. */
  readonly pathways: ReadonlyArray<Scalars['String']['output']>;
  /** Growth a trial, in the unit of 1 / trial. */
  readonly rate: Scalars['Float']['output'];
};

/** A free parameter of a network. */
export type NetworkEstimate = {
  readonly __typename?: 'NetworkEstimate';
  /** lower or upper where it ended on a bound of the search; null else. */
  readonly atBound: Maybe<Scalars['String']['output']>;
  /** For example logRate, logBeta, logFirstLayer.left or logRightAction.bias. */
  readonly name: Scalars['String']['output'];
  /** On the same scale, without unit; null at a bound, and where the likelihood is no smooth peak. */
  readonly standardError: Maybe<Scalars['Float']['output']>;
  /** A natural logarithm, without unit. */
  readonly value: Scalars['Float']['output'];
};

/** The network of one rule that makes a subject's choices likeliest. */
export type NetworkFit = {
  readonly __typename?: 'NetworkFit';
  /** Bayesian information criterion, without unit: lower is better. */
  readonly bic: Scalars['Float']['output'];
  /** What happens after leaving a saddle, one for each way out. */
  readonly connections: ReadonlyArray<SaddleConnection>;
  /** The parameters' logarithms. */
  readonly estimates: ReadonlyArray<NetworkEstimate>;
  /** Where the network's expected learning stands still, in the subject's task. */
  readonly fixedPoints: ReadonlyArray<NetworkFixedPoint>;
  /** Log odds of choosing right without a stimulus before the first trial, β a_B (u_RB − u_LB), without unit. */
  readonly initialBias: Scalars['Float']['output'];
  /** Log likelihood of all choices, in the unit of a natural logarithm. */
  readonly logLikelihood: Scalars['Float']['output'];
  /** Climbs that ended within ½ of the best log-likelihood, itself included: with 1, expect that a better one exists. */
  readonly nAgreeing: Scalars['Int']['output'];
  /** Number of free parameters. */
  readonly nParameters: Scalars['Int']['output'];
  /** The association that the network's early bias foretells, and the one that the subject formed. */
  readonly nextAssociation: NextAssociation;
  /** The points that the fitted path was nearest to, in the order in which it passed them. */
  readonly passed: ReadonlyArray<Scalars['String']['output']>;
  /** How many of the subject's sessions look like sessions of this network let go on the same stimuli. */
  readonly predictive: PredictiveShares;
  /** Its rule. */
  readonly rule: LearningRule;
};

/** A point at which expected learning stands still, or nearly, on the slice that scaling the layers leaves free. */
export type NetworkFixedPoint = {
  readonly __typename?: 'NetworkFixedPoint';
  /** Associations a_i u_i, left action then right; each left, right, bias, in the unit of a value. */
  readonly associations: ReadonlyArray<Scalars['Float']['output']>;
  /** Distance of the fitted path after each session, in the unit of an association; null for unconstrained points. */
  readonly distances: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** Ways out, fastest first. */
  readonly escapes: ReadonlyArray<NetworkEscape>;
  /** The flow that it belongs to. */
  readonly flow: NetworkFlow;
  /** Number of ways out: 0 where it is stable, else it is a saddle. */
  readonly index: Scalars['Int']['output'];
  /** The pathways that carry an association, for example {B,L}; slow {B,L} where it is no zero. */
  readonly name: Scalars['String']['output'];
  /** Largest component of the update a trial, in the unit of a weight: rounding for a zero. */
  readonly residual: Scalars['Float']['output'];
  /** True where the update only has a local minimum: it is no fixed point. */
  readonly slow: Scalars['Boolean']['output'];
};

/** Whether weights may have either sign. */
export type NetworkFlow =
  /** Weights stay at or above 0, as the learning rule keeps them. */
  | 'PROJECTED'
  /** Weights of either sign. */
  | 'UNCONSTRAINED';

/** How often networks of known rules, run on a subject's own stimuli, are taken for which rule. */
export type NetworkRecovery = {
  readonly __typename?: 'NetworkRecovery';
  /** By BIC. */
  readonly byBic: ReadonlyArray<ConfusionRow>;
  /** By held-out log-likelihood, as verdicts are. */
  readonly byHeldOut: ReadonlyArray<ConfusionRow>;
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** Simulated mice for each rule. */
  readonly nReplicates: Scalars['Int']['output'];
  /** How well parameters come back. */
  readonly parameters: ReadonlyArray<RecoveredParameter>;
  /** How often each verdict is right, every rule as common as the others. */
  readonly rightWhenSaid: ReadonlyArray<RuleRight>;
  /** The run that derived this. */
  readonly run: Run;
  /** The same, only verdicts that call themselves sure. */
  readonly sureByHeldOut: ReadonlyArray<ConfusionRow>;
};

/** Networks that learn as one subject did, one for each learning rule, by maximum likelihood. */
export type NetworkRefit = {
  readonly __typename?: 'NetworkRefit';
  /** Why the random walk could not serve as the ceiling; null where it did. */
  readonly ceilingMissing: Maybe<Scalars['String']['output']>;
  /** Every rule against every other, the floor and the ceiling. */
  readonly differences: ReadonlyArray<AccountDifference>;
  /** The networks, one a rule. */
  readonly fits: ReadonlyArray<NetworkFit>;
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** How well each account foretold the held-out choices. */
  readonly heldOut: ReadonlyArray<HeldOutAccount>;
  /** Number of trials whose choice was foretold by fits to the trials before. */
  readonly nHeldOut: Scalars['Int']['output'];
  /** Number of sessions. */
  readonly nSessions: Scalars['Int']['output'];
  /** Number of trials with a choice. */
  readonly nTrials: Scalars['Int']['output'];
  /** The run that derived this. */
  readonly run: Run;
  /** Which rule wins, by how much, and how sure. */
  readonly verdict: NetworkVerdict;
  /** The run whose networks were climbed from as well; null where there was no earlier one. */
  readonly warmStart: Maybe<Run>;
};

/** The learning rule with the highest held-out log-likelihood. */
export type NetworkVerdict = {
  readonly __typename?: 'NetworkVerdict';
  /** The next lowest BIC less the lowest, without unit. */
  readonly bicMargin: Scalars['Float']['output'];
  /** Its 95 % interval, resampling sessions; null with fewer than 2 held-out sessions. */
  readonly ci: Maybe<Interval>;
  /** Held-out log-likelihood a trial of the winner less that of the runner-up, in the unit of a natural logarithm. */
  readonly margin: Scalars['Float']['output'];
  /**
   * How often such a verdict is right, 0 to 1, in networks of known rules on this subject's stimuli; null until recovery
   * is derived, and where none of them had this verdict.
   */
  readonly rightWhenSaid: Maybe<Scalars['Float']['output']>;
  /** The next best. */
  readonly runnerUp: LearningRule;
  /** Whether that interval lies above 0. */
  readonly sure: Scalars['Boolean']['output'];
  /** That rule. */
  readonly winner: LearningRule;
  /** The rule with the lowest BIC on all trials. */
  readonly winnerByBic: LearningRule;
};

/** Which association comes first. */
export type NextAssociation = {
  readonly __typename?: 'NextAssociation';
  /** Whether they are the same; null where either is not told. */
  readonly agrees: Maybe<Scalars['Boolean']['output']>;
  /** The side whose slope the subject's sessions showed first; null where none did. */
  readonly observed: Maybe<StimulusSide>;
  /** The side that the fitted network's bias after its first session foretells; null where neither leads. */
  readonly predicted: Maybe<StimulusSide>;
  /** Number of the session that showed it; null where none did. */
  readonly session: Maybe<Scalars['Int']['output']>;
};

/** A matched difference of next choices. */
export type NextChoiceEffect = {
  readonly __typename?: 'NextChoiceEffect';
  /** 95 % interval of the difference; null where undefined. */
  readonly ci: Maybe<Interval>;
  /**
   * P(same choice) after treated less that after matched other trials, −1 to 1; null without matched trials, as of light whose
   * event is not known.
   */
  readonly difference: Maybe<Scalars['Float']['output']>;
  /** Number of such strata. */
  readonly nStrata: Scalars['Int']['output'];
  /** Number of treated trials in strata that have both. */
  readonly nTreated: Scalars['Int']['output'];
  /** Number of other trials in them. */
  readonly nUntreated: Scalars['Int']['output'];
  /** Two-sided, by permutation of the treatment within strata, 0 to 1; null where undefined. */
  readonly p: Maybe<Scalars['Float']['output']>;
  /** Of the difference, in the unit of it; null where undefined. */
  readonly standardError: Maybe<Scalars['Float']['output']>;
  /** Stimulus side of the treated trials. */
  readonly taught: StimulusSide;
  /** Stimulus side of the trials whose choice is looked at. */
  readonly tested: StimulusSide;
  /** What was done. */
  readonly treatment: Treatment;
};

/** Whatever has an id that nothing else in the database has. */
export type Node = {
  /** Names a thing, and says by its form what kind of thing it is. */
  readonly id: Scalars['ID']['output'];
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

/** How well the first sessions foretell the late strategy. */
export type PredictionPoint = {
  readonly __typename?: 'PredictionPoint';
  /** Subjects with the commonest late strategy: what one gets right by always saying that. */
  readonly baseRate: Proportion;
  /** Subjects whose late strategy was foretold. */
  readonly correct: Proportion;
  /** Proportion foretold less the base rate, −1 to 1; null without subjects. */
  readonly gain: Maybe<Scalars['Float']['output']>;
  /** Bootstrap percentile 95 % interval of the gain over subjects; null without subjects. */
  readonly gainCi: Maybe<Interval>;
  /** Number of subjects whose late window still lay ahead. */
  readonly n: Scalars['Int']['output'];
  /** Number of the other subjects with a late strategy. */
  readonly nLeftOut: Scalars['Int']['output'];
  /** Number of first sessions that are known. */
  readonly sessions: Scalars['Int']['output'];
};

/** Shares of sessions whose measure lies within the 95 % band of the network's own runs; about .95 where it behaves alike. */
export type PredictiveShares = {
  readonly __typename?: 'PredictiveShares';
  /** Of accuracies, 0 to 1; null where none is defined. */
  readonly accuracy: Maybe<Scalars['Float']['output']>;
  /** Of biases, 0 to 1; null where none is defined. */
  readonly bias: Maybe<Scalars['Float']['output']>;
  /** Of left slopes, 0 to 1; null where none is defined. */
  readonly leftSlope: Maybe<Scalars['Float']['output']>;
  /** Of right slopes, 0 to 1; null where none is defined. */
  readonly rightSlope: Maybe<Scalars['Float']['output']>;
};

/** A study within a lab. */
export type Project = Node & {
  readonly __typename?: 'Project';
  /** lab/project. */
  readonly id: Scalars['ID']['output'];
  /** Name of its lab. */
  readonly lab: Scalars['String']['output'];
  /** Its name within the lab. */
  readonly name: Scalars['String']['output'];
  /** As the lab writes it; null where it did not say. */
  readonly title: Maybe<Scalars['String']['output']>;
};

/** A page of projects. */
export type ProjectConnection = {
  readonly __typename?: 'ProjectConnection';
  /** The page's projects, each with its cursor. */
  readonly edges: ReadonlyArray<ProjectEdge>;
  /** The page's projects. */
  readonly nodes: ReadonlyArray<Project>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of projects on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A project on a page. */
export type ProjectEdge = {
  readonly __typename?: 'ProjectEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The project. */
  readonly node: Project;
};

/** A proportion k of n. */
export type Proportion = {
  readonly __typename?: 'Proportion';
  /** Wilson's 95 % interval; null where n is 0. */
  readonly ci: Maybe<Interval>;
  /** Number that counts. */
  readonly k: Scalars['Int']['output'];
  /** Number of all. */
  readonly n: Scalars['Int']['output'];
  /** k / n, 0 to 1; null where n is 0. */
  readonly proportion: Maybe<Scalars['Float']['output']>;
};

/** A psychometric function fitted to some trials, or why there is none. */
export type Psychometric = {
  readonly __typename?: 'Psychometric';
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** The function; null where refused says why. */
  readonly function: Maybe<PsychometricFunction>;
  /** Why these trials cannot be fitted; null where there is a function. */
  readonly refused: Maybe<Exclusion>;
  /** The run that derived this. */
  readonly run: Run;
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

/**
 * P(right | c) = lapseLeft + (1 − lapseLeft − lapseRight) σ(slope (c − biasContrast)) of the signed contrast c, by maximum
 * likelihood (Wichmann & Hill 2001). Lapses and slope trade off against each other: read them with their intervals.
 */
export type PsychometricFunction = {
  readonly __typename?: 'PsychometricFunction';
  /** Parameters that ended on a bound, for example slope: there the likelihood wants more, or does not depend on them. */
  readonly atBound: ReadonlyArray<Scalars['String']['output']>;
  /** Signed contrast at which the core is ½; positive where the mouse leans to the left. */
  readonly biasContrast: Estimate;
  /** Whether the likelihood is at a maximum. */
  readonly converged: Scalars['Boolean']['output'];
  /** P(right) however strong the left stimulus. */
  readonly lapseLeft: Estimate;
  /** P(left) however strong the right stimulus. */
  readonly lapseRight: Estimate;
  /** Log likelihood without binomial coefficients, in the unit of a natural logarithm. */
  readonly logLikelihood: Scalars['Float']['output'];
  /** Number of trials. */
  readonly nTrials: Scalars['Int']['output'];
  /** Slope, per unit contrast. */
  readonly slope: Estimate;
};

/** What training is divided by. */
export type PsychometricStage =
  /** Fifths of each subject's own sessions. */
  | 'FIFTH'
  /** Sessions, by their number. */
  | 'SESSION'
  /** Strategies: the segments of each, whenever they were. */
  | 'STRATEGY';

/** Where every question begins. */
export type Query = {
  readonly __typename?: 'Query';
  /** A cohort: the subjects that a filter selects, and what they have in common. */
  readonly cohort: Cohort;
  /** Saved cohorts, in the order of lab, project and name. */
  readonly cohorts: CohortDefinitionConnection;
  /** How two cohorts differ that have nobody in common. */
  readonly compareCohorts: CohortComparison;
  /** Labs of which the caller may see anything, in order of name. */
  readonly labs: LabConnection;
  /** How far the log, and what is derived from it, have come. */
  readonly log: LogState;
  /** Mean traces of a fibre around an event, one for each condition that occurs; null where no trial has a snippet. */
  readonly meanTraces: Maybe<MeanTraces>;
  /** Whatever has this id; null where there is none, or none that the caller may see. */
  readonly node: Maybe<Node>;
  /** The same of several, in their order; null in the place of each that is not there. */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /** Projects of which the caller may see anything, in order of lab and name. */
  readonly projects: ProjectConnection;
  /** Releases, in the order of lab, project and name. */
  readonly releases: ReleaseConnection;
  /** What was asked for about runs; null where there is no such request, or none that the caller may see. */
  readonly runRequest: Maybe<RunRequest>;
  /** Runs of analyses, the newest first. */
  readonly runs: RunConnection;
  /** One subject; null where there is none. */
  readonly subject: Maybe<Subject>;
  /** The subjects that a filter selects, in the order of lab, project and name. */
  readonly subjects: SubjectConnection;
  /** Trials of all the subjects that a filter selects, in the order of subject, session and number. */
  readonly trials: FoundTrialConnection;
};


/** Where every question begins. */
export type QueryCohortArgs = {
  asOf?: InputMaybe<AsOf>;
  filter?: InputMaybe<SubjectFilter>;
};


/** Where every question begins. */
export type QueryCohortsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOf>;
  first?: Scalars['Int']['input'];
  lab?: InputMaybe<Scalars['String']['input']>;
  project?: InputMaybe<Scalars['String']['input']>;
};


/** Where every question begins. */
export type QueryCompareCohortsArgs = {
  a: SubjectFilter;
  asOf?: InputMaybe<AsOf>;
  b: SubjectFilter;
  measures?: InputMaybe<ReadonlyArray<SubjectMeasure>>;
};


/** Where every question begins. */
export type QueryLabsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOf>;
  first?: Scalars['Int']['input'];
};


/** Where every question begins. */
export type QueryMeanTracesArgs = {
  alignment?: SnippetAlignment;
  by?: ReadonlyArray<TraceCondition>;
  site: Scalars['String']['input'];
  subject: Scalars['ID']['input'];
};


/** Where every question begins. */
export type QueryNodeArgs = {
  asOf?: InputMaybe<AsOf>;
  id: Scalars['ID']['input'];
};


/** Where every question begins. */
export type QueryNodesArgs = {
  asOf?: InputMaybe<AsOf>;
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** Where every question begins. */
export type QueryProjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOf>;
  first?: Scalars['Int']['input'];
  lab?: InputMaybe<Scalars['String']['input']>;
};


/** Where every question begins. */
export type QueryReleasesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOf>;
  first?: Scalars['Int']['input'];
  lab?: InputMaybe<Scalars['String']['input']>;
  project?: InputMaybe<Scalars['String']['input']>;
};


/** Where every question begins. */
export type QueryRunRequestArgs = {
  id: Scalars['ID']['input'];
};


/** Where every question begins. */
export type QueryRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  analysis?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  state?: InputMaybe<RunState>;
  subject?: InputMaybe<Scalars['ID']['input']>;
};


/** Where every question begins. */
export type QuerySubjectArgs = {
  asOf?: InputMaybe<AsOf>;
  id: Scalars['ID']['input'];
};


/** Where every question begins. */
export type QuerySubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOf>;
  filter?: InputMaybe<SubjectFilter>;
  first?: Scalars['Int']['input'];
};


/** Where every question begins. */
export type QueryTrialsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOf>;
  filter?: InputMaybe<TrialFilter>;
  first?: Scalars['Int']['input'];
  subjects?: InputMaybe<SubjectFilter>;
};

/** A fibre that photometry is recorded from. */
export type RecordingSite = Node & {
  readonly __typename?: 'RecordingSite';
  /** Anterior of bregma, in millimetres; null where the lab did not say. */
  readonly anteriorPosteriorMm: Maybe<Scalars['Float']['output']>;
  /** Below the surface, in millimetres; null where the lab did not say. */
  readonly dorsoventralMm: Maybe<Scalars['Float']['output']>;
  /** Hemisphere of the fibre's tip. */
  readonly hemisphere: Hemisphere;
  /** lab/project/subject/site:name. */
  readonly id: Scalars['ID']['output'];
  /** Null where the lab did not say. */
  readonly implantedOn: Maybe<Scalars['Date']['output']>;
  /** To the right of the midline, in millimetres; null where the lab did not say. */
  readonly mediolateralMm: Maybe<Scalars['Float']['output']>;
  /** Name of the site within the subject. */
  readonly name: Scalars['String']['output'];
  /** For example DLS. */
  readonly region: Scalars['String']['output'];
  /** For example dLight1.1; null where the lab did not say. */
  readonly sensor: Maybe<Scalars['String']['output']>;
};

/** A page of fibres. */
export type RecordingSiteConnection = {
  readonly __typename?: 'RecordingSiteConnection';
  /** The page's fibres, each with its cursor. */
  readonly edges: ReadonlyArray<RecordingSiteEdge>;
  /** The page's fibres. */
  readonly nodes: ReadonlyArray<RecordingSite>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of fibres on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A fibre on a page. */
export type RecordingSiteEdge = {
  readonly __typename?: 'RecordingSiteEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The fibre. */
  readonly node: RecordingSite;
};

/** A parameter of networks whose truth is known. */
export type RecoveredParameter = {
  readonly __typename?: 'RecoveredParameter';
  /** For example logRate, logBeta or logProduct.leftAction.right. */
  readonly name: Scalars['String']['output'];
  /** Of the estimates' logarithms about the truth, without unit. */
  readonly rootMeanSquareError: Scalars['Float']['output'];
  /** The networks' rule. */
  readonly rule: LearningRule;
  /** A natural logarithm, without unit. */
  readonly truth: Scalars['Float']['output'];
};

/** A least-squares line over subjects. */
export type Regression = {
  readonly __typename?: 'Regression';
  /** Bootstrap 95 % interval over subjects; null where undefined. */
  readonly ci: Maybe<Interval>;
  /** Ordinate at log odds of 0, in the unit of that measure; null where r is. */
  readonly intercept: Maybe<Scalars['Float']['output']>;
  /** Number of subjects. */
  readonly n: Scalars['Int']['output'];
  /** Permutation p-value, two-sided, 0 to 1; null where undefined. */
  readonly p: Maybe<Scalars['Float']['output']>;
  /** Pearson's correlation, −1 to 1; null where undefined. */
  readonly r: Maybe<Scalars['Float']['output']>;
  /** Slope, in the unit of the ordinate for each natural logarithm of odds; null where r is. */
  readonly slope: Maybe<Scalars['Float']['output']>;
};

/** A position of the log that has a name, to be cited: `asOf: {release: …}` asks for what was known there. */
export type Release = Node & {
  readonly __typename?: 'Release';
  /** The analyses of the moment when it was published. */
  readonly analyses: ReadonlyArray<ReleasedAnalysis>;
  /** How it is to be cited; null where nobody said. */
  readonly citation: Maybe<Scalars['String']['output']>;
  /** lab/project/release:name. */
  readonly id: Scalars['ID']['output'];
  /** Name of its lab. */
  readonly lab: Scalars['String']['output'];
  /** Its name within the project. */
  readonly name: Scalars['String']['output'];
  /** What readers should know; null where nobody said. */
  readonly notes: Maybe<Scalars['String']['output']>;
  /** The last position that counts. */
  readonly position: Scalars['Position']['output'];
  /** Name of its project. */
  readonly project: Scalars['String']['output'];
  /** In a few words; null where nobody said. */
  readonly title: Maybe<Scalars['String']['output']>;
};

/** A page of releases. */
export type ReleaseConnection = {
  readonly __typename?: 'ReleaseConnection';
  /** The page's releases, each with its cursor. */
  readonly edges: ReadonlyArray<ReleaseEdge>;
  /** The page's releases. */
  readonly nodes: ReadonlyArray<Release>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of releases on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A release on a page. */
export type ReleaseEdge = {
  readonly __typename?: 'ReleaseEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The release. */
  readonly node: Release;
};

/** An analysis as it was when a release was published. */
export type ReleasedAnalysis = {
  readonly __typename?: 'ReleasedAnalysis';
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Every rule that its results depend on. */
  readonly parameters: Scalars['JSON']['output'];
  /** Its version. */
  readonly version: Scalars['Int']['output'];
};

/** What the networks of one rule say of individuals. */
export type RuleDifferences = {
  readonly __typename?: 'RuleDifferences';
  /** Fitted initial bias against late bias. */
  readonly initialBiasLateBias: Regression;
  /** Fitted initial bias against late right − left slope. */
  readonly initialBiasLateSlope: Regression;
  /** Cohorts of the networks themselves, run anew on the subjects' stimuli. */
  readonly nTwinCohorts: Scalars['Int']['output'];
  /** The rule. */
  readonly rule: LearningRule;
  /** Correlation of early bias with late right − left slope in them. */
  readonly twinEarlyBiasLateSlope: TwinCorrelation;
  /** Correlation of early bias with late bias in them. */
  readonly twinEarlyLateBias: TwinCorrelation;
};

/** How often a verdict is right. */
export type RuleRight = {
  readonly __typename?: 'RuleRight';
  /** By BIC, 0 to 1; null where no network had that verdict. */
  readonly byBic: Maybe<Scalars['Float']['output']>;
  /** By held-out log-likelihood, 0 to 1; null where no network had that verdict. */
  readonly byHeldOut: Maybe<Scalars['Float']['output']>;
  /** The verdict. */
  readonly rule: LearningRule;
};

/** How many subjects a rule wins. */
export type RuleWins = {
  readonly __typename?: 'RuleWins';
  /** Subjects of which it has the lowest BIC. */
  readonly byBic: Scalars['Int']['output'];
  /** Verdicts for it. */
  readonly n: Scalars['Int']['output'];
  /** The rule. */
  readonly rule: LearningRule;
  /** Those that are sure. */
  readonly sure: Scalars['Int']['output'];
};

/** One execution of an analysis on one subject's data: where a result comes from. */
export type Run = Node & {
  readonly __typename?: 'Run';
  /** Name of the analysis, for example session-measures. */
  readonly analysis: Scalars['String']['output'];
  /** Version of the analysis: raised whenever it gives something else for the same input. */
  readonly analysisVersion: Scalars['Int']['output'];
  /** Why it failed; null where it did not. */
  readonly error: Maybe<RunError>;
  /** When it ended; null until it does. */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** run:number. */
  readonly id: Scalars['ID']['output'];
  /** Position of the log from which the input was known. */
  readonly inputPosition: Scalars['Position']['output'];
  /** Number of the run, in the order in which runs were queued. */
  readonly number: Scalars['Int']['output'];
  /** Every rule that the result depends on. */
  readonly parameters: Scalars['JSON']['output'];
  /** Share of its computation that is done, 0 to 1; null where it is not at work, and where it does not tell. */
  readonly progress: Maybe<Scalars['Float']['output']>;
  /** When it began; null until it does. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it is done. */
  readonly state: RunState;
  /** The subject, as lab/project/subject; null for a run on a cohort. */
  readonly subjectId: Maybe<Scalars['ID']['output']>;
};

/** A page of runs. */
export type RunConnection = {
  readonly __typename?: 'RunConnection';
  /** The page's runs, each with its cursor. */
  readonly edges: ReadonlyArray<RunEdge>;
  /** The page's runs. */
  readonly nodes: ReadonlyArray<Run>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of runs on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A run on a page. */
export type RunEdge = {
  readonly __typename?: 'RunEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The run. */
  readonly node: Run;
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

/** What was asked for about runs, and what came of it. */
export type RunRequest = {
  readonly __typename?: 'RunRequest';
  /** What is to be done. */
  readonly action: RunRequestAction;
  /** The analyses that were named; null where none were. */
  readonly analyses: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** When a worker had done it; null until then. */
  readonly doneAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it could not be done; null where it could, and until it is done. */
  readonly error: Maybe<RunError>;
  /** As runRequest takes it, request:number. */
  readonly id: Scalars['ID']['output'];
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** The run to be tried again, or ended; null where a subject is derived anew. */
  readonly run: Maybe<Run>;
  /** Runs that wait because of it, or that it has ended; empty where there was nothing to do, and until it is done. */
  readonly runs: ReadonlyArray<Run>;
  /** The subject, as lab/project/subject; null where it is about a run of a cohort. */
  readonly subjectId: Maybe<Scalars['ID']['output']>;
};

/** What is to be done about runs. */
export type RunRequestAction =
  /** A run is ended. */
  | 'CANCEL'
  /** What is not of the present data is derived. */
  | 'REANALYSE'
  /** A run is tried again. */
  | 'RETRY';

/** How far a run has come. */
export type RunState =
  /** Somebody took it back before it ended. */
  | 'CANCELLED'
  /** It has no results; its error says why. */
  | 'FAILED'
  /** It waits for its turn, or for what it needs. */
  | 'PENDING'
  /** It is at work, or its worker died. */
  | 'RUNNING'
  /** Its results are there. */
  | 'SUCCEEDED'
  /** Another run took its place. */
  | 'SUPERSEDED';

/** What happens after leaving a saddle along one way out. */
export type SaddleConnection = {
  readonly __typename?: 'SaddleConnection';
  /** Name of the saddle. */
  readonly from: Scalars['String']['output'];
  /** The pathways that it turns on. */
  readonly pathways: ReadonlyArray<Scalars['String']['output']>;
  /** The zero at which it ends; null where it ends at none. */
  readonly to: Maybe<Scalars['String']['output']>;
  /** Points come near on the way, in order, the last included. */
  readonly visits: ReadonlyArray<Scalars['String']['output']>;
};

/** How surely a segment begins where it does. */
export type SegmentStart = {
  readonly __typename?: 'SegmentStart';
  /** Number of the session of the earliest trial at which it may begin (95 %). */
  readonly earliestSession: Scalars['Int']['output'];
  /** Number of that trial within its session. */
  readonly earliestTrial: Scalars['Int']['output'];
  /** What its place was found by. */
  readonly kind: BoundaryKind;
  /** Number of the session of the latest trial at which it may begin (95 %). */
  readonly latestSession: Scalars['Int']['output'];
  /** Number of that trial within its session. */
  readonly latestTrial: Scalars['Int']['output'];
};

/** One day's run of a subject. */
export type Session = Node & {
  readonly __typename?: 'Session';
  /** False where the source does not say where sessions begin, so that all the subject's trials lie in this one. */
  readonly boundariesKnown: Scalars['Boolean']['output'];
  /** lab/project/subject/session. */
  readonly id: Scalars['ID']['output'];
  /** How much each stimulus moved choice; null until derived. */
  readonly measures: Maybe<SessionMeasures>;
  /** Number of trials, before any filter. */
  readonly nTrials: Scalars['Int']['output'];
  /** Number of the session within the subject, from 1. */
  readonly number: Scalars['Int']['output'];
  /** Psychometric function of the trials that its measures count; null until derived. */
  readonly psychometric: Maybe<Psychometric>;
  /** Name of the rig; null where the source does not say. */
  readonly rig: Maybe<Scalars['String']['output']>;
  /** Traces around events, in the order of their names. */
  readonly snippets: SnippetConnection;
  /** Null where the source does not say. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Light that was given, in the order of its number. */
  readonly stimulations: StimulationConnection;
  /** Version of the task; null where the source does not say. */
  readonly taskVersion: Maybe<Scalars['String']['output']>;
  /** Its trials, in order. */
  readonly trials: TrialConnection;
};


/** One day's run of a subject. */
export type SessionSnippetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  alignment?: InputMaybe<SnippetEvent>;
  first?: Scalars['Int']['input'];
  site?: InputMaybe<Scalars['String']['input']>;
};


/** One day's run of a subject. */
export type SessionStimulationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** One day's run of a subject. */
export type SessionTrialsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A page of sessions. */
export type SessionConnection = {
  readonly __typename?: 'SessionConnection';
  /** The page's sessions, each with its cursor. */
  readonly edges: ReadonlyArray<SessionEdge>;
  /** The page's sessions. */
  readonly nodes: ReadonlyArray<Session>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of sessions on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A session on a page. */
export type SessionEdge = {
  readonly __typename?: 'SessionEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The session. */
  readonly node: Session;
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
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
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

/** What a null hypothesis moves; never single trials. */
export type ShiftNull =
  /** Responses are moved round each session. */
  | 'CIRCULAR_SHIFT'
  /** Whole sessions are exchanged. */
  | 'SESSION_PERMUTATION';

/** A fibre that a subject must have; what is left out, or null, does not matter. */
export type SiteFilter = {
  /** Hemisphere of the fibre's tip. */
  readonly hemisphere?: InputMaybe<Hemisphere>;
  /** For example DLS. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** For example dLight1.1. */
  readonly sensor?: InputMaybe<Scalars['String']['input']>;
};

/** A photometry trace around one event. */
export type Snippet = Node & {
  readonly __typename?: 'Snippet';
  /** Event at time 0. */
  readonly alignment: SnippetEvent;
  /** signal, control, or what the lab calls it. */
  readonly channel: Scalars['String']['output'];
  /** Whether the detector was saturated within it. */
  readonly clipped: Scalars['Boolean']['output'];
  /** Whether samples are missing within it. */
  readonly gap: Scalars['Boolean']['output'];
  /** lab/project/subject/session/snippet:name. */
  readonly id: Scalars['ID']['output'];
  /** Number of samples. */
  readonly nSamples: Scalars['Int']['output'];
  /** Its name within the session. */
  readonly name: Scalars['String']['output'];
  /** Time of the first sample since the event, in seconds. */
  readonly offsetS: Scalars['Float']['output'];
  /** Samples a second, in hertz. */
  readonly sampleRateHz: Scalars['Float']['output'];
  /** The samples, in the unit of the snippet. */
  readonly samples: ReadonlyArray<Scalars['Float']['output']>;
  /** Name of the recording site. */
  readonly site: Scalars['String']['output'];
  /** Number of its trial; null where it belongs to none. */
  readonly trial: Maybe<Scalars['Int']['output']>;
  /** Unit of the samples, for example z-score. */
  readonly units: Scalars['String']['output'];
};

/** Event at time 0 of a snippet. */
export type SnippetAlignment =
  /** Choice complete. */
  | 'CHOICE'
  /** Outcome. */
  | 'OUTCOME'
  /** Stimulus onset. */
  | 'STIMULUS';

/** A page of snippets. */
export type SnippetConnection = {
  readonly __typename?: 'SnippetConnection';
  /** The page's snippets, each with its cursor. */
  readonly edges: ReadonlyArray<SnippetEdge>;
  /** The page's snippets. */
  readonly nodes: ReadonlyArray<Snippet>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of snippets on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A snippet on a page. */
export type SnippetEdge = {
  readonly __typename?: 'SnippetEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The snippet. */
  readonly node: Snippet;
};

/** Events that a lab may cut its traces around. */
export type SnippetEvent =
  /** Choice complete. */
  | 'CHOICE'
  /** The go cue. */
  | 'GO_CUE'
  /** Another event. */
  | 'OTHER'
  /** Reward, or its absence. */
  | 'OUTCOME'
  /** Onset of the stimulus. */
  | 'STIMULUS';

/** Agreement of odd and even trials. */
export type SplitHalfReliability = {
  readonly __typename?: 'SplitHalfReliability';
  /** Event that the responses are around. */
  readonly alignment: SnippetAlignment;
  /** Number of sessions in which both halves have the coefficient. */
  readonly nSessions: Scalars['Int']['output'];
  /** As in EncodingCoefficient. */
  readonly regressor: Scalars['String']['output'];
  /** Spearman and Brown's, at most 1; null where undefined. */
  readonly reliability: Maybe<Scalars['Float']['output']>;
};

/** The psychometric functions of a cohort's subjects in one stage of training. */
export type StagePsychometric = {
  readonly __typename?: 'StagePsychometric';
  /** Mean signed contrast at which the core is ½, without those that ended on a bound of the fit. */
  readonly biasContrast: Mean;
  /** Mean P(right) however strong the left stimulus. */
  readonly lapseLeft: Mean;
  /** Mean P(left) however strong the right stimulus. */
  readonly lapseRight: Mean;
  /** Number of subjects with a function there. */
  readonly n: Scalars['Int']['output'];
  /** Number of subjects with sessions or segments there of which none could be fitted. */
  readonly nUnfitted: Scalars['Int']['output'];
  /** Number of the session, or of the fifth from 1; null for a strategy. */
  readonly number: Maybe<Scalars['Int']['output']>;
  /** The mean function, by signed contrast, ascending: what functions say there, whether or not it was shown. */
  readonly points: ReadonlyArray<StagePsychometricPoint>;
  /** Mean slope, per unit contrast, without those that ended on a bound of the fit. */
  readonly slope: Mean;
  /** The strategy; null for fifths and sessions. */
  readonly strategy: Maybe<Strategy>;
};

/** The mean function at one contrast, each subject counted once. */
export type StagePsychometricPoint = {
  readonly __typename?: 'StagePsychometricPoint';
  /** Right minus left contrast, −1 to 1. */
  readonly contrast: Scalars['Float']['output'];
  /** Mean over subjects of P(right), a proportion. */
  readonly right: Mean;
};

/** Light that was given to the brain. */
export type Stimulation = Node & {
  readonly __typename?: 'Stimulation';
  /** Event that it was at: stimulus, action or outcome; null where the source does not say. */
  readonly alignment: Maybe<Scalars['String']['output']>;
  /** active, or control: light that could not act. */
  readonly condition: Scalars['String']['output'];
  /** How long it lasted, in seconds; null where the source does not say. */
  readonly durationS: Maybe<Scalars['Float']['output']>;
  /** left, right or both. */
  readonly hemisphere: Scalars['String']['output'];
  /** lab/project/subject/session/stimulation:number. */
  readonly id: Scalars['ID']['output'];
  /** Number of the stimulation within its session. */
  readonly number: Scalars['Int']['output'];
  /** Its beginning, in seconds on the session's clock; null where the source does not say. */
  readonly onsetS: Maybe<Scalars['Float']['output']>;
  /** For example ChrimsonR; null where the source does not say. */
  readonly opsin: Maybe<Scalars['String']['output']>;
  /** Power at the fibre's tip, in milliwatts; null where the source does not say. */
  readonly powerMw: Maybe<Scalars['Float']['output']>;
  /** Pulses a second, in hertz; null where the source does not say. */
  readonly pulseRateHz: Maybe<Scalars['Float']['output']>;
  /** Length of a pulse, in milliseconds; null where the source does not say. */
  readonly pulseWidthMs: Maybe<Scalars['Float']['output']>;
  /** Where it was given, for example DLS. */
  readonly site: Scalars['String']['output'];
  /** Number of its trial; null where it belongs to none. */
  readonly trial: Maybe<Scalars['Int']['output']>;
  /** Wavelength, in nanometres; null where the source does not say. */
  readonly wavelengthNm: Maybe<Scalars['Float']['output']>;
};

/** A page of stimulations. */
export type StimulationConnection = {
  readonly __typename?: 'StimulationConnection';
  /** The page's stimulations, each with its cursor. */
  readonly edges: ReadonlyArray<StimulationEdge>;
  /** The page's stimulations. */
  readonly nodes: ReadonlyArray<Stimulation>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of stimulations on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A stimulation on a page. */
export type StimulationEdge = {
  readonly __typename?: 'StimulationEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The stimulation. */
  readonly node: Stimulation;
};

/** What light, and reward, did to one subject. */
export type StimulationEffects = {
  readonly __typename?: 'StimulationEffects';
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** How much more often a choice is repeated after light, or reward, in matched trials. */
  readonly nextChoices: ReadonlyArray<NextChoiceEffect>;
  /** The run that derived this. */
  readonly run: Run;
  /** How much more the weights of the decision model move over sessions with light, or reward; empty where no model fits. */
  readonly weights: ReadonlyArray<WeightEffect>;
};

/** Side of a stimulus. */
export type StimulusSide =
  /** Left. */
  | 'LEFT'
  /** No stimulus. */
  | 'NONE'
  /** Right. */
  | 'RIGHT';

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
export type StrategySegment = Node & {
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
  /** Whether it is of the present data. */
  readonly freshness: Freshness;
  /** lab/project/subject/segment:ordinal, of the segments that there are now. */
  readonly id: Scalars['ID']['output'];
  /** Number of the session in which it ends. */
  readonly lastSession: Scalars['Int']['output'];
  /** Number of its last trial, inside, within that session. */
  readonly lastTrial: Scalars['Int']['output'];
  /** Number of trials with a choice. */
  readonly nTrials: Scalars['Int']['output'];
  /** Mean posterior probability of that strategy over the segment, 0 to 1. */
  readonly probability: Scalars['Float']['output'];
  /** Psychometric function of its trials with a choice; null where it was not derived. */
  readonly psychometric: Maybe<Psychometric>;
  /** The run that derived this. */
  readonly run: Run;
  /** How surely it begins where it does; null for the first segment. */
  readonly start: Maybe<SegmentStart>;
  /** The strategy. */
  readonly strategy: Strategy;
};

/** A page of segments. */
export type StrategySegmentConnection = {
  readonly __typename?: 'StrategySegmentConnection';
  /** The page's segments, each with its cursor. */
  readonly edges: ReadonlyArray<StrategySegmentEdge>;
  /** The page's segments. */
  readonly nodes: ReadonlyArray<StrategySegment>;
  /** Whether there is more, and from where. */
  readonly pageInfo: PageInfo;
  /** Number of segments on all pages; counted only when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A segment on a page. */
export type StrategySegmentEdge = {
  readonly __typename?: 'StrategySegmentEdge';
  /** Marks this place: pass it as `after` to begin behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The segment. */
  readonly node: StrategySegment;
};

/** How long a subject spent in a strategy. */
export type StrategyTime = {
  readonly __typename?: 'StrategyTime';
  /** Number of segments. */
  readonly nSegments: Scalars['Int']['output'];
  /** Number of trials with a choice. */
  readonly nTrials: Scalars['Int']['output'];
  /** Of all the subject's trials with a choice, 0 to 1. */
  readonly share: Scalars['Float']['output'];
  /** The strategy. */
  readonly strategy: Strategy;
};

/** A change from one strategy to the next. */
export type StrategyTransition = {
  readonly __typename?: 'StrategyTransition';
  /** The strategy before. */
  readonly from: Strategy;
  /** Number of the session in which the new strategy begins. */
  readonly session: Scalars['Int']['output'];
  /** How surely it begins there. */
  readonly start: SegmentStart;
  /** The strategy after. */
  readonly to: Strategy;
  /** Number of its first trial within that session. */
  readonly trial: Scalars['Int']['output'];
};

/** A mouse. */
export type Subject = Node & {
  readonly __typename?: 'Subject';
  /** Null where the lab did not say. */
  readonly birthDate: Maybe<Scalars['Date']['output']>;
  /** The random-walk decision model of its choices, which segments are made of; null until derived. */
  readonly decisionModel: Maybe<DecisionModel>;
  /** Where each of its analyses stands: those that it has data for. */
  readonly derivations: ReadonlyArray<Derivation>;
  /** What each fibre encodes, in order of its name; null until derived, and without photometry. */
  readonly dopamineEncoding: Maybe<ReadonlyArray<FibreEncoding>>;
  /** Mean measures of the early window (sessions 4 to 8); null until derived, and where strategyExclusion says why. */
  readonly early: Maybe<WindowMeasures>;
  /** The strategy that covers most of the early window; null until derived, and where strategyExclusion says why. */
  readonly earlyStrategy: Maybe<Strategy>;
  /** As the lab writes it; null where it did not. */
  readonly genotype: Maybe<Scalars['String']['output']>;
  /** lab/project/subject */
  readonly id: Scalars['ID']['output'];
  /** Name of the lab that owns its data. */
  readonly lab: Scalars['String']['output'];
  /** Mean measures of the late window (the last 5 sessions); null until derived, and where strategyExclusion says why. */
  readonly late: Maybe<WindowMeasures>;
  /** The strategy that covers most of the late window; null until derived, and where strategyExclusion says why. */
  readonly lateStrategy: Maybe<Strategy>;
  /** Name of the subject within the project. */
  readonly name: Scalars['String']['output'];
  /** How far that verdict can be trusted; null until somebody asks (npx saddlepoint network compare --recovery). */
  readonly networkRecovery: Maybe<NetworkRecovery>;
  /** Networks that learn as it did, and which learning rule wins; null until derived (by night). */
  readonly networkRefit: Maybe<NetworkRefit>;
  /** Non-decision time as the source recorded it, in seconds; null where it did not. */
  readonly nonDecisionTimeS: Maybe<Scalars['Float']['output']>;
  /** Name of the project within the lab. */
  readonly project: Scalars['String']['output'];
  /** Its fibres, in order of name. */
  readonly recordingSites: RecordingSiteConnection;
  /** The newest run of each analysis: what the present results come from, or why there are none. */
  readonly runs: ReadonlyArray<Run>;
  /** Stretches of trials with one strategy, in order; null until derived. */
  readonly segments: Maybe<StrategySegmentConnection>;
  /** Its sessions, in order. */
  readonly sessions: SessionConnection;
  /** female, male or unknown; null where the lab did not say. */
  readonly sex: Maybe<Scalars['String']['output']>;
  /** True where no animal made these trials. */
  readonly simulated: Scalars['Boolean']['output'];
  /**
   * Right − left slope over the whole learning curve, in the unit of a slope (a difference of probabilities): later
   * sessions count more. Null until derived, and with too few sessions.
   */
  readonly slopeDifference: Maybe<Scalars['Float']['output']>;
  /** For example Mus musculus; null where the lab did not say. */
  readonly species: Maybe<Scalars['String']['output']>;
  /** What light, and reward, did to its next choices and its weights; null until derived, and without light. */
  readonly stimulationEffects: Maybe<StimulationEffects>;
  /** For example C57BL/6J; null where the lab did not say. */
  readonly strain: Maybe<Scalars['String']['output']>;
  /** Why it has no early and late strategy; null where it has both, and until they are derived. */
  readonly strategyExclusion: Maybe<Exclusion>;
  /** Time spent in each of the six strategies; empty without segments, null until derived. */
  readonly timeInStrategies: Maybe<ReadonlyArray<StrategyTime>>;
  /** The side that its learning curve came to rely on; null until derived, and with too few sessions. */
  readonly trajectoryClass: Maybe<TrajectoryClass>;
  /** Its changes of strategy, in order; null until derived. */
  readonly transitions: Maybe<ReadonlyArray<StrategyTransition>>;
};


/** A mouse. */
export type SubjectRecordingSitesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** A mouse. */
export type SubjectSegmentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** A mouse. */
export type SubjectSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
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
  /** All of these must hold. */
  readonly and?: InputMaybe<ReadonlyArray<SubjectFilter>>;
  /** It is in this saved cohort, lab/project/cohort:name. */
  readonly cohort?: InputMaybe<Scalars['ID']['input']>;
  /** The strategy of the early window (sessions 4 to 8). */
  readonly earlyStrategy?: InputMaybe<Strategy>;
  /** True where its strategies are derived from its present trials, false where they are not, or not yet. */
  readonly fresh?: InputMaybe<Scalars['Boolean']['input']>;
  /** As the lab writes it. */
  readonly genotype?: InputMaybe<Scalars['String']['input']>;
  /** Name of the lab. */
  readonly lab?: InputMaybe<Scalars['String']['input']>;
  /** The strategy of the late window (the last 5 sessions). */
  readonly lateStrategy?: InputMaybe<Strategy>;
  /** The learning rule that foretells its held-out choices best; subjects whose networks are not derived have none. */
  readonly learningRule?: InputMaybe<LearningRule>;
  /** Whether that verdict is sure: its margin's interval lies above 0. */
  readonly learningRuleSure?: InputMaybe<Scalars['Boolean']['input']>;
  /** This must be known not to hold. */
  readonly not?: InputMaybe<SubjectFilter>;
  /** One of these at least must hold; an empty list does not matter. */
  readonly or?: InputMaybe<ReadonlyArray<SubjectFilter>>;
  /** Name of the project within its lab. */
  readonly project?: InputMaybe<Scalars['String']['input']>;
  /** Ranges of measures, all of which must hold; a subject for which a measure is undefined is not selected. */
  readonly ranges?: InputMaybe<ReadonlyArray<MeasureRange>>;
  /** female, male or unknown. */
  readonly sex?: InputMaybe<Scalars['String']['input']>;
  /** True for simulated subjects only, false for real ones only. */
  readonly simulated?: InputMaybe<Scalars['Boolean']['input']>;
  /** It has such a fibre. */
  readonly site?: InputMaybe<SiteFilter>;
  /** For example Mus musculus. */
  readonly species?: InputMaybe<Scalars['String']['input']>;
  /** For example C57BL/6J. */
  readonly strain?: InputMaybe<Scalars['String']['input']>;
  /** Name of the subject within its project. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** It was trained on this day (UTC) or later. */
  readonly trainedFrom?: InputMaybe<Scalars['Date']['input']>;
  /** It was trained on this day (UTC) or before. */
  readonly trainedTo?: InputMaybe<Scalars['Date']['input']>;
  /** The side that the whole learning curve came to rely on. */
  readonly trajectoryClass?: InputMaybe<TrajectoryClass>;
};

/** Measures of a subject: of its early window (sessions 4 to 8), of its late window (the last 5), or of all its training. */
export type SubjectMeasure =
  /** Early accuracy, 0 to 1. */
  | 'EARLY_ACCURACY'
  /** Early bias (p_0 − ½), −½ to ½. */
  | 'EARLY_BIAS'
  /** Early left slope (p_0 − p_L), −1 to 1. */
  | 'EARLY_LEFT_SLOPE'
  /** Early right slope (p_R − p_0), −1 to 1. */
  | 'EARLY_RIGHT_SLOPE'
  /** Early right − left slope, −2 to 2. */
  | 'EARLY_SLOPE_DIFFERENCE'
  /** Late accuracy, 0 to 1. */
  | 'LATE_ACCURACY'
  /** Late bias (p_0 − ½), −½ to ½. */
  | 'LATE_BIAS'
  /** Late left slope (p_0 − p_L), −1 to 1. */
  | 'LATE_LEFT_SLOPE'
  /** Late right slope (p_R − p_0), −1 to 1. */
  | 'LATE_RIGHT_SLOPE'
  /** Late right − left slope, −2 to 2. */
  | 'LATE_SLOPE_DIFFERENCE'
  /** Number of sessions with trials. */
  | 'SESSIONS'
  /** Right − left slope over the whole learning curve, −2 to 2: what the trajectory class is told by. */
  | 'SLOPE_DIFFERENCE'
  /** Number of changes of strategy. */
  | 'TRANSITIONS'
  /** Number of trials. */
  | 'TRIALS';

/**
 * What is told when it happens, over a WebSocket (protocol graphql-transport-ws). A token that ends meanwhile ends the
 * subscription at its next event.
 */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * Where runs stand: those that wait or are at work at once, then each whenever its state or progress changes, looked at
   * about once a second. Of one run it ends with the run; where there is no such run, at once.
   */
  readonly runProgress: Run;
  /**
   * Trials that are added to a session, each once, in the order in which they became known. What the caller may not see is
   * not told, nor is a session that is not there yet, until it is.
   */
  readonly trialAdded: Trial;
};


/**
 * What is told when it happens, over a WebSocket (protocol graphql-transport-ws). A token that ends meanwhile ends the
 * subscription at its next event.
 */
export type SubscriptionRunProgressArgs = {
  run?: InputMaybe<Scalars['ID']['input']>;
  subject?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What is told when it happens, over a WebSocket (protocol graphql-transport-ws). A token that ends meanwhile ends the
 * subscription at its next event.
 */
export type SubscriptionTrialAddedArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  session: Scalars['ID']['input'];
};

/** When subjects first reach an accuracy (Kaplan & Meier 1958). */
export type TimeToCriterion = {
  readonly __typename?: 'TimeToCriterion';
  /** The accuracy, 0 to 1. */
  readonly accuracy: Scalars['Float']['output'];
  /** First session by whose end half have reached it; null where that is beyond the data. */
  readonly medianSession: Maybe<Scalars['Int']['output']>;
  /** Number of subjects with sessions. */
  readonly n: Scalars['Int']['output'];
  /** Number of those that left before they did. */
  readonly nCensored: Scalars['Int']['output'];
  /** Number of those that reached it. */
  readonly nReached: Scalars['Int']['output'];
  /** One for each session in which a subject reached it or left, ascending. */
  readonly steps: ReadonlyArray<CriterionStep>;
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

/** What lies at 0 of a trajectory's axis, or at 0 and 1. */
export type TrajectoryAlignment =
  /** Sessions since the first one whose accuracy reaches the criterion. */
  | 'CRITERION'
  /** Fraction of the subject's own training: its beginning at 0, its end at 1. */
  | 'FRACTION'
  /** Session number. */
  | 'SESSION';

/** The side that a mouse's whole learning curve came to rely on: a summary of a continuum. */
export type TrajectoryClass =
  /** Neither side's slopes exceed the other's by .2. */
  | 'BALANCED'
  /** Left slopes exceed right ones by .2 or more, weighted by training. */
  | 'LEFT'
  /** Right slopes exceed left ones by .2 or more, weighted by training. */
  | 'RIGHT';

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

/** How often one strategy followed another. */
export type TransitionCount = {
  readonly __typename?: 'TransitionCount';
  /** The strategy before. */
  readonly from: Strategy;
  /** Number of such changes. */
  readonly n: Scalars['Int']['output'];
  /** Number of subjects that made one. */
  readonly nSubjects: Scalars['Int']['output'];
  /** P(to | a change from `from`); its interval is over changes, so a little narrow where few subjects made many. */
  readonly probability: Proportion;
  /** The strategy after. */
  readonly to: Strategy;
};

/** What was done to trials, or sessions. */
export type Treatment = {
  readonly __typename?: 'Treatment';
  /**
   * Event that the light was at: stimulus, action or outcome; null for reward, and where it is not known: then next choices
   * are not compared, since what was settled when the light came cannot be matched.
   */
  readonly alignment: Maybe<Scalars['String']['output']>;
  /** active, or control: light that could not act; null for reward. */
  readonly condition: Maybe<Scalars['String']['output']>;
  /** left, right or both; null for reward. */
  readonly hemisphere: Maybe<Scalars['String']['output']>;
  /** Light or reward. */
  readonly kind: TreatmentKind;
  /** Site of the light; null for reward. */
  readonly site: Maybe<Scalars['String']['output']>;
};

/** Kind of treatment. */
export type TreatmentKind =
  /** Optogenetic light. */
  | 'LIGHT'
  /** Water on trials without a stimulus, where chance gives it. */
  | 'REWARD';

/** One stimulus and what the subject did. */
export type Trial = Node & {
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
  /** lab/project/subject/session/trial. */
  readonly id: Scalars['ID']['output'];
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

/** Conditions that a trial must all fulfil; one that is left out, or null, does not matter. */
export type TrialFilter = {
  /** What the subject did. */
  readonly choice?: InputMaybe<Choice>;
  /** Largest signed contrast, right minus left, −1 to 1. */
  readonly maxSignedContrast?: InputMaybe<Scalars['Float']['input']>;
  /** Smallest signed contrast, right minus left, −1 to 1. */
  readonly minSignedContrast?: InputMaybe<Scalars['Float']['input']>;
  /** Whether it was rewarded as correct. */
  readonly outcome?: InputMaybe<Outcome>;
  /** Number of the session. */
  readonly session?: InputMaybe<Scalars['Int']['input']>;
};

/** A correlation in cohorts of simulated twins. */
export type TwinCorrelation = {
  readonly __typename?: 'TwinCorrelation';
  /** Whether the subjects' own correlation lies within; null where either is undefined. */
  readonly holdsObserved: Maybe<Scalars['Boolean']['output']>;
  /** The middle 95 % of the cohorts; null where undefined. */
  readonly interval: Maybe<Interval>;
  /** Median over the cohorts, −1 to 1; null where undefined. */
  readonly median: Maybe<Scalars['Float']['output']>;
};

/** Where values and errors come from. */
export type ValueSource =
  /** The default network, run on the subject's own trials. */
  | 'DEFAULT'
  /** A network that was fitted to the subject. */
  | 'REFIT';

/** A posterior contrast of how a weight of the decision model moves. */
export type WeightEffect = {
  readonly __typename?: 'WeightEffect';
  /** 95 % interval of the difference. */
  readonly ci: Interval;
  /** Change over a session with it less that over one without, in the unit of the weight. */
  readonly difference: Scalars['Float']['output'];
  /** Number of treated sessions: those with light, or with more water than most on trials without a stimulus. */
  readonly nTreated: Scalars['Int']['output'];
  /** Number of others. */
  readonly nUntreated: Scalars['Int']['output'];
  /** Posterior standard deviation of the difference, in the unit of it. */
  readonly standardError: Scalars['Float']['output'];
  /** What was done. */
  readonly treatment: Treatment;
  /** bias, contrastLeft or contrastRight; a left association is negative. */
  readonly weight: Scalars['String']['output'];
};

/** Weights on some trials, a column each; all columns have the same length. */
export type WeightTrajectory = {
  readonly __typename?: 'WeightTrajectory';
  /** Place among the subject's trials with a choice, from 0. */
  readonly index: ReadonlyArray<Scalars['Int']['output']>;
  /**
   * Posterior SDs at these hyperparameters, in the unit of the weights; a row for each trial; null where undefined. Since
   * the hyperparameters are taken as known, ± 1.96 SDs hold the true weight about 90 % of the time, not 95 %.
   */
  readonly sd: ReadonlyArray<ReadonlyArray<Maybe<Scalars['Float']['output']>>>;
  /** Number of the session. */
  readonly session: ReadonlyArray<Scalars['Int']['output']>;
  /** Number of the trial within its session. */
  readonly trial: ReadonlyArray<Scalars['Int']['output']>;
  /** Most probable weights, in the unit of log odds a unit of the regressor; a row for each trial; null where undefined. */
  readonly weight: ReadonlyArray<ReadonlyArray<Maybe<Scalars['Float']['output']>>>;
};

/** Means over subjects of the measures of a window. */
export type WindowMeans = {
  readonly __typename?: 'WindowMeans';
  /** Mean accuracy. */
  readonly accuracy: Mean;
  /** Mean bias (p_0 − ½). */
  readonly bias: Mean;
  /** Mean left slope (p_0 − p_L). */
  readonly leftSlope: Mean;
  /** Mean right slope (p_R − p_0). */
  readonly rightSlope: Mean;
  /** Mean right − left slope. */
  readonly slopeDifference: Mean;
};

/** Mean measures over the sessions of a window, those with carried measures included. */
export type WindowMeasures = {
  readonly __typename?: 'WindowMeasures';
  /** Mean accuracy, 0 to 1; null where no session defines it. */
  readonly accuracy: Maybe<Scalars['Float']['output']>;
  /** Mean bias (p_0 − ½), −½ to ½; null where no session defines it. */
  readonly bias: Maybe<Scalars['Float']['output']>;
  /** First session of the window. */
  readonly firstSession: Scalars['Int']['output'];
  /** Last session of the window, inside. */
  readonly lastSession: Scalars['Int']['output'];
  /** Mean left slope (p_0 − p_L), −1 to 1; null where no session defines it. */
  readonly leftSlope: Maybe<Scalars['Float']['output']>;
  /** Number of sessions there. */
  readonly nSessions: Scalars['Int']['output'];
  /** Mean right slope (p_R − p_0), −1 to 1; null where no session defines it. */
  readonly rightSlope: Maybe<Scalars['Float']['output']>;
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
  Account: Account;
  AccountComparison: ResolverTypeWrapper<AccountComparison>;
  AccountDifference: ResolverTypeWrapper<AccountDifference>;
  AlignedPoint: ResolverTypeWrapper<AlignedPoint>;
  AlignedTrajectory: ResolverTypeWrapper<AlignedTrajectory>;
  AsOf: AsOf;
  BlockedStream: ResolverTypeWrapper<BlockedStream>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BoundaryKind: BoundaryKind;
  Choice: Choice;
  ChoiceAccount: ChoiceAccount;
  Cohort: ResolverTypeWrapper<CohortSource>;
  CohortAccountDifference: ResolverTypeWrapper<CohortAccountDifference>;
  CohortComparison: ResolverTypeWrapper<Omit<CohortComparison, 'excluded'> & { excluded: ReadonlyArray<ResolversTypes['ExcludedSubject']> }>;
  CohortDefinition: ResolverTypeWrapper<CohortDefinitionRow>;
  CohortDefinitionConnection: ResolverTypeWrapper<CohortListSource>;
  CohortDefinitionEdge: ResolverTypeWrapper<Omit<CohortDefinitionEdge, 'node'> & { node: ResolversTypes['CohortDefinition'] }>;
  CohortEffect: ResolverTypeWrapper<FoundEffect>;
  CohortGroup: ResolverTypeWrapper<CohortGroupSource>;
  CohortLabel: CohortLabel;
  CohortNetworks: ResolverTypeWrapper<FoundNetworks>;
  CohortPsychometric: ResolverTypeWrapper<CohortPsychometric>;
  CohortPsychometricPoint: ResolverTypeWrapper<CohortPsychometricPoint>;
  CohortStrategyTime: ResolverTypeWrapper<CohortStrategyTime>;
  CohortTransitions: ResolverTypeWrapper<CohortTransitions>;
  CohortWindow: CohortWindow;
  ConfusionRow: ResolverTypeWrapper<ConfusionRow>;
  Correlation: ResolverTypeWrapper<Correlation>;
  CriterionStep: ResolverTypeWrapper<CriterionStep>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DecisionModel: ResolverTypeWrapper<FitSummary>;
  Derivation: ResolverTypeWrapper<SubjectDerivation>;
  DroppedSession: ResolverTypeWrapper<DroppedSession>;
  EarlyGroup: ResolverTypeWrapper<EarlyGroupSource>;
  EarlyLateCell: ResolverTypeWrapper<EarlyLateCell>;
  EarlyLateTable: ResolverTypeWrapper<EarlyLateTable>;
  EffectMeasure: EffectMeasure;
  EncodingCoefficient: ResolverTypeWrapper<StoredCoefficient>;
  EncodingGroup: ResolverTypeWrapper<FoundGroup>;
  EncodingStage: ResolverTypeWrapper<StoredStage>;
  EncodingStageKind: EncodingStageKind;
  EncodingTimeCourse: ResolverTypeWrapper<StoredTimeCourse>;
  Estimate: ResolverTypeWrapper<Estimate>;
  ExcludedSubject: ResolverTypeWrapper<ExcludedSource>;
  Exclusion: ResolverTypeWrapper<Exclusion>;
  FibreEncoding: ResolverTypeWrapper<StoredFibre>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  FollowsAssociations: ResolverTypeWrapper<FollowsAssociations>;
  FoundTrial: ResolverTypeWrapper<TrialRow>;
  FoundTrialConnection: ResolverTypeWrapper<FoundTrialListSource>;
  FoundTrialEdge: ResolverTypeWrapper<Omit<FoundTrialEdge, 'node'> & { node: ResolversTypes['FoundTrial'] }>;
  Freshness: ResolverTypeWrapper<ResultFreshness>;
  FreshnessState: FreshnessState;
  GroupRegressor: ResolverTypeWrapper<RegressorGroup>;
  HeldOutAccount: ResolverTypeWrapper<HeldOutAccount>;
  Hemisphere: Hemisphere;
  Hyperparameters: ResolverTypeWrapper<Hyperparameters>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Interval: ResolverTypeWrapper<Interval>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Lab: ResolverTypeWrapper<LabRow>;
  LabConnection: ResolverTypeWrapper<LabListSource>;
  LabEdge: ResolverTypeWrapper<Omit<LabEdge, 'node'> & { node: ResolversTypes['Lab'] }>;
  LearningRule: LearningRule;
  LogState: ResolverTypeWrapper<LogPositions>;
  Mean: ResolverTypeWrapper<Mean>;
  MeanTrace: ResolverTypeWrapper<MeanTrace>;
  MeanTraces: ResolverTypeWrapper<MeanTraces>;
  MeasureComparison: ResolverTypeWrapper<MeasureComparison>;
  MeasureRange: MeasureRange;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NetworkEscape: ResolverTypeWrapper<NetworkEscape>;
  NetworkEstimate: ResolverTypeWrapper<NetworkEstimate>;
  NetworkFit: ResolverTypeWrapper<StoredNetworkFit>;
  NetworkFixedPoint: ResolverTypeWrapper<FixedPointSource>;
  NetworkFlow: NetworkFlow;
  NetworkRecovery: ResolverTypeWrapper<StoredRecovery>;
  NetworkRefit: ResolverTypeWrapper<StoredRefit>;
  NetworkVerdict: ResolverTypeWrapper<StoredRefit>;
  NextAssociation: ResolverTypeWrapper<NextAssociation>;
  NextChoiceEffect: ResolverTypeWrapper<StoredNextChoiceEffect>;
  Node: ResolverTypeWrapper<NodeSource>;
  Outcome: Outcome;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Position: ResolverTypeWrapper<Scalars['Position']['output']>;
  PredictionPoint: ResolverTypeWrapper<PredictionPoint>;
  PredictiveShares: ResolverTypeWrapper<PredictiveShares>;
  Project: ResolverTypeWrapper<ProjectRow>;
  ProjectConnection: ResolverTypeWrapper<ProjectListSource>;
  ProjectEdge: ResolverTypeWrapper<Omit<ProjectEdge, 'node'> & { node: ResolversTypes['Project'] }>;
  Proportion: ResolverTypeWrapper<Proportion>;
  Psychometric: ResolverTypeWrapper<PsychometricFitRow>;
  PsychometricCount: ResolverTypeWrapper<PsychometricCount>;
  PsychometricFunction: ResolverTypeWrapper<PsychometricFit>;
  PsychometricStage: PsychometricStage;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordingSite: ResolverTypeWrapper<RecordingSiteRow>;
  RecordingSiteConnection: ResolverTypeWrapper<SiteListSource>;
  RecordingSiteEdge: ResolverTypeWrapper<Omit<RecordingSiteEdge, 'node'> & { node: ResolversTypes['RecordingSite'] }>;
  RecoveredParameter: ResolverTypeWrapper<RecoveredParameter>;
  Regression: ResolverTypeWrapper<Regression>;
  Release: ResolverTypeWrapper<ReleaseRow>;
  ReleaseConnection: ResolverTypeWrapper<ReleaseListSource>;
  ReleaseEdge: ResolverTypeWrapper<Omit<ReleaseEdge, 'node'> & { node: ResolversTypes['Release'] }>;
  ReleasedAnalysis: ResolverTypeWrapper<ReleasedAnalysis>;
  RuleDifferences: ResolverTypeWrapper<RuleDifferences>;
  RuleRight: ResolverTypeWrapper<RuleRight>;
  RuleWins: ResolverTypeWrapper<RuleWins>;
  Run: ResolverTypeWrapper<RunRow>;
  RunConnection: ResolverTypeWrapper<RunListSource>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  RunError: ResolverTypeWrapper<RunError>;
  RunRequest: ResolverTypeWrapper<RunRequestRow>;
  RunRequestAction: RunRequestAction;
  RunState: RunState;
  SaddleConnection: ResolverTypeWrapper<SaddleConnection>;
  SegmentStart: ResolverTypeWrapper<SegmentStartRow>;
  Session: ResolverTypeWrapper<SessionRow>;
  SessionConnection: ResolverTypeWrapper<SessionListSource>;
  SessionEdge: ResolverTypeWrapper<Omit<SessionEdge, 'node'> & { node: ResolversTypes['Session'] }>;
  SessionMeasures: ResolverTypeWrapper<SessionMeasuresRow>;
  ShiftNull: ShiftNull;
  SiteFilter: SiteFilter;
  Snippet: ResolverTypeWrapper<SnippetPageRow>;
  SnippetAlignment: SnippetAlignment;
  SnippetConnection: ResolverTypeWrapper<SnippetListSource>;
  SnippetEdge: ResolverTypeWrapper<Omit<SnippetEdge, 'node'> & { node: ResolversTypes['Snippet'] }>;
  SnippetEvent: SnippetEvent;
  SplitHalfReliability: ResolverTypeWrapper<SplitHalfReliability>;
  StagePsychometric: ResolverTypeWrapper<StagePsychometric>;
  StagePsychometricPoint: ResolverTypeWrapper<StagePsychometricPoint>;
  Stimulation: ResolverTypeWrapper<StimulationPageRow>;
  StimulationConnection: ResolverTypeWrapper<StimulationListSource>;
  StimulationEdge: ResolverTypeWrapper<Omit<StimulationEdge, 'node'> & { node: ResolversTypes['Stimulation'] }>;
  StimulationEffects: ResolverTypeWrapper<StoredEffects>;
  StimulusSide: StimulusSide;
  Strategy: Strategy;
  StrategySegment: ResolverTypeWrapper<SegmentRow>;
  StrategySegmentConnection: ResolverTypeWrapper<SegmentListSource>;
  StrategySegmentEdge: ResolverTypeWrapper<Omit<StrategySegmentEdge, 'node'> & { node: ResolversTypes['StrategySegment'] }>;
  StrategyTime: ResolverTypeWrapper<StrategyTime>;
  StrategyTransition: ResolverTypeWrapper<Omit<StrategyTransition, 'start'> & { start: ResolversTypes['SegmentStart'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subject: ResolverTypeWrapper<SubjectRow>;
  SubjectConnection: ResolverTypeWrapper<SubjectConnectionSource>;
  SubjectEdge: ResolverTypeWrapper<Omit<SubjectEdge, 'node'> & { node: ResolversTypes['Subject'] }>;
  SubjectFilter: SubjectFilter;
  SubjectMeasure: SubjectMeasure;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TimeToCriterion: ResolverTypeWrapper<TimeToCriterion>;
  TraceCondition: TraceCondition;
  TrajectoryAlignment: TrajectoryAlignment;
  TrajectoryClass: TrajectoryClass;
  TrajectoryPoint: ResolverTypeWrapper<TrajectoryPoint>;
  TransitionCount: ResolverTypeWrapper<TransitionCount>;
  Treatment: ResolverTypeWrapper<Treatment>;
  TreatmentKind: TreatmentKind;
  Trial: ResolverTypeWrapper<TrialRow>;
  TrialConnection: ResolverTypeWrapper<TrialConnectionSource>;
  TrialEdge: ResolverTypeWrapper<Omit<TrialEdge, 'node'> & { node: ResolversTypes['Trial'] }>;
  TrialFilter: TrialFilter;
  TwinCorrelation: ResolverTypeWrapper<TwinCorrelation>;
  ValueSource: ValueSource;
  WeightEffect: ResolverTypeWrapper<StoredWeightEffect>;
  WeightTrajectory: ResolverTypeWrapper<WeightTrajectory>;
  WindowMeans: ResolverTypeWrapper<WindowMeans>;
  WindowMeasures: ResolverTypeWrapper<WindowMeasures>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountComparison: AccountComparison;
  AccountDifference: AccountDifference;
  AlignedPoint: AlignedPoint;
  AlignedTrajectory: AlignedTrajectory;
  AsOf: AsOf;
  BlockedStream: BlockedStream;
  Boolean: Scalars['Boolean']['output'];
  Cohort: CohortSource;
  CohortAccountDifference: CohortAccountDifference;
  CohortComparison: Omit<CohortComparison, 'excluded'> & { excluded: ReadonlyArray<ResolversParentTypes['ExcludedSubject']> };
  CohortDefinition: CohortDefinitionRow;
  CohortDefinitionConnection: CohortListSource;
  CohortDefinitionEdge: Omit<CohortDefinitionEdge, 'node'> & { node: ResolversParentTypes['CohortDefinition'] };
  CohortEffect: FoundEffect;
  CohortGroup: CohortGroupSource;
  CohortNetworks: FoundNetworks;
  CohortPsychometric: CohortPsychometric;
  CohortPsychometricPoint: CohortPsychometricPoint;
  CohortStrategyTime: CohortStrategyTime;
  CohortTransitions: CohortTransitions;
  ConfusionRow: ConfusionRow;
  Correlation: Correlation;
  CriterionStep: CriterionStep;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DecisionModel: FitSummary;
  Derivation: SubjectDerivation;
  DroppedSession: DroppedSession;
  EarlyGroup: EarlyGroupSource;
  EarlyLateCell: EarlyLateCell;
  EarlyLateTable: EarlyLateTable;
  EncodingCoefficient: StoredCoefficient;
  EncodingGroup: FoundGroup;
  EncodingStage: StoredStage;
  EncodingTimeCourse: StoredTimeCourse;
  Estimate: Estimate;
  ExcludedSubject: ExcludedSource;
  Exclusion: Exclusion;
  FibreEncoding: StoredFibre;
  Float: Scalars['Float']['output'];
  FollowsAssociations: FollowsAssociations;
  FoundTrial: TrialRow;
  FoundTrialConnection: FoundTrialListSource;
  FoundTrialEdge: Omit<FoundTrialEdge, 'node'> & { node: ResolversParentTypes['FoundTrial'] };
  Freshness: ResultFreshness;
  GroupRegressor: RegressorGroup;
  HeldOutAccount: HeldOutAccount;
  Hyperparameters: Hyperparameters;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Interval: Interval;
  JSON: Scalars['JSON']['output'];
  Lab: LabRow;
  LabConnection: LabListSource;
  LabEdge: Omit<LabEdge, 'node'> & { node: ResolversParentTypes['Lab'] };
  LogState: LogPositions;
  Mean: Mean;
  MeanTrace: MeanTrace;
  MeanTraces: MeanTraces;
  MeasureComparison: MeasureComparison;
  MeasureRange: MeasureRange;
  Mutation: Record<PropertyKey, never>;
  NetworkEscape: NetworkEscape;
  NetworkEstimate: NetworkEstimate;
  NetworkFit: StoredNetworkFit;
  NetworkFixedPoint: FixedPointSource;
  NetworkRecovery: StoredRecovery;
  NetworkRefit: StoredRefit;
  NetworkVerdict: StoredRefit;
  NextAssociation: NextAssociation;
  NextChoiceEffect: StoredNextChoiceEffect;
  Node: NodeSource;
  PageInfo: PageInfo;
  Position: Scalars['Position']['output'];
  PredictionPoint: PredictionPoint;
  PredictiveShares: PredictiveShares;
  Project: ProjectRow;
  ProjectConnection: ProjectListSource;
  ProjectEdge: Omit<ProjectEdge, 'node'> & { node: ResolversParentTypes['Project'] };
  Proportion: Proportion;
  Psychometric: PsychometricFitRow;
  PsychometricCount: PsychometricCount;
  PsychometricFunction: PsychometricFit;
  Query: Record<PropertyKey, never>;
  RecordingSite: RecordingSiteRow;
  RecordingSiteConnection: SiteListSource;
  RecordingSiteEdge: Omit<RecordingSiteEdge, 'node'> & { node: ResolversParentTypes['RecordingSite'] };
  RecoveredParameter: RecoveredParameter;
  Regression: Regression;
  Release: ReleaseRow;
  ReleaseConnection: ReleaseListSource;
  ReleaseEdge: Omit<ReleaseEdge, 'node'> & { node: ResolversParentTypes['Release'] };
  ReleasedAnalysis: ReleasedAnalysis;
  RuleDifferences: RuleDifferences;
  RuleRight: RuleRight;
  RuleWins: RuleWins;
  Run: RunRow;
  RunConnection: RunListSource;
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  RunError: RunError;
  RunRequest: RunRequestRow;
  SaddleConnection: SaddleConnection;
  SegmentStart: SegmentStartRow;
  Session: SessionRow;
  SessionConnection: SessionListSource;
  SessionEdge: Omit<SessionEdge, 'node'> & { node: ResolversParentTypes['Session'] };
  SessionMeasures: SessionMeasuresRow;
  SiteFilter: SiteFilter;
  Snippet: SnippetPageRow;
  SnippetConnection: SnippetListSource;
  SnippetEdge: Omit<SnippetEdge, 'node'> & { node: ResolversParentTypes['Snippet'] };
  SplitHalfReliability: SplitHalfReliability;
  StagePsychometric: StagePsychometric;
  StagePsychometricPoint: StagePsychometricPoint;
  Stimulation: StimulationPageRow;
  StimulationConnection: StimulationListSource;
  StimulationEdge: Omit<StimulationEdge, 'node'> & { node: ResolversParentTypes['Stimulation'] };
  StimulationEffects: StoredEffects;
  StrategySegment: SegmentRow;
  StrategySegmentConnection: SegmentListSource;
  StrategySegmentEdge: Omit<StrategySegmentEdge, 'node'> & { node: ResolversParentTypes['StrategySegment'] };
  StrategyTime: StrategyTime;
  StrategyTransition: Omit<StrategyTransition, 'start'> & { start: ResolversParentTypes['SegmentStart'] };
  String: Scalars['String']['output'];
  Subject: SubjectRow;
  SubjectConnection: SubjectConnectionSource;
  SubjectEdge: Omit<SubjectEdge, 'node'> & { node: ResolversParentTypes['Subject'] };
  SubjectFilter: SubjectFilter;
  Subscription: Record<PropertyKey, never>;
  TimeToCriterion: TimeToCriterion;
  TrajectoryPoint: TrajectoryPoint;
  TransitionCount: TransitionCount;
  Treatment: Treatment;
  Trial: TrialRow;
  TrialConnection: TrialConnectionSource;
  TrialEdge: Omit<TrialEdge, 'node'> & { node: ResolversParentTypes['Trial'] };
  TrialFilter: TrialFilter;
  TwinCorrelation: TwinCorrelation;
  WeightEffect: StoredWeightEffect;
  WeightTrajectory: WeightTrajectory;
  WindowMeans: WindowMeans;
  WindowMeasures: WindowMeasures;
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

export type AccountComparisonResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['AccountComparison'] = ResolversParentTypes['AccountComparison']> = {
  decided?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  difference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  differenceCi?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  logRatio?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  partialR?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  separation?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  totalR?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type AccountDifferenceResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['AccountDifference'] = ResolversParentTypes['AccountDifference']> = {
  account?: Resolver<ResolversTypes['ChoiceAccount'], ParentType, ContextType>;
  against?: Resolver<ResolversTypes['ChoiceAccount'], ParentType, ContextType>;
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  perTrial?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type AlignedPointResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['AlignedPoint'] = ResolversParentTypes['AlignedPoint']> = {
  accuracy?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  bias?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  leftSlope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nEnded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rightSlope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
};

export type AlignedTrajectoryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['AlignedTrajectory'] = ResolversParentTypes['AlignedTrajectory']> = {
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nUnplaced?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<ReadonlyArray<ResolversTypes['AlignedPoint']>, ParentType, ContextType>;
};

export type BlockedStreamResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['BlockedStream'] = ResolversParentTypes['BlockedStream']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  streamVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CohortResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Cohort'] = ResolversParentTypes['Cohort']> = {
  byEarlyStrategy?: Resolver<ReadonlyArray<ResolversTypes['EarlyGroup']>, ParentType, ContextType>;
  dopamineEncoding?: Resolver<ReadonlyArray<ResolversTypes['EncodingGroup']>, ParentType, ContextType, RequireFields<CohortDopamineEncodingArgs, 'stage'>>;
  earlyBiasLateSlope?: Resolver<ResolversTypes['Correlation'], ParentType, ContextType>;
  earlyLateBias?: Resolver<ResolversTypes['Correlation'], ParentType, ContextType>;
  earlyLateTable?: Resolver<ResolversTypes['EarlyLateTable'], ParentType, ContextType>;
  excluded?: Resolver<ReadonlyArray<ResolversTypes['ExcludedSubject']>, ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['CohortGroup']>, ParentType, ContextType, RequireFields<CohortGroupsArgs, 'by'>>;
  meanTrajectory?: Resolver<ReadonlyArray<ResolversTypes['TrajectoryPoint']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  networks?: Resolver<ResolversTypes['CohortNetworks'], ParentType, ContextType>;
  prediction?: Resolver<ReadonlyArray<ResolversTypes['PredictionPoint']>, ParentType, ContextType, RequireFields<CohortPredictionArgs, 'sessions'>>;
  psychometrics?: Resolver<ReadonlyArray<ResolversTypes['CohortPsychometric']>, ParentType, ContextType, RequireFields<CohortPsychometricsArgs, 'window'>>;
  psychometricsByStage?: Resolver<ReadonlyArray<ResolversTypes['StagePsychometric']>, ParentType, ContextType, RequireFields<CohortPsychometricsByStageArgs, 'by'>>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  staleSubjects?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stimulationEffects?: Resolver<ReadonlyArray<ResolversTypes['CohortEffect']>, ParentType, ContextType, Partial<CohortStimulationEffectsArgs>>;
  subjects?: Resolver<ResolversTypes['SubjectConnection'], ParentType, ContextType, RequireFields<CohortSubjectsArgs, 'first'>>;
  timeInStrategies?: Resolver<ReadonlyArray<ResolversTypes['CohortStrategyTime']>, ParentType, ContextType>;
  timeToCriterion?: Resolver<ResolversTypes['TimeToCriterion'], ParentType, ContextType, RequireFields<CohortTimeToCriterionArgs, 'accuracy'>>;
  transitions?: Resolver<ResolversTypes['CohortTransitions'], ParentType, ContextType>;
};

export type CohortAccountDifferenceResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortAccountDifference'] = ResolversParentTypes['CohortAccountDifference']> = {
  account?: Resolver<ResolversTypes['ChoiceAccount'], ParentType, ContextType>;
  against?: Resolver<ResolversTypes['ChoiceAccount'], ParentType, ContextType>;
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nBetter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CohortComparisonResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortComparison'] = ResolversParentTypes['CohortComparison']> = {
  excluded?: Resolver<ReadonlyArray<ResolversTypes['ExcludedSubject']>, ParentType, ContextType>;
  measures?: Resolver<ReadonlyArray<ResolversTypes['MeasureComparison']>, ParentType, ContextType>;
  sizeA?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sizeB?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CohortDefinitionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortDefinition'] = ResolversParentTypes['CohortDefinition']> = {
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  filter?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lab?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  project?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CohortDefinitionConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortDefinitionConnection'] = ResolversParentTypes['CohortDefinitionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CohortDefinitionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['CohortDefinition']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CohortDefinitionEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortDefinitionEdge'] = ResolversParentTypes['CohortDefinitionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CohortDefinition'], ParentType, ContextType>;
};

export type CohortEffectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortEffect'] = ResolversParentTypes['CohortEffect']> = {
  betweenVariance?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  mean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['EffectMeasure'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  taught?: Resolver<Maybe<ResolversTypes['StimulusSide']>, ParentType, ContextType>;
  tested?: Resolver<Maybe<ResolversTypes['StimulusSide']>, ParentType, ContextType>;
  treatment?: Resolver<ResolversTypes['Treatment'], ParentType, ContextType>;
  weight?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CohortGroupResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortGroup'] = ResolversParentTypes['CohortGroup']> = {
  early?: Resolver<ResolversTypes['WindowMeans'], ParentType, ContextType>;
  late?: Resolver<ResolversTypes['WindowMeans'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  trajectory?: Resolver<ResolversTypes['AlignedTrajectory'], ParentType, ContextType, RequireFields<CohortGroupTrajectoryArgs, 'accuracy' | 'alignment' | 'bins'>>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CohortNetworksResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortNetworks'] = ResolversParentTypes['CohortNetworks']> = {
  differences?: Resolver<ReadonlyArray<ResolversTypes['CohortAccountDifference']>, ParentType, ContextType>;
  earlyBiasLateSlope?: Resolver<ResolversTypes['Correlation'], ParentType, ContextType>;
  earlyLateBias?: Resolver<ResolversTypes['Correlation'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nInCorrelations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['RuleDifferences']>, ParentType, ContextType>;
  wins?: Resolver<ReadonlyArray<ResolversTypes['RuleWins']>, ParentType, ContextType>;
};

export type CohortPsychometricResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortPsychometric'] = ResolversParentTypes['CohortPsychometric']> = {
  earlyStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<ReadonlyArray<ResolversTypes['CohortPsychometricPoint']>, ParentType, ContextType>;
};

export type CohortPsychometricPointResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortPsychometricPoint'] = ResolversParentTypes['CohortPsychometricPoint']> = {
  contrast?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  right?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
};

export type CohortStrategyTimeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortStrategyTime'] = ResolversParentTypes['CohortStrategyTime']> = {
  everIn?: Resolver<ResolversTypes['Proportion'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
};

export type CohortTransitionsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CohortTransitions'] = ResolversParentTypes['CohortTransitions']> = {
  changes?: Resolver<ReadonlyArray<ResolversTypes['TransitionCount']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  perSubject?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
};

export type ConfusionRowResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ConfusionRow'] = ResolversParentTypes['ConfusionRow']> = {
  rule?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
  shallow?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalRpe?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tutorExecutor?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CorrelationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Correlation'] = ResolversParentTypes['Correlation']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  r?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CriterionStepResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CriterionStep'] = ResolversParentTypes['CriterionStep']> = {
  atRisk?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  nCensored?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nReached?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reached?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DecisionModelResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DecisionModel'] = ResolversParentTypes['DecisionModel']> = {
  atBound?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  converged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  fullTrajectory?: Resolver<ResolversTypes['WeightTrajectory'], ParentType, ContextType>;
  hyperparameters?: Resolver<ResolversTypes['Hyperparameters'], ParentType, ContextType>;
  iterations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logEvidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  logLikelihood?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  logPosterior?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  logPrior?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  maxContrast?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  paramNames?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  trajectory?: Resolver<ResolversTypes['WeightTrajectory'], ParentType, ContextType, RequireFields<DecisionModelTrajectoryArgs, 'points'>>;
};

export type DerivationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Derivation'] = ResolversParentTypes['Derivation']> = {
  analysis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['RunError']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type DroppedSessionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DroppedSession'] = ResolversParentTypes['DroppedSession']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EarlyGroupResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EarlyGroup'] = ResolversParentTypes['EarlyGroup']> = {
  early?: Resolver<ResolversTypes['WindowMeans'], ParentType, ContextType>;
  earlyStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  late?: Resolver<ResolversTypes['WindowMeans'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  trajectory?: Resolver<ResolversTypes['AlignedTrajectory'], ParentType, ContextType, RequireFields<EarlyGroupTrajectoryArgs, 'accuracy' | 'alignment' | 'bins'>>;
};

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

export type EncodingCoefficientResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EncodingCoefficient'] = ResolversParentTypes['EncodingCoefficient']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  estimate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  permutationP?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  regressor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  standardError?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  uniqueRSquared?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type EncodingGroupResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EncodingGroup'] = ResolversParentTypes['EncodingGroup']> = {
  alignment?: Resolver<ResolversTypes['SnippetAlignment'], ParentType, ContextType>;
  crossValidatedRSquared?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  difference?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  earlyStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  nFibres?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nPartial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nSubjects?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nUndecided?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  regressors?: Resolver<ReadonlyArray<ResolversTypes['GroupRegressor']>, ParentType, ContextType>;
};

export type EncodingStageResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EncodingStage'] = ResolversParentTypes['EncodingStage']> = {
  accounts?: Resolver<Maybe<ResolversTypes['AccountComparison']>, ParentType, ContextType>;
  alignment?: Resolver<ResolversTypes['SnippetAlignment'], ParentType, ContextType>;
  coefficients?: Resolver<ReadonlyArray<ResolversTypes['EncodingCoefficient']>, ParentType, ContextType>;
  crossValidatedRSquared?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  null?: Resolver<ResolversTypes['ShiftNull'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rSquared?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['EncodingStageKind'], ParentType, ContextType>;
};

export type EncodingTimeCourseResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EncodingTimeCourse'] = ResolversParentTypes['EncodingTimeCourse']> = {
  alignment?: Resolver<ResolversTypes['SnippetAlignment'], ParentType, ContextType>;
  estimate?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Float']>>, ParentType, ContextType>;
  high?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  low?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  regressor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timeS?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type EstimateResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Estimate'] = ResolversParentTypes['Estimate']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ExcludedSubjectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ExcludedSubject'] = ResolversParentTypes['ExcludedSubject']> = {
  exclusion?: Resolver<ResolversTypes['Exclusion'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['Subject'], ParentType, ContextType>;
};

export type ExclusionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Exclusion'] = ResolversParentTypes['Exclusion']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FibreEncodingResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FibreEncoding'] = ResolversParentTypes['FibreEncoding']> = {
  droppedSessions?: Resolver<ReadonlyArray<ResolversTypes['DroppedSession']>, ParentType, ContextType>;
  followsAssociations?: Resolver<ResolversTypes['FollowsAssociations'], ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  network?: Resolver<ResolversTypes['ValueSource'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  site?: Resolver<ResolversTypes['RecordingSite'], ParentType, ContextType>;
  splitHalfReliabilities?: Resolver<ReadonlyArray<ResolversTypes['SplitHalfReliability']>, ParentType, ContextType>;
  stages?: Resolver<ReadonlyArray<ResolversTypes['EncodingStage']>, ParentType, ContextType, Partial<FibreEncodingStagesArgs>>;
  timeCourses?: Resolver<ReadonlyArray<ResolversTypes['EncodingTimeCourse']>, ParentType, ContextType>;
};

export type FollowsAssociationsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FollowsAssociations'] = ResolversParentTypes['FollowsAssociations']> = {
  adjustedP?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  contralateralR?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  differenceR?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  ipsilateralR?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type FoundTrialResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FoundTrial'] = ResolversParentTypes['FoundTrial']> = {
  session?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  trial?: Resolver<ResolversTypes['Trial'], ParentType, ContextType>;
};

export type FoundTrialConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FoundTrialConnection'] = ResolversParentTypes['FoundTrialConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FoundTrialEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['FoundTrial']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FoundTrialEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FoundTrialEdge'] = ResolversParentTypes['FoundTrialEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['FoundTrial'], ParentType, ContextType>;
};

export type FreshnessResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Freshness'] = ResolversParentTypes['Freshness']> = {
  lagEvents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['FreshnessState'], ParentType, ContextType>;
};

export type GroupRegressorResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['GroupRegressor'] = ResolversParentTypes['GroupRegressor']> = {
  estimate?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  nSignificant?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  regressor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uniqueRSquared?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
};

export type HeldOutAccountResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['HeldOutAccount'] = ResolversParentTypes['HeldOutAccount']> = {
  account?: Resolver<ResolversTypes['ChoiceAccount'], ParentType, ContextType>;
  logLikelihoodPerTrial?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type HyperparametersResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Hyperparameters'] = ResolversParentTypes['Hyperparameters']> = {
  sigma?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  sigmaDay?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Float']>>, ParentType, ContextType>;
  sigmaInit?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type IntervalResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Interval'] = ResolversParentTypes['Interval']> = {
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LabResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Lab'] = ResolversParentTypes['Lab']> = {
  fullName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LabConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['LabConnection'] = ResolversParentTypes['LabConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LabEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Lab']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LabEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['LabEdge'] = ResolversParentTypes['LabEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Lab'], ParentType, ContextType>;
};

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
  units?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MeasureComparisonResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['MeasureComparison'] = ResolversParentTypes['MeasureComparison']> = {
  a?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  adjustedP?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  cliffsDelta?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  difference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  hedgesG?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  hedgesGCi?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['SubjectMeasure'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelRun?: Resolver<ResolversTypes['RunRequest'], ParentType, ContextType, RequireFields<MutationCancelRunArgs, 'run'>>;
  reanalyse?: Resolver<ResolversTypes['RunRequest'], ParentType, ContextType, RequireFields<MutationReanalyseArgs, 'subject'>>;
  retryRun?: Resolver<ResolversTypes['RunRequest'], ParentType, ContextType, RequireFields<MutationRetryRunArgs, 'run'>>;
};

export type NetworkEscapeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkEscape'] = ResolversParentTypes['NetworkEscape']> = {
  pathways?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  rate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type NetworkEstimateResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkEstimate'] = ResolversParentTypes['NetworkEstimate']> = {
  atBound?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  standardError?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type NetworkFitResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkFit'] = ResolversParentTypes['NetworkFit']> = {
  bic?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  connections?: Resolver<ReadonlyArray<ResolversTypes['SaddleConnection']>, ParentType, ContextType>;
  estimates?: Resolver<ReadonlyArray<ResolversTypes['NetworkEstimate']>, ParentType, ContextType>;
  fixedPoints?: Resolver<ReadonlyArray<ResolversTypes['NetworkFixedPoint']>, ParentType, ContextType>;
  initialBias?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  logLikelihood?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  nAgreeing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nParameters?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nextAssociation?: Resolver<ResolversTypes['NextAssociation'], ParentType, ContextType>;
  passed?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  predictive?: Resolver<ResolversTypes['PredictiveShares'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
};

export type NetworkFixedPointResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkFixedPoint'] = ResolversParentTypes['NetworkFixedPoint']> = {
  associations?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  distances?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Float']>>, ParentType, ContextType>;
  escapes?: Resolver<ReadonlyArray<ResolversTypes['NetworkEscape']>, ParentType, ContextType>;
  flow?: Resolver<ResolversTypes['NetworkFlow'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  residual?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  slow?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NetworkRecoveryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkRecovery'] = ResolversParentTypes['NetworkRecovery']> = {
  byBic?: Resolver<ReadonlyArray<ResolversTypes['ConfusionRow']>, ParentType, ContextType>;
  byHeldOut?: Resolver<ReadonlyArray<ResolversTypes['ConfusionRow']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  nReplicates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parameters?: Resolver<ReadonlyArray<ResolversTypes['RecoveredParameter']>, ParentType, ContextType>;
  rightWhenSaid?: Resolver<ReadonlyArray<ResolversTypes['RuleRight']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  sureByHeldOut?: Resolver<ReadonlyArray<ResolversTypes['ConfusionRow']>, ParentType, ContextType>;
};

export type NetworkRefitResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkRefit'] = ResolversParentTypes['NetworkRefit']> = {
  ceilingMissing?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  differences?: Resolver<ReadonlyArray<ResolversTypes['AccountDifference']>, ParentType, ContextType>;
  fits?: Resolver<ReadonlyArray<ResolversTypes['NetworkFit']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  heldOut?: Resolver<ReadonlyArray<ResolversTypes['HeldOutAccount']>, ParentType, ContextType>;
  nHeldOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['NetworkVerdict'], ParentType, ContextType>;
  warmStart?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type NetworkVerdictResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NetworkVerdict'] = ResolversParentTypes['NetworkVerdict']> = {
  bicMargin?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  margin?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rightWhenSaid?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  runnerUp?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
  sure?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  winner?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
  winnerByBic?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
};

export type NextAssociationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NextAssociation'] = ResolversParentTypes['NextAssociation']> = {
  agrees?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['StimulusSide']>, ParentType, ContextType>;
  predicted?: Resolver<Maybe<ResolversTypes['StimulusSide']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type NextChoiceEffectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['NextChoiceEffect'] = ResolversParentTypes['NextChoiceEffect']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  difference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nStrata?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTreated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nUntreated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  standardError?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  taught?: Resolver<ResolversTypes['StimulusSide'], ParentType, ContextType>;
  tested?: Resolver<ResolversTypes['StimulusSide'], ParentType, ContextType>;
  treatment?: Resolver<ResolversTypes['Treatment'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'CohortDefinition' | 'Lab' | 'Project' | 'RecordingSite' | 'Release' | 'Run' | 'Session' | 'Snippet' | 'Stimulation' | 'StrategySegment' | 'Subject' | 'Trial', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface PositionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Position'], any> {
  name: 'Position';
}

export type PredictionPointResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PredictionPoint'] = ResolversParentTypes['PredictionPoint']> = {
  baseRate?: Resolver<ResolversTypes['Proportion'], ParentType, ContextType>;
  correct?: Resolver<ResolversTypes['Proportion'], ParentType, ContextType>;
  gain?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  gainCi?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PredictiveSharesResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PredictiveShares'] = ResolversParentTypes['PredictiveShares']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bias?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  leftSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rightSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ProjectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Project'] = ResolversParentTypes['Project']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lab?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProjectConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ProjectConnection'] = ResolversParentTypes['ProjectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Project']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProjectEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ProjectEdge'] = ResolversParentTypes['ProjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Project'], ParentType, ContextType>;
};

export type ProportionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Proportion'] = ResolversParentTypes['Proportion']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  k?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  proportion?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type PsychometricResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Psychometric'] = ResolversParentTypes['Psychometric']> = {
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  function?: Resolver<Maybe<ResolversTypes['PsychometricFunction']>, ParentType, ContextType>;
  refused?: Resolver<Maybe<ResolversTypes['Exclusion']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type PsychometricCountResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PsychometricCount'] = ResolversParentTypes['PsychometricCount']> = {
  contrast?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nRight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PsychometricFunctionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PsychometricFunction'] = ResolversParentTypes['PsychometricFunction']> = {
  atBound?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  biasContrast?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  converged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lapseLeft?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  lapseRight?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
  logLikelihood?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  slope?: Resolver<ResolversTypes['Estimate'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cohort?: Resolver<ResolversTypes['Cohort'], ParentType, ContextType, Partial<QueryCohortArgs>>;
  cohorts?: Resolver<ResolversTypes['CohortDefinitionConnection'], ParentType, ContextType, RequireFields<QueryCohortsArgs, 'first'>>;
  compareCohorts?: Resolver<ResolversTypes['CohortComparison'], ParentType, ContextType, RequireFields<QueryCompareCohortsArgs, 'a' | 'b'>>;
  labs?: Resolver<ResolversTypes['LabConnection'], ParentType, ContextType, RequireFields<QueryLabsArgs, 'first'>>;
  log?: Resolver<ResolversTypes['LogState'], ParentType, ContextType>;
  meanTraces?: Resolver<Maybe<ResolversTypes['MeanTraces']>, ParentType, ContextType, RequireFields<QueryMeanTracesArgs, 'alignment' | 'by' | 'site' | 'subject'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  projects?: Resolver<ResolversTypes['ProjectConnection'], ParentType, ContextType, RequireFields<QueryProjectsArgs, 'first'>>;
  releases?: Resolver<ResolversTypes['ReleaseConnection'], ParentType, ContextType, RequireFields<QueryReleasesArgs, 'first'>>;
  runRequest?: Resolver<Maybe<ResolversTypes['RunRequest']>, ParentType, ContextType, RequireFields<QueryRunRequestArgs, 'id'>>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
  subject?: Resolver<Maybe<ResolversTypes['Subject']>, ParentType, ContextType, RequireFields<QuerySubjectArgs, 'id'>>;
  subjects?: Resolver<ResolversTypes['SubjectConnection'], ParentType, ContextType, RequireFields<QuerySubjectsArgs, 'first'>>;
  trials?: Resolver<ResolversTypes['FoundTrialConnection'], ParentType, ContextType, RequireFields<QueryTrialsArgs, 'first'>>;
};

export type RecordingSiteResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RecordingSite'] = ResolversParentTypes['RecordingSite']> = {
  anteriorPosteriorMm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dorsoventralMm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  hemisphere?: Resolver<ResolversTypes['Hemisphere'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  implantedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  mediolateralMm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sensor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RecordingSiteConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RecordingSiteConnection'] = ResolversParentTypes['RecordingSiteConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RecordingSiteEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['RecordingSite']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RecordingSiteEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RecordingSiteEdge'] = ResolversParentTypes['RecordingSiteEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RecordingSite'], ParentType, ContextType>;
};

export type RecoveredParameterResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RecoveredParameter'] = ResolversParentTypes['RecoveredParameter']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rootMeanSquareError?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
  truth?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RegressionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Regression'] = ResolversParentTypes['Regression']> = {
  ci?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  intercept?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  r?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  slope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ReleaseResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Release'] = ResolversParentTypes['Release']> = {
  analyses?: Resolver<ReadonlyArray<ResolversTypes['ReleasedAnalysis']>, ParentType, ContextType>;
  citation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lab?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notes?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  project?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReleaseConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReleaseConnection'] = ResolversParentTypes['ReleaseConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReleaseEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Release']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReleaseEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReleaseEdge'] = ResolversParentTypes['ReleaseEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
};

export type ReleasedAnalysisResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReleasedAnalysis'] = ResolversParentTypes['ReleasedAnalysis']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RuleDifferencesResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RuleDifferences'] = ResolversParentTypes['RuleDifferences']> = {
  initialBiasLateBias?: Resolver<ResolversTypes['Regression'], ParentType, ContextType>;
  initialBiasLateSlope?: Resolver<ResolversTypes['Regression'], ParentType, ContextType>;
  nTwinCohorts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
  twinEarlyBiasLateSlope?: Resolver<ResolversTypes['TwinCorrelation'], ParentType, ContextType>;
  twinEarlyLateBias?: Resolver<ResolversTypes['TwinCorrelation'], ParentType, ContextType>;
};

export type RuleRightResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RuleRight'] = ResolversParentTypes['RuleRight']> = {
  byBic?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  byHeldOut?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
};

export type RuleWinsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RuleWins'] = ResolversParentTypes['RuleWins']> = {
  byBic?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['LearningRule'], ParentType, ContextType>;
  sure?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  analysis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  analysisVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['RunError']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inputPosition?: Resolver<ResolversTypes['Position'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RunState'], ParentType, ContextType>;
  subjectId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RunConnection'] = ResolversParentTypes['RunConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RunEdge'] = ResolversParentTypes['RunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type RunErrorResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RunError'] = ResolversParentTypes['RunError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RunRequestResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RunRequest'] = ResolversParentTypes['RunRequest']> = {
  action?: Resolver<ResolversTypes['RunRequestAction'], ParentType, ContextType>;
  analyses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['RunError']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  runs?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  subjectId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type SaddleConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SaddleConnection'] = ResolversParentTypes['SaddleConnection']> = {
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pathways?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  visits?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SegmentStartResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SegmentStart'] = ResolversParentTypes['SegmentStart']> = {
  earliestSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  earliestTrial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BoundaryKind'], ParentType, ContextType>;
  latestSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latestTrial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  boundariesKnown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  measures?: Resolver<Maybe<ResolversTypes['SessionMeasures']>, ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  psychometric?: Resolver<Maybe<ResolversTypes['Psychometric']>, ParentType, ContextType>;
  rig?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  snippets?: Resolver<ResolversTypes['SnippetConnection'], ParentType, ContextType, RequireFields<SessionSnippetsArgs, 'first'>>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stimulations?: Resolver<ResolversTypes['StimulationConnection'], ParentType, ContextType, RequireFields<SessionStimulationsArgs, 'first'>>;
  taskVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  trials?: Resolver<ResolversTypes['TrialConnection'], ParentType, ContextType, RequireFields<SessionTrialsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SessionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Session']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SessionEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SessionEdge'] = ResolversParentTypes['SessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type SessionMeasuresResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SessionMeasures'] = ResolversParentTypes['SessionMeasures']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bias?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  carried?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  leftSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nUsed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nZeroContrast?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  psychometricCounts?: Resolver<ReadonlyArray<ResolversTypes['PsychometricCount']>, ParentType, ContextType>;
  rightSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type SnippetResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Snippet'] = ResolversParentTypes['Snippet']> = {
  alignment?: Resolver<ResolversTypes['SnippetEvent'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  clipped?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  gap?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nSamples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  offsetS?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  sampleRateHz?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  samples?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  site?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trial?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  units?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SnippetConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SnippetConnection'] = ResolversParentTypes['SnippetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SnippetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Snippet']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SnippetEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SnippetEdge'] = ResolversParentTypes['SnippetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Snippet'], ParentType, ContextType>;
};

export type SplitHalfReliabilityResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SplitHalfReliability'] = ResolversParentTypes['SplitHalfReliability']> = {
  alignment?: Resolver<ResolversTypes['SnippetAlignment'], ParentType, ContextType>;
  nSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  regressor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reliability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type StagePsychometricResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StagePsychometric'] = ResolversParentTypes['StagePsychometric']> = {
  biasContrast?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  lapseLeft?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  lapseRight?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nUnfitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  points?: Resolver<ReadonlyArray<ResolversTypes['StagePsychometricPoint']>, ParentType, ContextType>;
  slope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  strategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
};

export type StagePsychometricPointResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StagePsychometricPoint'] = ResolversParentTypes['StagePsychometricPoint']> = {
  contrast?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  right?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
};

export type StimulationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Stimulation'] = ResolversParentTypes['Stimulation']> = {
  alignment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  condition?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  durationS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  hemisphere?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onsetS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  opsin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  powerMw?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pulseRateHz?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pulseWidthMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  site?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trial?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  wavelengthNm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StimulationConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StimulationConnection'] = ResolversParentTypes['StimulationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StimulationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Stimulation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StimulationEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StimulationEdge'] = ResolversParentTypes['StimulationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Stimulation'], ParentType, ContextType>;
};

export type StimulationEffectsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StimulationEffects'] = ResolversParentTypes['StimulationEffects']> = {
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  nextChoices?: Resolver<ReadonlyArray<ResolversTypes['NextChoiceEffect']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  weights?: Resolver<ReadonlyArray<ResolversTypes['WeightEffect']>, ParentType, ContextType>;
};

export type StrategySegmentResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StrategySegment'] = ResolversParentTypes['StrategySegment']> = {
  associationLeft?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  associationRight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  bias?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  firstSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstTrial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastTrial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  psychometric?: Resolver<Maybe<ResolversTypes['Psychometric']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  start?: Resolver<Maybe<ResolversTypes['SegmentStart']>, ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StrategySegmentConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StrategySegmentConnection'] = ResolversParentTypes['StrategySegmentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StrategySegmentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StrategySegment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StrategySegmentEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StrategySegmentEdge'] = ResolversParentTypes['StrategySegmentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StrategySegment'], ParentType, ContextType>;
};

export type StrategyTimeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StrategyTime'] = ResolversParentTypes['StrategyTime']> = {
  nSegments?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nTrials?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
};

export type StrategyTransitionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StrategyTransition'] = ResolversParentTypes['StrategyTransition']> = {
  from?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['SegmentStart'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
  trial?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubjectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Subject'] = ResolversParentTypes['Subject']> = {
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  decisionModel?: Resolver<Maybe<ResolversTypes['DecisionModel']>, ParentType, ContextType>;
  derivations?: Resolver<ReadonlyArray<ResolversTypes['Derivation']>, ParentType, ContextType>;
  dopamineEncoding?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FibreEncoding']>>, ParentType, ContextType>;
  early?: Resolver<Maybe<ResolversTypes['WindowMeasures']>, ParentType, ContextType>;
  earlyStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  genotype?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lab?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  late?: Resolver<Maybe<ResolversTypes['WindowMeasures']>, ParentType, ContextType>;
  lateStrategy?: Resolver<Maybe<ResolversTypes['Strategy']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  networkRecovery?: Resolver<Maybe<ResolversTypes['NetworkRecovery']>, ParentType, ContextType>;
  networkRefit?: Resolver<Maybe<ResolversTypes['NetworkRefit']>, ParentType, ContextType>;
  nonDecisionTimeS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  project?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recordingSites?: Resolver<ResolversTypes['RecordingSiteConnection'], ParentType, ContextType, RequireFields<SubjectRecordingSitesArgs, 'first'>>;
  runs?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  segments?: Resolver<Maybe<ResolversTypes['StrategySegmentConnection']>, ParentType, ContextType, RequireFields<SubjectSegmentsArgs, 'first'>>;
  sessions?: Resolver<ResolversTypes['SessionConnection'], ParentType, ContextType, RequireFields<SubjectSessionsArgs, 'first'>>;
  sex?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  simulated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  slopeDifference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  species?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stimulationEffects?: Resolver<Maybe<ResolversTypes['StimulationEffects']>, ParentType, ContextType>;
  strain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  strategyExclusion?: Resolver<Maybe<ResolversTypes['Exclusion']>, ParentType, ContextType>;
  timeInStrategies?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StrategyTime']>>, ParentType, ContextType>;
  trajectoryClass?: Resolver<Maybe<ResolversTypes['TrajectoryClass']>, ParentType, ContextType>;
  transitions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StrategyTransition']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type SubscriptionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  runProgress?: SubscriptionResolver<ResolversTypes['Run'], "runProgress", ParentType, ContextType, Partial<SubscriptionRunProgressArgs>>;
  trialAdded?: SubscriptionResolver<ResolversTypes['Trial'], "trialAdded", ParentType, ContextType, RequireFields<SubscriptionTrialAddedArgs, 'session'>>;
};

export type TimeToCriterionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['TimeToCriterion'] = ResolversParentTypes['TimeToCriterion']> = {
  accuracy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  medianSession?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nCensored?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nReached?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['CriterionStep']>, ParentType, ContextType>;
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

export type TransitionCountResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['TransitionCount'] = ResolversParentTypes['TransitionCount']> = {
  from?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nSubjects?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Proportion'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Strategy'], ParentType, ContextType>;
};

export type TreatmentResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Treatment'] = ResolversParentTypes['Treatment']> = {
  alignment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  condition?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hemisphere?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TreatmentKind'], ParentType, ContextType>;
  site?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TrialResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Trial'] = ResolversParentTypes['Trial']> = {
  block?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  choice?: Resolver<ResolversTypes['Choice'], ParentType, ContextType>;
  choiceS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  contrastLeft?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  contrastRight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  goCueS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['Outcome']>, ParentType, ContextType>;
  outcomeS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  repeatNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responseTimeS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rewardVolumeUl?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  stimulus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stimulusOnS?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type TwinCorrelationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['TwinCorrelation'] = ResolversParentTypes['TwinCorrelation']> = {
  holdsObserved?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  interval?: Resolver<Maybe<ResolversTypes['Interval']>, ParentType, ContextType>;
  median?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type WeightEffectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WeightEffect'] = ResolversParentTypes['WeightEffect']> = {
  ci?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  difference?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  nTreated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nUntreated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  standardError?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  treatment?: Resolver<ResolversTypes['Treatment'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WeightTrajectoryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WeightTrajectory'] = ResolversParentTypes['WeightTrajectory']> = {
  index?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  sd?: Resolver<ReadonlyArray<ReadonlyArray<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  session?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  trial?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  weight?: Resolver<ReadonlyArray<ReadonlyArray<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
};

export type WindowMeansResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WindowMeans'] = ResolversParentTypes['WindowMeans']> = {
  accuracy?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  bias?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  leftSlope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  rightSlope?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
  slopeDifference?: Resolver<ResolversTypes['Mean'], ParentType, ContextType>;
};

export type WindowMeasuresResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WindowMeasures'] = ResolversParentTypes['WindowMeasures']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bias?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  firstSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastSession?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rightSlope?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = ApiContext> = {
  AccountComparison?: AccountComparisonResolvers<ContextType>;
  AccountDifference?: AccountDifferenceResolvers<ContextType>;
  AlignedPoint?: AlignedPointResolvers<ContextType>;
  AlignedTrajectory?: AlignedTrajectoryResolvers<ContextType>;
  BlockedStream?: BlockedStreamResolvers<ContextType>;
  Cohort?: CohortResolvers<ContextType>;
  CohortAccountDifference?: CohortAccountDifferenceResolvers<ContextType>;
  CohortComparison?: CohortComparisonResolvers<ContextType>;
  CohortDefinition?: CohortDefinitionResolvers<ContextType>;
  CohortDefinitionConnection?: CohortDefinitionConnectionResolvers<ContextType>;
  CohortDefinitionEdge?: CohortDefinitionEdgeResolvers<ContextType>;
  CohortEffect?: CohortEffectResolvers<ContextType>;
  CohortGroup?: CohortGroupResolvers<ContextType>;
  CohortNetworks?: CohortNetworksResolvers<ContextType>;
  CohortPsychometric?: CohortPsychometricResolvers<ContextType>;
  CohortPsychometricPoint?: CohortPsychometricPointResolvers<ContextType>;
  CohortStrategyTime?: CohortStrategyTimeResolvers<ContextType>;
  CohortTransitions?: CohortTransitionsResolvers<ContextType>;
  ConfusionRow?: ConfusionRowResolvers<ContextType>;
  Correlation?: CorrelationResolvers<ContextType>;
  CriterionStep?: CriterionStepResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DecisionModel?: DecisionModelResolvers<ContextType>;
  Derivation?: DerivationResolvers<ContextType>;
  DroppedSession?: DroppedSessionResolvers<ContextType>;
  EarlyGroup?: EarlyGroupResolvers<ContextType>;
  EarlyLateCell?: EarlyLateCellResolvers<ContextType>;
  EarlyLateTable?: EarlyLateTableResolvers<ContextType>;
  EncodingCoefficient?: EncodingCoefficientResolvers<ContextType>;
  EncodingGroup?: EncodingGroupResolvers<ContextType>;
  EncodingStage?: EncodingStageResolvers<ContextType>;
  EncodingTimeCourse?: EncodingTimeCourseResolvers<ContextType>;
  Estimate?: EstimateResolvers<ContextType>;
  ExcludedSubject?: ExcludedSubjectResolvers<ContextType>;
  Exclusion?: ExclusionResolvers<ContextType>;
  FibreEncoding?: FibreEncodingResolvers<ContextType>;
  FollowsAssociations?: FollowsAssociationsResolvers<ContextType>;
  FoundTrial?: FoundTrialResolvers<ContextType>;
  FoundTrialConnection?: FoundTrialConnectionResolvers<ContextType>;
  FoundTrialEdge?: FoundTrialEdgeResolvers<ContextType>;
  Freshness?: FreshnessResolvers<ContextType>;
  GroupRegressor?: GroupRegressorResolvers<ContextType>;
  HeldOutAccount?: HeldOutAccountResolvers<ContextType>;
  Hyperparameters?: HyperparametersResolvers<ContextType>;
  Interval?: IntervalResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Lab?: LabResolvers<ContextType>;
  LabConnection?: LabConnectionResolvers<ContextType>;
  LabEdge?: LabEdgeResolvers<ContextType>;
  LogState?: LogStateResolvers<ContextType>;
  Mean?: MeanResolvers<ContextType>;
  MeanTrace?: MeanTraceResolvers<ContextType>;
  MeanTraces?: MeanTracesResolvers<ContextType>;
  MeasureComparison?: MeasureComparisonResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NetworkEscape?: NetworkEscapeResolvers<ContextType>;
  NetworkEstimate?: NetworkEstimateResolvers<ContextType>;
  NetworkFit?: NetworkFitResolvers<ContextType>;
  NetworkFixedPoint?: NetworkFixedPointResolvers<ContextType>;
  NetworkRecovery?: NetworkRecoveryResolvers<ContextType>;
  NetworkRefit?: NetworkRefitResolvers<ContextType>;
  NetworkVerdict?: NetworkVerdictResolvers<ContextType>;
  NextAssociation?: NextAssociationResolvers<ContextType>;
  NextChoiceEffect?: NextChoiceEffectResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Position?: GraphQLScalarType;
  PredictionPoint?: PredictionPointResolvers<ContextType>;
  PredictiveShares?: PredictiveSharesResolvers<ContextType>;
  Project?: ProjectResolvers<ContextType>;
  ProjectConnection?: ProjectConnectionResolvers<ContextType>;
  ProjectEdge?: ProjectEdgeResolvers<ContextType>;
  Proportion?: ProportionResolvers<ContextType>;
  Psychometric?: PsychometricResolvers<ContextType>;
  PsychometricCount?: PsychometricCountResolvers<ContextType>;
  PsychometricFunction?: PsychometricFunctionResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordingSite?: RecordingSiteResolvers<ContextType>;
  RecordingSiteConnection?: RecordingSiteConnectionResolvers<ContextType>;
  RecordingSiteEdge?: RecordingSiteEdgeResolvers<ContextType>;
  RecoveredParameter?: RecoveredParameterResolvers<ContextType>;
  Regression?: RegressionResolvers<ContextType>;
  Release?: ReleaseResolvers<ContextType>;
  ReleaseConnection?: ReleaseConnectionResolvers<ContextType>;
  ReleaseEdge?: ReleaseEdgeResolvers<ContextType>;
  ReleasedAnalysis?: ReleasedAnalysisResolvers<ContextType>;
  RuleDifferences?: RuleDifferencesResolvers<ContextType>;
  RuleRight?: RuleRightResolvers<ContextType>;
  RuleWins?: RuleWinsResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  RunError?: RunErrorResolvers<ContextType>;
  RunRequest?: RunRequestResolvers<ContextType>;
  SaddleConnection?: SaddleConnectionResolvers<ContextType>;
  SegmentStart?: SegmentStartResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionEdge?: SessionEdgeResolvers<ContextType>;
  SessionMeasures?: SessionMeasuresResolvers<ContextType>;
  Snippet?: SnippetResolvers<ContextType>;
  SnippetConnection?: SnippetConnectionResolvers<ContextType>;
  SnippetEdge?: SnippetEdgeResolvers<ContextType>;
  SplitHalfReliability?: SplitHalfReliabilityResolvers<ContextType>;
  StagePsychometric?: StagePsychometricResolvers<ContextType>;
  StagePsychometricPoint?: StagePsychometricPointResolvers<ContextType>;
  Stimulation?: StimulationResolvers<ContextType>;
  StimulationConnection?: StimulationConnectionResolvers<ContextType>;
  StimulationEdge?: StimulationEdgeResolvers<ContextType>;
  StimulationEffects?: StimulationEffectsResolvers<ContextType>;
  StrategySegment?: StrategySegmentResolvers<ContextType>;
  StrategySegmentConnection?: StrategySegmentConnectionResolvers<ContextType>;
  StrategySegmentEdge?: StrategySegmentEdgeResolvers<ContextType>;
  StrategyTime?: StrategyTimeResolvers<ContextType>;
  StrategyTransition?: StrategyTransitionResolvers<ContextType>;
  Subject?: SubjectResolvers<ContextType>;
  SubjectConnection?: SubjectConnectionResolvers<ContextType>;
  SubjectEdge?: SubjectEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TimeToCriterion?: TimeToCriterionResolvers<ContextType>;
  TrajectoryPoint?: TrajectoryPointResolvers<ContextType>;
  TransitionCount?: TransitionCountResolvers<ContextType>;
  Treatment?: TreatmentResolvers<ContextType>;
  Trial?: TrialResolvers<ContextType>;
  TrialConnection?: TrialConnectionResolvers<ContextType>;
  TrialEdge?: TrialEdgeResolvers<ContextType>;
  TwinCorrelation?: TwinCorrelationResolvers<ContextType>;
  WeightEffect?: WeightEffectResolvers<ContextType>;
  WeightTrajectory?: WeightTrajectoryResolvers<ContextType>;
  WindowMeans?: WindowMeansResolvers<ContextType>;
  WindowMeasures?: WindowMeasuresResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = ApiContext> = {
  cost?: CostDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
};
