/**
 * A strict reader of the XML that pictures are written in, and a reader's ruler: it learns where values lie from a
 * picture's own ticks, not from the code that drew it.
 */

export interface SvgNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgNode[];
  /** Text right inside this element. */
  readonly text: string;
}

const NAME = /[A-Za-z_][\w.-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)="([^"<]*)"/y;
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** @throws Error where the text is not well-formed XML of one element, without prolog, comments or sections */
export function parseSvg(source: string): SvgNode {
  if (FORBIDDEN.test(source)) throw new Error("a character that XML forbids");
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const expect = (text: string) => {
    if (!source.startsWith(text, at)) throw new Error(`expected ${text} at ${source.slice(at, at + 40)}`);
    at += text.length;
  };
  const readElement = (): SvgNode => {
    expect("<");
    const name = match(NAME)?.[0];
    if (name === undefined) throw new Error(`no element name at ${source.slice(at, at + 40)}`);
    const attributes: Record<string, string> = {};
    for (let found = match(ATTRIBUTE); found; found = match(ATTRIBUTE)) {
      if (Object.hasOwn(attributes, found[1])) throw new Error(`${name} has ${found[1]} twice`);
      attributes[found[1]] = unescaped(found[2]);
    }
    if (source.startsWith("/>", at)) {
      at += 2;
      return { name, attributes, children: [], text: "" };
    }
    expect(">");
    const children: SvgNode[] = [];
    let text = "";
    while (!source.startsWith("</", at)) {
      if (at >= source.length) throw new Error(`${name} is not closed`);
      if (source[at] === "<") {
        children.push(readElement());
      } else {
        const end = source.indexOf("<", at);
        text += unescaped(source.slice(at, end < 0 ? source.length : end));
        at = end < 0 ? source.length : end;
      }
    }
    expect(`</${name}>`);
    return { name, attributes, children, text };
  };
  const root = readElement();
  if (source.slice(at).trim() !== "") throw new Error("something follows the root element");
  return root;
}

function unescaped(text: string): string {
  if (text.replace(/&(amp|lt|gt|quot|#39);/g, "").includes("&")) throw new Error(`a bare & in ${text}`);
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]);
}

export function descendants(node: SvgNode, name?: string): readonly SvgNode[] {
  const all = node.children.flatMap((child) => [child, ...descendants(child)]);
  return name === undefined ? all : all.filter((each) => each.name === name);
}

/** Every line of text that the picture shows, in order; hover texts are left out. */
export function shownTexts(root: SvgNode): readonly string[] {
  return descendants(root, "text").map(shownText);
}

function shownText(node: SvgNode): string {
  const spans = node.children.filter(({ name }) => name === "tspan").map(({ text }) => text);
  return spans.length > 0 ? spans.join("") : node.text;
}

/** Where values lie in a picture, by its ticks. */
export interface Ruler {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** The ruler of the panel under this title; of a panel without title, of the picture's n-th panel. */
export function rulerOf(root: SvgNode, titleOrIndex: string | number): Ruler {
  const panels = descendants(root, "g").filter(
    ({ children: [bottom, left] }) => isAxis(bottom) && isAxis(left),
  );
  const found =
    typeof titleOrIndex === "number"
      ? panels[titleOrIndex]
      : panels.find(({ children }) => children.some(({ text }) => text === titleOrIndex));
  if (!found) throw new Error(`no panel ${titleOrIndex}`);
  return { x: axisRuler(found.children[0], 0), y: axisRuler(found.children[1], 1) };
}

/** The ruler of a lone bottom axis: the n-th of the picture. */
export function bottomRuler(root: SvgNode, index = 0): (value: number) => number {
  return axisRuler(descendants(root, "g").filter(isAxis)[index], 0);
}

function isAxis(node: SvgNode | undefined): boolean {
  const [line, ...words] = node?.children ?? [];
  return line?.name === "path" && words.length > 1 && words.every(({ name }) => name === "text");
}

/** Through the first and the last tick. @param coordinate 0 for x, 1 for y */
function axisRuler(axis: SvgNode, coordinate: 0 | 1): (value: number) => number {
  const marks = [...axis.children[0].attributes.d.matchAll(/M([-\d.]+),([-\d.]+)/g)].slice(1);
  const values = axis.children.slice(1, 1 + marks.length).map(({ text }) => numberOf(text));
  const places = marks.map((mark) => Number(mark[1 + coordinate]));
  const last = values.length - 1;
  const perUnit = (places[last] - places[0]) / (values[last] - values[0]);
  return (value) => places[0] + (value - values[0]) * perUnit;
}

function numberOf(text: string): number {
  const value = Number(text.replace("−", "-").replaceAll(",", ""));
  if (Number.isNaN(value)) throw new Error(`${text} is not a number`);
  return value;
}

/** Points of a path's data, in order, for paths of absolute M and L alone. */
export function pathPoints(d: string): readonly (readonly [number, number])[] {
  return [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}
