import type { DescribeRule, RuleDescription } from '../../model/rule-description.ts';
import type { Severity } from '../../model/severity.ts';

/** What the joining of nodes with the API can find. */
export interface NodeRule extends RuleDescription {
  readonly level: Severity;
}

const techniques = {
  deploy: ['attack.execution', 'attack.defense-evasion', 'attack.t1610', 'attack.t1053.007'],
  persist: ['attack.persistence', 'attack.execution', 'attack.t1053.007', 'attack.t1610'],
  administer: ['attack.execution', 'attack.t1609'],
} as const;

const references = [
  'https://attack.mitre.org/techniques/T1053/007',
  'https://attack.mitre.org/techniques/T1610/',
];

export const nodeRules = {
  podUnknown: {
    id: 'node-pod-unknown-to-api',
    title: 'Pod runs on a node and the API does not know it',
    description:
      "The kubelet started a pod for which the API server's log has no request. A static pod does that whose namespace does not exist, or a node whose kubelet takes orders from elsewhere.",
    level: 'high',
    references,
    tags: techniques.persist,
    falsepositives: ['A node that was started again, with a pod that is older than the log'],
    blindspots: [
      'Pods that were started before the log begins; several unknown pods at once are taken for a node that was started again',
    ],
    response: [
      "Look on the node: crictl pods, and the kubelet's folder of static pods",
      'Remove the file there and keep it: deleting a pod by the API does not stop it',
    ],
  },
  containerAlone: {
    id: 'node-container-around-api',
    title: 'Container was started around the API',
    description:
      'A container runs on a node of the cluster that belongs to no pod: somebody asked the runtime itself (ctr, nerdctl, docker, podman).',
    level: 'high',
    references,
    tags: techniques.deploy,
    falsepositives: ['Builders of images on nodes; an administrator who looks into something'],
    blindspots: ['A container that bears the labels of a pod'],
    response: [
      'Find out who was on the node at that time; the API has no record of it',
      'Keep the container for examination: ctr -n k8s.io containers info',
    ],
  },
  otherThanPod: {
    id: 'node-container-differs-from-pod',
    title: 'Container runs something else than its pod asks for',
    description:
      "Image or command of a container that was started are not those of its pod's spec in the API.",
    level: 'high',
    references,
    tags: techniques.deploy,
    falsepositives: ['A runtime class or a hook of the runtime that changes what is started'],
    blindspots: [
      'Images that the runtime names by id; commands that the image knows; pods whose answer was not logged (RequestResponse)',
    ],
    response: [
      "Compare crictl inspect with the pod's spec",
      'Look for hooks and mirrors in the configuration of the container runtime',
    ],
  },
  notInPod: {
    id: 'node-container-not-in-pod',
    title: "Container in a pod's sandbox is not in the pod",
    description:
      'A container was started in the sandbox of a pod whose spec has no container of that name: crictl can do that, the API cannot.',
    level: 'high',
    references,
    tags: techniques.deploy,
    falsepositives: [],
    blindspots: ['Pods whose answer was not logged (RequestResponse)'],
    response: ['Find out who was on the node at that time'],
  },
  processAround: {
    id: 'node-process-around-api',
    title: 'Process was started in a container around the API',
    description:
      "The container runtime started a process that is neither what the pod's template runs nor one of its probes and hooks, and no request to exec or attach was logged: ctr or crictl did it on the node.",
    level: 'medium',
    references: ['https://attack.mitre.org/techniques/T1609/'],
    tags: techniques.administer,
    falsepositives: [],
    blindspots: ['Logs without any request to exec; containers that run what their image says'],
    response: ['Find out who was on the node at that time'],
  },
  fileHidden: {
    id: 'node-static-pod-hidden',
    title: 'Static pod without a mirror in the API',
    description:
      "A manifest lies in the kubelet's folder of static pods, and no mirror of it was made: what it runs is not to be seen by kubectl.",
    level: 'high',
    references,
    tags: techniques.persist,
    falsepositives: ['A manifest that the kubelet refuses, and that runs nothing'],
    blindspots: ['Folders that nobody watches; manifests that the kubelet gets by HTTP'],
    response: [
      'Read the file, keep it, remove it from the folder',
      'Find out who wrote it: auditd with a watch on the folder tells',
    ],
  },
  mirrorForged: {
    id: 'node-mirror-pod-without-file',
    title: 'Mirror pod without a file on its node',
    description:
      "A mirror pod was made in the name of a node on which no such manifest lies: somebody has the kubelet's credentials.",
    level: 'high',
    references,
    tags: techniques.persist,
    falsepositives: ['A kubelet that reads manifests from another folder or by HTTP'],
    blindspots: ['Nodes whose folder is not watched'],
    response: [
      "Take the node's certificate away and look where it was used",
      'Look whether a container of the pod runs anywhere',
    ],
  },
} as const satisfies { readonly [key: string]: NodeRule };

export type NodeRuleName = keyof typeof nodeRules;

const byId = new Map<string, RuleDescription>(Object.values(nodeRules).map(rule => [rule.id, rule]));

export const describeNodeRule: DescribeRule = id => byId.get(id);
