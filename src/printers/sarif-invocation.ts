import { refusalReasons } from '../model/refusal.ts';
import type { RefusalCount, Summary, SuppressionCount } from '../model/summary.ts';
import { counted } from './labels.ts';
import type { PrinterOptions } from './printer-options.ts';
import { sarifLocation, sarifMessage } from './sarif-text.ts';

/** How the run went: what was refused or not seen is a notification, so that a clean result is not taken for a whole one. */
export function sarifInvocation(summary: Summary, { now }: PrinterOptions) {
  const unreadable = summary.refusals.some(({ reason }) => reason === 'unreadable');
  return {
    executionSuccessful: summary.events > 0 && !unreadable,
    ...(now !== undefined && { endTimeUtc: new Date(now).toISOString() }),
    toolExecutionNotifications: [
      ...(summary.events === 0 ? [nothingRead(summary)] : []),
      ...summary.refusals.map(refused),
      ...summary.blind.map(blind),
      ...summary.suppressions.map(suppressed),
    ],
  };
}

function nothingRead({ inputs }: Summary) {
  return {
    descriptor: { id: 'nothing-read' },
    level: 'error',
    message: sarifMessage(`Nothing was read from ${counted(inputs, 'input')}`),
  };
}

function refused({ reason, count, examples }: RefusalCount) {
  return {
    descriptor: { id: `refused/${reason}` },
    level: reason === 'unreadable' ? 'error' : 'warning',
    message: sarifMessage(`Refused: ${count} × ${refusalReasons[reason]}`),
    locations: examples.map(sarifLocation),
  };
}

function blind(sentence: string) {
  return { descriptor: { id: 'blind' }, level: 'note', message: sarifMessage(sentence) };
}

function suppressed({ id, owner, expires, expired, hidden }: SuppressionCount) {
  const text = expired
    ? `Suppression ${id} of ${owner} expired on ${expires} and hides nothing any more`
    : `Suppression ${id} of ${owner} hid ${counted(hidden, 'finding')} (until ${expires})`;
  return {
    descriptor: { id: `suppression/${id}` },
    level: expired ? 'warning' : 'note',
    message: sarifMessage(text),
  };
}
