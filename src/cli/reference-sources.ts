import { knownKinds, knownSources } from '../app/known-kinds.ts';
import { ruleFields } from '../app/rules/rule-fields.ts';
import { loadRules } from '../app/rules/rule-files.ts';
import { schemas } from '../app/schemas.ts';
import { createProgram } from './program.ts';
import { referencePages } from './reference.ts';

/** docs/reference as it must be: of the commands, settings and schemas of this program and the rules that are shipped with it. */
export function shippedReference(): ReadonlyMap<string, string> {
  return referencePages({
    program: createProgram(() => {}),
    rules: loadRules(['watchbill']).documents,
    community: loadRules(['community']).documents,
    fields: ruleFields(),
    kinds: knownKinds(),
    sources: knownSources(),
    schemas: new Map(Object.entries(schemas).map(([name, schema]) => [name, schema()])),
  });
}
