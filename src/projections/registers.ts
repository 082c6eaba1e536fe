import { type Projection, replacing } from "./projection.ts";

const part = (n: number) => `split_part(e.stream, '/', ${n})`;

/** Labs, projects, subjects and sessions: what was registered last holds. */
export const registers: Projection = {
  name: "registers",
  tables: ["lab", "project", "subject", "session"],
  statements: [
    // A rig may send trials of a subject or a session that nobody announced: they exist from their first event.
    // First of all, so that a row that is announced later ends this one, wherever the stretch was cut.
    `insert into subject (home, lab, project, subject, simulated, from_position)
     select e.home, e.lab, ${part(2)}, ${part(3)}, false, e.position
     from (select distinct on (home) * from batch where home like '%/%/%' order by home, position) e
     where e.type <> 'SubjectRegistered' and not exists (select from subject s where s.home = e.home)`,
    `insert into session (home, session, boundaries_known, from_position)
     select e.home, e.session, true, e.position
     from (select distinct on (home, session) * from batch where session is not null
           order by home, session, position) e
     where e.type <> 'SessionStarted'
       and not exists (select from session s where s.home = e.home and s.session = e.session)`,
    ...replacing("lab", "LabRegistered", ["lab"], { lab: "e.lab", name: "e.payload->>'name'" }),
    ...replacing("project", "ProjectRegistered", ["lab", "project"], {
      lab: "e.lab",
      project: part(2),
      title: "e.payload->>'title'",
    }),
    ...replacing("subject", "SubjectRegistered", ["home"], {
      home: "e.home",
      lab: "e.lab",
      project: part(2),
      subject: part(3),
      species: "e.payload->>'species'",
      strain: "e.payload->>'strain'",
      sex: "e.payload->>'sex'",
      genotype: "e.payload->>'genotype'",
      birth_date: "(e.payload->>'birthDate')::date",
      non_decision_time_s: "(e.payload->'nonDecisionTimeS')::float8",
      simulated: "coalesce((e.payload->'simulated')::boolean, false)",
    }),
    ...replacing("session", "SessionStarted", ["home", "session"], {
      home: "e.home",
      session: "e.session",
      started_at: "(e.payload->>'startedAt')::timestamptz",
      ended_at: "null::timestamptz",
      rig: "e.payload->>'rig'",
      task_version: "e.payload->>'taskVersion'",
      boundaries_known: "coalesce((e.payload->'boundariesKnown')::boolean, true)",
    }),
  ],
};
