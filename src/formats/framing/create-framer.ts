import type { Framing } from '../format-options.ts';
import { maxDepth } from '../too-deep.ts';
import { frameCsvRows } from './csv-rows.ts';
import { frameJsonValues } from './json-values.ts';
import { frameLines } from './lines.ts';
import type { Framer, FramerOptions } from './record-taker.ts';
import { frameWholeFile } from './whole-file.ts';
import { frameYamlDocuments } from './yaml-documents.ts';

export function createFramer(framing: Framing, options: FramerOptions): Framer {
  switch (framing.type) {
    case 'lines':
      return frameLines({ ...options, keepBlanks: framing.keepBlanks === true });
    case 'json-values': {
      const { streamed, splitTopLevel = true } = framing;
      return frameJsonValues({ ...options, streamed, splitTopLevel, maxDepth });
    }
    case 'yaml-documents':
      return frameYamlDocuments(options);
    case 'csv-rows':
      return frameCsvRows(options);
    case 'whole-file':
      return frameWholeFile(options);
  }
}
