import type { JsonObject } from '../model/json.ts';
import { booleanAt, objectAt } from '../model/json.ts';
import { integerAt, mapAt, textAt, textsAt } from './fields.ts';
import type { Container } from './workload-change.ts';

export type Security = Pick<
  Container,
  | 'privileged'
  | 'hostProcess'
  | 'runAsUser'
  | 'runAsRoot'
  | 'runAsNonRoot'
  | 'allowPrivilegeEscalation'
  | 'capabilitiesAdd'
  | 'capabilitiesDrop'
  | 'procMount'
  | 'seccompProfile'
  | 'appArmorProfile'
  | 'readOnlyRootFilesystem'
>;

interface Pod {
  readonly spec: JsonObject;
  readonly metadata: JsonObject;
}

const capabilityLimit = 128;

/** A container's security context over the pod's, as the kubelet merges them. */
export function readSecurity(pod: Pod, container: JsonObject): Security {
  const own = objectAt(container, 'securityContext') ?? {};
  const shared = objectAt(pod.spec, 'securityContext') ?? {};
  const capabilities = objectAt(own, 'capabilities');
  const runAsUser =
    integerAt(own, 'runAsUser') >= 0 ? integerAt(own, 'runAsUser') : integerAt(shared, 'runAsUser');
  return {
    privileged: booleanAt(own, 'privileged') ?? false,
    hostProcess: hostProcess(own) ?? hostProcess(shared) ?? false,
    runAsUser,
    runAsRoot: runAsUser === 0,
    runAsNonRoot: booleanAt(own, 'runAsNonRoot') ?? booleanAt(shared, 'runAsNonRoot') ?? false,
    allowPrivilegeEscalation: booleanAt(own, 'allowPrivilegeEscalation') ?? false,
    capabilitiesAdd: textsAt(capabilities, 'add', capabilityLimit).map(capabilityName),
    capabilitiesDrop: textsAt(capabilities, 'drop', capabilityLimit).map(capabilityName),
    procMount: textAt(own, 'procMount'),
    seccompProfile: profileOf(own, shared, 'seccompProfile') || annotatedSeccomp(pod, container),
    appArmorProfile: profileOf(own, shared, 'appArmorProfile') || annotatedAppArmor(pod, container),
    readOnlyRootFilesystem: booleanAt(own, 'readOnlyRootFilesystem') ?? false,
  };
}

function hostProcess(context: JsonObject): boolean | undefined {
  return booleanAt(objectAt(context, 'windowsOptions'), 'hostProcess');
}

/** Runtimes take `CAP_SYS_ADMIN` and `sys_admin` for `SYS_ADMIN`. */
function capabilityName(written: string): string {
  return written.toUpperCase().replace(/^CAP_/, '');
}

function profileOf(own: JsonObject, shared: JsonObject, key: string): string {
  return textAt(objectAt(own, key), 'type') || textAt(objectAt(shared, key), 'type');
}

/** Before Kubernetes 1.30 AppArmor profiles were annotations of the pod. */
function annotatedAppArmor(pod: Pod, container: JsonObject): string {
  const annotations = mapAt(pod.metadata, 'annotations');
  return profileName(
    annotations.get(`container.apparmor.security.beta.kubernetes.io/${textAt(container, 'name')}`) ?? '',
  );
}

/** Before Kubernetes 1.27 seccomp profiles could be annotations of the pod. */
function annotatedSeccomp(pod: Pod, container: JsonObject): string {
  const annotations = mapAt(pod.metadata, 'annotations');
  const own = annotations.get(`container.seccomp.security.alpha.kubernetes.io/${textAt(container, 'name')}`);
  return profileName(own ?? annotations.get('seccomp.security.alpha.kubernetes.io/pod') ?? '');
}

/** The annotations' values in today's names. */
function profileName(written: string): string {
  if (written === 'unconfined') return 'Unconfined';
  if (written === 'runtime/default' || written === 'docker/default') return 'RuntimeDefault';
  return written.startsWith('localhost/') ? 'Localhost' : written;
}
