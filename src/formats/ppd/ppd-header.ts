import { SaddlepointError } from "../../errors.ts";
import type { BinaryFile } from "../binary-file.ts";

/** The header of a pyPhotometry file, as far as it says how to read the samples. */
export interface PpdHeader {
  /** Bytes before the first sample. */
  readonly dataOffset: number;
  /** For example 0.2 or 1.1.0. */
  readonly version: string;
  readonly mode: string;
  readonly sampleRateHz: number;
  /** Volts of one step of the converter, by analog signal. */
  readonly voltsPerDivision: readonly number[];
  readonly nAnalog: number;
  readonly nDigital: number;
  /** From version 1.1 on, pulsed modes keep each sample with the light on and, after it, with the light off. */
  readonly keepsDark: boolean;
  readonly adcMax: number;
  /** Everything that the header says, by its own names. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** What the fields of a header mean. */
export const PPD_FIELDS: Readonly<Record<string, string>> = {
  subject_ID: "subject, as typed at the rig",
  date_time: "start of the recording, on the computer's clock",
  end_time: "end of the recording, on the computer's clock",
  mode: "how the light sources alternate",
  sampling_rate: "samples a second of each signal",
  volts_per_division: "volts of one step of the converter",
  LED_current: "current of the light sources, in mA",
  version: "version of pyPhotometry",
  n_analog_signals: "number of analog signals",
  n_digital_signals: "number of digital inputs",
  ADC_max_value: "largest value of the converter",
  simulated: "true where saddlepoint simulated the recording",
  dopamine: "what a simulated recording's dopamine carries",
};

/** Other modes, of changed versions, keep other numbers of signals: read as these they would be mixed up. */
const OLD_MODE = /^(?:[12] colour time div\.|2 colour continuous)$/;
const NEW_MODE = /^\dEX_\dEM_(?:continuous|pulsed)$/;
const MAX_HEADER_BYTES = 20_000;
/** 15 bits a sample. */
const FULL_SCALE = 0x7fff;

/**
 * Reads the header: its length as a 16-bit number, then JSON. Versions below 1.0 have two analog signals and two
 * digital inputs, always; later ones say how many.
 *
 * @throws SaddlepointError PPD_HEADER, PPD_TRUNCATED
 */
export async function readPpdHeader(bytes: BinaryFile): Promise<PpdHeader> {
  const { file, size } = bytes;
  if (size < 2) throw truncated(file, 0, "the file is empty");
  const length = (await bytes.read(0, 2)).readUInt16LE(0);
  if (length < 2 || length > MAX_HEADER_BYTES) {
    throw wrong(file, 0, `the header's length is given as ${length} bytes`);
  }
  if (size > 2 && (await bytes.read(2, 1)).toString("latin1") !== "{") {
    throw wrong(file, 2, "no JSON begins behind the first two bytes");
  }
  if (2 + length > size) {
    throw truncated(file, size, `the header should run to byte ${2 + length}`);
  }
  const json = parsed(await bytes.read(2, length), file);
  const version = textOf(json.version, "version", file);
  const [major, minor] = version.split(".").map(Number);
  if (!/^\d+(\.\d+)*$/.test(version) || major > 1) {
    throw wrong(file, 2, `version ${version} of pyPhotometry is not known`);
  }
  const mode = textOf(json.mode, "mode", file);
  const isNew = major >= 1;
  const known = isNew ? NEW_MODE : OLD_MODE;
  if (!known.test(mode)) throw wrong(file, 2, `the mode ${mode} of version ${version} is not known`);
  const nAnalog = isNew ? countOf(json.n_analog_signals, "n_analog_signals", 8, file) : 2;
  const nDigital = isNew ? countOf(json.n_digital_signals, "n_digital_signals", nAnalog, file) : 2;
  const sampleRateHz = numberIn(json.sampling_rate, "sampling_rate", 1, 100_000, file);
  const volts = Array.isArray(json.volts_per_division) ? json.volts_per_division : [json.volts_per_division];
  const voltsPerDivision = Array.from({ length: nAnalog }, (_, i) =>
    numberIn(volts[i] ?? volts[0], "volts_per_division", 1e-9, 1, file),
  );
  const keepsDark = isNew && (major > 1 || minor >= 1) && /pulsed/i.test(mode);
  const adcMax =
    json.ADC_max_value === undefined
      ? FULL_SCALE
      : numberIn(json.ADC_max_value, "ADC_max_value", 1, 65_536, file);
  return {
    dataOffset: 2 + length,
    version,
    mode,
    sampleRateHz,
    voltsPerDivision,
    nAnalog,
    nDigital,
    keepsDark,
    adcMax: Math.min(adcMax, FULL_SCALE),
    json,
  };
}

function parsed(bytes: Buffer, file: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(file, 2, `the header is no JSON (${why.slice(0, 120)})`, error);
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Readonly<Record<string, unknown>>;
  }
  throw wrong(file, 2, "the header is no JSON object");
}

function textOf(value: unknown, field: string, file: string): string {
  if (typeof value === "string" && value !== "" && value.length <= 100) return value;
  if (typeof value === "number") return String(value);
  throw wrong(file, 2, `the header has no ${field}`);
}

function countOf(value: unknown, field: string, most: number, file: string): number {
  const count = numberIn(value, field, 1, most, file);
  if (Number.isInteger(count)) return count;
  throw wrong(file, 2, `${field} is ${count}`);
}

function numberIn(value: unknown, field: string, low: number, high: number, file: string): number {
  if (typeof value === "number" && value >= low && value <= high) return value;
  throw wrong(
    file,
    2,
    `${field} is ${JSON.stringify(value)?.slice(0, 60) ?? "missing"}, not a number from ${low} to ${high}`,
  );
}

function wrong(file: string, offset: number, why: string, cause?: unknown): SaddlepointError {
  return new SaddlepointError(
    "PPD_HEADER",
    `this is no pyPhotometry file that can be read: ${why}`,
    "Check that it is a .ppd as pyPhotometry 0.x or 1.x wrote it; copy it again from the rig.",
    { file, offset },
    { cause },
  );
}

export function truncated(file: string, offset: number, why: string): SaddlepointError {
  return new SaddlepointError(
    "PPD_TRUNCATED",
    `the file ends at byte ${offset}: ${why}`,
    "Copy it again from the rig. If the recorder itself was interrupted, cut the file at the last whole sample.",
    { file, offset },
  );
}
