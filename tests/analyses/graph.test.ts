import { expect, test } from "vitest";
import { analysisGraph, drawGraph } from "../../src/analyses/graph.ts";
import { analyses } from "../../src/analyses/registry.ts";

const nodes = analysisGraph();

test("the graph has every analysis of the registry once", () => {
  expect(nodes.map(({ name }) => name).sort()).toEqual(analyses.map(({ name }) => name).sort());
});

test("an analysis comes after all that it needs, and deeper", () => {
  for (const [i, node] of nodes.entries()) {
    for (const need of node.needs) {
      const place = nodes.findIndex(({ name }) => name === need);
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThan(i);
      expect(nodes[place].depth).toBeLessThan(node.depth);
    }
  }
});

test("the drawing indents an analysis below what it needs and names it", () => {
  const node = (name: string, depth: number, needs: string[]) =>
    ({
      name,
      version: 2,
      granularity: "subject",
      timing: "change",
      parameters: {},
      reads: ["trials"],
      needs,
      depth,
    }) as const;
  expect(drawGraph([node("fit", 0, []), node("labels", 1, ["fit"])])).toBe(
    "fit v2 (subject) <- trials\n  labels v2 (subject) <- trials, fit",
  );
});
