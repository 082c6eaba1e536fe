import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/log/canonical-json.ts";
import { jsonbCanonicaliser, NOT_PLAIN } from "../../src/log/canonical-jsonb.ts";
import { givenLog } from "./given-log.ts";

const log = givenLog();

/** Payloads as PostgreSQL writes them. */
async function written(payloads: readonly string[]): Promise<readonly string[]> {
  const { rows } = await log
    .pool("reader")
    .query<{ text: string }>(
      `select p::jsonb::text as text from unnest($1::text[]) with ordinality as t (p, n) order by n`,
      [payloads],
    );
  return rows.map(({ text }) => text);
}

/** Of the one text between others, into a buffer that holds more than it and has no room to spare; null if not plain. */
function canonicaliser(): (text: string) => string | null {
  const canonical = jsonbCanonicaliser();
  return (text) => {
    const bytes = Buffer.from(`}, "${text}, "k": 1}`);
    const to = bytes.length - ', "k": 1}'.length;
    const out = Buffer.alloc(3 + Buffer.byteLength(text), "x");
    const end = canonical(bytes, '}, "'.length, to, out, 3);
    expect(out.toString("utf8", 0, 3)).toBe("xxx");
    return end === NOT_PLAIN ? null : out.toString("utf8", 3, end);
  };
}

test("what is plain is put into the form that RFC 8785 asks for, without parsing", async () => {
  const canonical = canonicaliser();
  const [text] = await written([
    '{"trial": 12, "choice": "right", "b": -0.0, "a": 1.50, "rt": 1.2381218563443097, "tiny": 1e-7, "large": 1e21, "n": null, "t": true}',
  ]);
  expect(canonical(text)).toBe(
    '{"a":1.5,"b":0,"choice":"right","large":1e+21,"n":null,"rt":1.2381218563443097,"t":true,"tiny":1e-7,"trial":12}',
  );
  expect(canonical("{}")).toBe("{}");
});

test("what is not plain is left to the parser", async () => {
  const canonical = canonicaliser();
  const unplain = [
    '{"a": {"b": 1}}',
    '{"a": [1]}',
    '{"ü": 1}',
    '{"a": "ü"}',
    '{"a": "\\"\\n"}',
    '{"a\\\\": 1}',
    JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i]))),
  ];
  for (const text of await written(unplain)) expect(canonical(text), text).toBe(null);
  const cut = ['{"a": 1', '{"a": tru}', '{"a": "b}', '{"a": -}', '{"a": 1.2.3}', '{"a"}', '{"a": 1,}'];
  for (const text of ["[]", '"a"', "12", `{"a": ${"9".repeat(400)}}`, ...cut]) {
    expect(canonical(text), text).toBe(null);
  }
});

test("any number that PostgreSQL writes, of few digits or many, is as ECMAScript writes it", async () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 24 });
  const zeros = fc.integer({ min: 0, max: 24 }).map((n) => "0".repeat(n));
  const decimal = fc
    .tuple(fc.constantFrom("", "-"), digits, fc.option(fc.tuple(zeros, digits)))
    .map(
      ([sign, whole, part]) =>
        `${sign}${whole.replace(/^0+/, "") || "0"}${part === null ? "" : `.${part.join("") || "0"}`}`,
    );
  const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value));
  // As many digits as it takes to tell doubles from one another, or one more or less; often not those of any double.
  const close = fc
    .tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.integer({ min: 13, max: 18 }))
    .map(([value, decimals]) => value.toFixed(decimals));
  const edges = [
    "-0",
    "1.0",
    "1e-7",
    "1e-6",
    "1e21",
    "1e20",
    "99999999999999999",
    "9007199254740993",
    "0.9007199254740993",
    "0.9007199254740991",
    "0.9999999999999999",
    "0.1",
    "100",
    "5e-324",
  ];
  const numbers = [...fc.sample(fc.oneof(decimal, double, close), { seed: 12, numRuns: 20_000 }), ...edges];
  const canonical = canonicaliser();
  let kept = 0;
  for (const text of await written(numbers.map((number) => `{"n": ${number}}`))) {
    const quick = canonical(text);
    expect(quick, text).toBe(canonicalJson(JSON.parse(text)));
    if (quick === text.replace(" ", "")) kept++;
  }
  // Both those that stand as they are and those that are written anew.
  expect(kept).toBeGreaterThan(400);
  expect(numbers.length - kept).toBeGreaterThan(400);
});

test("any payload that PostgreSQL writes: the parser's canonical text, or none", async () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.integer().map((n) => n / 1000),
  );
  const plainText = fc.string({ unit: fc.constantFrom(..."ab: ,{}[]0-9.~_") });
  const value = fc.oneof(number, plainText, fc.string(), fc.boolean(), fc.constant(null), fc.jsonValue());
  const payload = fc.dictionary(fc.oneof(plainText, fc.string()), value, { maxKeys: 8 });
  const payloads = fc.sample(payload, { seed: 11, numRuns: 4_000 }).map((each) => JSON.stringify(each));
  // PostgreSQL has no NUL in its texts.
  const texts = await written(
    payloads.filter((text) => !text.includes("\\u0000") && !/\\ud[89a-f]/i.test(text)),
  );
  const canonical = canonicaliser();
  let plain = 0;
  for (const text of texts) {
    const quick = canonical(text);
    if (quick === null) continue;
    plain++;
    expect(quick).toBe(canonicalJson(JSON.parse(text)));
  }
  expect(plain).toBeGreaterThan(400);
  expect(texts.length - plain).toBeGreaterThan(400);
});

test("keys that follow one another in any order are told apart, also after ever new ones were forgotten", () => {
  const canonical = canonicaliser();
  const shapes = ['{"b": 1, "aa": 2}', '{"b": 1, "ab": 2}', '{"b": 1}', '{"b": 1, "aa": 2, "c1x": 3}'];
  for (let i = 0; i < 12_000; i++) {
    const text = i % 2 === 0 ? `{"k${i}": ${i}}` : shapes[(i >> 1) % shapes.length];
    expect(canonical(text)).toBe(canonicalJson(JSON.parse(text)));
  }
});
