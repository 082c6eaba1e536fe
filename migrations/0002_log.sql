-- The event log: the one truth. Append-only by privilege and by trigger (both below).
--
-- Order: log.head is a single row. A writer locks it, takes the next positions and commits, so positions are
-- dense and their order is the order of commits: whoever reads up to any visible position has missed nothing.
--
-- Partitions: by hash of home, so that one subject's events lie together and can later be spread over nodes.
-- Their number is fixed when the database is made, by the setting saddlepoint.partitions (default 8).

create schema log;

create table log.head (
  singleton boolean primary key default true check (singleton),
  position bigint not null check (position >= 0),
  recorded_at timestamptz not null
);
insert into log.head (position, recorded_at) values (0, 'epoch');

create table log.event (
  home text collate "C" not null,
  position bigint not null,
  event_id uuid not null,
  lab text collate "C" not null,
  stream text collate "C" not null,
  stream_version integer not null,
  type text collate "C" not null,
  schema_version smallint not null,
  occurred_at timestamptz,
  recorded_at timestamptz not null,
  actor text not null,
  source text collate "C" not null,
  source_event_id text collate "C" not null,
  payload jsonb not null,
  samples bytea,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (home, stream, stream_version)
) partition by hash (home);

comment on table log.event is 'Every fact that a lab appended, in one order; never updated, never deleted';
comment on column log.event.position is 'Place in the total order: dense, from 1, in the order of commits';
comment on column log.event.home is 'lab/project/subject, or the lab for events without a subject';
comment on column log.event.stream is 'The home, or home/session: the unit of versions and of the hash chain';
comment on column log.event.occurred_at is 'Experiment time; null where the source did not say';
comment on column log.event.recorded_at is 'When this log took the event in; never decreases with position';
comment on column log.event.samples is 'Little-endian float32; snippets only';
comment on column log.event.hash is 'SHA-256 that chains the stream; see src/log/hash.ts';

-- Readers follow the log by position across all partitions.
create index event_position on log.event (position);

create table log.source_event (
  lab text collate "C" not null,
  source text collate "C" not null,
  source_event_id text collate "C" not null,
  home text collate "C" not null,
  stream text collate "C" not null,
  position bigint not null,
  content_hash bytea not null,
  primary key (lab, source, source_event_id)
) partition by hash (lab, source, source_event_id);

comment on table log.source_event is
  'Which position each source''s own event id got: what makes appending idempotent';

create table log.stream (
  home text collate "C" not null,
  stream text collate "C" not null,
  version integer not null,
  hash bytea not null,
  primary key (home, stream)
) partition by hash (home);

comment on table log.stream is 'The last version and hash of each stream';

do $$
declare
  n integer := coalesce(nullif(current_setting('saddlepoint.partitions', true), ''), '8')::integer;
  parent text;
begin
  foreach parent in array array['event', 'source_event', 'stream'] loop
    for i in 0 .. n - 1 loop
      execute format('create table log.%I partition of log.%I for values with (modulus %s, remainder %s)',
                     parent || '_' || i, parent, n, i);
    end loop;
  end loop;
end
$$;

create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation',
          hint = 'Append an amending or voiding event instead; npx saddlepoint append --help shows how.';
end
$$;

create trigger refuse_change before update or delete on log.event
  for each row execute function log.refuse_change();
create trigger refuse_change before update or delete on log.source_event
  for each row execute function log.refuse_change();
create trigger refuse_truncate before truncate on log.event execute function log.refuse_change();
create trigger refuse_truncate before truncate on log.source_event execute function log.refuse_change();

-- A statement trigger on the parent does not fire for a partition that is named directly.
do $$
declare
  child regclass;
begin
  for child in
    select inhrelid::regclass from pg_inherits
    where inhparent in ('log.event'::regclass, 'log.source_event'::regclass)
  loop
    execute format('create trigger refuse_truncate before truncate on %s execute function log.refuse_change()', child);
  end loop;
end
$$;

grant usage on schema log to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api;
grant select, insert on log.event, log.source_event to saddlepoint_ingest;
grant select, insert, update on log.stream to saddlepoint_ingest;
grant select, update on log.head to saddlepoint_ingest;
grant select on log.event, log.source_event, log.stream, log.head to saddlepoint_worker, saddlepoint_api;
