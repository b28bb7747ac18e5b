import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the certificate and the key of somebody are, PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** An authority of its own in a folder. undefined: there is no openssl here. */
export function createAuthority(folder: string, name: string) {
  const authority = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  const made = openssl([
    ...newKey(authority),
    '-x509',
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
    '-out',
    authority.certificate,
  ]);
  if (!made) return undefined;
  return {
    certificate: authority.certificate,
    /** Valid for loopback. */
    issue(common: string): Identity {
      const issued = { certificate: join(folder, `${common}.crt`), key: join(folder, `${common}.key`) };
      const [asked, extensions] = [join(folder, `${common}.csr`), join(folder, `${common}.ext`)];
      writeFileSync(
        extensions,
        'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n',
      );
      const signing = [
        '-CA',
        authority.certificate,
        '-CAkey',
        authority.key,
        '-CAcreateserial',
        '-days',
        '2',
        '-extfile',
        extensions,
      ];
      const done =
        openssl([...newKey(issued), '-subj', `/CN=${common}`, '-out', asked]) &&
        openssl(['x509', '-req', '-in', asked, ...signing, '-out', issued.certificate]);
      if (!done) throw new Error(`no certificate for ${common}`);
      return issued;
    },
  };
}

const newKey = ({ key }: Identity): readonly string[] => [
  ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key],
];

const openssl = (words: readonly string[]): boolean => spawnSync('openssl', words).status === 0;
