-- Names of staff, apart from the log. An event's actor is an id that is made by chance and says nothing, and is hashed
-- with the event; the name that it stands for lies here alone, so that it can be shredded and every hash still holds.

create table log.staff (
  actor text collate "C" primary key,
  lab text collate "C" not null,
  name text,
  named_at timestamptz not null default clock_timestamp(),
  shredded_at timestamptz,
  unique (lab, name),
  check ((name is null) = (shredded_at is not null))
);

comment on table log.staff is 'Who the actors of events are: personal names, the only thing that may be shredded';
comment on column log.staff.actor is 'As the log''s events carry it: staff- and ten letters and digits, by chance';
comment on column log.staff.name is 'Null once it was shredded';

-- The API has no business with names.
grant select, insert on log.staff to saddlepoint_ingest;
