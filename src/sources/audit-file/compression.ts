export type Compression = 'gzip' | 'zstd';

/** Enough bytes to tell any of them. */
export const magicBytes = 6;

const zstdFrame = 0xfd2fb528;
/** 0x184D2A50 to 0x184D2A5F: RFC 8878, section 3.1.2. */
const zstdSkippable = 0x184d2a5;

/** Told by the first bytes, never by the name. */
export function compressionOf(start: Buffer): Compression | undefined {
  if (start.length >= 2 && start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start.length < 4) return undefined;
  const magic = start.readUInt32LE(0);
  return magic === zstdFrame || magic >>> 4 === zstdSkippable ? 'zstd' : undefined;
}

const foreign: readonly { readonly name: string; readonly magic: Buffer }[] = [
  { name: 'xz', magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) },
  { name: 'bzip2', magic: Buffer.from('BZh') },
  { name: 'lz4', magic: Buffer.from([0x04, 0x22, 0x4d, 0x18]) },
  { name: 'zip', magic: Buffer.from([0x50, 0x4b, 3, 4]) },
];

/** A compression or archive that is recognised but not read. */
export function foreignCompressionOf(start: Buffer): string | undefined {
  return foreign.find(({ magic }) => start.subarray(0, magic.length).equals(magic))?.name;
}

/** The magic of POSIX and GNU tar stands at byte 257 of the first header. */
export function isTar(start: Buffer): boolean {
  return start.length >= 262 && start.toString('latin1', 257, 262) === 'ustar';
}
