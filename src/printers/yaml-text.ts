/** A block-style YAML document that YAML 1.1 and 1.2 read alike. Written by hand: a library costs 30 ms of start-up and ten times the time a finding. */
export function yamlText(value: object): string {
  return mapping(Object.entries(value), '');
}

type Entries = readonly (readonly [string, unknown])[];

function mapping(entries: Entries, indent: string): string {
  let text = '';
  for (const [key, value] of entries) {
    if (value !== undefined) text += `${indent}${scalar(key, '')}:${nested(value, indent)}`;
  }
  return text;
}

/** What follows `key:` or `-`, with its line end. */
function nested(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0
      ? ' []\n'
      : `\n${value.map(item => `${deeper}-${inList(item, deeper)}`).join('')}`;
  }
  if (typeof value !== 'object' || value === null) return ` ${scalar(value, deeper)}\n`;
  const entries = Object.entries(value);
  return entries.length === 0 ? ' {}\n' : `\n${mapping(entries, deeper)}`;
}

/** In a list the first key of a mapping stands beside the dash. */
function inList(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nested(value, indent);
  const text = mapping(Object.entries(value), `${indent}  `);
  return text === '' ? ' {}\n' : ` ${text.slice(indent.length + 2)}`;
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  if (isPlain(value)) return value;
  return indent !== '' && isBlock(value)
    ? `|-\n${indent}${value.replaceAll('\n', `\n${indent}`)}`
    : quoted(value);
}

/** What some version of YAML, or a parser of it, takes for something else than text: `e0` for a number of 1.1. */
const reserved = /^(true|false|yes|no|on|off|y|n|null|nan|inf|e[-+]?\d+)$/i;

function isPlain(text: string): boolean {
  return (
    text.length < 1000 &&
    /^[A-Za-z][\w./@+-]*( [\w./@+(),-]+)*$/.test(text) &&
    !reserved.test(text) &&
    !text.endsWith(' -')
  );
}

/** Several lines of printable text, none of which begins or ends with a space. */
function isBlock(text: string): boolean {
  return text.includes('\n') && text.split('\n').every(line => /^[!-~]([ -~…]*[!-~…])?$/.test(line));
}

const unsafe = /[\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffe\uffff]/gu;

/** Double-quoted: JSON's escapes are YAML's too, but for pairs of surrogates; a lone surrogate no YAML can hold. */
function quoted(text: string): string {
  const sound = text.toWellFormed();
  return JSON.stringify(sound).replace(unsafe, character => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
