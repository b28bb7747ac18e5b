import type { AuditActivity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type {
  FileActivity,
  FlowActivity,
  NodeActivity,
  ProcessActivity,
  ProcessDetail,
} from '../../model/node-activity.ts';

/** What Sigma rules look at: all but files under review. */
export type SigmaActivity = AuditActivity | NodeActivity;

/**
 * The fields that rules name. Of what was seen on a node those of Sigma's taxonomy for its log source (process_creation, file_event,
 * network_connection), and beside them which pod and container it was seen in. What is not known is absent.
 * https://sigmahq.io/docs/basics/log-sources.html
 */
export function eventOf(activity: SigmaActivity): JsonObject {
  if (activity.type === 'audit') return activity.event;
  return present({ ...whereOf(activity), ...whatOf(activity) });
}

function whereOf({ at, node, pod, container, format }: NodeActivity): JsonObject {
  return {
    UtcTime: at,
    Computer: node,
    SourceFormat: format,
    PodNamespace: pod.namespace,
    PodName: pod.name,
    PodUid: pod.uid,
    ContainerId: container.id,
    ContainerName: container.name,
    ContainerImage: container.image,
  };
}

function whatOf(activity: NodeActivity): JsonObject {
  if (activity.type === 'process') return ofProcess(activity);
  if (activity.type === 'file') return ofFile(activity);
  if (activity.type === 'flow') return ofFlow(activity);
  const { act, role, runtimeNamespace, commandLine } = activity;
  return { Action: act, Role: role, RuntimeNamespace: runtimeNamespace, CommandLine: commandLine };
}

const ofProcess = ({ act, process: made, parent }: ProcessActivity): JsonObject => ({
  Action: act,
  ...executed(made),
  CommandLine: made.commandLine,
  CurrentDirectory: made.directory,
  ...(parent && {
    ParentImage: parent.binary,
    ParentCommandLine: parent.commandLine,
    ...(parent.pid !== undefined && { ParentProcessId: parent.pid }),
  }),
});

const ofFile = ({ act, path, folder, process: writer }: FileActivity): JsonObject => ({
  Action: act,
  TargetFilename: path,
  Folder: folder,
  ...(writer && { ...executed(writer), CommandLine: writer.commandLine }),
});

const ofFlow = ({ peer, direction, method, path, status, upstream, process }: FlowActivity): JsonObject => ({
  Initiated: direction === 'outbound' ? 'true' : direction === 'inbound' ? 'false' : '',
  DestinationHostname: peer.host || peer.serverName,
  DestinationIp: peer.address,
  ...(peer.port > 0 && { DestinationPort: peer.port }),
  'cs-method': method,
  'cs-uri-stem': path,
  ...(status > 0 && { 'sc-status': status }),
  Upstream: upstream,
  ...(process && executed(process)),
});

const executed = ({ binary, user, login, pid }: ProcessDetail): JsonObject => ({
  Image: binary,
  User: user,
  LogonUser: login,
  ...(pid !== undefined && { ProcessId: pid }),
});

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
