import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coordinate, element, escapeText } from "../../src/plots/svg.ts";
import { parseSvg } from "./svg-document.ts";

describe("element", () => {
  test("any text comes back from the markup as it went in, save what XML forbids", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { attributes, text: inside } = parseSvg(element("text", { "aria-label": text }, text).markup);
        const allowed = text.replace(
          /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu,
          "\u{FFFD}",
        );
        expect(inside).toBe(allowed);
        expect(attributes["aria-label"]).toBe(allowed);
      }),
    );
  });

  test("a lone surrogate and a control character become the replacement character", () => {
    expect(escapeText("a\u{0}b\uD800c\uFFFE")).toBe("a\uFFFDb\uFFFDc\uFFFD");
  });

  test("markup in a name cannot become an element", () => {
    const { children, text } = parseSvg(element("text", {}, '</text><script>alert("1")</script>').markup);
    expect(children).toEqual([]);
    expect(text).toBe('</text><script>alert("1")</script>');
  });

  test("an undefined attribute is left out", () => {
    expect(element("path", { d: "M0,0", fill: undefined }).markup).toBe('<path d="M0,0"/>');
  });
});

describe("coordinate", () => {
  test.each([
    [0.125, "0.13"],
    [-0.001, "0"],
    [1e-9, "0"],
    [12, "12"],
    [1234567.891, "1234567.89"],
  ])("%d is written %s", (value, written) => {
    expect(coordinate(value)).toBe(written);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "%d is refused: it would spoil the picture unseen",
    (value) => {
      expect(() => coordinate(value)).toThrow("cannot hold");
    },
  );
});

describe("the tests' own reader", () => {
  test.each([
    "<a><b></a></b>",
    "<a>",
    "<a/><b/>",
    '<a x="1" x="2"/>',
    "<a>1 & 2</a>",
    "<a x='1'/>",
    '<a x="<"/>',
    "<a>\u{1}</a>",
  ])("refuses %s", (source) => {
    expect(() => parseSvg(source)).toThrow();
  });
});
