-- The fence, by whole projects first.
--
-- Most of what anyone may see is all of a project: a lab's own, or one that is granted whole. Until now every table of
-- every statement looked each row's home up in a hash of all homes that its caller may see, which was made anew each
-- time: with a thousand subjects that took longer than the rest of a page. Now the projects that a caller sees whole
-- (few) are found once for a statement, and only a row of none of them is looked up by its home, as those are that
-- grants of cohorts let through.

-- A row of access.visible whose home is the project itself says that all of it may be seen: owners have one, and
-- grants of whole projects; grants of cohorts have their members, and lab/project/cohort:name.
alter table access.visible add column whole_project text collate "C" generated always as (
  case when home = lab || '/' || project then regexp_replace(home, '([\\%_])', '\\\1', 'g') || '/%' end) stored;
comment on column access.visible.whole_project is
  'What is LIKE the home of each subject, where the row stands for a whole project; null where it does not';
create index visible_whole_project on access.visible (principal) include (valid_from, whole_project)
  where whole_project is not null;

-- The principals by what PostgreSQL brings alone: a function with a search path of its own is called, not inlined, and
-- that for every table of a statement.
drop policy fence on access.visible;
create policy fence on access.visible for select to saddlepoint_api
  using (principal = any ((select string_to_array(current_setting('saddlepoint.principals', true), ','))::text[])
         and valid_from <= now());
drop function access.principals();

create or replace function access.fence_of(target regclass) returns text language plpgsql stable as $$
declare
  name text := (select relname from pg_class where oid = target);
  columns name[] := (select array_agg(attname) from pg_attribute
                     where attrelid = target and attnum > 0 and not attisdropped);
  is_of_run boolean := 'run_id' = any (columns) and 'cohort' = any (columns);
  -- What a row is about: a subject, or a cohort (lab/project, or lab/project:cohort), of which the project decides.
  about text := case
    when is_of_run and 'scope' = any (columns) then format('%I.scope', name)
    when is_of_run and 'home' = any (columns) then format('coalesce(%1$I.home, %1$I.cohort)', name)
    when is_of_run then format('%I.cohort', name)
    when 'home' = any (columns) then format('%I.home', name)
  end;
begin
  if name in ('head', 'checkpoint', 'migration', 'worker') then
    return 'true';
  elsif name ~ '^access_grant' then
    return format('exists (select from access.visible a where a.home = %I.lab)', name);
  elsif name = 'cohort' then
    -- Whoever a cohort is granted to may know what it is.
    return 'exists (select from access.visible a where a.home in (cohort.lab || ''/'' || cohort.project,
              cohort.lab || ''/'' || cohort.project || ''/cohort:'' || cohort.cohort))';
  elsif about is not null then
    -- Not "exists": the planner would take it for many times dearer than the hash that it is, and shun every scan.
    -- LIKE: to look for a prefix by ^@ takes three times as long.
    return format(
      '%1$s like any ((select array_agg(a.whole_project) from access.visible a
                       where a.whole_project is not null)::text[])
       or %2$s in (select a.home from access.visible a)',
      about, case when is_of_run then format('split_part(%s, '':'', 1)', about) else about end);
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
select access.protect_schema('log'), access.protect_schema('projection'), access.protect_schema('derived');

-- What a lab sees as the owner, via what no grant can be called: through a grant named owner, others' rows passed for
-- the owner's and could not be revoked, and a cohort's took the owner's away.
update access.visible set via = ':owner' where via = 'owner' and principal = 'lab:' || lab;
comment on column access.visible.via is ':owner, or the name of the grant';

create or replace function access.admit(homes text[]) returns void language plpgsql as $$
begin
  -- A lab sees its own: the subject, what belongs to its project, and to the lab.
  insert into access.visible (principal, home, lab, project, via)
  select distinct 'lab:' || p[1], array_to_string(p[1:depth], '/'), p[1], case when depth > 1 then p[2] end, ':owner'
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

create or replace function access.apply_grants(of_lab text, of_project text) returns void language plpgsql as $$
begin
  -- A grant that is narrowed from a project to a cohort keeps its name, and what it let through as a whole project's it
  -- may no longer. Of a cohort's grant no row stands for a whole project: one that does tells that its rows are old.
  delete from access.visible v
  where v.lab = of_lab and v.project = of_project and v.via <> ':owner'
    and exists (
      select from access.visible w
      join projection.access_grant g on g.lab = w.lab and g.project = w.project and g.access_grant = w.via
      where w.lab = v.lab and w.project = v.project and w.via = v.via and w.whole_project is not null
        and g.to_position is null and g.cohort is not null);
  -- Members of cohorts are put in by the program, which knows how filters select; here they only fall away.
  delete from access.visible v
  where v.lab = of_lab and v.project = of_project and v.via <> ':owner'
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

create or replace function access.refresh() returns void language plpgsql as $$
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
    select lab, project from access.visible where via <> ':owner'
  ) granted;
end
$$;

create or replace function access.forget_cohorts(of_lab text, of_project text) returns void language sql as $$
  delete from access.visible v
  where v.lab = of_lab and v.project = of_project and v.via <> ':owner'
    and exists (select from projection.access_grant g
                where g.lab = of_lab and g.project = of_project and g.to_position is null
                  and g.access_grant = v.via and g.cohort is not null)
$$;

select access.refresh();
