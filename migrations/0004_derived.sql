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
  first_session integer not null,
  first_trial integer not null,
  last_session integer not null,
  last_trial integer not null,
  n_trials integer not null,
  association_left double precision not null,
  association_right double precision not null,
  bias double precision not null,
  primary key (run_id, ordinal)
);

create table derived.subject_strategy (
  run_id bigint primary key references derived.run,
  home text collate "C" not null,
  early_strategy text,
  late_strategy text,
  excluded_code text,
  excluded_reason text
);
comment on column derived.subject_strategy.excluded_code is
  'Why the subject has no early or late strategy; null where it has both';

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
