/** Writes src/events/payloads.generated.ts from schema/events; with --check only says whether it is up to date. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { compile } from "json-schema-to-typescript";

const root = resolve(import.meta.dirname, "..");
const folder = resolve(root, "schema/events");
const target = resolve(root, "src/events/payloads.generated.ts");

const files = readdirSync(folder)
  .filter((name) => /\.v\d+\.json$/.test(name))
  .sort();
const parts = ["// Generated from schema/events by `npm run generate`. Do not edit.\n"];
for (const file of files) {
  const schema = JSON.parse(readFileSync(resolve(folder, file), "utf8"));
  parts.push(
    await compile(schema, schema.title, { bannerComment: "", additionalProperties: false, format: false }),
  );
}
const text = parts.join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/events/payloads.generated.ts is out of date: run `npm run generate`");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
