import type { Reporter } from '../../rules/reporter.ts';
import type { DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { itemsOf } from '../rule/items.ts';
import { askedOfValue } from '../signal/asked.ts';
import { auditFieldOf } from './audit-schema.ts';
import { fieldHint, impossibleValue, possibilityOf, possibilityOfItem } from './possible.ts';

interface LintedDetections {
  /** As written. */
  readonly written: ParsedDetection;
  /** With the pipelines applied. */
  readonly mapped: ParsedDetection;
}

/** Reports the fields and values that no raw audit event has, and whether the rule can match without and with the mapping. */
export function lintFields({ written, mapped }: LintedDetections, report: Reporter): void {
  const dead = possibilityOf(written) === 'never';
  const revived = dead && possibilityOf(mapped) !== 'never';
  const mappedItems = new Map(itemsOf(mapped).map(item => [item.path.join('\n'), item]));
  for (const item of itemsOf(written)) {
    const mappedItem = mappedItems.get(item.path.join('\n')) ?? item;
    if (dead && possibilityOfItem(item) === 'never') {
      const why = whyNever(item);
      const message = `This rule can never match a raw event: ${why}${mappingText(mappedItem)}`;
      if (revived) report.warning('never-matches', message, { path: item.path });
      else report.error('never-matches', message, { path: item.path });
    } else lintItem(item, mappedItem, report);
  }
  if (dead && !itemsOf(written).some(item => possibilityOfItem(item) === 'never'))
    report.error('never-matches', 'This rule can never match: its condition contradicts what events have', {
      path: ['detection', 'condition'],
      at: 'value',
    });
}

function whyNever(item: DetectionItem): string {
  const [field = ''] = item.fields;
  if (auditFieldOf(field) === undefined) return noSuchField(field);
  const reasons = item.values
    .map(value => impossibleValue(field, value))
    .filter(reason => reason !== undefined);
  return reasons[0] ?? `${field} cannot be so`;
}

const noSuchField = (field: string): string => `no audit.k8s.io/v1 event has a field "${field}"`;

function mappingText({ fields, mappedBy }: DetectionItem): string {
  const [field = ''] = fields;
  if (mappedBy !== undefined) return `; mapped by ${mappedBy} to ${fields.join(', ')}`;
  return auditFieldOf(field) === undefined ? fieldHint(field) : '';
}

function lintItem(item: DetectionItem, mapped: DetectionItem, report: Reporter): void {
  for (const field of item.fields) {
    if (auditFieldOf(field) === undefined)
      report.warning('impossible-field', `${sentence(noSuchField(field))}${mappingText(mapped)}`, {
        path: item.path,
      });
  }
  if (mapped.mappedBy !== undefined || item.negated) return;
  const [field] = item.fields;
  if (field === undefined || auditFieldOf(field) === undefined) return;
  for (const [index, value] of item.values.entries()) {
    const reason = impossibleValue(field, value);
    // Expanded values are no longer as many as were written: then the line is pointed at.
    const path = item.values.length > 1 ? [...item.path, index] : item.path;
    if (reason === undefined) continue;
    const message = `No event matches "${askedOfValue(value)}": ${reason}`;
    report.warning('impossible-value', message, { path, at: 'value' });
  }
}

const sentence = (text: string): string => (text.startsWith('no ') ? `No ${text.slice(3)}` : text);
