-- Releases: positions of the log that are named, to be cited. And grants of single cohorts.
--
-- A grant of a cohort lets through the subjects that the cohort's filter selects, and the definition itself. Who is
-- selected, the program knows: it hands the members in (access.set_cohort_members), again whenever data, results or
-- definitions change. Until it has, nobody sees anything through the grant: a definition that changes takes all
-- members out in the same transaction (access.forget_cohorts).

create function log.define_release_table(target text) returns void language plpgsql as $$
begin
  execute format($table$
    create table %1$I.release (
      lab text collate "C" not null,
      project text collate "C" not null,
      release text collate "C" not null,
      position bigint not null,
      title text,
      notes text,
      citation text,
      analyses jsonb not null,
      from_position bigint not null,
      to_position bigint,
      primary key (lab, project, release, from_position)
    );
    comment on column %1$I.release.analyses is
      'Name, version and parameters of every analysis when it was published';
    grant select on %1$I.release to saddlepoint_ingest, saddlepoint_api;
    grant select, insert, update, delete on %1$I.release to saddlepoint_worker
  $table$, target);
end
$$;

create or replace function log.define_projections(target text) returns void language plpgsql as $$
begin
  perform log.define_projection_tables(target);
  perform log.define_release_table(target);
  perform access.protect_schema(target);
end
$$;
select log.define_release_table('projection');

create or replace function access.fence_of(target regclass) returns text language plpgsql stable as $$
declare
  name text := (select relname from pg_class where oid = target);
  columns name[] := (select array_agg(attname) from pg_attribute
                     where attrelid = target and attnum > 0 and not attisdropped);
begin
  if name in ('head', 'checkpoint', 'migration', 'worker') then
    return 'true';
  elsif name ~ '^access_grant' then
    return format('exists (select from access.visible a where a.home = %I.lab)', name);
  elsif name = 'cohort' then
    -- Whoever a cohort is granted to may know what it is.
    return 'exists (select from access.visible a where a.home in (cohort.lab || ''/'' || cohort.project,
              cohort.lab || ''/'' || cohort.project || ''/cohort:'' || cohort.cohort))';
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
select access.protect_schema('projection');

create function access.forget_cohorts(of_lab text, of_project text) returns void language sql as $$
  delete from access.visible v
  where v.lab = of_lab and v.project = of_project and v.via <> 'owner'
    and exists (select from projection.access_grant g
                where g.lab = of_lab and g.project = of_project and g.to_position is null
                  and g.access_grant = v.via and g.cohort is not null)
$$;
comment on function access.forget_cohorts(text, text) is
  'Closes what cohorts of a project let through, until their members are handed in again';

create function access.set_cohort_members(of_lab text, of_project text, of_grant text, defined_from bigint, homes text[])
returns void language plpgsql as $$
declare
  g record;
begin
  -- The projector ends these rows before it forgets the members. Locked, they are still what the members were found
  -- by; where it was first, they are not, and nothing is let through.
  select a.cohort, access.principal_of(a.grantee_kind, a.grantee) as principal,
         coalesce(a.valid_from, '-infinity') as valid_from
  into g
  from projection.access_grant a
  join projection.cohort c on c.lab = a.lab and c.project = a.project and c.cohort = a.cohort
  where a.lab = of_lab and a.project = of_project and a.access_grant = of_grant and a.to_position is null
    and c.to_position is null and c.from_position = defined_from
  for share;
  if not found then
    return;
  end if;
  homes := homes || (of_lab || '/' || of_project || '/cohort:' || g.cohort);
  delete from access.visible v
  where v.lab = of_lab and v.project = of_project and v.via = of_grant
    and (v.home <> all (homes) or v.principal <> g.principal or v.valid_from <> g.valid_from);
  insert into access.visible (principal, home, lab, project, via, valid_from)
  select g.principal, home, of_lab, of_project, of_grant, g.valid_from from unnest(homes) as m(home)
  where starts_with(home, of_lab || '/' || of_project || '/')
  on conflict do nothing;
end
$$;
comment on function access.set_cohort_members(text, text, text, bigint, text[]) is
  'Lets through exactly these subjects by a grant of a cohort, where its definition is still the one begun there';

-- The API asks as of a time too, and sees no other lab's events: which position was the last by then is no secret.
create function access.position_at(moment timestamptz) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  low bigint := 0;
  high bigint := (select position from log.head);
  middle bigint;
begin
  -- Recorded times never go back, so halving finds it.
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select date_trunc('milliseconds', e.recorded_at) <= moment from log.event e where e.position = middle) then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end
$$;
comment on function access.position_at(timestamptz) is
  'The last position that was recorded up to a time, to the millisecond';
revoke all on function access.position_at(timestamptz) from public;
grant execute on function access.position_at(timestamptz) to saddlepoint_api, saddlepoint_ingest, saddlepoint_worker;
