import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/model/json.ts';

/** The shapes in which managed clusters deliver an audit event, after their vendors' documentation. */

/** What CloudWatch Logs hands to Firehose for a subscription of an EKS cluster's log group. */
export function firehoseRequest(requestId: string, event: JsonObject): string {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/eks/not-mine/cluster',
    logStream: 'kube-apiserver-audit-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    subscriptionFilters: ['to-watchbill'],
    logEvents: [{ id: '3889', timestamp: 1_795_408_622_066, message: JSON.stringify(event) }],
  };
  const data = gzipSync(JSON.stringify(payload)).toString('base64');
  return JSON.stringify({ requestId, timestamp: 1_795_408_623_000, records: [{ data }] });
}

/** The same event as Google's entry of Cloud Logging. */
export function gkeEntry(event: JsonObject): JsonObject {
  const { user, requestObject, responseObject } = event;
  const principalEmail =
    typeof user === 'object' && user !== null && 'username' in user ? user['username'] : '';
  return {
    insertId: event['auditID'],
    logName: 'projects/shop-prod/logs/cloudaudit.googleapis.com%2Factivity',
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      authenticationInfo: { principalEmail },
      methodName: 'io.k8s.batch.v1.cronjobs.create',
      request: requestObject,
      requestMetadata: { callerIp: '198.51.100.7', callerSuppliedUserAgent: 'kubectl' },
      resourceName: 'batch/v1/namespaces/data/cronjobs/nightly-report',
      response: responseObject,
      serviceName: 'k8s.io',
    },
    resource: {
      type: 'k8s_cluster',
      labels: { cluster_name: 'not-mine', location: 'europe-west1', project_id: 'shop-prod' },
    },
    timestamp: event['stageTimestamp'],
  };
}

/** A push of Pub/Sub, wrapped. */
export function pubsubRequest(entry: JsonObject): string {
  const data = Buffer.from(JSON.stringify(entry)).toString('base64');
  return JSON.stringify({
    message: { data, messageId: '2070443601311540', publishTime: '2026-11-23T04:37:15Z', attributes: {} },
    subscription: 'projects/shop-prod/subscriptions/watchbill',
  });
}

/** What AKS sends to Event Hubs. */
export function eventHubMessage(event: JsonObject): string {
  return JSON.stringify({
    records: [
      {
        time: '2026-11-23T04:37:15Z',
        resourceId:
          '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/NOT-MINE',
        category: 'kube-audit',
        operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
        properties: { log: JSON.stringify(event), stream: 'stdout', pod: 'kube-apiserver-0' },
      },
    ],
  });
}
