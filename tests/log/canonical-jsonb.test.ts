import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/log/canonical-json.ts";
import { jsonbCanonicaliser } from "../../src/log/canonical-jsonb.ts";
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

test("what is plain is put into the form that RFC 8785 asks for, without parsing", async () => {
  const canonical = jsonbCanonicaliser();
  const [text] = await written([
    '{"trial": 12, "choice": "right", "b": -0.0, "a": 1.50, "rt": 1.2381218563443097, "tiny": 1e-7, "large": 1e21, "n": null, "t": true}',
  ]);
  expect(canonical(`..${text}..`, 2, 2 + text.length)).toBe(
    '{"a":1.5,"b":0,"choice":"right","large":1e+21,"n":null,"rt":1.2381218563443097,"t":true,"tiny":1e-7,"trial":12}',
  );
  expect(canonical("{}", 0, 2)).toBe("{}");
});

test("what is not plain is left to the parser", async () => {
  const canonical = jsonbCanonicaliser();
  const unplain = [
    '{"a": {"b": 1}}',
    '{"a": [1]}',
    '{"ü": 1}',
    '{"a": "ü"}',
    '{"a": "\\"\\n"}',
    '{"a\\\\": 1}',
  ];
  for (const text of await written(unplain)) expect(canonical(text, 0, text.length), text).toBe(null);
  for (const text of ["[]", '"a"', "12", `{"a": ${"9".repeat(400)}}`]) {
    expect(canonical(text, 0, text.length), text).toBe(null);
  }
});

test("any payload that PostgreSQL writes: the parser's canonical text, or none", async () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.maxSafeInteger(),
  );
  const plainText = fc.string({ unit: fc.constantFrom(..."ab: ,{}[]0-9.~_") });
  const value = fc.oneof(number, plainText, fc.string(), fc.boolean(), fc.constant(null), fc.jsonValue());
  const payload = fc.dictionary(fc.oneof(plainText, fc.string()), value, { maxKeys: 8 });
  const payloads = fc.sample(payload, { seed: 11, numRuns: 4_000 }).map((each) => JSON.stringify(each));
  // PostgreSQL has no NUL in its texts.
  const texts = await written(
    payloads.filter((text) => !text.includes("\\u0000") && !/\\ud[89a-f]/i.test(text)),
  );
  const canonical = jsonbCanonicaliser();
  let plain = 0;
  for (const text of texts) {
    const quick = canonical(text, 0, text.length);
    if (quick === null) continue;
    plain++;
    expect(quick).toBe(canonicalJson(JSON.parse(text)));
  }
  expect(plain).toBeGreaterThan(400);
  expect(texts.length - plain).toBeGreaterThan(400);
});
