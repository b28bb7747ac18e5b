import { contextFields } from '../../detect/cel/context-fields.ts';
import { documentedFields } from '../../detect/cel/documented-fields.ts';
import { auditFields } from '../../detect/sigma/lint/audit-schema.ts';

export interface RuleField {
  /** Whose it is: an event's, for Sigma rules, or a workload change's, for CEL rules. */
  readonly holder: 'event' | 'workload';
  readonly path: string;
  readonly type: string;
  readonly says: string;
  readonly values?: readonly string[];
}

/** Everything that rules can ask about. */
export function ruleFields(): readonly RuleField[] {
  return [
    ...auditFields.map(({ path, type, says, values }) => ({
      holder: 'event' as const,
      path,
      type,
      says,
      ...(values && { values }),
    })),
    ...documentedFields(contextFields).map(({ path, type, says }) => ({
      holder: 'workload' as const,
      path,
      type,
      says,
    })),
  ];
}

export const fieldTitles = {
  event: 'Fields of audit events, for Sigma rules (logsource: product kubernetes, service audit)',
  workload: 'Fields of workload changes, for CEL rules (logsource: product kubernetes, service workload)',
} as const satisfies { readonly [holder in RuleField['holder']]: string };
