import { SaddlepointError } from "../errors.ts";
import { type AsOf, asOfPosition } from "../read/as-of.ts";
import type { Db } from "../read/database.ts";
import { fetchReleases } from "../read/releases.ts";
import type { ApiContext } from "./context.ts";
import type { AsOf as AsOfInput } from "./schema.generated.ts";

/**
 * The position that a query is about; undefined for now.
 *
 * @throws SaddlepointError INVALID_AS_OF, RELEASE_UNKNOWN, AS_OF_AHEAD
 */
export async function askedAsOf({ db }: ApiContext, input: AsOfInput | null | undefined): Promise<AsOf> {
  if (input === null || input === undefined) return undefined;
  const stated = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  if (stated.length !== 1) {
    throw new SaddlepointError(
      "INVALID_AS_OF",
      "asOf needs a position, a time or a release, and only one of them",
      'Write for example asOf: {position: 812} or asOf: {time: "2026-03-01T00:00:00Z"}.',
      { field: "asOf", value: input },
    );
  }
  const { position, time, release } = input;
  if (typeof position === "number") return await asOfPosition(db, { position });
  if (time instanceof Date) return await asOfPosition(db, { time });
  return await asOfPosition(db, { position: await releasedPosition(db, String(release)) });
}

/** The position that a release names, as its newest event has it. @throws SaddlepointError RELEASE_UNKNOWN */
export async function releasedPosition(db: Db, id: string): Promise<number> {
  const found = (await fetchReleases(db, [id])).get(id);
  if (found !== undefined) return found.position;
  throw new SaddlepointError(
    "RELEASE_UNKNOWN",
    `there is no release ${JSON.stringify(id)}, or none that you may see`,
    "Write lab/project/release:name; the query `releases { nodes { id } }` lists them.",
    { field: "asOf.release", value: id },
  );
}
