/** Rows that say which of several requests they answer, counted from 1. */
type Answer<Row> = Row & { readonly request: number };

/** A stretch of an ordered list: at most `first` rows behind `after`. */
export interface PageRequest<Key> {
  readonly first: number;
  /** Null begins at the first row. */
  readonly after: Key | null;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
}

/** A page of one subject's list. */
export interface SubjectPageRequest<Key> extends PageRequest<Key> {
  /** lab/project/subject */
  readonly home: string;
}

/** One page for each request, from at most `first` + 1 rows of each, in order. */
export function pagesOf<Row extends object>(
  requests: readonly { readonly first: number }[],
  rows: readonly Answer<Row>[],
): readonly Page<Row>[] {
  const pages: Row[][] = requests.map(() => []);
  for (const { request, ...row } of rows) pages[request - 1].push(row as unknown as Row);
  return requests.map(({ first }, i) => ({
    rows: pages[i].slice(0, first),
    hasNextPage: pages[i].length > first,
  }));
}
