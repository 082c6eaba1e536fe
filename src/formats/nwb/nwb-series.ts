import type { Dataset, Group } from "h5wasm/node";
import { SaddlepointError } from "../../errors.ts";

/** A series of an NWB file: samples of one or more channels. */
export interface NwbSeries {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly units: string;
  readonly nSamples: number;
  readonly nChannels: number;
  /** null where the series has timestamps. */
  readonly rateHz: number | null;
  readonly startS: number;
  /** Samples of one channel in the series's units: data · conversion + offset. */
  read(channel: number, from: number, n: number): Float64Array;
  /** Times of samples from … from + n − 1; only of a series with timestamps. */
  timestamps(from: number, n: number): Float64Array;
}

const TYPES = ["FiberPhotometryResponseSeries", "TimeSeries"];
const MAX_DEPTH = 6;
const MAX_GROUPS = 10_000;
const MAX_SAMPLES = 2_000_000_000;

/** Every series of a known type below acquisition and processing. Must run inside `Hdf5.within`. */
export function findSeries(root: Group, file: string): readonly NwbSeries[] {
  const found: NwbSeries[] = [];
  let visited = 0;
  const visit = (group: Group, path: string, depth: number): void => {
    visited++;
    if (visited > MAX_GROUPS) throw invalid(file, "it has more groups than any recording");
    const type = textAttribute(group, "neurodata_type");
    if (type !== null && TYPES.includes(type)) {
      const series = seriesOf(group, path, type, file);
      if (series !== null) found.push(series);
      return;
    }
    if (depth === MAX_DEPTH) return;
    for (const key of group.keys()) {
      const child = group.get(key);
      if (child !== null && isGroup(child)) visit(child, `${path}/${key}`, depth + 1);
    }
  };
  for (const top of ["acquisition", "processing"]) {
    if (!root.keys().includes(top)) continue;
    const child = root.get(top);
    if (child !== null && isGroup(child)) visit(child, top, 0);
  }
  return found;
}

function seriesOf(group: Group, path: string, type: string, file: string): NwbSeries | null {
  const data = datasetAt(group, "data");
  const shape = data?.shape ?? null;
  if (data === null || shape === null || shape.length < 1 || shape.length > 2) return null;
  const [nSamples, nChannels = 1] = shape;
  if (nSamples === 0 || nChannels === 0) return null;
  if (nSamples > MAX_SAMPLES || nChannels > 1_000)
    throw invalid(file, `${path} is given as ${nSamples} × ${nChannels} samples`);
  const conversion = numberAttribute(data, "conversion") ?? 1;
  const offset = numberAttribute(data, "offset") ?? 0;
  const start = datasetAt(group, "starting_time");
  const times = datasetAt(group, "timestamps");
  const rateHz = start === null ? null : numberAttribute(start, "rate");
  const nTimes = times?.shape?.[0] ?? null;
  if (times !== null && nTimes !== nSamples)
    throw invalid(file, `${path} has ${nTimes} timestamps for ${nSamples} samples`);
  if (rateHz === null && times === null) throw invalid(file, `${path} has neither a rate nor timestamps`);
  if (rateHz !== null && !(rateHz > 0 && rateHz <= 1e6))
    throw invalid(file, `${path} has a rate of ${rateHz} Hz`);
  return {
    path,
    name: path.split("/").at(-1) ?? path,
    type,
    units: (textAttribute(data, "unit") ?? "a.u.").slice(0, 32) || "a.u.",
    nSamples,
    nChannels,
    rateHz: times === null ? rateHz : null,
    startS: start === null ? 0 : (numbers(start.value)[0] ?? 0),
    read(channel, from, n) {
      const slices: [number, number][] =
        shape.length === 1
          ? [[from, from + n]]
          : [
              [from, from + n],
              [channel, channel + 1],
            ];
      const values = numbers(data.slice(slices));
      if (values.length !== n) throw invalid(file, `${path} gives ${values.length} of ${n} samples`);
      return values.map((value) => value * conversion + offset);
    },
    timestamps(from, n) {
      const values = times === null ? new Float64Array(0) : numbers(times.slice([[from, from + n]]));
      if (values.length !== n)
        throw invalid(file, `${path} has ${values.length} timestamps for ${n} samples from ${from}`);
      return values;
    },
  };
}

type Entity = NonNullable<ReturnType<Group["get"]>>;

export function isGroup(entity: Entity): entity is Group {
  return "type" in entity && entity.type === "Group";
}

export function datasetAt(group: Group, name: string): Dataset | null {
  if (!group.keys().includes(name)) return null;
  const entity = group.get(name);
  return entity !== null && "type" in entity && entity.type === "Dataset" ? (entity as Dataset) : null;
}

function attribute(of: Group | Dataset, name: string): unknown {
  return Object.hasOwn(of.attrs, name) ? of.attrs[name].value : null;
}

export function textAttribute(of: Group | Dataset, name: string): string | null {
  const value = attribute(of, name);
  return typeof value === "string" ? value : null;
}

function numberAttribute(of: Group | Dataset, name: string): number | null {
  const value = numbers(attribute(of, name))[0];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Numbers of whatever kind the file holds; empty for anything else. */
export function numbers(value: unknown): Float64Array {
  if (typeof value === "number") return Float64Array.of(value);
  if (typeof value === "bigint") return Float64Array.of(Number(value));
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) {
    return Float64Array.from(value, (each) => Number(each));
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Float64Array.from(value as unknown as ArrayLike<number>);
  }
  return new Float64Array(0);
}

export function invalid(file: string, why: string, cause?: unknown): SaddlepointError {
  return new SaddlepointError(
    "NWB_INVALID",
    `the NWB file cannot be read: ${why}`,
    "Check it with h5dump or pynwb's validator; copy it again where it was cut off.",
    { file, offset: 0 },
    { cause },
  );
}
