/** A field of audit.k8s.io/v1 events, as logged. https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
export interface AuditField {
  readonly path: string;
  readonly type: 'text' | 'number' | 'time' | 'object' | 'map' | 'free';
  readonly says: string;
  /** All values it can have. */
  readonly values?: readonly string[];
}

const text = (path: string, says: string, values?: readonly string[]): AuditField => ({
  path,
  type: 'text',
  says,
  ...(values === undefined ? {} : { values }),
});

const of = (type: AuditField['type'], path: string, says: string): AuditField => ({
  path,
  type,
  says,
});

/** Verbs of the API, then the HTTP methods that requests outside of it have. */
const verbs = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['post', 'put', 'head', 'options', 'connect', 'trace', 'proxy'],
];

const identity = (name: string, who: string): readonly AuditField[] => [
  of('object', name, who),
  text(`${name}.username`, `${who}: name, such as system:serviceaccount:<namespace>:<name>`),
  text(`${name}.uid`, `${who}: identifier`),
  text(`${name}.groups`, `${who}: groups, a list`),
  of('map', `${name}.extra`, `${who}: further attributes, such as authentication.kubernetes.io/pod-name`),
];

/** Every field that an event may have. Below `map` and `free` fields there may be any. */
export const auditFields: readonly AuditField[] = [
  text('kind', 'Always Event', ['Event']),
  text('apiVersion', 'Version of the event', ['audit.k8s.io/v1', 'audit.k8s.io/v1beta1']),
  text('level', 'How much of the request is logged', ['Metadata', 'Request', 'RequestResponse']),
  text('auditID', 'Identifier of the request; clients may choose it'),
  text('stage', 'How far the request had come', [
    ...['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'],
  ]),
  text('requestURI', 'Path and query of the request'),
  text('verb', 'What is done; for requests outside of the API the HTTP method in lower case', verbs),
  ...identity('user', 'Who authenticated'),
  ...identity('impersonatedUser', 'Whom the user acted as'),
  of('map', 'authenticationMetadata', 'How the user authenticated, such as impersonationConstraint'),
  text('sourceIPs', 'Addresses the request came from, a list; all but the last can be set by the client'),
  text('userAgent', 'What the client calls itself'),
  of('object', 'objectRef', 'The object that the request is about'),
  text('objectRef.resource', 'Its type: the plural name in lower case, such as cronjobs'),
  text('objectRef.namespace', 'Its namespace'),
  text('objectRef.name', 'Its name; absent where the server makes one up'),
  text('objectRef.uid', 'Its identifier'),
  text('objectRef.apiGroup', 'Its API group, such as batch; absent for the core group'),
  text('objectRef.apiVersion', 'Version of the group, such as v1'),
  text('objectRef.resourceVersion', 'Version of the object'),
  text('objectRef.subresource', 'Part of it: exec, status, scale, token, ...'),
  of('object', 'responseStatus', 'The answer'),
  of('number', 'responseStatus.code', 'HTTP status, a number'),
  text('responseStatus.status', 'Success or Failure; often absent', ['Success', 'Failure']),
  text('responseStatus.message', 'Why it failed'),
  text('responseStatus.reason', 'Why it failed, in one word such as Forbidden or NotFound'),
  of('map', 'responseStatus.metadata', 'Metadata of lists'),
  of('map', 'responseStatus.details', 'Details of the failure'),
  text('responseStatus.kind', 'Always Status, where it is logged', ['Status']),
  text('responseStatus.apiVersion', 'Always v1, where it is logged', ['v1']),
  of('free', 'requestObject', 'The body of the request, from level Request'),
  of('free', 'responseObject', 'The body of the answer, at level RequestResponse'),
  of('time', 'requestReceivedTimestamp', 'When the request arrived'),
  of('time', 'stageTimestamp', 'When it reached this stage'),
  of('map', 'annotations', 'What admission and authorization noted'),
  text('annotations.authorization.k8s.io/decision', 'Whether it was allowed', ['allow', 'forbid']),
  text('annotations.authorization.k8s.io/reason', 'The binding and role that allowed it'),
  text('annotations.audit.k8s.io/truncated', 'Set where the bodies were too large', ['true']),
  of('text', 'watchbill.gke.methodName', 'Derived: the method as GKE names it'),
  of('text', 'watchbill.gke.resourceName', 'Derived: the resource as GKE names it'),
  of('number', 'watchbill.gke.statusCode', 'Derived: the gRPC code of the answer'),
  of('text', 'watchbill.azure.operationName', 'Derived: the operation as Azure names it'),
];

const byPath = new Map(auditFields.map(field => [field.path, field]));

/** The field of this name, or the one with free content that it is below; undefined where no event has it. */
export function auditFieldOf(name: string): AuditField | undefined {
  const known = byPath.get(name);
  if (known !== undefined) return known;
  const parts = name.split('.');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const parent = byPath.get(parts.slice(0, length).join('.'));
    if (parent === undefined) continue;
    if (parent.type === 'map' || parent.type === 'free') return parent;
    // A number picks an element of a list: `sourceIPs.0`.
    const picked = length === parts.length - 1 && /^\d+$/.test(parts.at(-1) ?? '');
    return picked ? parent : undefined;
  }
  return undefined;
}
