-- Partial against total account, decided over the fibres of a cohort together.

alter table derived.dopamine_cohort_fibre add column decided jsonb not null default '[]';
comment on column derived.dopamine_cohort_fibre.decided is
  'Account that each stage is decided to follow among the cohort''s: [[alignment, stage, number, account]]';
comment on column derived.dopamine_stage.decided is 'Of the stage by itself: one account is 49 times as likely as the other';
