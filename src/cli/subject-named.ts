import { SaddlepointError } from "../errors.ts";

/**
 * The one of this name, or the first where none is named.
 *
 * @throws SaddlepointError NO_SUCH_SUBJECT
 */
export function subjectNamed<Mouse extends { readonly subject: string }>(
  mice: readonly Mouse[],
  name: string | undefined,
): Mouse {
  const found = name === undefined ? mice[0] : mice.find(({ subject }) => subject === name);
  if (found !== undefined) return found;
  throw new SaddlepointError(
    "NO_SUCH_SUBJECT",
    `there is no subject ${name}`,
    `Give --subject one of ${mice.map(({ subject }) => subject).join(", ")}.`,
  );
}
