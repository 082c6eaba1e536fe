/**
 * Names under which statements are kept prepared. Behind the fence PostgreSQL takes longer to plan most statements than
 * to execute them, and they come again and again; a connection that knows a name plans a few times and no more.
 */
const names = new Map<string, string>();

/** Every connection may come to keep so many. Which there are, whoever asks decides by the shapes of his filters. */
const MAX_NAMES = 500;

/** The name of a statement; undefined where there are too many, so that it is planned each time. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_NAMES) return known;
  const name = `saddlepoint ${names.size + 1}`;
  names.set(text, name);
  return name;
}
