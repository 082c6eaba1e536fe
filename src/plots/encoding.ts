/** What fibres carry over peri-event time: coefficients with simultaneous bands, a row a fibre, a panel an event. */
import { bandKey, legendRows, seriesKey } from "./legend.ts";
import { band, brokenLine } from "./lines.ts";
import { emptyNote, levelLine, panel, uprightLine } from "./panel.ts";
import { emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { extent, roundAxis, roundTicks } from "./scale.ts";
import { plainStyles, type SeriesStyle } from "./strategy-style.ts";
import type { Svg } from "./svg.ts";

export interface CoursesOfFibre {
  /** Subject, site and hemisphere, for the reader. */
  readonly name: string;
  readonly courses: readonly {
    readonly alignment: "stimulus" | "choice" | "outcome";
    readonly regressor: string;
    readonly sampleRateHz: number;
    readonly offsetS: number;
    /** Half width of the band, in standard errors; null without one. */
    readonly bandWidth: number | null;
    readonly estimate: Float64Array;
    readonly standardError: Float64Array;
  }[];
}

export interface EncodingPictureInput extends PictureOptions {
  readonly fibres: readonly CoursesOfFibre[];
}

type Course = CoursesOfFibre["courses"][number];

const PANEL = { width: 232, height: 170 };
const GAP = { x: 62, y: 78 };
const LEFT = MARGIN + 46;
const MOST_FIBRES = 6;
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#222222"];
/** No two alike, so that lines are told apart without their colours. */
const DASHES = [undefined, "6 3", "2 2", "8 2 2 2", "12 3"];
const REGRESSORS = ["contralateral", "ipsilateral", "choice", "outcome", "choice×outcome"];

export function encodingPicture({
  fibres,
  title = "What dopamine carries",
  ...options
}: EncodingPictureInput): string {
  const drawn = fibres.filter(({ courses }) => courses.length > 0).slice(0, MOST_FIBRES);
  const alignments = (["stimulus", "choice", "outcome"] as const).filter((alignment) =>
    drawn.some(({ courses }) => courses.some((course) => course.alignment === alignment)),
  );
  const width = LEFT + Math.max(2, alignments.length) * (PANEL.width + GAP.x);
  const spec = { ...options, title, width };
  if (drawn.length === 0) return emptyPicture(spec, "There is no photometry that belongs to trials.");
  const styles = REGRESSORS.map(
    (_, k): SeriesStyle => ({ ...plainStyles[0], dash: DASHES[k], colour: COLOURS[k] }),
  );
  const legend = legendRows(
    [
      ...REGRESSORS.map((text, k) => ({ key: seriesKey(styles[k], 0), text })),
      { key: bandKey("#444444"), text: "band that holds the whole course with 95 %" },
    ],
    MARGIN,
    HEADING_HEIGHT - 4,
    width - 2 * MARGIN,
  );
  const top = HEADING_HEIGHT + legend.height + 28;
  const rows = drawn.flatMap((fibre, row) =>
    alignments.flatMap((alignment, column) => {
      const box = {
        x: LEFT + column * (PANEL.width + GAP.x),
        y: top + row * (PANEL.height + GAP.y),
        ...PANEL,
      };
      const own = fibre.courses.filter((course) => course.alignment === alignment);
      if (own.length === 0) return [emptyNote(box, `no traces around ${alignment}`)];
      return coursesPanel(box, own, column === 0 ? fibre.name : undefined, alignment, styles);
    }),
  );
  const left = fibres.length - drawn.length;
  const description = `Regression coefficients over time around ${alignments.join(", ")} of ${drawn.map(({ name }) => name).join("; ")}${left > 0 ? `; ${left} more fibres are not drawn` : ""}.`;
  const height = top + drawn.length * (PANEL.height + GAP.y) - GAP.y + 56;
  return picture({ ...spec, height, description }, [legend.svg, ...rows]);
}

function coursesPanel(
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  courses: readonly Course[],
  title: string | undefined,
  alignment: string,
  styles: readonly SeriesStyle[],
): readonly Svg[] {
  const bands = courses.map(bandOf);
  const values = bands
    .flatMap((points) => points.flatMap(({ low, high }) => [low, high]))
    .filter(Number.isFinite);
  const times = extent(bands.flatMap((points) => points.map(({ timeS }) => timeS)));
  const { domain, ticks } = roundAxis(extent([0, ...values]), 5);
  const plot = panel({
    box,
    ...(title === undefined ? {} : { title }),
    x: { domain: times, ticks: roundTicks(times, 5), label: `Seconds since ${alignment}` },
    y: { domain, ticks, label: "Coefficient (z-score)" },
  });
  const styleOf = ({ regressor }: Course) => styles[Math.max(0, REGRESSORS.indexOf(regressor))];
  return [
    plot.frame,
    levelLine(plot, 0),
    uprightLine(plot, 0),
    ...courses.map((course, k) =>
      band(
        course.bandWidth === null
          ? []
          : bands[k].map(({ timeS, low, high }) =>
              Number.isFinite(low)
                ? { x: plot.x.at(timeS), low: plot.y.at(low), high: plot.y.at(high) }
                : null,
            ),
        styleOf(course).colour,
      ),
    ),
    ...courses.map((course, k) =>
      brokenLine(
        bands[k].map(({ timeS, mean }) =>
          Number.isFinite(mean) ? { x: plot.x.at(timeS), y: plot.y.at(mean) } : null,
        ),
        { colour: styleOf(course).colour, width: 1.5, dash: styleOf(course).dash },
      ),
    ),
  ];
}

function bandOf({ estimate, standardError, bandWidth, offsetS, sampleRateHz }: Course) {
  return Array.from(estimate, (mean, i) => {
    const half = (bandWidth ?? 0) * standardError[i];
    return { timeS: offsetS + i / sampleRateHz, mean, low: mean - half, high: mean + half };
  });
}
