import type { Activity, AuditedRequest, Identity } from '../../model/activity.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';

export type HeaderLine = readonly [label: string, text: string];

/** Who did what and when, as far as an event says it outside of its bodies, which may hold secrets. Unescaped text. */
export function headerOf(activity: Activity): readonly HeaderLine[] {
  if (activity.type === 'audit') return requestHeader(activity.request).filter(([, text]) => text !== '');
  if (activity.type !== 'manifest') return seenHeader(activity).filter(([, text]) => text !== '');
  const { object } = activity;
  const metadata = objectAt(object, 'metadata');
  const name = [stringAt(metadata, 'namespace'), stringAt(metadata, 'name')].filter(Boolean).join('/');
  return [['object', `${stringAt(object, 'kind') ?? ''} ${name} (${stringAt(object, 'apiVersion') ?? ''})`]];
}

function seenHeader(activity: NodeActivity): readonly HeaderLine[] {
  const { at, node, pod, container, origin, type } = activity;
  const process = 'process' in activity ? activity.process : undefined;
  return [
    ['time', at],
    ['seen by', origin.source],
    ['what', type === 'flow' ? type : `${type} ${activity.act}`],
    ['node', node],
    ['pod', [pod.namespace, pod.name].filter(Boolean).join('/')],
    ['container', [container.name, container.image, container.id].filter(Boolean).join('  ')],
    ['process', [process?.commandLine, process?.user && `(${process.user})`].filter(Boolean).join(' ')],
    ['file', type === 'file' ? activity.path : ''],
  ];
}

function requestHeader(request: AuditedRequest): readonly HeaderLine[] {
  const { impersonated, code, truncated } = request;
  return [
    ['time', request.at],
    ['user', identityText(request.user)],
    ['acting as', impersonated === undefined ? '' : identityText(impersonated)],
    ['from', `${request.sourceIPs.join(', ')}  ${request.userAgent}`.trim()],
    ['request', `${request.verb} ${withoutSecrets(request.uri)}`],
    ['object', objectText(request)],
    [
      'answer',
      code === undefined ? request.outcome : `${code} (${request.outcome})  ${request.message}`.trim(),
    ],
    ['logged at', `${request.level}, ${request.stage}${truncated ? ', bodies left out: too large' : ''}`],
    ['audit id', request.auditId],
  ];
}

/** Parameters such as `access_token` carry credentials in some requests. */
function withoutSecrets(uri: string): string {
  return uri.replace(/([?&][^=&]*(?:token|passw|secret|key|auth|cred)[^=&]*=)[^&]*/gi, '$1(hidden)');
}

function identityText({ user, groups }: Identity): string {
  return groups.length === 0 ? user : `${user} (${groups.join(', ')})`;
}

function objectText({ object }: AuditedRequest): string {
  if (object === undefined) return '';
  const { group, resource, subresource, namespace, name } = object;
  const type = `${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}`;
  return `${type} ${[namespace, name].filter(Boolean).join('/')}`.trim();
}
