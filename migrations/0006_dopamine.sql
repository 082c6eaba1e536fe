-- What dopamine carries and what stimulation does: results of subjects and of cohorts, and sums of traces.

create table derived.dopamine_fibre (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  site text collate "C" not null,
  region text not null,
  hemisphere text not null,
  network text not null check (network in ('default', 'refit')),
  n_sessions integer not null,
  contralateral_r double precision,
  ipsilateral_r double precision,
  difference_r double precision,
  reliabilities jsonb not null,
  dropped jsonb not null,
  primary key (run_id, site)
);
comment on table derived.dopamine_fibre is 'A fibre whose encoding was derived';
comment on column derived.dopamine_fibre.network is 'Whose values responses were held to';
comment on column derived.dopamine_fibre.n_sessions is
  'Sessions with stimulus coefficients and associations, over which difference_r and its like are correlated';
comment on column derived.dopamine_fibre.difference_r is
  'Of the contralateral - ipsilateral coefficient with the same of the subject''s associations';
comment on column derived.dopamine_fibre.reliabilities is
  'Split-half, by alignment and regressor: [{alignment, name, reliability, nSessions}]';
comment on column derived.dopamine_fibre.dropped is 'Sessions without a denominator: [{session, code, reason}]';

create table derived.dopamine_stage (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  site text collate "C" not null,
  alignment text not null,
  stage text not null check (stage in ('all', 'session', 'bin', 'segment')),
  number integer not null,
  n_trials integer not null,
  residual_degrees integer not null,
  r_squared double precision,
  cross_validated_r_squared double precision,
  shift_null text not null check (shift_null in ('session-permutation', 'circular-shift')),
  partial_r double precision,
  total_r double precision,
  difference_r double precision,
  difference_low double precision,
  difference_high double precision,
  log_ratio double precision,
  decided text check (decided in ('partial', 'total', 'undecided')),
  primary key (run_id, site, alignment, stage, number)
);
comment on column derived.dopamine_stage.number is
  'Number of the session, of the fifth of training from 1, or ordinal of the segment; 0 for all trials';
comment on column derived.dopamine_stage.partial_r is
  'Correlation with the partial value (stimulus) or error (outcome) within sessions; null around choices';
comment on column derived.dopamine_stage.difference_r is 'partial_r - total_r, with its bootstrap interval';

create table derived.dopamine_coefficient (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  site text collate "C" not null,
  alignment text not null,
  stage text not null,
  number integer not null,
  regressor text not null,
  estimate double precision,
  standard_error double precision,
  low double precision,
  high double precision,
  p double precision,
  unique_r_squared double precision,
  permutation_p double precision,
  primary key (run_id, site, alignment, stage, number, regressor)
);
comment on column derived.dopamine_coefficient.standard_error is 'HC3';

create table derived.dopamine_time_course (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  site text collate "C" not null,
  alignment text not null,
  regressor text not null,
  n_trials integer not null,
  sample_rate_hz double precision not null,
  offset_s double precision not null,
  band_width double precision,
  estimate bytea not null,
  standard_error bytea not null,
  primary key (run_id, site, alignment, regressor)
);
comment on column derived.dopamine_time_course.estimate is 'Coefficient at each sample: little-endian float64';
comment on column derived.dopamine_time_course.band_width is
  'Half width, in standard errors, of the band that holds the whole course; null with too few blocks';

create table derived.session_association (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  session integer not null,
  association_left double precision not null,
  association_right double precision not null,
  primary key (run_id, session)
);
comment on table derived.session_association is 'Mean A_L and A_R of the trials of each session';

create table derived.trace_sum (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  site text collate "C" not null,
  alignment text not null,
  session integer not null,
  digest text not null,
  contrast double precision not null,
  choice smallint not null,
  outcome smallint not null,
  sample_rate_hz double precision not null,
  offset_s double precision not null,
  n_samples integer not null,
  n_trials integer not null,
  sums bytea not null,
  squares bytea not null,
  primary key (run_id, site, alignment, session, contrast, choice, outcome)
);
comment on table derived.trace_sum is 'Sums of the traces of each session by what happened in the trial';
comment on column derived.trace_sum.digest is 'Identity of the session''s trials and snippets that were summed';
comment on column derived.trace_sum.outcome is '1 correct, 0 incorrect, -1 not known';
comment on column derived.trace_sum.sums is 'Sum at each sample: little-endian float64; squares likewise';
-- Read by the thousand: rows stay whole in their pages.
alter table derived.trace_sum set (toast_tuple_target = 8160),
  alter column sums set storage external, alter column squares set storage external;

create table derived.next_choice_effect (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  ordinal integer not null,
  treatment text not null check (treatment in ('light', 'reward')),
  site text,
  hemisphere text,
  alignment text,
  condition text,
  taught text not null,
  tested text not null,
  difference double precision,
  standard_error double precision,
  low double precision,
  high double precision,
  p double precision,
  n_treated integer not null,
  n_untreated integer not null,
  n_strata integer not null,
  primary key (run_id, ordinal)
);
comment on table derived.next_choice_effect is
  'How much more often the choice is repeated after light, or reward: matched differences';

create table derived.weight_effect (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  ordinal integer not null,
  treatment text not null check (treatment in ('light', 'reward')),
  site text,
  hemisphere text,
  alignment text,
  condition text,
  weight text not null,
  difference double precision not null,
  standard_error double precision not null,
  low double precision not null,
  high double precision not null,
  n_treated integer not null,
  n_untreated integer not null,
  primary key (run_id, ordinal)
);
comment on table derived.weight_effect is
  'How much more a weight of the decision model moves over sessions with light, or reward: posterior contrasts';

create table derived.dopamine_cohort (
  run_id bigint primary key references derived.run,
  cohort text collate "C" not null,
  n_subjects integer not null,
  left_out jsonb not null
);

create table derived.dopamine_cohort_fibre (
  run_id bigint not null references derived.run,
  cohort text collate "C" not null,
  home text collate "C" not null,
  site text collate "C" not null,
  n_sessions integer not null,
  n_others integer not null,
  difference_r double precision,
  p double precision,
  adjusted_p double precision,
  adjusted jsonb not null,
  primary key (run_id, home, site)
);
comment on column derived.dopamine_cohort_fibre.p is
  'Of difference_r, against the same with the associations of the cohort''s other subjects';
comment on column derived.dopamine_cohort_fibre.adjusted is
  'Permutation p-values corrected over the cohort: [[alignment, stage, number, regressor, p]]';

create table derived.cohort_effect (
  run_id bigint not null references derived.run,
  cohort text collate "C" not null,
  ordinal integer not null,
  treatment text not null,
  site text,
  hemisphere text,
  alignment text,
  condition text,
  measure text not null check (measure in ('next-choice', 'weight')),
  taught text,
  tested text,
  weight text,
  mean double precision,
  standard_error double precision,
  low double precision,
  high double precision,
  between_variance double precision,
  n_subjects integer not null,
  primary key (run_id, ordinal)
);
comment on table derived.cohort_effect is 'Random-effects means over the cohort''s subjects';

grant select, insert on
  derived.dopamine_fibre, derived.dopamine_stage, derived.dopamine_coefficient, derived.dopamine_time_course,
  derived.session_association, derived.trace_sum, derived.next_choice_effect, derived.weight_effect,
  derived.dopamine_cohort, derived.dopamine_cohort_fibre, derived.cohort_effect
to saddlepoint_worker;
grant select on
  derived.dopamine_fibre, derived.dopamine_stage, derived.dopamine_coefficient, derived.dopamine_time_course,
  derived.session_association, derived.trace_sum, derived.next_choice_effect, derived.weight_effect,
  derived.dopamine_cohort, derived.dopamine_cohort_fibre, derived.cohort_effect
to saddlepoint_api;
