/** A list as a sentence shows it: no longer than a reader can take in. */
export function listed(names: readonly string[], most = 30): string {
  const some = names.slice(0, most).map((name) => shown(name));
  return names.length > most ? `${some.join(", ")} and ${names.length - most} more` : some.join(", ");
}

/** A value from a file, cut to a length that a message can carry. */
export function shown(value: string, mostCharacters = 80): string {
  return value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value;
}
