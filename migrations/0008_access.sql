-- Who may read what: the fence between labs, tokens, and the record of their use.
--
-- The API's role sees a row only where access.visible says that one of the request's principals may see what the row
-- is about. Principals are `lab:NAME`, `person:NAME` and `everyone`; the API names those of a request in the setting
-- saddlepoint.principals, for one transaction at a time. Without that setting nothing can be seen. The roles that
-- write, and the command line's saddlepoint_reader, whose user has the database's address anyway, see all.

do $$
begin
  begin
    create role saddlepoint_reader nologin;
  exception when duplicate_object or unique_violation then
    null;
  end;
  -- It may read what the API may read, and is not fenced.
  grant saddlepoint_api to saddlepoint_reader;
  execute 'grant saddlepoint_reader to current_user';
end
$$;
-- What a night did is of all labs together.
grant select on derived.night to saddlepoint_reader;

create schema access;
grant usage on schema access to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api;

create table access.visible (
  principal text collate "C" not null,
  home text collate "C" not null,
  lab text collate "C" not null,
  project text collate "C",
  via text collate "C" not null,
  valid_from timestamptz not null default '-infinity',
  primary key (principal, home, via)
);
comment on table access.visible is 'What each principal may read, kept by the projector from subjects and grants';
comment on column access.visible.home is
  'A subject (lab/project/subject); lab/project for what belongs to the whole project, and lab to the whole lab';
comment on column access.visible.via is 'owner, or the name of the grant';
comment on column access.visible.valid_from is 'When an embargo ends';
create index visible_project on access.visible (lab, project, principal);

create function access.principals() returns text[] language sql stable parallel safe
set search_path = pg_catalog
as $$ select string_to_array(current_setting('saddlepoint.principals', true), ',') $$;

alter table access.visible enable row level security;
alter table access.visible force row level security;
create policy fence on access.visible for select to saddlepoint_api
  using (principal = any ((select access.principals())::text[]) and valid_from <= now());
do $$
begin
  execute format('create policy trusted on access.visible to saddlepoint_worker, saddlepoint_reader, %I
                  using (true) with check (true)', current_user);
end
$$;
grant select on access.visible to saddlepoint_api;
grant select, insert, update, delete on access.visible to saddlepoint_worker;

-- Tables that hold nothing of any lab: the log's and the projections' positions, migrations, workers' names.
create function access.fence_of(target regclass) returns text language plpgsql stable as $$
declare
  name text := (select relname from pg_class where oid = target);
  columns name[] := (select array_agg(attname) from pg_attribute
                     where attrelid = target and attnum > 0 and not attisdropped);
begin
  if name in ('head', 'checkpoint', 'migration', 'worker') then
    return 'true';
  elsif name ~ '^access_grant' then
    return format('exists (select from access.visible a where a.home = %I.lab)', name);
  elsif 'cohort' = any (columns) and 'run_id' = any (columns) then
    -- Of a cohort, lab/project or lab/project:cohort, the project decides; runs of one subject have a home instead.
    return format('exists (select from access.visible a where a.home = '
                  || case when 'home' = any (columns) then 'coalesce(%1$I.home, split_part(%1$I.cohort, '':'', 1)))'
                          else 'split_part(%1$I.cohort, '':'', 1))' end, name);
  elsif 'home' = any (columns) then
    return format('exists (select from access.visible a where a.home = %I.home)', name);
  elsif name = 'project' then
    return 'exists (select from access.visible a where a.lab = project.lab and a.project = project.project)';
  elsif name = 'lab' then
    return 'exists (select from access.visible a where a.lab = lab.lab)';
  elsif 'project' = any (columns) and 'lab' = any (columns) then
    return format('exists (select from access.visible a where a.home = %1$I.lab || ''/'' || %1$I.project)', name);
  end if;
  -- Nobody has said whose its rows are: the API sees none.
  return 'false';
end
$$;
comment on function access.fence_of(regclass) is 'The condition under which the API''s role sees a row of a table';

create function access.protect(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists fence on %s', target);
  execute format('drop policy if exists trusted on %s', target);
  execute format('create policy fence on %s for select to saddlepoint_api using (%s)', target, access.fence_of(target));
  execute format('create policy trusted on %s to saddlepoint_ingest, saddlepoint_worker, saddlepoint_reader, %I
                  using (true) with check (true)', target, current_user);
end
$$;
comment on function access.protect(regclass) is 'Puts the fence around a table or a partition; again where it stood';

create function access.protect_schema(target text) returns void language plpgsql as $$
declare
  each_table regclass;
begin
  for each_table in
    select c.oid::regclass from pg_class c
    where c.relnamespace = target::regnamespace and c.relkind in ('r', 'p')
  loop
    perform access.protect(each_table);
  end loop;
end
$$;
comment on function access.protect_schema(text) is
  'Puts the fence around every table of a schema: call it at the end of a migration that adds tables';

select access.protect_schema('log'), access.protect_schema('projection'), access.protect_schema('derived');
select access.protect('saddlepoint.migration');

-- A rebuild makes the projections in a second schema, which must come with its fence. The tables keep their function;
-- the one by which they are made for use is this.
alter function log.define_projections(text) rename to define_projection_tables;
create function log.define_projections(target text) returns void language plpgsql as $$
begin
  perform log.define_projection_tables(target);
  perform access.protect_schema(target);
end
$$;

-- Keeping access.visible. Security invoker: the projector is the worker.

create function access.admit(homes text[]) returns void language plpgsql as $$
begin
  -- A lab sees its own: the subject, what belongs to its project, and to the lab.
  insert into access.visible (principal, home, lab, project, via)
  select distinct 'lab:' || p[1], array_to_string(p[1:depth], '/'), p[1], case when depth > 1 then p[2] end, 'owner'
  from unnest(homes) as h(home)
  cross join lateral string_to_array(h.home, '/') as p
  cross join lateral generate_series(1, cardinality(p)) as depth
  on conflict do nothing;
  -- Others see it where its whole project is granted to them.
  insert into access.visible (principal, home, lab, project, via, valid_from)
  select access.principal_of(g.grantee_kind, g.grantee), h.home, g.lab, g.project, g.access_grant,
         coalesce(g.valid_from, '-infinity')
  from unnest(homes) as h(home)
  join projection.access_grant g
    on g.to_position is null and g.cohort is null
   and split_part(h.home, '/', 1) = g.lab and split_part(h.home, '/', 2) = g.project
  on conflict do nothing;
end
$$;
comment on function access.admit(text[]) is 'Lets those see homes of which events have come, who may';

create function access.principal_of(kind text, name text) returns text language sql immutable as $$
  select case when kind = 'everyone' then 'everyone' else kind || ':' || name end
$$;

create function access.apply_grants(of_lab text, of_project text) returns void language plpgsql as $$
begin
  -- Members of cohorts are put in by the program, which knows how filters select; here they only fall away.
  delete from access.visible v
  where v.lab = of_lab and v.project = of_project and v.via <> 'owner'
    and not exists (
      select from projection.access_grant g
      where g.lab = of_lab and g.project = of_project and g.to_position is null and g.access_grant = v.via
        and g.cohort is not null and access.principal_of(g.grantee_kind, g.grantee) = v.principal
        and coalesce(g.valid_from, '-infinity') = v.valid_from);
  insert into access.visible (principal, home, lab, project, via, valid_from)
  select access.principal_of(g.grantee_kind, g.grantee), h.home, g.lab, g.project, g.access_grant,
         coalesce(g.valid_from, '-infinity')
  from projection.access_grant g
  cross join lateral (
    select s.home from projection.subject s where s.lab = g.lab and s.project = g.project
    union
    select g.lab || '/' || g.project
  ) h
  where g.lab = of_lab and g.project = of_project and g.to_position is null and g.cohort is null
  on conflict do nothing;
end
$$;
comment on function access.apply_grants(text, text) is 'Makes what others may see of a project what its grants say now';

create function access.refresh() returns void language plpgsql as $$
begin
  perform access.admit(coalesce((
    select array_agg(home) from (
      select home from projection.subject
      union select lab || '/' || project from projection.project
      union select lab from projection.lab
      union select lab || '/' || project from projection.access_grant
    ) known), '{}'));
  perform access.apply_grants(lab, project)
  from (
    select lab, project from projection.access_grant
    union
    select lab, project from access.visible where via <> 'owner'
  ) granted;
end
$$;
comment on function access.refresh() is 'All of it, from the projections as they are';

select access.refresh();

create table access.token (
  token_id text primary key,
  hash bytea not null unique,
  name text not null,
  labs text[] not null,
  person text,
  scopes text[] not null check (scopes <@ array['read', 'ingest', 'analyse', 'admin'] and cardinality(scopes) > 0),
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
comment on table access.token is 'API tokens; what a token is, only its holder knows';
comment on column access.token.hash is 'SHA-256 of the token, which holds 256 random bits: nothing to guess or to salt';
comment on column access.token.last_used_at is 'Exact to a minute';

create table access.audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  token_id text,
  details jsonb not null
);
comment on table access.audit is 'Tokens made and revoked, and exports; grants are events of the log';
create trigger refuse_change before update or delete on access.audit
  for each row execute function log.refuse_change();
create trigger refuse_truncate before truncate on access.audit execute function log.refuse_change();

create function access.authenticate(given bytea)
returns table (token_id text, name text, labs text[], person text, scopes text[], state text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select t.token_id, t.name, t.labs, t.person, t.scopes,
           case when t.revoked_at is not null then 'revoked'
                when t.expires_at <= clock_timestamp() then 'expired'
                else 'valid' end
    from access.token t where t.hash = given;
  -- Not at every use: a busy token would write all the time.
  update access.token t set last_used_at = clock_timestamp()
  where t.hash = given and t.revoked_at is null
    and (t.last_used_at is null or t.last_used_at < clock_timestamp() - interval '1 minute')
    and (t.expires_at is null or t.expires_at > clock_timestamp());
end
$$;
comment on function access.authenticate(bytea) is 'The token with this hash, whatever its state; no row for none';

create function access.record_export(token text, by_actor text, what jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into access.audit (actor, action, token_id, details) values (by_actor, 'export', token, what)
$$;

create function access.anything_public() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from access.visible where principal = 'everyone' and valid_from <= now())
$$;

create function access.count_blocked_streams() returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select count(*) from projection.blocked_stream);
end
$$;
comment on function access.count_blocked_streams() is 'For metrics: a number that is of no lab';

revoke all on function access.authenticate(bytea), access.record_export(text, text, jsonb), access.anything_public(),
  access.count_blocked_streams() from public;
grant execute on function access.authenticate(bytea), access.record_export(text, text, jsonb), access.anything_public(),
  access.count_blocked_streams() to saddlepoint_api;
