import { SaddlepointError } from "../errors.ts";
import type { PageRequest } from "../read/pages.ts";
import { type CursorKind, decodeCursor } from "./cursors.ts";

/** Rows a page may have. */
export const MAX_PAGE_SIZE = 1000;

/**
 * The stretch of a list that the arguments of a connection ask for.
 *
 * @throws SaddlepointError INVALID_PAGE_SIZE, INVALID_CURSOR
 */
export function pageRequest<Key>(
  kind: CursorKind<Key>,
  args: { readonly first: number; readonly after?: string | null },
): PageRequest<Key> {
  if (args.first < 0 || args.first > MAX_PAGE_SIZE) {
    throw new SaddlepointError(
      "INVALID_PAGE_SIZE",
      `a page cannot have ${args.first} rows`,
      `Ask for 0 to ${MAX_PAGE_SIZE} rows, and follow pageInfo.endCursor with \`after\` to get more.`,
      { field: "first", value: args.first },
    );
  }
  const after = args.after ?? null;
  return { first: args.first, after: after === null ? null : decodeCursor(kind, after) };
}
