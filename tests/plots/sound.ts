import { expect } from "vitest";
import { descendants, parseSvg, type SvgNode } from "./svg-document.ts";

/**
 * Holds a picture to what every picture must be: well formed, without NaN, titled and described, with every
 * reference defined and nothing outside its frame.
 */
export function soundPicture(source: string): SvgNode {
  const root = parseSvg(source);
  expect(root.name).toBe("svg");
  expect(root.attributes.xmlns).toBe("http://www.w3.org/2000/svg");
  expect(root.attributes.role).toBe("img");
  expect(root.children.slice(0, 2).map(({ name }) => name)).toEqual(["title", "desc"]);
  expect(root.children.slice(0, 2).every(({ text }) => text.trim() !== "")).toBe(true);

  const width = Number(root.attributes.width);
  const height = Number(root.attributes.height);
  expect(root.attributes.viewBox).toBe(`0 0 ${width} ${height}`);
  const all = descendants(root);
  const ids = all.flatMap(({ attributes }) => attributes.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, attributes } of all) {
    for (const [key, value] of Object.entries(attributes)) {
      expect(value, `${name} ${key}`).not.toMatch(/NaN|Infinity|undefined|null/);
      const reference = /^url\(#(.*)\)$/.exec(value)?.[1];
      if (reference !== undefined) expect(ids).toContain(reference);
    }
    if (name === "rect") {
      expect(Number(attributes.width)).toBeGreaterThanOrEqual(0);
      expect(Number(attributes.height)).toBeGreaterThanOrEqual(0);
    }
  }
  for (const { attributes } of placed(root)) {
    const x = Number(attributes.x ?? attributes.cx ?? 0);
    const y = Number(attributes.y ?? attributes.cy ?? 0);
    const right = x + Number(attributes.width ?? 0);
    const bottom = y + Number(attributes.height ?? 0);
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width + 0.01);
    expect(bottom).toBeLessThanOrEqual(height + 0.01);
  }
  return root;
}

/** What stands at coordinates of the picture itself, not in a moved group or a pattern. */
function placed(node: SvgNode): readonly SvgNode[] {
  return node.children
    .filter(({ name, attributes }) => name !== "defs" && !(name === "g" && attributes.transform))
    .flatMap((child) => [
      ...(["rect", "circle", "text"].includes(child.name) ? [child] : []),
      ...placed(child),
    ]);
}
