import type { Severity } from '../model/severity.ts';
import { visible } from '../model/visible-text.ts';

/**
 * A message: braces stand for placeholders, so they are doubled (section 3.11.5), and `](` would make an embedded link
 * of a log's text (3.11.6).
 */
export function sarifMessage(text: string): { readonly text: string } {
  const shown = text.split('\n').map(visible).join('\n');
  return { text: shown.replace(/[{}]/g, '$&$&').replaceAll('](', '] (') || '-' };
}

export type SarifLevel = 'error' | 'warning' | 'note';

const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  informational: 'note',
} as const satisfies { readonly [severity in Severity]: SarifLevel };

export const sarifLevel = (severity: Severity): SarifLevel => levels[severity];

/** GitHub's scale: over 9 critical, 7 high, 4 medium. */
const scores = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  informational: '1.0',
} as const satisfies { readonly [severity in Severity]: string };

export const sarifScore = (severity: Severity): string => scores[severity];

/** A file's path as a URI: relative ones stay relative to where Watchbill ran. Standard input has no name but this. */
export function sarifUri(file: string): string {
  if (file === '-') return 'stdin';
  const path = file.toWellFormed().split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${path}`;
  return path;
}

/** Where something can be read. */
export function sarifLocation({ file, line }: { readonly file: string; readonly line: number }) {
  return {
    physicalLocation: {
      artifactLocation: { uri: sarifUri(file) },
      ...(line >= 1 && { region: { startLine: line } }),
    },
  };
}
