/** An element of an XML document, as a strict reader sees it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const token = /<\/([A-Za-z-]+)>|<([A-Za-z-]+)((?: [A-Za-z-]+="[^"<]*")*)(\/?)>|([^<]+)/y;

/** Reads the XML that has elements, attributes and text alone; throws at anything that is not well-formed (XML 1.0). */
export function parseXml(text: string): Element {
  const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(text);
  if (forbidden !== null) throw new Error(`forbidden character at ${forbidden.index}`);
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text);
  if (declaration === null) throw new Error('no XML declaration');
  const root: Open = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Open[] = [root];
  token.lastIndex = declaration[0].length;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 60)}`);
    take(match, open);
  }
  const [element] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || element === undefined)
    throw new Error('not one element');
  return element;
}

function take([, closing, opening, attributes = '', empty, content]: RegExpExecArray, open: Open[]): void {
  const current = open.at(-1);
  if (current === undefined) throw new Error('text after the end');
  if (content !== undefined) current.text += decoded(content);
  if (opening !== undefined) {
    const element: Open = { name: opening, attributes: attributesOf(attributes), children: [], text: '' };
    current.children.push(element);
    if (empty !== '/') open.push(element);
  }
  if (closing === undefined) return;
  if (current.name !== closing) throw new Error(`</${closing}> ends <${current.name}>`);
  open.pop();
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/ ([A-Za-z-]+)="([^"]*)"/g)) {
    if (found.has(name)) throw new Error(`attribute ${name} twice`);
    found.set(name, decoded(value));
  }
  return found;
}

const entities = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

function decoded(text: string): string {
  return text.replace(/&[^;]*;?/g, entity => {
    const character = entities.get(entity);
    if (character === undefined) throw new Error(`unknown entity ${entity}`);
    return character;
  });
}

export const elementsNamed = (element: Element, name: string): readonly Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap(child => elementsNamed(child, name)),
];
