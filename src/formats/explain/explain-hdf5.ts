import type { BinaryFile } from "../binary-file.ts";
import { loadHdf5 } from "../nwb/hdf5.ts";
import { invalid } from "../nwb/nwb-series.ts";
import type { FilePart } from "../photometry/recording.ts";
import type { ExplainedFile } from "./explain-file.ts";

/**
 * The signature and the superblock (HDF5 File Format Specification 3.0, II.A), byte by byte; everything that they
 * point to is the library's to read, and its groups and datasets are listed.
 *
 * @throws SaddlepointError NWB_INVALID
 */
export async function explainHdf5(bytes: BinaryFile): Promise<Omit<ExplainedFile, "kind">> {
  const { file, size } = bytes;
  if (size < 96) throw invalid(file, "it is shorter than HDF5's superblock");
  const start = await bytes.read(0, 128 < size ? 128 : size);
  const parts: FilePart[] = [];
  let at = 0;
  const add = (length: number, what: (value: bigint) => string): bigint => {
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = value * 256n + BigInt(start[at + i] ?? 0);
    parts.push({ offset: at, length, what: what(value) });
    at += length;
    return value;
  };
  const none = (value: bigint, width: number): string =>
    value === (1n << BigInt(8 * width)) - 1n ? "none" : String(value);
  add(8, () => "signature of HDF5, 89 hex, HDF, CR LF, 1A hex, LF");
  const version = Number(add(1, (v) => `version of the superblock, ${v}`));
  if (version > 3) throw invalid(file, `its superblock has version ${version}`);
  let endOfFile: bigint;
  if (version <= 1) {
    add(1, (v) => `version of the free space, ${v}`);
    add(1, (v) => `version of the root group's entry, ${v}`);
    add(1, () => "reserved");
    add(1, (v) => `version of shared header messages, ${v}`);
    const width = requireWidth(
      file,
      add(1, (v) => `bytes of an address, ${v}`),
    );
    requireWidth(
      file,
      add(1, (v) => `bytes of a length, ${v}`),
    );
    add(1, () => "reserved");
    add(2, (v) => `half the entries of a group's leaf node, ${v}`);
    add(2, (v) => `half the entries of a group's inner node, ${v}`);
    add(4, (v) => `consistency flags, ${v}`);
    if (version === 1) {
      add(2, (v) => `half the entries of a chunk index's inner node, ${v}`);
      add(2, () => "reserved");
    }
    add(width, (v) => `base address, ${v}`);
    add(width, (v) => `address of the free space, ${none(v, width)}`);
    endOfFile = add(width, (v) => `address of the file's end, ${v}`);
    add(width, (v) => `address of the driver's block, ${none(v, width)}`);
    add(width, (v) => `root group: place of its name, ${v}`);
    add(width, (v) => `root group: address of its object header, ${v}`);
    add(4, (v) => `root group: kind of what is cached in its entry, ${v}`);
    add(4, () => "reserved");
    add(16, () => "root group: cached addresses of its B-tree and its names' heap");
  } else {
    const width = requireWidth(
      file,
      add(1, (v) => `bytes of an address, ${v}`),
    );
    requireWidth(
      file,
      add(1, (v) => `bytes of a length, ${v}`),
    );
    add(1, (v) => `consistency flags, ${v}`);
    add(width, (v) => `base address, ${v}`);
    add(width, (v) => `address of the superblock's extension, ${none(v, width)}`);
    endOfFile = add(width, (v) => `address of the file's end, ${v}`);
    add(width, (v) => `address of the root group's object header, ${v}`);
    add(4, () => "checksum of the superblock");
  }
  if (endOfFile > BigInt(size)) {
    throw invalid(file, `it ends at byte ${size}, and its superblock says that it runs to byte ${endOfFile}`);
  }
  const { groups, datasets, shown } = await contentsOf(file);
  parts.push({
    offset: at,
    length: size - at,
    what: `objects, read by the HDF5 library (h5wasm) and not explained byte by byte: ${groups} groups, ${datasets} datasets: ${shown}`,
  });
  return { parts, facts: { superblockVersion: version, groups, datasets } };
}

const MOST_SHOWN = 40;
const MAX_OBJECTS = 20_000;

async function contentsOf(file: string) {
  const h5 = await loadHdf5(file);
  try {
    return h5.within(() => {
      const paths = h5.root.paths();
      if (paths.length > MAX_OBJECTS) throw invalid(file, `it has ${paths.length} objects`);
      let groups = 0;
      const datasets: string[] = [];
      for (const path of paths) {
        const entity = h5.root.get(path);
        if (entity === null || !("type" in entity)) continue;
        if (entity.type === "Group") groups++;
        if (entity.type === "Dataset" && "shape" in entity) {
          const shape = (entity.shape as readonly number[] | null) ?? [];
          datasets.push(`${path} (${shape.length === 0 ? "one value" : shape.join(" × ")})`);
        }
      }
      const more = datasets.length > MOST_SHOWN ? `, and ${datasets.length - MOST_SHOWN} more` : "";
      return {
        groups,
        datasets: datasets.length,
        shown: `${datasets.slice(0, MOST_SHOWN).join(", ")}${more}`,
      };
    });
  } finally {
    h5.close();
  }
}

function requireWidth(file: string, width: bigint): number {
  if (width === 2n || width === 4n || width === 8n) return Number(width);
  throw invalid(file, `its addresses or lengths have ${width} bytes`);
}
