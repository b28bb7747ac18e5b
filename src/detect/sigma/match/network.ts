import ipaddr from 'ipaddr.js';

/** An address or a range of them; the bits behind the prefix must be zero, as pySigma asks. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== undefined;
}

/** Tells whether an address lies in the network; addresses that are none do not. IPv4 in IPv6 (`::ffff:10.0.0.1`) is IPv4. */
export function networkTest(text: string): (address: string) => boolean {
  const network = parseNetwork(text);
  return address => {
    const parsed = parseAddress(address);
    if (network === undefined || parsed === undefined) return false;
    return sharesBits(parsed.toByteArray(), network.bytes, network.bits);
  };
}

interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

function parseNetwork(text: string): Network | undefined {
  const [, host = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (!ipaddr.IPv4.isValidFourPartDecimal(host) && !ipaddr.IPv6.isValid(host)) return undefined;
  const bytes = ipaddr.parse(host).toByteArray();
  const bits = prefix === undefined ? bytes.length * 8 : Number(prefix);
  if (bits > bytes.length * 8 || !sharesBits(bytes, masked(bytes, bits), bytes.length * 8)) return undefined;
  return { bytes, bits };
}

function masked(bytes: readonly number[], bits: number): readonly number[] {
  return bytes.map((byte, index) => byte & (0xff00 >> Math.min(Math.max(bits - index * 8, 0), 8)) & 0xff);
}

function sharesBits(a: readonly number[], b: readonly number[], bits: number): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [masked(a, bits), masked(b, bits)];
  return left.every((byte, index) => byte === right[index]);
}

function parseAddress(text: string) {
  if (text.length > 64 || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)))
    return undefined;
  return ipaddr.process(text);
}
