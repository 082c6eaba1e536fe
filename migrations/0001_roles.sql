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
    execute format('grant %I to current_user', wanted);
  end loop;
  -- The job queue's own schema is made, and so owned, by the worker's role.
  execute format('grant create on database %I to saddlepoint_worker', current_database());
end
$$;

-- Whoever connects may ask whether the database is of the program's own version.
grant usage on schema saddlepoint to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api;
grant select on saddlepoint.migration to saddlepoint_ingest, saddlepoint_worker, saddlepoint_api;
