import { formatNames } from '../formats/format-options.ts';
import { loadPrinter, printerNames } from '../printers/printers.ts';

/**
 * Every part that the program is made of, each loaded when it is used. There is no other list, and nothing registers itself;
 * a test compares this one with the folders.
 */
export const parts = {
  sources: {
    'audit-file': async () => (await import('../sources/audit-file/audit-file.ts')).auditFile,
  },
  /** Those that do not end. */
  liveSources: {
    'audit-file': async () => (await import('../sources/audit-file/live-file.ts')).liveFile,
    'audit-webhook': async () => (await import('../sources/audit-webhook/audit-webhook.ts')).auditWebhook,
    'kubernetes-watch': async () =>
      (await import('../sources/kubernetes-watch/kubernetes-watch.ts')).kubernetesWatch,
    admission: async () => (await import('../sources/admission/admission.ts')).admission,
    containerd: async () => (await import('../sources/containerd/containerd.ts')).containerdSource,
    'node-files': async () => (await import('../sources/node-files/node-files.ts')).nodeFiles,
    'http-logs': async () => (await import('../sources/http-logs/http-logs.ts')).httpLogs,
    firehose: async () => (await import('../sources/firehose/firehose.ts')).firehose,
    pubsub: async () => (await import('../sources/pubsub/pubsub.ts')).pubsub,
    otlp: async () => (await import('../sources/otlp/otlp.ts')).otlp,
    syslog: async () => (await import('../sources/syslog/syslog.ts')).syslog,
    kafka: async () => (await import('../sources/kafka/kafka.ts')).kafka,
  },
  stores: {
    memory: async () => (await import('../stores/memory/memory-store.ts')).memoryStore,
    sqlite: async () => (await import('../stores/sqlite/sqlite-store.ts')).sqliteStore,
  },
  /** For another process than the one that writes. */
  storeReaders: {
    sqlite: async () => (await import('../stores/sqlite/sqlite-store.ts')).sqliteReader,
  },
  detectors: {
    sigma: async () => (await import('../detect/sigma/compile-sigma.ts')).compileSigma,
    anomaly: async () => (await import('../detect/anomaly/anomaly-detector.ts')).createAnomalyDetector,
    nodes: async () => (await import('../detect/nodes/nodes-detector.ts')).createNodesDetector,
    silence: async () => (await import('../detect/silence/silence.ts')).createSilence,
    corroboration: async () => (await import('../detect/corroboration/corroboration.ts')).createCorroboration,
    cel: async () => (await import('../detect/cel/compile-cel.ts')).compileCel,
  },
  /** Formats are recognised, so the decoder loads them all: `formats/parts.ts` is its list in this order. */
  formats: formatNames,
  printers: printerNames,
} as const;

export { loadPrinter };
