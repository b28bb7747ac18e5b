import type { JsonObject } from '../../src/model/json.ts';

/** What a request is about. */
export interface Place {
  readonly group: string;
  readonly version: string;
  /** `pods`, `pods/exec` */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

export function uriOf({ group, version, resource, namespace, name }: Place): string {
  const [plural = '', subresource] = resource.split('/');
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined || namespace === '' ? '' : `/namespaces/${namespace}`;
  const rest = [plural, name, subresource].filter(part => part !== undefined).join('/');
  return `${root}${scope}/${rest}`;
}

export function referenceOf({ group, version, resource, namespace, name }: Place): JsonObject {
  const [plural = '', subresource] = resource.split('/');
  return {
    resource: plural,
    ...(namespace !== undefined && namespace !== '' && { namespace }),
    ...(name !== undefined && { name }),
    ...(group !== '' && { apiGroup: group }),
    apiVersion: version,
    ...(subresource !== undefined && { subresource }),
  };
}
