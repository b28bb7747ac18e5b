/** Command lines of the components; files are named from the folder that they run in. Everything listens on loopback. */

const flags = (values: { readonly [flag: string]: string | number | undefined }): readonly string[] =>
  Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`]));

const local = (port: number): string => `http://127.0.0.1:${port}`;

export const etcdArguments = (port: number, peer: number): readonly string[] => [
  ...flags({
    'data-dir': 'etcd-data',
    'log-level': 'error',
    'initial-cluster': `default=${local(peer)}`,
    'listen-client-urls': local(port),
    'advertise-client-urls': local(port),
    'listen-peer-urls': local(peer),
    'initial-advertise-peer-urls': local(peer),
  }),
  '--unsafe-no-fsync',
];

interface ApiServer {
  readonly port: number;
  readonly etcd: number;
  readonly auditWebhook?: string;
  readonly admission?: string;
}

export const apiServerArguments = ({ port, etcd, auditWebhook, admission }: ApiServer): readonly string[] =>
  flags({
    'etcd-servers': local(etcd),
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    'secure-port': port,
    'cert-dir': 'apiserver',
    'endpoint-reconciler-type': 'none',
    'service-cluster-ip-range': '10.96.0.0/16',
    'authorization-mode': 'Node,RBAC',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': 'sa.pub',
    'service-account-signing-key-file': 'sa.key',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': 'true',
    'token-auth-file': 'tokens.csv',
    'audit-policy-file': 'policy.yaml',
    'audit-log-path': 'audit.log',
    'audit-webhook-config-file': auditWebhook === undefined ? undefined : 'audit-webhook.yaml',
    'audit-webhook-batch-max-wait': auditWebhook === undefined ? undefined : '1s',
    'admission-control-config-file': admission === undefined ? undefined : 'admission.yaml',
  });

export const controllerArguments = (port: number, sharedAccount: boolean): readonly string[] =>
  flags({
    kubeconfig: 'controllers.kubeconfig',
    'leader-elect': 'false',
    'use-service-account-credentials': String(!sharedAccount),
    'service-account-private-key-file': 'sa.key',
    'root-ca-file': 'apiserver/apiserver.crt',
    'bind-address': '127.0.0.1',
    'secure-port': port,
    'cert-dir': 'controllers',
  });

export const schedulerArguments = (port: number): readonly string[] =>
  flags({
    kubeconfig: 'scheduler.kubeconfig',
    'leader-elect': 'false',
    'bind-address': '127.0.0.1',
    'secure-port': port,
    'cert-dir': 'scheduler',
  });

interface Kubelet {
  readonly config: string;
  readonly kubeconfig: string;
  readonly root: string;
  readonly certificates: string;
  readonly name: string;
}

export const kubeletArguments = ({
  config,
  kubeconfig,
  root,
  certificates,
  name,
}: Kubelet): readonly string[] =>
  flags({ config, kubeconfig, 'root-dir': root, 'cert-dir': certificates, 'hostname-override': name });
