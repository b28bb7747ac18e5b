import type { Setting } from './settings.ts';
import { settings } from './settings.ts';

/** Settings of `run` alone; those of detection it shares with `scan`. */
export const watchSettings: readonly Setting[] = [
  {
    key: 'state',
    type: 'text',
    flags: '--state <folder>',
    says: 'The folder where everything is kept; made if it is not there. One watch at a time works with it.',
    default: 'none: it must be named',
    paths: true,
  },
  {
    key: 'source',
    type: 'list',
    flags: '--source <type:target[,key=value]...>',
    says: 'Where input comes from; repeatable.',
    default: 'none: at least one must be named',
  },
  {
    key: 'keep',
    type: 'text',
    flags: '--keep <duration>',
    says: 'How long findings and incidents are kept (`30d`, `52w`).',
    default: '400d',
  },
  {
    key: 'max-state-bytes',
    type: 'number',
    flags: '--max-state-bytes <n>',
    says: 'The oldest findings go when the database grows beyond this.',
    default: '10737418240',
  },
  {
    key: 'listen',
    type: 'text',
    flags: '--listen <host:port>',
    says: 'Answer /healthz, /readyz and /metrics (Prometheus) there.',
    default: 'nowhere',
  },
  {
    key: 'listen-token-file',
    type: 'text',
    flags: '--listen-token-file <file>',
    says: 'Whoever asks there must send the bearer token in this file; needed off loopback.',
    default: 'none',
    paths: true,
  },
  {
    key: 'listen-cert-file',
    type: 'text',
    flags: '--listen-cert-file <file>',
    says: 'The certificate of that address, PEM; needed off loopback, with its key.',
    default: 'none',
    paths: true,
  },
  {
    key: 'listen-key-file',
    type: 'text',
    flags: '--listen-key-file <file>',
    says: 'The key of that certificate, PEM.',
    default: 'none',
    paths: true,
  },
  {
    key: 'reload-on-change',
    type: 'switch',
    flags: '--reload-on-change',
    says: 'Read configuration, rules and suppressions anew when their files change; SIGHUP does so in any case.',
    default: 'off',
  },
  {
    key: 'once',
    type: 'switch',
    flags: '--once',
    says: 'End when everything that is there was read and stored; for sources that end.',
    default: 'off',
    once: true,
  },
];

/** Every setting that can be said anywhere. */
export const allSettings: readonly Setting[] = [...settings, ...watchSettings];
