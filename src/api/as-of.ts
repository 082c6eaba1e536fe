import { SaddlepointError } from "../errors.ts";
import { type AsOf, asOfPosition } from "../read/as-of.ts";
import type { ApiContext } from "./context.ts";
import type { AsOf as AsOfInput } from "./schema.generated.ts";

/**
 * The position that a query is about; undefined for now.
 *
 * @throws SaddlepointError INVALID_AS_OF, AS_OF_AHEAD
 */
export async function askedAsOf({ db }: ApiContext, input: AsOfInput | null | undefined): Promise<AsOf> {
  if (input === null || input === undefined) return undefined;
  const position = input.position ?? null;
  const time = input.time ?? null;
  if ((position === null) === (time === null)) {
    throw new SaddlepointError(
      "INVALID_AS_OF",
      "asOf needs a position or a time, and only one of them",
      'Write for example asOf: {position: 812} or asOf: {time: "2026-03-01T00:00:00Z"}.',
      { field: "asOf", value: input },
    );
  }
  return await asOfPosition(db, position !== null ? { position } : { time: time ?? new Date(0) });
}
