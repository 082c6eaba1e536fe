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
