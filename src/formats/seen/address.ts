export interface HostAndPort {
  readonly host: string;
  /** 0: none. */
  readonly port: number;
}

/** `10.0.0.1:443`, `[2001:db8::1]:443`, `files.example:8443`, `2001:db8::1`, or without a port. */
export function hostAndPort(text: string): HostAndPort {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (bracketed === undefined && plain === undefined) return { host: text, port: 0 };
  return { host: bracketed ?? plain ?? '', port: Number(port ?? 0) };
}

/** Is it an address and no name? */
export const isAddress = (host: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || (host.includes(':') && /^[\da-f:.]+(?:%\w+)?$/i.test(host));

export const isLoopback = (host: string): boolean => /^(?:127\.|::1$|localhost$)/.test(host);

/** Neither query nor fragment: they hold what is nobody's business. */
export const pathAlone = (path: string): string => path.replace(/[?#].*$/s, '');
