import type { Projection } from "./projection.ts";

/** Trials, and for each session the last event that changed them. */
export const trials: Projection = {
  name: "trials",
  tables: ["trial", "session_digest"],
  statements: [
    `insert into trial (home, session, trial, contrast_left, contrast_right, choice, outcome, response_time_s,
                        reward_volume_ul, repeat_number, block, stimulus, stimulus_on_s, go_cue_s, choice_s,
                        outcome_s, from_position)
     select e.home, e.session,
            (e.payload->'trial')::int,
            (e.payload->'contrastLeft')::float8,
            (e.payload->'contrastRight')::float8,
            case e.payload->>'choice' when 'left' then -1 when 'right' then 1 else 0 end,
            case e.payload->>'outcome' when 'correct' then 1 when 'incorrect' then 0 end,
            (e.payload->'responseTimeS')::float8,
            (e.payload->'rewardVolumeUl')::float8,
            coalesce((e.payload->'repeatNumber')::int, 0),
            e.payload->>'block',
            e.payload->>'stimulus',
            (e.payload->'stimulusOnS')::float8,
            (e.payload->'goCueS')::float8,
            (e.payload->'choiceS')::float8,
            (e.payload->'outcomeS')::float8,
            e.position
     from batch e
     where e.type = 'TrialRecorded'`,
    `insert into session_digest (home, session, kind, last_version, last_hash)
     select distinct on (e.home, e.session) e.home, e.session, 'trial', e.stream_version, e.hash
     from batch e
     where e.type = 'TrialRecorded'
     order by e.home, e.session, e.stream_version desc
     on conflict (home, session, kind) do update
       set last_version = excluded.last_version, last_hash = excluded.last_hash`,
  ],
};
