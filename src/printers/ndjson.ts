import { inBlocks } from './blocks.ts';
import type { CreatePrinter } from './printer-options.ts';
import { safeJson } from './safe-json.ts';

/** The contract for other tools: an object a line; findings as they come, incidents, the summary. */
export const ndjsonPrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  return {
    finding: finding => out.add(`${safeJson(finding)}\n`),
    incident: incident => out.add(`${safeJson(incident)}\n`),
    summary: summary => {
      out.add(`${safeJson(summary)}\n`);
      out.flush();
    },
  };
};
