import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { soundPicture } from "./sound.ts";
import { shownTexts } from "./svg-document.ts";

const folder = resolve(import.meta.dirname, "../../docs/pictures");
const files = readdirSync(folder);

describe("docs/pictures", () => {
  test("holds what the README shows", () => {
    expect(files).toEqual(expect.arrayContaining(["learning-trajectory.svg", "strategy-ribbons.svg"]));
  });

  test.each(files)("%s is a sound picture of simulated mice, and labelled so", (file) => {
    const source = readFileSync(resolve(folder, file), "utf8");
    expect(source.length).toBeLessThan(200_000);
    expect(shownTexts(soundPicture(source))).toContain("SIMULATED MICE");
  });
});
