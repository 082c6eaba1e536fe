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
    excluded_reason text,
    from_position bigint not null,
    to_position bigint,
    primary key (home, from_position)
  );
  comment on column subject.excluded_reason is 'Why the lab left the subject out of analyses; null where it did not';
  create unique index subject_current on subject (lab, project, subject) where to_position is null;

  create table recording_site (
    home text collate "C" not null,
    site text collate "C" not null,
    region text not null,
    hemisphere text not null,
    anterior_posterior_mm double precision,
    mediolateral_mm double precision,
    dorsoventral_mm double precision,
    sensor text,
    excitation_nm double precision,
    control_excitation_nm double precision,
    implanted_on date,
    from_position bigint not null,
    to_position bigint,
    primary key (home, site, from_position)
  );

  create table session (
    home text collate "C" not null,
    session integer not null,
    started_at timestamptz,
    ended_at timestamptz,
    rig text,
    task_version text,
    boundaries_known boolean not null,
    excluded_reason text,
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
    to_position bigint
  ) partition by hash (home);
  comment on column trial.choice is '-1 left, 0 no-go, 1 right';
  comment on column trial.outcome is '1 correct, 0 incorrect, null unknown';
  -- Each row is in one of two indexes: there are many rows, and each entry costs.
  create unique index trial_current on trial (home, session, trial) where to_position is null;
  create index trial_past on trial (home, session, trial) where to_position is not null;

  create table stimulation (
    home text collate "C" not null,
    session integer not null,
    stimulation integer not null,
    trial integer,
    site text not null,
    hemisphere text not null,
    condition text not null,
    alignment text,
    onset_s double precision,
    duration_s double precision,
    wavelength_nm double precision,
    power_mw double precision,
    pulse_width_ms double precision,
    pulse_rate_hz double precision,
    opsin text,
    from_position bigint not null,
    to_position bigint,
    primary key (home, session, stimulation, from_position)
  );
  create unique index stimulation_current on stimulation (home, session, stimulation) where to_position is null;

  create table raw_file (
    home text collate "C" not null,
    session integer not null,
    sha256 text collate "C" not null,
    bytes bigint not null,
    place text not null,
    format text,
    from_position bigint not null,
    to_position bigint,
    primary key (home, session, sha256, from_position)
  );

  create table quality_notice (
    home text collate "C" not null,
    session integer not null,
    notice text collate "C" not null,
    preprocessing text collate "C",
    raw_sha256 text collate "C",
    measures jsonb not null,
    warnings jsonb not null,
    from_position bigint not null,
    to_position bigint,
    primary key (home, session, notice, from_position)
  );

  create table preprocessing (
    home text collate "C" not null,
    session integer not null,
    preprocessing text collate "C" not null,
    steps jsonb not null,
    raw_sha256 text,
    from_position bigint not null,
    to_position bigint,
    primary key (home, session, preprocessing, from_position)
  );

  create table snippet (
    home text collate "C" not null,
    session integer not null,
    snippet text collate "C" not null,
    trial integer,
    site text collate "C" not null,
    channel text not null,
    alignment text not null,
    units text not null,
    sample_rate_hz double precision not null,
    offset_s double precision not null,
    preprocessing text collate "C",
    gap boolean not null,
    clipped boolean not null,
    samples bytea not null,
    from_position bigint not null,
    to_position bigint
  ) partition by hash (home);
  comment on column snippet.samples is 'Little-endian float32';
  -- Each row is in one of two indexes: there are many rows, and each entry costs.
  create unique index snippet_current on snippet (home, session, snippet) where to_position is null;
  create index snippet_past on snippet (home, session, snippet) where to_position is not null;

  for i in 0 .. n - 1 loop
    execute format('create table %I partition of trial for values with (modulus %s, remainder %s)',
                   'trial_' || i, n, i);
    execute format('create table %I partition of snippet for values with (modulus %s, remainder %s)',
                   'snippet_' || i, n, i);
  end loop;

  create table cohort (
    lab text collate "C" not null,
    project text collate "C" not null,
    cohort text collate "C" not null,
    description text,
    filter jsonb not null,
    from_position bigint not null,
    to_position bigint,
    primary key (lab, project, cohort, from_position)
  );

  create table access_grant (
    lab text collate "C" not null,
    project text collate "C" not null,
    access_grant text collate "C" not null,
    grantee_kind text not null,
    grantee text,
    valid_from timestamptz,
    cohort text,
    from_position bigint not null,
    to_position bigint,
    primary key (lab, project, access_grant, from_position)
  );

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
    stream_version integer not null,
    position bigint not null,
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
