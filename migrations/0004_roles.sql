-- Least privilege: ingest appends, worker projects and derives, api reads. The owner of the schemas is the
-- migrator. Roles belong to the whole server, so another database may have made them already.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['saddlepoint_ingest', 'saddlepoint_worker', 'saddlepoint_api'] loop
    begin
      execute format('create role %I nologin', wanted);
    exception when duplicate_object or unique_violation then
      null;
    end;
    if not pg_has_role(current_user, wanted, 'member') or not rolsuper from pg_roles where rolname = current_user then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$$;

grant usage on schema log to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api;
grant usage on schema projection, derived to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api;

grant select, insert on log.event, log.source_event to saddlepoint_ingest;
grant select, insert, update on log.stream to saddlepoint_ingest;
grant select, update on log.head to saddlepoint_ingest;

grant select on all tables in schema log to saddlepoint_worker, saddlepoint_api;
grant select, insert, update, delete on all tables in schema projection to saddlepoint_worker;
grant select on all tables in schema projection to saddlepoint_ingest, saddlepoint_api;
grant select, insert, update on all tables in schema derived to saddlepoint_worker;
grant select on all tables in schema derived to saddlepoint_api;

-- The job queue's own schema is made, and so owned, by the worker's role.
do $$
begin
  execute format('grant create on database %I to saddlepoint_worker', current_database());
end
$$;
