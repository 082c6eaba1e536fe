-- Runs of analyses and their results. A result row is never overwritten: a new run adds its own rows, and what
-- is current is a view.

create schema derived;

create table derived.run (
  run_id bigint generated always as identity primary key,
  analysis text not null,
  analysis_version integer not null,
  home text collate "C",
  parameters jsonb not null,
  parameters_hash bytea not null,
  input_hash bytea not null,
  input_position bigint not null,
  state text not null check (state in ('running', 'succeeded', 'failed')),
  worker text not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  error jsonb,
  environment jsonb not null
);
comment on column derived.run.home is 'The subject; null for an analysis of a whole cohort';
comment on column derived.run.input_hash is
  'Identity of the content that was read; with analysis, version and parameters it identifies the result';
comment on column derived.run.input_position is 'The log position from which the input was known: provenance';

-- Planning asks for the newest finished run of each analysis and subject.
create index run_latest on derived.run (analysis, home, run_id desc);

create view derived.current_run with (security_invoker = true) as
select distinct on (analysis, home)
  run_id, analysis, analysis_version, home, parameters, parameters_hash, input_hash, input_position,
  started_at, finished_at
from derived.run
where state = 'succeeded'
order by analysis, home, run_id desc;

create table derived.session_measure (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  session integer not null,
  n_trials integer not null,
  n_used integer not null,
  n_zero_contrast integer not null,
  left_slope double precision,
  right_slope double precision,
  bias double precision,
  accuracy double precision,
  carried boolean not null,
  psychometric_counts jsonb not null,
  primary key (run_id, session)
);
comment on column derived.session_measure.psychometric_counts is
  'Trials used, by signed contrast: [{contrast, nRight, n}]';

create table derived.strategy_segment (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  ordinal integer not null,
  label text not null,
  probability double precision not null,
  first_row integer not null,
  last_row integer not null,
  first_session integer not null,
  first_trial integer not null,
  last_session integer not null,
  last_trial integer not null,
  n_trials integer not null,
  association_left double precision not null,
  association_right double precision not null,
  bias double precision not null,
  start_kind text check (start_kind in ('switch', 'drift')),
  earliest_session integer,
  earliest_trial integer,
  latest_session integer,
  latest_trial integer,
  primary key (run_id, ordinal)
);
comment on column derived.strategy_segment.first_row is
  'Place of its first trial among all the subject''s trials, from 0';
comment on column derived.strategy_segment.start_kind is
  'switch: placed by the choices around it; drift: where the label probabilities cross; null for the first segment';
comment on column derived.strategy_segment.earliest_session is
  'With earliest_trial to latest_trial: where the segment may begin, both inside';

create table derived.subject_strategy (
  run_id bigint primary key references derived.run,
  home text collate "C" not null,
  n_trials integer not null,
  n_sessions integer not null,
  n_transitions integer not null,
  early_strategy text,
  late_strategy text,
  excluded_code text,
  excluded_reason text,
  early_first_session integer,
  early_last_session integer,
  early_n_sessions integer,
  early_bias double precision,
  early_left_slope double precision,
  early_right_slope double precision,
  early_accuracy double precision,
  late_first_session integer,
  late_last_session integer,
  late_n_sessions integer,
  late_bias double precision,
  late_left_slope double precision,
  late_right_slope double precision,
  late_accuracy double precision,
  trajectory_class text check (trajectory_class in ('left', 'balanced', 'right')),
  slope_difference double precision,
  class_excluded_code text,
  class_excluded_reason text
);
comment on column derived.subject_strategy.excluded_code is
  'Why the subject has no early or late strategy; null where it has both';
comment on column derived.subject_strategy.early_bias is
  'Mean over the sessions of the early window; null where there is no such window, or no session defines it';
comment on column derived.subject_strategy.slope_difference is
  'Weighted mean right - left slope of the whole learning curve, by which its class is told';

create table derived.psychometric_fit (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  scope text not null check (scope in ('session', 'segment')),
  number integer not null,
  bias_contrast double precision,
  slope double precision,
  lapse_left double precision,
  lapse_right double precision,
  intervals jsonb,
  log_likelihood double precision,
  n_trials integer,
  converged boolean,
  at_bound text[] not null,
  refused_code text,
  refused_reason text,
  primary key (run_id, scope, number),
  check ((bias_contrast is null) = (refused_code is not null))
);
comment on column derived.psychometric_fit.number is
  'Number of the session, or ordinal of the segment';
comment on column derived.psychometric_fit.intervals is 'Bootstrap intervals: {biasContrast: [low, high], ...}';

create table derived.decision_model_fit (
  run_id bigint primary key references derived.run,
  home text collate "C" not null,
  model text not null,
  rule text not null,
  param_names text[] not null,
  n_trials integer not null,
  n_sessions integer not null,
  max_contrast double precision not null,
  sigma double precision[] not null,
  sigma_day double precision[],
  sigma_init double precision[] not null,
  at_bound text[] not null,
  log_likelihood double precision not null,
  log_prior double precision not null,
  log_evidence double precision not null,
  converged boolean not null,
  iterations integer not null,
  session bytea not null,
  trial bytea not null,
  weight bytea not null,
  weight_sd bytea not null,
  weight_covariance bytea not null
);
comment on column derived.decision_model_fit.at_bound is 'Hyperparameters that ended on a bound of their search';
comment on column derived.decision_model_fit.session is 'Session number of each fitted trial: little-endian int32';
comment on column derived.decision_model_fit.trial is 'Trial number of each fitted trial: little-endian int32';
comment on column derived.decision_model_fit.weight is
  'Most probable weights, trials x parameters: little-endian float32';
comment on column derived.decision_model_fit.weight_covariance is
  'Posterior covariance of each trial''s weights, lower triangle row by row: little-endian float32';
alter table derived.decision_model_fit
  alter column weight set storage external, alter column weight_sd set storage external,
  alter column weight_covariance set storage external;

create table derived.worker (
  worker text primary key,
  version text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
comment on table derived.worker is 'Workers and when each was last heard of; one that is silent for a minute is dead';

grant usage on schema derived to saddlepoint_worker, saddlepoint_api;
grant select, insert, update on all tables in schema derived to saddlepoint_worker;
grant delete on derived.worker to saddlepoint_worker;
grant select on all tables in schema derived to saddlepoint_api;
