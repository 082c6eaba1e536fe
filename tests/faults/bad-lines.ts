import { gzipSync } from "node:zlib";
import type { Random } from "../../src/science/random.ts";

/** A batch that must be refused, and how. */
export interface BadBatch {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Codes of which one must be given. */
  readonly codes: readonly string[];
  /** The line at fault, from 1; null where the fault is not in a line. */
  readonly line: number | null;
}

type Json = Record<string, unknown>;

const SHAPE = ["INVALID_EVENT"];
const TEXT = ["INVALID_JSON"];

function goodEvent(random: Random, id: number): Json {
  const session = 1 + random.integer(3);
  const common = {
    lab: "lab",
    project: "study",
    subject: "bad",
    session,
    source: "bad",
    sourceEventId: `bad:${id}`,
  };
  switch (random.integer(4)) {
    case 0:
      return { ...common, type: "SessionStarted", payload: { rig: "r", startedAt: "2026-03-01T09:30:00Z" } };
    case 1:
      return {
        ...common,
        type: "SnippetRecorded",
        payload: {
          snippet: `s${id}`,
          site: "DLS",
          channel: "signal",
          alignment: "choice",
          units: "z",
          sampleRateHz: 100,
          offsetS: -1,
        },
        samples: Array.from({ length: 8 }, () => random.normal()),
      };
    default:
      return {
        ...common,
        type: "TrialRecorded",
        payload: {
          trial: 1 + random.integer(1_000_000),
          contrastLeft: 0,
          contrastRight: random.uniform(),
          choice: "right",
          responseTimeS: 0.1 + random.uniform(),
        },
      };
  }
}

const wrongTypes: readonly unknown[] = [
  null,
  true,
  "text",
  "",
  0.5,
  -1,
  [],
  [1],
  {},
  { a: 1 },
  1e300,
  "\u0000",
  "\ud800",
];
const envelope = [
  "lab",
  "project",
  "subject",
  "session",
  "source",
  "sourceEventId",
  "type",
  "payload",
  "actor",
];
const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)];

/** A trial that is right but for one field of its payload, written out so that the text itself can be wrong. */
const trialText = (field: string, value: string) =>
  `{"type":"TrialRecorded","lab":"lab","project":"study","subject":"bad","session":1,"source":"bad","sourceEventId":"x","payload":{"trial":1,"contrastLeft":0,"contrastRight":1,"choice":"left",${JSON.stringify(field)}:${value}}}`;

/** Each makes one bad line out of a good event. */
const lineFaults: Readonly<
  Record<string, (event: Json, random: Random) => { text: string | Buffer; codes: readonly string[] }>
> = {
  "wrong type in the envelope": (event, random) => {
    const field = pick(random, envelope);
    // A text is a text; numbers, objects and lists are what no member but session and payload may be.
    const value = pick(random, [null, true, 0.5, -1, [], [1], "", "\u0000", "a/b", "\ud800"]);
    const isFine = field === "actor" && (value === null || value === "a/b");
    const isText = value === "a/b" && (field === "source" || field === "sourceEventId");
    const wrong = isFine || isText ? 7 : value;
    return { text: JSON.stringify({ ...event, [field]: wrong }), codes: [...SHAPE, "UNKNOWN_EVENT_TYPE"] };
  },
  "member left out": (event, random) => {
    const field = pick(random, envelope.slice(0, 8));
    return {
      text: JSON.stringify({ ...event, [field]: undefined }),
      codes: [...SHAPE, "UNKNOWN_EVENT_TYPE"],
    };
  },
  "wrong type in the payload": (event, random) => {
    const payload = event.payload as Json;
    const field = pick(random, Object.keys(payload));
    const old = payload[field];
    const wrong = wrongTypes.filter(
      (value) =>
        typeof value !== typeof old ||
        value === "" ||
        value === "\u0000" ||
        value === "\ud800" ||
        value === -1,
    );
    // Negative offsets are right, and text may be any text but the empty one.
    const value = field === "offsetS" ? "text" : pick(random, wrong);
    return { text: JSON.stringify({ ...event, payload: { ...payload, [field]: value } }), codes: SHAPE };
  },
  "unknown member": (event, random) => {
    const name = pick(random, [
      "position",
      "Trial",
      "contrast_left",
      "__proto__",
      "constructor",
      "toString",
      "",
      "π",
      "x".repeat(5_000),
    ]);
    const own = Object.fromEntries([[name, 1]]);
    const isInner = random.uniform() < 0.5;
    const changed = isInner
      ? { ...event, payload: { ...(event.payload as Json), ...own } }
      : { ...event, ...own };
    // Spreading gives __proto__ a meaning; written into the text it has none.
    const text =
      name === "__proto__"
        ? JSON.stringify(event).replace('"payload":{', '"payload":{"__proto__":1,')
        : JSON.stringify(changed);
    return { text, codes: SHAPE };
  },
  "number that is none": (_, random) => ({
    text: trialText(
      pick(random, ["responseTimeS", "choiceS", "block"]),
      pick(random, [
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "1.",
        ".5",
        "0x10",
        "1e",
        "--1",
        "1_000",
        "١",
      ]),
    ),
    codes: TEXT,
  }),
  "number too large": (_, random) => ({
    text: trialText(
      pick(random, ["responseTimeS", "rewardVolumeUl", "repeatNumber"]),
      pick(random, ["1e400", "-1e400", "1e308", "9".repeat(400), "-1", "1e20", `${"1".repeat(60_000)}`]),
    ),
    codes: SHAPE,
  }),
  "infinite number in a free object": (_, random) => ({
    text: `{"type":"CohortDefined","lab":"lab","project":"study","source":"bad","sourceEventId":"x","payload":{"cohort":"c","filter":{"n":${pick(random, ["1e999", "-1e999", "[[1e999]]", '{"m":1e999}'])}}}}`,
    codes: SHAPE,
  }),
  "text that no database holds": (_, random) => ({
    text: `{"type":"CohortDefined","lab":"lab","project":"study","source":"bad","sourceEventId":"x","payload":{"cohort":"c","filter":{${pick(random, ['"a\\u0000":1', '"a":"\\u0000"', '"\\ud800":1', '"a":["\\udfff"]', '"a":{"b\\udc00":1}'])}}}}`,
    codes: SHAPE,
  }),
  "samples that are none": (event, random) => {
    const samples = pick<unknown>(random, [
      [],
      [1, "2"],
      [1e39],
      [null],
      "AAA",
      "AAAA",
      "****",
      "",
      Buffer.from(Float32Array.of(Number.NaN).buffer).toString("base64"),
      Buffer.from(Float32Array.of(1, Number.POSITIVE_INFINITY).buffer).toString("base64"),
      7,
      {},
    ]);
    const isSnippet = event.type === "SnippetRecorded";
    return { text: JSON.stringify({ ...event, samples: isSnippet ? samples : [1] }), codes: SHAPE };
  },
  "time that is none": (event, random) => ({
    text: JSON.stringify({
      ...event,
      occurredAt: pick<unknown>(random, [
        "yesterday",
        "2026-03-01",
        "2026-02-30T00:00:00Z",
        "2026-03-01T09:30:00",
        "0000-01-01T00:00:00Z",
        "2026-03-01T09:30:00+23:00",
        "2026-03-01T25:00:00Z",
        1772357400,
        [],
        "",
        "2026-03-01T09:30:00.1234567Z",
      ]),
    }),
    codes: SHAPE,
  }),
  "unknown type or version": (event, random) =>
    random.uniform() < 0.5
      ? {
          text: JSON.stringify({
            ...event,
            type: pick(random, [
              "trial",
              "TRIALRECORDED",
              "__proto__",
              "constructor",
              "TrialRecorded ",
              "x".repeat(10_000),
            ]),
          }),
          codes: ["UNKNOWN_EVENT_TYPE"],
        }
      : {
          text: JSON.stringify({
            ...event,
            schemaVersion: pick<unknown>(random, [0, 2, -1, 1.5, "1", true, 1e9]),
          }),
          codes: ["UNKNOWN_SCHEMA_VERSION"],
        },
  "text cut short": (event, random) => {
    const text = JSON.stringify(event);
    return { text: text.slice(0, 1 + random.integer(text.length - 1)), codes: TEXT };
  },
  "a character that was changed": (event, random) => {
    const text = JSON.stringify(event);
    const structural = [...text].flatMap((character, i) => ('{}[],"'.includes(character) ? [i] : []));
    const at = pick(random, structural);
    // No text here holds any of them: taking a quote, a brace or a comma away always leaves something that is no event.
    return { text: text.slice(0, at) + text.slice(at + 1), codes: [...TEXT, ...SHAPE, "UNKNOWN_EVENT_TYPE"] };
  },
  "key that stands twice": (event, random) => {
    const text = JSON.stringify(event);
    const key = pick(
      random,
      Object.keys(event).filter((name) => name !== "payload"),
    );
    const spelt =
      random.uniform() < 0.5
        ? JSON.stringify(key)
        : `"\\u${key.charCodeAt(0).toString(16).padStart(4, "0")}${key.slice(1)}"`;
    return { text: `${text.slice(0, -1)},${spelt}:${JSON.stringify(event[key])}}`, codes: TEXT };
  },
  "nested too deep": (event, random) => {
    const depth = pick(random, [17, 100, 5_000, 200_000]);
    const inner =
      random.uniform() < 0.5
        ? "[".repeat(depth) + "]".repeat(depth)
        : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    return { text: JSON.stringify({ ...event, more: "HERE" }).replace('"HERE"', inner), codes: TEXT };
  },
  "no object": (_, random) => ({
    text: pick(random, [
      "null",
      "1",
      '"text"',
      "[]",
      "[{}]",
      "{}",
      "true",
      "nonsense",
      "<xml/>",
      "a,b,c",
      "\u0000",
      "{",
      "}",
      "]",
      '"',
      "\\",
      "// c",
      '{"a":1}{"b":2}',
    ]),
    codes: [...TEXT, ...SHAPE],
  }),
  "bytes that are no UTF-8": (event, random) => {
    const bytes = Buffer.from(JSON.stringify({ ...event, actor: "somebody" }));
    const at = bytes.indexOf("somebody") + random.integer(8);
    const wrong = pick(random, [
      [0xff],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xe2, 0x82],
      [0x80],
    ]);
    return {
      text: Buffer.concat([bytes.subarray(0, at), Buffer.from(wrong), bytes.subarray(at)]),
      codes: ["INVALID_UTF8"],
    };
  },
  "names that are none": (event, random) => {
    const field = pick(random, ["lab", "project", "subject"]);
    const name = pick(random, [
      "",
      " ",
      "a b",
      "a/b",
      "../x",
      "-a",
      ".a",
      "_a",
      "a".repeat(65),
      "ä",
      "a\n",
      "%",
      "a\u0000",
    ]);
    return { text: JSON.stringify({ ...event, [field]: name }), codes: SHAPE };
  },
  "ids that are too long": (event, random) => {
    const field = pick(random, ["source", "sourceEventId", "actor"]);
    return {
      text: JSON.stringify({ ...event, [field]: "x".repeat(pick(random, [301, 5_000, 100_000])) }),
      codes: SHAPE,
    };
  },
  "a text too long for its field": (event, random) => ({
    text: JSON.stringify({
      ...event,
      type: "SessionStarted",
      samples: undefined,
      payload: { rig: "x".repeat(pick(random, [201, 10_000, 1_000_000])) },
    }),
    codes: SHAPE,
  }),
  "a version that is none": (event, random) => ({
    text: JSON.stringify({
      ...event,
      expectedVersion: pick<unknown>(random, [-1, 0.5, "0", true, [], 1e300]),
    }),
    codes: SHAPE,
  }),
};

const kinds = Object.keys(lineFaults);

/** Batch number `n`: some good lines, a bad one among them, as plain text or compressed. */
export function badBatch(n: number, random: Random): BadBatch {
  const kind = kinds[n % kinds.length];
  const before = random.integer(4);
  const after = random.integer(3);
  const good = (k: number) => JSON.stringify(goodEvent(random, n * 10 + k));
  const { text, codes } = lineFaults[kind](goodEvent(random, n * 10 + 9), random);
  const lines = [
    ...Array.from({ length: before }, (_, k) => good(k)),
    text,
    ...Array.from({ length: after }, (_, k) => good(4 + k)),
  ];
  const plain = Buffer.concat(lines.map((each) => Buffer.concat([Buffer.from(each), Buffer.from("\n")])));
  const bytes = random.uniform() < 0.1 ? gzipSync(plain) : plain;
  return { kind, bytes, codes, line: before + 1 };
}

/** Faults of the whole batch rather than of a line. */
export function badPackage(n: number, random: Random): BadBatch {
  const good = Array.from(
    { length: 3 + random.integer(30) },
    (_, k) => `${JSON.stringify(goodEvent(random, n * 100 + k))}\n`,
  ).join("");
  const packed = gzipSync(good);
  switch (n % 5) {
    case 0:
      return {
        kind: "truncated gzip",
        bytes: packed.subarray(0, 3 + random.integer(packed.length - 4)),
        codes: ["TRUNCATED_GZIP"],
        line: null,
      };
    case 1: {
      const damaged = Buffer.from(packed);
      // Behind the header: a flipped bit that the checksum finds, if the format does not.
      damaged[10 + random.integer(damaged.length - 10)] ^= 1 << random.integer(8);
      return {
        kind: "damaged gzip",
        bytes: damaged,
        codes: ["TRUNCATED_GZIP", ...TEXT, ...SHAPE, "INVALID_UTF8", "UNKNOWN_EVENT_TYPE"],
        line: null,
      };
    }
    case 2:
      return {
        kind: "gzip and something else",
        bytes: Buffer.concat([packed, Buffer.from("more\n")]),
        codes: ["TRUNCATED_GZIP"],
        line: null,
      };
    case 3:
      return {
        kind: "nothing",
        bytes: Buffer.from(pick(random, ["", "\n", "  \n\n", "\r\n\r\n"])),
        codes: ["NO_EVENTS"],
        line: null,
      };
    default:
      return {
        kind: "gzip of nothing",
        bytes: gzipSync(pick(random, ["", "\n\n"])),
        codes: ["NO_EVENTS"],
        line: null,
      };
  }
}

/** Batches that would take much memory if they were read whole. */
export function hugeBatch(n: number): BadBatch {
  const mib = 2 ** 20;
  switch (n % 4) {
    case 0:
      return {
        kind: "gzip bomb",
        bytes: gzipSync(Buffer.alloc(256 * mib)),
        codes: ["LINE_TOO_LONG"],
        line: 1,
      };
    case 1:
      return { kind: "line too long", bytes: Buffer.alloc(20 * mib, "x"), codes: ["LINE_TOO_LONG"], line: 1 };
    case 2:
      return {
        kind: "bomb of a nested line",
        bytes: gzipSync(Buffer.concat([Buffer.alloc(7 * mib, "["), Buffer.from("\n")])),
        codes: TEXT,
        line: 1,
      };
    default:
      return {
        kind: "samples too many",
        bytes: Buffer.from(
          `${JSON.stringify({ ...goodEvent({ integer: () => 1, normal: () => 0, uniform: () => 0 } as unknown as Random, 1), samples: Buffer.alloc(600_001 * 4).toString("base64") })}\n`,
        ),
        codes: SHAPE,
        line: 1,
      };
  }
}
