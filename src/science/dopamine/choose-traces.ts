/** Which of a fibre's traces are looked at where it was preprocessed in several ways: pure. */
import { isOnGrid, type SnippetSet } from "./snippet-set.ts";

export type TraceGrid = Pick<SnippetSet, "sampleRateHz" | "offsetS" | "nSamples">;

/** Traces of one session, event and preprocessing that are alike. */
export interface TraceGroup extends TraceGrid {
  readonly session: number;
  readonly alignment: SnippetSet["alignment"];
  /** Its name, which a session has of its own; empty for none. */
  readonly preprocessing: string;
  readonly units: string;
  /** What was done, whichever the recording. */
  readonly processing: string;
  /** Which of the recording's channels it was done to. */
  readonly channels: string;
  readonly n: number;
}

/** The traces around one event that are looked at. */
export interface ChosenTraces {
  readonly units: string;
  readonly grid: TraceGrid;
  /** By session: the names of the preprocessings, in order. */
  readonly preprocessings: ReadonlyMap<number, readonly string[]>;
}

/**
 * One choice for a whole fibre, by event. The processing that most of its traces went through comes first, then the
 * next; ties go by their text. Units are those of the first, around every event, and the grid is the one that most of
 * the first's traces around the event have. A session is looked at by the first processing that it has, so that one
 * which was processed in another way only is not lost; of traces in other units or on another grid nothing is.
 *
 * @param groups of one fibre
 */
export function chooseTraces(
  groups: readonly TraceGroup[],
): ReadonlyMap<TraceGroup["alignment"], ChosenTraces> {
  const chosen = new Map<TraceGroup["alignment"], ChosenTraces>();
  const processings = byNumber(groups, ({ units, processing }) => JSON.stringify([units, processing]));
  if (processings.length === 0) return chosen;
  const [{ units }] = processings[0];
  // Within a processing, channels that were seldom taken come last.
  const kinds = processings
    .map((own) => own.filter((group) => group.units === units))
    .flatMap((own) => byNumber(own, ({ channels }) => channels));
  for (const alignment of new Set(groups.map((group) => group.alignment))) {
    const around = kinds
      .map((own) => own.filter((group) => group.alignment === alignment))
      .filter((own) => own.length > 0);
    if (around.length === 0) continue;
    const [[{ sampleRateHz, offsetS, nSamples }]] = byNumber(around[0], gridText);
    const grid = { sampleRateHz, offsetS, nSamples };
    const preprocessings = new Map<number, readonly string[]>();
    for (const own of around) {
      const names = new Map<number, string[]>();
      for (const group of own) {
        if (!isOnGrid(group, grid) || preprocessings.has(group.session)) continue;
        names.set(group.session, [...(names.get(group.session) ?? []), group.preprocessing]);
      }
      for (const [session, found] of names) preprocessings.set(session, found.sort());
    }
    chosen.set(alignment, { units, grid, preprocessings });
  }
  return chosen;
}

function gridText({ sampleRateHz, offsetS, nSamples }: TraceGrid): string {
  return `${sampleRateHz} ${offsetS} ${nSamples}`;
}

/** Those with the same text together, the most traces first, ties by the text. */
function byNumber(
  groups: readonly TraceGroup[],
  textOf: (group: TraceGroup) => string,
): readonly (readonly TraceGroup[])[] {
  const found = new Map<string, TraceGroup[]>();
  for (const group of groups) {
    const text = textOf(group);
    const own = found.get(text) ?? [];
    if (own.length === 0) found.set(text, own);
    own.push(group);
  }
  const size = (own: readonly TraceGroup[]) => own.reduce((sum, { n }) => sum + n, 0);
  return [...found]
    .sort(([a, own], [b, other]) => size(other) - size(own) || (a < b ? -1 : 1))
    .map(([, own]) => own);
}
