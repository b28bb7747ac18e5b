import type { JsonObject } from '../../model/json.ts';
import { isObject, objectAt, stringAt } from '../../model/json.ts';
import type { ForeignMisfit, ForeignRead } from '../decode-foreign.ts';
import { joined, misfit } from '../decode-foreign.ts';
import { describe } from '../envelope/opened.ts';
import type { ForeignObject } from '../foreign-activity.ts';
import type { YamlValue } from '../manifest/parse-yaml.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';

/** The services of a Compose file, each with the line on which it begins. */
export function readServices(text: string): ForeignRead {
  return joined(
    parseYaml(text, 'services').map(result =>
      result.ok
        ? servicesIn(result.value)
        : misfit(result.error.reason, result.error.detail, result.error.line),
    ),
  );
}

function servicesIn({ value, line, keyLines }: YamlValue): ForeignRead {
  const services = objectAt(value, 'services');
  if (services === undefined) return misfit('unknown-format', `no Compose file: ${describe(value)}`, line);
  const project = stringAt(value, 'name') ?? '';
  const objects: ForeignObject[] = [];
  const misfits: ForeignMisfit[] = [];
  for (const name of Object.keys(services)) {
    const at = keyLines?.get(name) ?? line;
    const service = services[name];
    if (isObject(service)) objects.push(objectOf(service, { name, project, line: at }));
    else misfits.push({ reason: 'unknown-format', detail: 'a service that is no object', line: at });
  }
  return { objects, misfits, passed: 0 };
}

interface Place {
  readonly name: string;
  readonly project: string;
  readonly line: number;
}

function objectOf(service: JsonObject, { name, project, line }: Place): ForeignObject {
  const content = { services: Object.fromEntries([[name, service]]) };
  return { group: 'compose-spec.io', kind: 'ComposeService', namespace: project, name, content, line };
}
