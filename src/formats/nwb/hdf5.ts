import type { Group, File as Hdf5File } from "h5wasm/node";
import { SaddlepointError } from "../../errors.ts";
import { invalid } from "./nwb-series.ts";

/** An open HDF5 file. */
export interface Hdf5 {
  readonly root: Group;
  /** Runs `work` on it, and says of whatever the library throws that the file is at fault. */
  within<T>(work: () => T): T;
  close(): void;
}

/** The library is WebAssembly of some size: it is loaded by who needs it. @throws SaddlepointError NWB_INVALID */
export async function loadHdf5(file: string): Promise<Hdf5> {
  const h5wasm = await import("h5wasm/node");
  // Otherwise the library writes its errors to stderr and goes on.
  (await h5wasm.ready).activate_throwing_error_handler();
  const within = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof SaddlepointError) throw error;
      throw invalid(file, reasonOf(error), error);
    }
  };
  let opened: Hdf5File | null = within(() => new h5wasm.File(file, "r"));
  // A file that cannot be opened gives a negative handle, not an error.
  if (opened.file_id < 0n) throw invalid(file, "HDF5 cannot open it");
  return {
    root: opened as unknown as Group,
    within,
    close() {
      const last = opened;
      opened = null;
      if (last !== null) within(() => last.close());
    },
  };
}

/** The library tells its whole stack of calls; the last of them says what it met. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reasons = [...message.matchAll(/ in \w+\(\): (.+)/g)].map(([, reason]) => reason);
  return (reasons.at(-1) ?? message).slice(0, 200);
}
