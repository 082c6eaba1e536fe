import { LAB } from "./twins.ts";

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A question to the API, and the SQL that somebody would write by hand for it. */
export interface Question {
  readonly name: string;
  /** p95 through HTTP. */
  readonly limitMs: number;
  readonly graphql: (home: string) => string;
  readonly sql: (home: string) => readonly Statement[];
}

const mean = "{ mean ci { low high } }";

export const questions: readonly Question[] = [
  {
    name: "cohort by early strategy: mean trajectory and transitions",
    limitMs: 60,
    graphql: () => `{ cohort(filter: { lab: "${LAB}", earlyStrategy: LEFT_BIASED }) {
      n
      meanTrajectory { session n leftSlope ${mean} rightSlope ${mean} bias ${mean} accuracy ${mean} }
      transitions { n changes { from to n probability { proportion ci { low high } } } }
    } }`,
    sql: () => [
      {
        text: `select m.session, count(*) as n,
                 avg(m.left_slope) as left_slope, stddev_samp(m.left_slope) as left_slope_sd,
                 avg(m.right_slope) as right_slope, stddev_samp(m.right_slope) as right_slope_sd,
                 avg(m.bias) as bias, stddev_samp(m.bias) as bias_sd,
                 avg(m.accuracy) as accuracy, stddev_samp(m.accuracy) as accuracy_sd
               from projection.subject s
               join derived.current_run r on r.scope = s.home and r.analysis = 'strategy-segments'
               join derived.subject_strategy g on g.run_id = r.run_id
               join derived.current_run q on q.scope = s.home and q.analysis = 'session-measures'
               join derived.session_measure m on m.run_id = q.run_id
               where s.lab = $1 and g.early_strategy = $2 and s.to_position is null
               group by m.session order by m.session`,
        values: [LAB, "LEFT_BIASED"],
      },
      {
        text: `select label, next, count(*) as n
               from (
                 select e.label, lead(e.label) over (partition by e.home order by e.ordinal) as next
                 from projection.subject s
                 join derived.current_run r on r.scope = s.home and r.analysis = 'strategy-segments'
                 join derived.subject_strategy g on g.run_id = r.run_id
                 join derived.strategy_segment e on e.run_id = r.run_id
                 where s.lab = $1 and g.early_strategy = $2 and s.to_position is null
               ) pairs
               where next is not null group by label, next order by label, next`,
        values: [LAB, "LEFT_BIASED"],
      },
    ],
  },
  {
    name: "a subject's page: sessions, segments, trajectory of 500 points",
    limitMs: 30,
    graphql: (home) => `{ subject(id: "${home}") {
      id earlyStrategy lateStrategy
      sessions { nodes { number nTrials measures { leftSlope rightSlope bias accuracy } } }
      segments { nodes { strategy probability firstSession firstTrial lastSession lastTrial } }
      decisionModel { logEvidence trajectory(points: 500) { session trial weight sd } }
    } }`,
    sql: (home) => [
      {
        text: `select g.early_strategy, g.late_strategy from projection.subject s
               join derived.current_run r on r.scope = s.home and r.analysis = 'strategy-segments'
               join derived.subject_strategy g on g.run_id = r.run_id
               where s.home = $1 and s.to_position is null`,
        values: [home],
      },
      {
        text: `select t.session, t.n, m.left_slope, m.right_slope, m.bias, m.accuracy
               from (select session, count(*) as n from projection.trial
                     where home = $1 and to_position is null group by session) t
               join derived.current_run r on r.scope = $1 and r.analysis = 'session-measures'
               join derived.session_measure m on m.run_id = r.run_id and m.session = t.session
               order by t.session`,
        values: [home],
      },
      {
        text: `select e.label, e.probability, e.first_session, e.first_trial, e.last_session, e.last_trial
               from derived.current_run r join derived.strategy_segment e on e.run_id = r.run_id
               where r.scope = $1 and r.analysis = 'strategy-segments' order by e.ordinal`,
        values: [home],
      },
      {
        text: `select f.log_evidence, f.param_names, f.session, f.trial, f.weight, f.weight_sd
               from derived.current_run r join derived.decision_model_fit f on f.run_id = r.run_id
               where r.scope = $1 and r.analysis = 'decision-model'`,
        values: [home],
      },
    ],
  },
  {
    name: "the first page of trials by a filter",
    limitMs: 30,
    graphql: () => `{ trials(subjects: { lab: "${LAB}", earlyStrategy: LEFT_BIASED },
        filter: { outcome: INCORRECT, minSignedContrast: 0.25 }, first: 100) {
      nodes { session trial { number contrastLeft contrastRight choice outcome responseTimeS } }
      pageInfo { hasNextPage endCursor }
    } }`,
    sql: () => [
      {
        text: `select t.home, t.session, t.trial, t.contrast_left, t.contrast_right, t.choice, t.outcome,
                 t.response_time_s
               from projection.trial t
               where t.to_position is null and t.outcome = 0 and t.contrast_right - t.contrast_left >= 0.25
                 and t.home = any (array(
                   select s.home from projection.subject s
                   join derived.current_run r on r.scope = s.home and r.analysis = 'strategy-segments'
                   join derived.subject_strategy g on g.run_id = r.run_id
                   where s.lab = $1 and g.early_strategy = $2 and s.to_position is null))
               order by t.home, t.session, t.trial limit 101`,
        values: [LAB, "LEFT_BIASED"],
      },
    ],
  },
];
