import type { FolderKind } from '../../model/node-activity.ts';

/** Where components of Kubernetes and Linux look by default; each may be told to look elsewhere. */
const places: readonly (readonly [FolderKind, RegExp])[] = [
  // kubeadm; k3s (server and agent), RKE2; MicroK8s and others by the folder's usual name
  ['static-pods', /\/etc\/(?:kubernetes|kubelet\.d)\/(?:manifests|static-?pods)\//],
  ['static-pods', /\/etc\/kubelet\.d\/[^/]+$/],
  ['static-pods', /\/var\/lib\/rancher\/(?:k3s|rke2)\/(?:server|agent)\/(?:manifests|pod-manifests)\//],
  ['static-pods', /\/(?:static-?pods?|pod-manifests|staticpods)\//i],
  ['cron', /\/etc\/(?:crontab|anacrontab|cron\.(?:d|hourly|daily|weekly|monthly|yearly)\/)/],
  ['cron', /\/var\/spool\/(?:cron|anacron|at)\//],
  ['systemd', /\/(?:etc|run|usr\/lib|lib|usr\/local\/lib)\/systemd\/(?:system|user)\//],
  ['systemd', /\/\.config\/systemd\/user\//],
  ['systemd', /\/etc\/containers\/systemd\//],
  ['kubeconfig', /\/\.kube\/config$/],
  ['kubeconfig', /\/etc\/kubernetes\/[\w.-]*\.(?:conf|kubeconfig)$/],
  ['kubeconfig', /\/etc\/rancher\/(?:k3s|rke2)\/(?:k3s|rke2)\.yaml$/],
  ['kubelet', /\/var\/lib\/kubelet\/(?:config\.yaml|kubeadm-flags\.env|config\.d\/|pki\/|kubeconfig$)/],
  ['kubelet', /\/etc\/kubernetes\/kubelet(?:\.ya?ml$|\/)/],
  ['kubelet', /\/etc\/(?:default|sysconfig)\/kubelet$/],
  ['container-runtime', /\/etc\/(?:containerd|crio|docker|containers|cni)\//],
];

/** Of a path on the host, also as a container that has mounted the host sees it (`/host/etc/...`). */
export function folderKindOf(path: string): FolderKind {
  return places.find(([, pattern]) => pattern.test(path))?.[0] ?? 'other';
}
