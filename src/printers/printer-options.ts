import type { DescribeRule } from '../model/rule-description.ts';
import type { Printer } from '../model/seams.ts';

export interface PrinterOptions {
  readonly color: boolean;
  /** Columns of the terminal, or of the page that people will read. */
  readonly width: number;
  /** Watchbill's own version. */
  readonly version: string;
  /** RFC 3339, for formats that say when they were made; left out if absent, so that outputs can be compared. */
  readonly now?: string;
  /** What the rules say of themselves. */
  readonly describe?: DescribeRule;
  /** Write each line when it is known (a log is followed), rather than in blocks. */
  readonly live?: boolean;
}

export type Write = (text: string) => void;

/** Whatever it was given, the output is whole after `summary`. */
export type CreatePrinter = (options: PrinterOptions, write: Write) => Printer;
