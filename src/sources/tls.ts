import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Files of a server's identity, PEM; all of a listener's sources share them. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Whose certificates clients must have; absent: they need none. */
  readonly clientAuthority?: string;
}

/** What is in them. Throws what the operating system says. */
export function readTlsFiles({ certificate, key, clientAuthority }: TlsFiles) {
  return {
    cert: readFileSync(certificate),
    key: readFileSync(key),
    minVersion: 'TLSv1.2' as const,
    ...(clientAuthority !== undefined && { ca: readFileSync(clientAuthority), requestCert: true }),
  };
}

interface Renewable {
  setSecureContext(context: ReturnType<typeof readTlsFiles>): void;
}

const lookEvery = 2_000;

/**
 * Takes new certificates over when the files change; for connections that are made from then on. Files that do not fit each other, because
 * one of them is still to be written, are looked at again the next time: until then the old ones serve. Returns how to stop.
 */
export function renewTls(server: Renewable, files: TlsFiles, every = lookEvery): () => void {
  let known = stateOf(files);
  const look = (): void => {
    const now = stateOf(files);
    if (now === known) return;
    try {
      const read = readTlsFiles(files);
      createSecureContext(read);
      server.setSecureContext(read);
      known = now;
    } catch {
      // Half written.
    }
  };
  const timer = setInterval(look, every);
  timer.unref();
  return () => clearInterval(timer);
}

/** When each was changed, and which file it is: a mounted Secret is exchanged by a link. */
function stateOf(files: TlsFiles): string {
  return Object.values(files)
    .map((file: string) => {
      const status = statSync(file, { throwIfNoEntry: false });
      return `${status?.ino} ${status?.mtimeMs} ${status?.size}`;
    })
    .join('\n');
}
