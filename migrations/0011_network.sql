-- Networks that learn as each mouse did: the refit of three rules and their comparison, and how far that can be trusted.
-- They take long, so runs say how far they are.

alter table derived.run add column progress double precision;
comment on column derived.run.progress is
  'Share of the computation that is done, 0 to 1, as its worker last said; null where it does not tell';

create table derived.network_refit (
  run_id bigint primary key references derived.run,
  home text collate "C" not null,
  rules jsonb not null,
  warm_run_id bigint references derived.run,
  n_trials integer not null,
  n_sessions integer not null,
  n_held_out integer not null,
  winner text not null check (winner in ('tutor-executor', 'total-rpe', 'shallow')),
  runner_up text not null,
  margin double precision not null,
  margin_low double precision,
  margin_high double precision,
  sure boolean not null,
  winner_by_bic text not null,
  bic_margin double precision not null,
  held_out jsonb not null,
  differences jsonb not null,
  ceiling_missing text,
  ends jsonb
);
comment on table derived.network_refit is 'Which learning rule learns as a mouse did, by how much, and how sure';
comment on column derived.network_refit.warm_run_id is 'The refit whose networks were climbed from as well; null without';
comment on column derived.network_refit.n_trials is 'Trials with a choice';
comment on column derived.network_refit.margin is
  'Held-out log-likelihood a trial of the winner less that of the runner-up, in nats; its interval resamples sessions';
comment on column derived.network_refit.held_out is 'Held-out log-likelihood a trial: [{account, logLikelihoodPerTrial}]';
comment on column derived.network_refit.differences is 'Of two accounts: [{account, against, perTrial, ci}]';
comment on column derived.network_refit.ends is
  'How the mouse began and ended: {earlyBias, lateBias, lateSlopeDifference}; null without such windows';

create table derived.network_fit (
  run_id bigint not null references derived.run,
  home text collate "C" not null,
  rule text not null check (rule in ('tutor-executor', 'total-rpe', 'shallow')),
  log_likelihood double precision not null,
  n_parameters integer not null,
  bic double precision not null,
  n_agreeing integer not null,
  initial_bias double precision not null,
  parameters jsonb not null,
  estimates jsonb not null,
  within jsonb not null,
  predictive jsonb not null,
  twins jsonb not null,
  saddles jsonb not null,
  primary key (run_id, rule)
);
comment on table derived.network_fit is 'The network of each rule that makes a mouse''s choices likeliest';
comment on column derived.network_fit.n_agreeing is 'Climbs that ended near the best; with 1, expect a better one exists';
comment on column derived.network_fit.initial_bias is
  'Logit of choosing right without a stimulus, before the first trial: beta a_B (u_RB - u_LB)';
comment on column derived.network_fit.within is
  'Share of the sessions whose measure lies within the band of the network''s own runs, by measure';
comment on column derived.network_fit.predictive is 'Those bands: {nRuns, sessions: [{session, observed, band}]}';
comment on column derived.network_fit.twins is 'How each such run began and ended, as network_refit.ends';
comment on column derived.network_fit.saddles is 'Fixed points under the mouse''s task, and its path among them';

create table derived.network_recovery (
  run_id bigint primary key references derived.run,
  home text collate "C" not null,
  rules jsonb not null,
  n_replicates integer not null,
  n_trials integer not null,
  by_held_out jsonb not null,
  sure_by_held_out jsonb not null,
  by_bic jsonb not null,
  right_when_said jsonb not null,
  parameters jsonb not null
);
comment on table derived.network_recovery is 'How often networks of known rules are taken for which, on a mouse''s own stimuli';
comment on column derived.network_recovery.by_held_out is
  'Counts, true rule in rows: tutor-executor, total-rpe, shallow; sure_by_held_out and by_bic likewise';
comment on column derived.network_recovery.right_when_said is
  'How often a verdict is right, every rule as common as the others: [{rule, byHeldOut, byBic}]';

grant select, insert on derived.network_refit, derived.network_fit, derived.network_recovery to saddlepoint_worker;
grant select on derived.network_refit, derived.network_fit, derived.network_recovery to saddlepoint_api;

select access.protect_schema('derived');
