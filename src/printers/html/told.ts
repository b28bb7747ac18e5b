import type { Severity } from '../../model/severity.ts';
import type { LooseFindings } from '../loose-findings.ts';
import type { Markup } from './markup.ts';

/** What the page holds of the incidents. */
export interface Told {
  readonly many: number;
  readonly bySeverity: ReadonlyMap<Severity, number>;
  /** A row of the table of contents for each incident that is told or listed. */
  readonly rows: readonly Markup[];
  /** The articles of those that are told in full. */
  readonly articles: readonly Markup[];
  readonly loose: LooseFindings<Markup>;
}
