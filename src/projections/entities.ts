import { type Entity, field, fieldOr } from "./entity.ts";

const part = (n: number) => `split_part(e.stream, '/', ${n})`;

const lab: Entity = {
  table: "lab",
  key: { lab: "e.lab" },
  fields: { name: field("name", "text") },
  registers: "LabRegistered",
  again: "replaces",
  amends: "LabAmended",
  voids: "LabVoided",
};

const project: Entity = {
  table: "project",
  key: { lab: "e.lab", project: part(2) },
  fields: { title: field("title", "text") },
  registers: "ProjectRegistered",
  again: "replaces",
  amends: "ProjectAmended",
  voids: "ProjectVoided",
};

const subject: Entity = {
  table: "subject",
  key: { home: "e.home" },
  address: { lab: "e.lab", project: part(2), subject: part(3) },
  fields: {
    species: field("species", "text"),
    strain: field("strain", "text"),
    sex: field("sex", "text"),
    genotype: field("genotype", "text"),
    birth_date: field("birthDate", "date"),
    non_decision_time_s: field("nonDecisionTimeS", "float"),
    simulated: fieldOr("simulated", "boolean", "false"),
    excluded_reason: { name: null, value: () => "null::text" },
  },
  registers: "SubjectRegistered",
  again: "replaces",
  amends: "SubjectAmended",
  voids: "SubjectVoided",
  sets: {
    SubjectExcluded: { excluded_reason: "e.payload->>'reason'" },
    SubjectReadmitted: { excluded_reason: "null" },
  },
};

const recordingSite: Entity = {
  table: "recording_site",
  key: { home: "e.home", site: "e.payload->>'site'" },
  fields: {
    region: field("region", "text"),
    hemisphere: field("hemisphere", "text"),
    anterior_posterior_mm: field("anteriorPosteriorMm", "float"),
    mediolateral_mm: field("mediolateralMm", "float"),
    dorsoventral_mm: field("dorsoventralMm", "float"),
    sensor: field("sensor", "text"),
    excitation_nm: field("excitationNm", "float"),
    control_excitation_nm: field("controlExcitationNm", "float"),
    implanted_on: field("implantedOn", "date"),
  },
  registers: "RecordingSiteRegistered",
  again: "replaces",
  amends: "RecordingSiteAmended",
  voids: "RecordingSiteVoided",
};

const session: Entity = {
  table: "session",
  key: { home: "e.home", session: "e.session" },
  fields: {
    started_at: field("startedAt", "time"),
    ended_at: field("endedAt", "time"),
    rig: field("rig", "text"),
    task_version: field("taskVersion", "text"),
    boundaries_known: fieldOr("boundariesKnown", "boolean", "true"),
    excluded_reason: { name: null, value: () => "null::text" },
  },
  registers: "SessionStarted",
  again: "replaces",
  amends: "SessionAmended",
  voids: "SessionVoided",
  sets: {
    SessionEnded: { ended_at: "(e.payload->>'endedAt')::timestamptz" },
    SessionExcluded: { excluded_reason: "e.payload->>'reason'" },
    SessionReadmitted: { excluded_reason: "null" },
  },
};

const inSession = { home: "e.home", session: "e.session" };

const trial: Entity = {
  table: "trial",
  partitioned: true,
  key: { ...inSession, trial: "(e.payload->>'trial')::int" },
  fields: {
    contrast_left: field("contrastLeft", "float"),
    contrast_right: field("contrastRight", "float"),
    choice: {
      name: "choice",
      value: (p) => `case ${p}->>'choice' when 'left' then -1 when 'right' then 1 when 'no-go' then 0 end`,
    },
    outcome: {
      name: "outcome",
      value: (p) => `case ${p}->>'outcome' when 'correct' then 1 when 'incorrect' then 0 end`,
    },
    response_time_s: field("responseTimeS", "float"),
    reward_volume_ul: field("rewardVolumeUl", "float"),
    repeat_number: fieldOr("repeatNumber", "integer", "0"),
    block: field("block", "text"),
    stimulus: field("stimulus", "text"),
    stimulus_on_s: field("stimulusOnS", "float"),
    go_cue_s: field("goCueS", "float"),
    choice_s: field("choiceS", "float"),
    outcome_s: field("outcomeS", "float"),
  },
  registers: "TrialRecorded",
  again: "is refused",
  amends: "TrialAmended",
  voids: "TrialVoided",
};

const stimulation: Entity = {
  table: "stimulation",
  key: { ...inSession, stimulation: "(e.payload->>'stimulation')::int" },
  fields: {
    trial: field("trial", "integer"),
    site: field("site", "text"),
    hemisphere: field("hemisphere", "text"),
    condition: field("condition", "text"),
    alignment: field("alignment", "text"),
    onset_s: field("onsetS", "float"),
    duration_s: field("durationS", "float"),
    wavelength_nm: field("wavelengthNm", "float"),
    power_mw: field("powerMw", "float"),
    pulse_width_ms: field("pulseWidthMs", "float"),
    pulse_rate_hz: field("pulseRateHz", "float"),
    opsin: field("opsin", "text"),
  },
  registers: "StimulationRecorded",
  again: "is refused",
  amends: "StimulationAmended",
  voids: "StimulationVoided",
};

const preprocessing: Entity = {
  table: "preprocessing",
  key: { ...inSession, preprocessing: "e.payload->>'preprocessing'" },
  fields: { steps: field("steps", "json"), raw_sha256: field("rawSha256", "text") },
  registers: "PreprocessingRegistered",
  again: "replaces",
};

const rawFile: Entity = {
  table: "raw_file",
  key: { ...inSession, sha256: "e.payload->>'sha256'" },
  fields: {
    bytes: { name: "bytes", value: (payload) => `(${payload}->>'bytes')::bigint` },
    // The copy that was read.
    place: { name: null, value: (payload) => `${payload}->'places'->>0` },
    format: field("format", "text"),
  },
  registers: "RawFileRegistered",
  again: "replaces",
};

const qualityNotice: Entity = {
  table: "quality_notice",
  key: { ...inSession, notice: "e.payload->>'notice'" },
  fields: {
    preprocessing: field("preprocessing", "text"),
    raw_sha256: field("rawSha256", "text"),
    measures: field("measures", "json"),
    warnings: field("warnings", "json"),
  },
  registers: "QualityNoted",
  again: "replaces",
};

const snippet: Entity = {
  table: "snippet",
  partitioned: true,
  key: { ...inSession, snippet: "e.payload->>'snippet'" },
  fields: {
    trial: field("trial", "integer"),
    site: field("site", "text"),
    channel: field("channel", "text"),
    alignment: field("alignment", "text"),
    units: field("units", "text"),
    sample_rate_hz: field("sampleRateHz", "float"),
    offset_s: field("offsetS", "float"),
    preprocessing: field("preprocessing", "text"),
    gap: fieldOr("gap", "boolean", "false"),
    clipped: fieldOr("clipped", "boolean", "false"),
  },
  fixed: { samples: "e.samples" },
  registers: "SnippetRecorded",
  again: "is refused",
  amends: "SnippetAmended",
  voids: "SnippetVoided",
};

const cohort: Entity = {
  table: "cohort",
  key: { lab: "e.lab", project: part(2), cohort: "e.payload->>'cohort'" },
  fields: { description: field("description", "text"), filter: field("filter", "json") },
  registers: "CohortDefined",
  again: "replaces",
  voids: "CohortWithdrawn",
};

const accessGrant: Entity = {
  table: "access_grant",
  key: { lab: "e.lab", project: part(2), access_grant: "e.payload->>'grant'" },
  fields: {
    grantee_kind: field("granteeKind", "text"),
    grantee: field("grantee", "text"),
    valid_from: field("from", "time"),
    cohort: field("cohort", "text"),
  },
  registers: "AccessGranted",
  again: "replaces",
  voids: "AccessRevoked",
};

const release: Entity = {
  table: "release",
  key: { lab: "e.lab", project: part(2), release: "e.payload->>'release'" },
  fields: {
    position: { name: "position", value: (p) => `(${p}->>'position')::bigint` },
    title: field("title", "text"),
    notes: field("notes", "text"),
    citation: field("citation", "text"),
    analyses: field("analyses", "json"),
  },
  registers: "ReleasePublished",
  again: "replaces",
  voids: "ReleaseWithdrawn",
};

/** Everything that events speak of, in an order in which sessions come before what lies in them. */
export const entities: readonly Entity[] = [
  lab,
  project,
  subject,
  recordingSite,
  session,
  trial,
  stimulation,
  rawFile,
  qualityNotice,
  preprocessing,
  snippet,
  cohort,
  accessGrant,
  release,
];

/** What ends with a session, or with a subject, that is voided. */
export const inSessionTables = [
  "trial",
  "stimulation",
  "raw_file",
  "quality_notice",
  "preprocessing",
  "snippet",
] as const;
