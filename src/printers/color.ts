import type { Severity } from '../model/severity.ts';

export type Paint = (text: string) => string;

export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly severity: (severity: Severity, text: string) => string;
}

const codes = {
  critical: '1;97;41',
  high: '1;31',
  medium: '33',
  low: '36',
  informational: '2',
} as const satisfies { readonly [severity in Severity]: string };

const plain: Paint = text => text;
const paint =
  (code: string): Paint =>
  text =>
    `\u001b[${code}m${text}\u001b[0m`;

/** Colours of a terminal, or none. Text is painted after it was measured and made visible. */
export function paletteOf(color: boolean): Palette {
  if (!color) return { bold: plain, dim: plain, severity: (_, text) => text };
  return { bold: paint('1'), dim: paint('2'), severity: (severity, text) => paint(codes[severity])(text) };
}
