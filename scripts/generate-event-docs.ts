/** Writes docs/events.md from schema/events; with --check only says whether it is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { StreamKind } from "../src/events/address.ts";
import { eventTypes } from "../src/events/event-types.ts";

const root = resolve(import.meta.dirname, "..");
const target = resolve(root, "docs/events.md");

interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const streams: Readonly<Record<StreamKind, string>> = {
  lab: "`lab`",
  project: "`lab/project`",
  subject: "`lab/project/subject`",
  session: "`lab/project/subject/session`",
  any: "that of the event it is about",
};

const INTRODUCTION = `# Events

<!-- Generated from schema/events by \`npm run generate\`. Do not edit. -->

What a rig or a lab may append: one JSON object a line. [live-rig.md](live-rig.md) says how to send it and what the
members around the payload mean; the files in [schema/events](../schema/events) are the contract (JSON Schema
2020-12), of which this is the readable form. Unknown members are refused. Fields in **bold** must be there; what is
unknown is left out. An amendment's \`changes\` names the fields that were wrong; \`null\` makes one unknown.

Times are RFC 3339 with an offset from UTC, between 1900 and 2199, with at most six decimals.
`;

const types = Object.entries(eventTypes);
const list = types.map(
  ([type, info]) =>
    `| [${type}](#${type.toLowerCase()}) | ${streams[info.stream]} | ${summaryOf(load(info))} |`,
);
const text = [
  INTRODUCTION,
  ["| Type | Stream | Says |", "|---|---|---|", ...list].join("\n"),
  ...types.map(([type, info]) => section(type, info.version, load(info))),
  "",
].join("\n");

function load(info: { readonly schema: string; readonly version: number }): Schema {
  return JSON.parse(
    readFileSync(resolve(root, "schema/events", `${info.schema}.v${info.version}.json`), "utf8"),
  );
}

/** A schema's description without what the table says elsewhere. */
function summaryOf(schema: Schema): string {
  return (schema.description ?? "").replace(/ Stream: .*$/, "");
}

function section(type: string, version: number, schema: Schema): string {
  const rows = fieldRows(schema, "");
  const table = ["| Field | Is | Meaning |", "|---|---|---|", ...rows];
  return [
    `\n### ${type}\n`,
    `${summaryOf(schema)} Version ${version}.\n`,
    ...(rows.length === 0 ? ["Its payload is empty."] : table),
  ].join("\n");
}

function fieldRows(schema: Schema, prefix: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const shown = schema.required?.includes(name) ? `**${path}**` : path;
    const row = `| ${shown} | ${kindOf(field)} | ${escaped(field.description ?? "")} |`;
    const inner =
      field.items?.properties === undefined
        ? fieldRows(field, `${path}.`)
        : fieldRows(field.items, `${path}[].`);
    return [row, ...inner];
  });
}

function kindOf(field: Schema): string {
  if (field.enum !== undefined)
    return escaped(field.enum.map((value) => `\`${JSON.stringify(value)}\``).join(" | "));
  const type = [field.type ?? "any"].flat().join(" or ");
  if (field.format !== undefined) return type.replace("string", field.format === "date" ? "day" : "time");
  if (field.type === "array")
    return field.items?.type === undefined ? "list" : `list of ${field.items.type}s`;
  return escaped([type.replace("string", "text"), rangeOf(field)].filter(Boolean).join(", "));
}

function rangeOf(field: Schema): string {
  const { minimum, exclusiveMinimum, maximum, maxLength } = field;
  if (maxLength !== undefined) return `at most ${maxLength} characters`;
  if (exclusiveMinimum !== undefined)
    return `above ${exclusiveMinimum}${maximum === undefined ? "" : ` to ${maximum}`}`;
  if (minimum !== undefined) return maximum === undefined ? `from ${minimum}` : `${minimum} to ${maximum}`;
  return maximum === undefined ? "" : `to ${maximum}`;
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|");
}

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("docs/events.md is out of date: run `npm run generate`");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
