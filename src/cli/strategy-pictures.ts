import { InvalidArgumentError } from "commander";
import { findTrajectories } from "../analyses/cohort-findings.ts";
import { psychometricRules } from "../analyses/psychometric-fits.ts";
import { associationPlane, type PlanePoint } from "../plots/association-plane.ts";
import { type PsychometricStage, psychometricPanels } from "../plots/psychometric-panels.ts";
import { type RibbonSubject, strategyRibbons } from "../plots/strategy-ribbons.ts";
import { strategyStyles } from "../plots/strategy-style.ts";
import { trajectoryBands } from "../plots/trajectory-bands.ts";
import { fitPsychometric } from "../science/psychometric/fit-psychometric.ts";
import { psychometricFunction } from "../science/psychometric/psychometric-function.ts";
import type { PsychometricCount, SessionMeasure } from "../science/session-measures.ts";
import type { Alignment } from "../science/statistics/alignment.ts";
import type { CohortSubject } from "../science/statistics/cohort.ts";
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import { writePicture } from "./picture-file.ts";

export const cohortPictures = ["ribbons", "trajectories", "plane"] as const;
export const filePictures = [...cohortPictures, "psychometric"] as const;
export type PictureName = (typeof filePictures)[number];

/** A mouse as pictures show it. */
export interface PictureMouse extends RibbonSubject {
  readonly earlyStrategy: StrategyLabel | null;
  /** Its path through the plane. */
  readonly path: readonly PlanePoint[];
}

export interface PictureSet {
  readonly simulated: boolean;
  readonly mice: readonly PictureMouse[];
  readonly cohort: readonly CohortSubject[];
  readonly alignment: Alignment;
  /** What the paths are made of. */
  readonly coordinate: "association" | "slope";
  /** θ */
  readonly threshold: number;
  /** The mouse of the psychometric curves. */
  readonly shown: { readonly mouse: PictureMouse; readonly measures: readonly SessionMeasure[] } | null;
}

/** Parser of an option that names pictures, comma-separated, or all of them. */
export function pictureNames(known: readonly PictureName[]): (value: string) => readonly PictureName[] {
  return (value) => {
    if (value === "all") return known;
    return value.split(",").map((name) => {
      const found = known.find((one) => one === name.trim());
      if (found === undefined) throw new InvalidArgumentError(`There are ${known.join(", ")}, and all.`);
      return found;
    });
  };
}

/**
 * Draws pictures into files: one picture into `file`, each of several into `file` with its name before the ending.
 *
 * @returns the files written
 * @throws SaddlepointError FILE_UNWRITABLE
 */
export async function writePictures(
  file: string,
  names: readonly PictureName[],
  set: PictureSet,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const name of names) {
    const target = names.length === 1 ? file : `${file.replace(/\.svg$/i, "")}-${name}.svg`;
    await writePicture(target, draw(name, set));
    written.push(target);
  }
  return written;
}

function draw(name: PictureName, set: PictureSet): string {
  const { simulated, mice } = set;
  switch (name) {
    case "ribbons":
      return strategyRibbons({
        simulated,
        title: "Strategies of each mouse over training",
        subjects: mice.toSorted((a, b) => rank(a) - rank(b)),
      });
    case "trajectories":
      return trajectoryBands({
        simulated,
        title: "Learning trajectories by early strategy",
        alignment: set.alignment.on,
        groups: findTrajectories(set.cohort, set.alignment).map(({ early, n, points }) => ({
          name: early === null ? "no early strategy" : strategyStyles[early].name,
          strategy: early,
          nMice: n,
          points,
        })),
      });
    case "plane":
      return associationPlane({
        simulated,
        coordinate: set.coordinate,
        threshold: set.threshold,
        subjects: mice.map(({ subject, earlyStrategy, path }) => ({ subject, earlyStrategy, points: path })),
      });
    case "psychometric": {
      const stages = set.shown === null ? [] : stagesOf(set.shown);
      return psychometricPanels({ simulated, subject: set.shown?.mouse.subject ?? "no mouse", stages });
    }
  }
}

/** By how they began, those without an early strategy last. */
function rank({ earlyStrategy }: PictureMouse): number {
  return earlyStrategy === null ? strategyLabels.length : strategyLabels.indexOf(earlyStrategy);
}

const STAGES = 5;

/** Training in stages of equally many sessions. */
function stagesOf({ mouse, measures }: NonNullable<PictureSet["shown"]>): readonly PsychometricStage[] {
  const nStages = Math.min(STAGES, measures.length);
  return Array.from({ length: nStages }, (_, i) => {
    const first = Math.floor((i * measures.length) / nStages);
    const end = Math.floor(((i + 1) * measures.length) / nStages);
    const counts = pooled(measures.slice(first, end).map((session) => session.counts));
    const { fit } = fitPsychometric(counts, { ...psychometricRules, nBootstrap: 0 });
    const middle = measures
      .slice(0, Math.ceil((first + end) / 2))
      .reduce((sum, { nTrials }) => sum + nTrials, 0);
    const segment = mouse.segments.findLast(({ firstTrial }) => firstTrial < middle);
    const last = measures[end - 1].session;
    const name = first === end - 1 ? `Session ${last}` : `Sessions ${measures[first].session}–${last}`;
    return {
      name,
      counts,
      strategy: segment?.label ?? null,
      curve: fit && curveOver(counts, (contrast) => psychometricFunction(fit, contrast)),
    };
  });
}

function pooled(sessions: readonly (readonly PsychometricCount[])[]): readonly PsychometricCount[] {
  const sums = new Map<number, { nRight: number; n: number }>();
  for (const { contrast, nRight, n } of sessions.flat()) {
    const sum = sums.get(contrast) ?? { nRight: 0, n: 0 };
    sums.set(contrast, { nRight: sum.nRight + nRight, n: sum.n + n });
  }
  return [...sums].sort(([a], [b]) => a - b).map(([contrast, sum]) => ({ contrast, ...sum }));
}

const CURVE_STEPS = 80;

function curveOver(counts: readonly PsychometricCount[], pRight: (contrast: number) => number) {
  const [low, high] = [counts[0].contrast, counts[counts.length - 1].contrast];
  return Array.from({ length: CURVE_STEPS + 1 }, (_, i) => {
    const contrast = low + (i * (high - low)) / CURVE_STEPS;
    return { contrast, pRight: pRight(contrast) };
  });
}
