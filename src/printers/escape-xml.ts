import { visible } from '../model/visible-text.ts';

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  ['\ufffe', '\\ufffe'],
  ['\uffff', '\\uffff'],
]);

/**
 * Text for an XML element or attribute. Characters that XML 1.0 forbids even as references (controls, lone surrogates,
 * U+FFFE, U+FFFF) become visible escapes, as do those that nobody would see.
 */
export function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"'\ufffe\uffff]/g, character => entities.get(character) ?? '');
}

/** Text of several lines, which stay lines. */
export const escapeXmlLines = (text: string): string => text.split('\n').map(escapeXml).join('\n');
