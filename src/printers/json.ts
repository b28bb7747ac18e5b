import { inBlocks } from './blocks.ts';
import type { CreatePrinter } from './printer-options.ts';
import { safeJson } from './safe-json.ts';

/** One object `{findings, incidents, summary}`, written as it grows; an entry a line. */
export const jsonPrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  let before = '{"findings":[\n';
  let inIncidents = false;
  const entry = (value: unknown) => {
    out.add(before + safeJson(value));
    before = ',\n';
  };
  const beginIncidents = () => {
    if (inIncidents) return;
    // No finding yet: the first list still has to be opened.
    out.add(before === ',\n' ? '\n' : before);
    before = '],"incidents":[\n';
    inIncidents = true;
  };
  return {
    finding: entry,
    incident: incident => {
      beginIncidents();
      entry(incident);
    },
    summary: summary => {
      beginIncidents();
      out.add(`${before === ',\n' ? '\n' : before}],"summary":${safeJson(summary)}}\n`);
      out.flush();
    },
  };
};
