import type { Interest } from '../../model/interest.ts';

const writes = new Set(['create', 'update', 'patch', 'delete']);

/** Besides what the other detectors look at: the leases and the static pods of API servers, ConfigMaps with a policy, webhooks. */
export const silenceInterest: Interest = {
  pair: (verb, resource) =>
    writes.has(verb) && (resource in inNamespace || resource.endsWith('webhookconfigurations')),
  reference: ({ verb, resource, namespace, subresource }) => {
    if (resource.endsWith('webhookconfigurations')) return writes.has(verb);
    if (namespace !== 'kube-system' || subresource !== '') return false;
    return resource === 'pods' ? verb === 'create' : writes.has(verb);
  },
  codes: new Set(),
};

const inNamespace: Readonly<Record<string, true>> = { leases: true, pods: true, configmaps: true };
