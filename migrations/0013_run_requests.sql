-- What labs ask for about their own runs, over the API: derive a subject anew, try a run again, end one.
--
-- The API's role writes none of it itself: it may call one function, which asks of whom the token is, and for what.
-- A worker takes each request, and does what the command line does: the API plans nothing and holds no run.

create table derived.run_request (
  request_id bigint generated always as identity primary key,
  action text not null check (action in ('reanalyse', 'retry', 'cancel')),
  home text collate "C",
  cohort text collate "C",
  run_id bigint references derived.run,
  analyses text[],
  token_id text not null references access.token,
  actor text not null,
  requested_at timestamptz not null default clock_timestamp(),
  taken_at timestamptz,
  done_at timestamptz,
  run_ids bigint[] not null default '{}',
  error jsonb,
  check ((home is null) <> (cohort is null)),
  check ((run_id is null) = (action = 'reanalyse'))
);
comment on table derived.run_request is 'What was asked for over the API about runs, and what came of it';
comment on column derived.run_request.home is 'The subject that it is about; null for a run of a whole cohort';
comment on column derived.run_request.run_id is 'The run to be tried again, or ended';
comment on column derived.run_request.analyses is 'Only these; null for all that are not made on request alone';
comment on column derived.run_request.taken_at is 'When a worker last took it; taken again where that was long ago';
comment on column derived.run_request.run_ids is 'Runs that wait because of it, or that it has ended';
-- Who asks twice before a worker has looked has asked once.
create unique index run_request_waiting
  on derived.run_request (action, home, cohort, run_id, analyses) nulls not distinct where taken_at is null;
create index run_request_open on derived.run_request (request_id) where done_at is null;

select access.protect('derived.run_request');
grant select, update on derived.run_request to saddlepoint_worker;
grant select (request_id, action, home, cohort, run_id, analyses, requested_at, done_at, run_ids, error)
  on derived.run_request to saddlepoint_api;

create function access.request_runs(by_token text, wanted text, of_home text, of_run bigint, of_analyses text[])
returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  holder record;
  about record;
  request bigint;
begin
  select t.name, t.labs into holder from access.token t
  where t.token_id = by_token and t.scopes && array['analyse', 'admin'] and t.revoked_at is null
    and (t.expires_at is null or t.expires_at > clock_timestamp());
  if not found then
    return null;
  end if;
  -- What is another lab's is not there, whoever may read it.
  if wanted = 'reanalyse' then
    select s.home, null::text as cohort into about from projection.subject s
    where s.home = of_home and s.to_position is null and s.lab = any (holder.labs);
  else
    select r.home, r.cohort into about from derived.run r
    where r.run_id = of_run and split_part(r.scope, '/', 1) = any (holder.labs);
  end if;
  if not found then
    return null;
  end if;
  insert into derived.run_request (action, home, cohort, run_id, analyses, token_id, actor)
  values (wanted, about.home, about.cohort, of_run, of_analyses, by_token, holder.name)
  on conflict (action, home, cohort, run_id, analyses) where taken_at is null do update set action = excluded.action
  returning request_id into request;
  insert into access.audit (actor, action, token_id, details)
  values (holder.name, 'runs requested', by_token, jsonb_strip_nulls(jsonb_build_object(
    'request', request, 'action', wanted, 'subject', about.home, 'cohort', about.cohort, 'run', of_run,
    'analyses', of_analyses)));
  return request;
end
$$;
comment on function access.request_runs(text, text, text, bigint, text[]) is
  'Notes a request of a token''s holder; null where the token may not, or what it is about is not of its labs';
revoke all on function access.request_runs(text, text, text, bigint, text[]) from public;
grant execute on function access.request_runs(text, text, text, bigint, text[]) to saddlepoint_api;
