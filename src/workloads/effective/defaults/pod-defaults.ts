import type { JsonObject } from '../../../model/json.ts';
import { booleanAt, numberAt, objectAt, stringAt } from '../../../model/json.ts';
import { withField } from '../edit.ts';
import { each, filled, within } from './fill.ts';
import { isLatest } from './image-tag.ts';
import { itemDefaults, volumeDefaults } from './volume-defaults.ts';

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** pkg/apis/core/v1/defaults.go: SetDefaults_PodSpec and those of its parts. */
export function podSpecDefaults(spec: JsonObject): JsonObject {
  const account = stringAt(spec, 'serviceAccountName') ?? stringAt(spec, 'serviceAccount');
  const named =
    account === undefined ? spec : { ...spec, serviceAccountName: account, serviceAccount: account };
  let result = filled(named, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  });
  for (const list of containerLists) result = each(result, list, containerDefaults);
  if (booleanAt(result, 'hostNetwork') === true) {
    for (const list of containerLists.slice(0, 2)) result = each(result, list, withHostPorts);
  }
  return each(result, 'volumes', volumeDefaults);
}

function containerDefaults(container: JsonObject): JsonObject {
  let result = filled(container, {
    imagePullPolicy: isLatest(container['image']) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  result = each(result, 'ports', port => filled(port, { protocol: 'TCP' }));
  result = each(result, 'env', variable => within(variable, 'valueFrom', sourceDefaults));
  for (const probe of probes) result = within(result, probe, probeDefaults);
  return within(result, 'lifecycle', lifecycle =>
    within(within(lifecycle, 'postStart', actionDefaults), 'preStop', actionDefaults),
  );
}

function sourceDefaults(source: JsonObject): JsonObject {
  const resource = within(itemDefaults(source), 'resourceFieldRef', field => filled(field, { divisor: '0' }));
  return within(resource, 'fileKeyRef', file => filled(file, { optional: false }));
}

function probeDefaults(probe: JsonObject): JsonObject {
  const times = filled(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return within(actionDefaults(times), 'grpc', action => filled(action, { service: '' }));
}

function actionDefaults(action: JsonObject): JsonObject {
  return within(action, 'httpGet', get => filled(get, { path: '/', scheme: 'HTTP' }));
}

/** In the network of the node every port is a port of the node. */
function withHostPorts(container: JsonObject): JsonObject {
  return each(container, 'ports', port =>
    typeof port['containerPort'] === 'number' ? filled(port, { hostPort: port['containerPort'] }) : port,
  );
}

/** SetDefaults_Pod: what a Pod gets and a template does not. */
export function podDefaults(pod: JsonObject): JsonObject {
  return within(pod, 'spec', spec => {
    let result = filled(spec, { enableServiceLinks: true });
    if ((numberAt(result, 'terminationGracePeriodSeconds') ?? 0) < 0) {
      result = withField(result, 'terminationGracePeriodSeconds', 1);
    }
    for (const list of containerLists.slice(0, 2)) result = each(result, list, withRequests);
    return result;
  });
}

/** What is limited and not asked for is asked for. */
function withRequests(container: JsonObject): JsonObject {
  return within(container, 'resources', resources => {
    const limits = objectAt(resources, 'limits');
    return limits === undefined
      ? resources
      : withField(resources, 'requests', { ...limits, ...objectAt(resources, 'requests') });
  });
}
