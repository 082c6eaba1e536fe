-- Projections: tables derived from the log alone, rebuildable at any time.
--
-- Rows carry [from_position, to_position): the stretch of the log for which they were true; to_position is null
-- on current ones. Everything lies in one schema, made by log.define_projections, so that a rebuild can fill a
-- second schema beside the live one and then change names with it. Nothing outside may hold on to these tables
-- by identity: no views over them, no foreign keys to them.

create function log.define_projections(target text) returns void language plpgsql as $define$
declare
  n integer := (select count(*) from pg_inherits where inhparent = 'log.event'::regclass);
begin
  execute format('create schema %I', target);
  perform set_config('search_path', quote_ident(target), true);

  create table checkpoint (
    name text primary key,
    position bigint not null
  );
  comment on table checkpoint is 'How far into the log these projections have come';
  insert into checkpoint values ('projections', 0);

  create table lab (
    lab text collate "C" not null,
    name text,
    from_position bigint not null,
    to_position bigint,
    primary key (lab, from_position)
  );

  create table project (
    lab text collate "C" not null,
    project text collate "C" not null,
    title text,
    from_position bigint not null,
    to_position bigint,
    primary key (lab, project, from_position)
  );

  create table subject (
    home text collate "C" not null,
    lab text collate "C" not null,
    project text collate "C" not null,
    subject text collate "C" not null,
    species text,
    strain text,
    sex text,
    genotype text,
    birth_date date,
    non_decision_time_s double precision,
    simulated boolean not null,
    from_position bigint not null,
    to_position bigint,
    primary key (home, from_position)
  );
  create unique index subject_current on subject (lab, project, subject) where to_position is null;

  create table session (
    home text collate "C" not null,
    session integer not null,
    started_at timestamptz,
    ended_at timestamptz,
    rig text,
    task_version text,
    boundaries_known boolean not null,
    from_position bigint not null,
    to_position bigint,
    primary key (home, session, from_position)
  );
  create unique index session_current on session (home, session) where to_position is null;

  create table trial (
    home text collate "C" not null,
    session integer not null,
    trial integer not null,
    contrast_left double precision not null,
    contrast_right double precision not null,
    choice smallint not null,
    outcome smallint,
    response_time_s double precision,
    reward_volume_ul double precision,
    repeat_number integer not null,
    block text,
    stimulus text,
    stimulus_on_s double precision,
    go_cue_s double precision,
    choice_s double precision,
    outcome_s double precision,
    from_position bigint not null,
    to_position bigint,
    primary key (home, session, trial, from_position)
  ) partition by hash (home);
  comment on column trial.choice is '-1 left, 0 no-go, 1 right';
  comment on column trial.outcome is '1 correct, 0 incorrect, null unknown';
  for i in 0 .. n - 1 loop
    execute format('create table %I partition of trial for values with (modulus %s, remainder %s)',
                   'trial_' || i, n, i);
  end loop;
  create unique index trial_current on trial (home, session, trial) where to_position is null;

  create table session_digest (
    home text collate "C" not null,
    session integer not null,
    kind text not null,
    last_version integer not null,
    last_hash bytea not null,
    primary key (home, session, kind)
  );
  comment on table session_digest is
    'The last event of each kind (trial, …) in a session: since streams are hash-chained, its hash identifies '
    'all the content of that kind, and an analysis knows by it whether its input has changed';

  create table blocked_stream (
    stream text collate "C" primary key,
    home text collate "C" not null,
    position bigint not null,
    code text not null,
    message text not null
  );
  comment on table blocked_stream is
    'Streams with an event that cannot be projected: they stand still from that position, all others go on';

  execute format('grant usage on schema %I to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api', target);
  execute format('grant select on all tables in schema %I to saddlepoint_ingest, saddlepoint_api', target);
  execute format('grant select, insert, update, delete on all tables in schema %I to saddlepoint_worker', target);
  perform set_config('search_path', '"$user", public', true);
end
$define$;

select log.define_projections('projection');
