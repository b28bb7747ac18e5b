import type { Score } from '../../model/score.ts';
import type { Severity } from '../../model/severity.ts';

/** So many bits over the threshold are a severity more. */
const step = 12;

/** From the threshold on a person should read it the same day; critical is for rules alone to say. */
export function severityOf({ bits, threshold }: Score): Severity {
  if (bits >= threshold + step) return 'high';
  if (bits >= threshold) return 'medium';
  return bits >= threshold / 2 ? 'low' : 'informational';
}
