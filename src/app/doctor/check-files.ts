import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Check } from './check.ts';
import { broken, messageOf, pass, warn } from './check.ts';

const day = 24 * 3_600_000;
const soon = 30 * day;

/** A certificate with its key: readable, fitting, in force. */
export function checkCertificate(certFile: string, keyFile: string, now: number): readonly Check[] {
  const name = `certificate ${certFile}`;
  try {
    const certificate = new X509Certificate(readFileSync(certFile));
    const key = createPrivateKey(readFileSync(keyFile));
    if (!certificate.checkPrivateKey(key))
      return [broken(name, `${keyFile} is not its key`, 'Name the key that the certificate was made for')];
    return [inForce(name, certificate, now), checkSecret(keyFile)];
  } catch (error) {
    return [broken(name, messageOf(error), 'Name PEM files that the user of the watch can read')];
  }
}

function inForce(name: string, { validFrom, validTo }: X509Certificate, now: number): Check {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const until = new Date(to).toISOString();
  if (now > to) return broken(name, `expired at ${until}`, 'Renew it: no client that checks it connects');
  if (now < from)
    return broken(
      name,
      `is not in force before ${new Date(from).toISOString()}`,
      'Check the clock of this machine, or wait',
    );
  return to - now < soon
    ? warn(name, `expires at ${until}`, 'Renew it in time')
    : pass(name, `in force until ${until}`);
}

/** A file with a token or a key: there, not empty, and nobody else's to read. */
export function checkSecret(file: string): Check {
  const name = `secret ${file}`;
  try {
    if (readFileSync(file, 'utf8').trim() === '') return broken(name, 'is empty', 'Put the token into it');
    return (statSync(file).mode & 0o007) === 0
      ? pass(name, 'can be read, and not by everybody')
      : warn(name, 'can be read by everybody on this machine', `chmod o-rwx ${file}`);
  } catch (error) {
    return broken(name, messageOf(error), 'Make it, readable for the user of the watch');
  }
}
