/** Configuration files of a node's components, all under the node's own folder. */

interface Network {
  readonly home: string;
  readonly bridge: string;
  readonly subnet: string;
}

/** A private bridge without masquerading: pods reach the node and each other, nothing outside. */
export function networkConfig({ home, bridge, subnet }: Network): string {
  const ipam = { type: 'host-local', ranges: [[{ subnet }]], dataDir: `${home}/addresses` };
  const plugins = [{ type: 'bridge', bridge, isGateway: true, ipMasq: false, ipam }];
  return JSON.stringify({ cniVersion: '0.4.0', name: bridge, plugins });
}

export const containerdConfig = (home: string, pauseImage: string): string => `
version = 2
root = "${home}/containerd-root"
state = "${home}/containerd-state"
[grpc]
  address = "${home}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "${pauseImage}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${home}/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${home}/registries"
`;

/** cgroups are left to the runtime, so that several nodes can be on one machine. */
export const kubeletConfig = (home: string, port: number): string =>
  JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '127.0.0.1',
    port,
    readOnlyPort: 0,
    healthzPort: 0,
    failCgroupV1: false,
    failSwapOn: false,
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    makeIPTablesUtilChains: false,
    localStorageCapacityIsolation: false,
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'memory.available': '1Mi' },
    containerRuntimeEndpoint: `unix://${home}/containerd.sock`,
    staticPodPath: `${home}/manifests`,
    fileCheckFrequency: '2s',
    podLogsDir: `${home}/logs`,
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
  });
