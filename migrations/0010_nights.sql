-- The nightly reanalysis: its settings, of which an instance has one set, and how its reports are sent.

create table derived.night_settings (
  singleton boolean primary key default true check (singleton),
  time_zone text not null default 'UTC',
  due_time time not null default '03:00',
  window_from time,
  window_to time,
  max_runs integer check (max_runs > 0),
  request_priority integer not null default 0,
  change_priority integer not null default 10,
  night_priority integer not null default 20,
  webhook_url text,
  since timestamptz not null default clock_timestamp(),
  check ((window_from is null) = (window_to is null))
);
comment on table derived.night_settings is 'One row: in the database, so that any number of workers go by the same';
comment on column derived.night_settings.time_zone is 'The lab''s, for example Europe/Paris';
comment on column derived.night_settings.due_time is 'When a night begins, by the lab''s clock';
comment on column derived.night_settings.window_from is
  'With window_to, by the lab''s clock: when runs of a night may begin; null for always';
comment on column derived.night_settings.max_runs is 'Most runs of a night at one time, over all workers; null for no limit';
comment on column derived.night_settings.request_priority is 'Lower is earlier';
comment on column derived.night_settings.webhook_url is 'Where reports are sent; null for nowhere';
comment on column derived.night_settings.since is 'Nights that were due before are not made up for';
insert into derived.night_settings default values;

alter table derived.night
  add column notified_at timestamptz,
  add column notify_attempts integer not null default 0,
  add column notify_after timestamptz,
  add column notify_error text;
comment on column derived.night.notify_after is 'Not to be sent again before; another sender may be at it';

create index run_night_open on derived.run (night_id) where night_id is not null and state in ('pending', 'running');
-- What ended since a moment: for reports and metrics.
create index run_finished on derived.run (finished_at) where finished_at is not null;

grant select, update on derived.night_settings to saddlepoint_worker;
grant select on derived.night_settings to saddlepoint_reader;
select access.protect_schema('derived');

-- For metrics: numbers of the whole instance, that are of no lab.

create function access.open_runs() returns table (state text, cause text, n bigint, waiting_s double precision,
                                                  silent_s double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.state, r.cause, count(*),
         coalesce(extract(epoch from clock_timestamp() - min(r.due_at) filter (where r.state = 'pending')), 0),
         coalesce(extract(epoch from clock_timestamp() - min(r.heartbeat_at) filter (where r.state = 'running')), 0)
  from derived.run r where r.state in ('pending', 'running')
  group by r.state, r.cause
  order by r.state, r.cause
$$;
comment on function access.open_runs() is
  'Runs that wait or are at work; how long the oldest has been due, and the longest silence of one at work, in seconds';

create function access.ended_runs() returns table (analysis text, state text, n bigint, median_s double precision,
                                                   p95_s double precision, max_s double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.analysis, r.state, count(*), percentile_cont(0.5) within group (order by r.duration_s),
         percentile_cont(0.95) within group (order by r.duration_s), max(r.duration_s)
  from derived.run r
  where r.finished_at > clock_timestamp() - interval '1 day' and r.state in ('succeeded', 'failed')
  group by r.analysis, r.state
  order by r.analysis, r.state
$$;
comment on function access.ended_runs() is 'Runs that came to an answer in the last day, and what they took';

create function access.last_night() returns table (finished_at timestamptz, duration_s double precision,
                                                   n_runs integer, n_failed integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select n.finished_at, (n.report->>'durationS')::float8, (n.report->>'nRuns')::int, (n.report->>'nFailed')::int
  from derived.night n where n.finished_at is not null
  order by n.finished_at desc
  limit 1
$$;

revoke all on function access.open_runs(), access.ended_runs(), access.last_night() from public;
grant execute on function access.open_runs(), access.ended_runs(), access.last_night() to saddlepoint_api;
