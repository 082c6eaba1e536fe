-- Runs become a queue with leases and a history, of single subjects and of whole cohorts, and nights are kept.
--
--   pending --claim--> running --> succeeded | failed
--   running --(lease ran out, or an error that may pass)--> pending, later each time; in the end failed
--   running --(its worker stops)--> pending
--   pending, running --(somebody says so)--> cancelled
--   pending, running --(nothing is left to derive)--> superseded
--
-- A row of this table is the whole of a run's state: whoever holds an unexpired lease on a running row is the only one
-- who may end it, and `attempts` tells the holders of one run apart.

drop view derived.current_run;
drop index derived.run_latest;

alter table derived.run
  drop constraint run_state_check,
  alter column worker drop not null,
  alter column started_at drop not null,
  alter column started_at drop default,
  alter column environment drop not null,
  add column cohort text collate "C",
  add column cause text not null default 'change' check (cause in ('request', 'change', 'night')),
  add column night_id bigint,
  add column priority integer not null default 0,
  add column depth integer not null default 0,
  add column needs text[] not null default '{}',
  add column queued_at timestamptz not null default clock_timestamp(),
  add column due_at timestamptz not null default clock_timestamp(),
  add column attempts integer not null default 0,
  add column lease_until timestamptz,
  add column heartbeat_at timestamptz,
  add column host text,
  add column duration_s double precision,
  add column cpu_s double precision,
  add column peak_memory_bytes bigint,
  add column log text not null default '',
  add column result_digest bytea;

update derived.run
set queued_at = started_at, due_at = started_at, attempts = 1,
    duration_s = extract(epoch from finished_at - started_at);
-- What the former program left running is nobody's: it had no leases.
update derived.run
set state = 'failed', finished_at = clock_timestamp(),
    error = '{"code": "WORKER_DIED", "message": "its worker ended before it did", "expected": false}'
where state = 'running';

alter table derived.run
  add column scope text collate "C" generated always as (coalesce(home, cohort)) stored,
  add constraint run_state_check
    check (state in ('pending', 'running', 'succeeded', 'failed', 'cancelled', 'superseded')),
  add constraint run_scope_check check ((home is null) <> (cohort is null)),
  add constraint run_lease_check check (state <> 'running' or worker is not null and lease_until is not null);

comment on column derived.run.home is 'The subject; null for a run of a whole cohort';
comment on column derived.run.cohort is 'lab/project, or lab/project:cohort; null for a run of one subject';
comment on column derived.run.scope is 'What it is a run of: home or cohort';
comment on column derived.run.cause is 'request: somebody asked; change: new data; night: the nightly reanalysis';
comment on column derived.run.priority is 'Lower is earlier';
comment on column derived.run.depth is 'How many analyses must come before it, one behind the other';
comment on column derived.run.needs is 'Analyses of the same subject, or of the cohort''s subjects, that must end first';
comment on column derived.run.due_at is 'Not before: new data may still arrive, or an error may pass';
comment on column derived.run.attempts is 'How often it began; tells apart those who hold it';
comment on column derived.run.log is 'Lines of what happened, each with its time';
comment on column derived.run.result_digest is 'SHA-256 over the rows of its result, without the run''s number';

-- One run waits, and one runs, of each analysis and scope: so none overtakes another.
create unique index run_pending on derived.run (analysis, scope) where state = 'pending';
create unique index run_running on derived.run (analysis, scope) where state = 'running';
create index run_queue on derived.run (priority, depth, due_at, run_id) where state = 'pending';
create index run_scope on derived.run (scope, analysis, run_id desc);
-- What is current, and what answered last, goes by the input, not by who finished last.
create index run_current on derived.run (analysis, scope, input_position desc, run_id desc) where state = 'succeeded';
create index run_answered on derived.run (analysis, scope, input_position desc, run_id desc)
  where state in ('succeeded', 'failed', 'cancelled');
create index run_night on derived.run (night_id) where night_id is not null;

create view derived.current_run with (security_invoker = true) as
select distinct on (analysis, scope)
  run_id, analysis, analysis_version, home, parameters, parameters_hash, input_hash, input_position,
  started_at, finished_at, cohort, scope, result_digest
from derived.run
where state = 'succeeded'
order by analysis, scope, input_position desc, run_id desc;
comment on view derived.current_run is
  'Of each analysis and scope the run on the newest input that succeeded: what is shown, be it fresh or stale';

create table derived.night (
  night_id bigint generated always as identity primary key,
  night date not null unique,
  time_zone text not null,
  due_at timestamptz not null,
  began_at timestamptz not null default clock_timestamp(),
  planning_s double precision,
  planned jsonb,
  finished_at timestamptz,
  report jsonb
);
comment on table derived.night is 'Each nightly reanalysis; the key on the day lets any number of schedulers begin it once';
comment on column derived.night.night is 'The lab''s calendar day on which it was due';
comment on column derived.night.planned is 'By analysis: how many were planned, fresh, parked';
comment on column derived.night.report is 'What ran, failed and moved; null until it is finished';

alter table derived.run add foreign key (night_id) references derived.night;

create table derived.cohort_statistics (
  run_id bigint primary key references derived.run,
  cohort text collate "C" not null,
  n_subjects integer not null,
  statistics jsonb not null,
  left_out jsonb not null
);
comment on table derived.cohort_statistics is 'The statistics of a cohort''s subjects, as src/science/statistics/cohort.ts gives them';

grant select, insert, update on derived.night, derived.cohort_statistics to saddlepoint_worker;
grant select on derived.current_run to saddlepoint_worker;
grant select on derived.cohort_statistics, derived.current_run to saddlepoint_api;
