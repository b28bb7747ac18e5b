import { inBlocks } from './blocks.ts';
import type { CreatePrinter } from './printer-options.ts';
import { yamlText } from './yaml-text.ts';

/** A stream of YAML documents in the order and shape of ndjson. */
export const yamlPrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  const document = (value: object) => out.add(`---\n${yamlText(value)}`);
  return {
    finding: document,
    incident: document,
    summary: summary => {
      document(summary);
      out.flush();
    },
  };
};
