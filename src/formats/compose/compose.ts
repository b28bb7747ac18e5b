import type { RawRecord } from '../../model/seams.ts';
import { decodeForeign } from '../decode-foreign.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { readServices } from './read-services.ts';
import { isComposeFile } from './schema.ts';

const framing: Framing = { type: 'yaml-documents' };

/** Compose files, stack files of Docker Swarm among them, in YAML and JSON. */
export const compose: FormatPart = {
  name: 'compose',
  recognise,
  defaultFraming: framing,
  create: options => ({ name: 'compose', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, { cluster }: FormatOptions): ReturnType<typeof decodeForeign> {
  return decodeForeign(record, { format: 'compose', cluster }, readServices);
}

/** `services:` with an object below it: GitLab's has a list, Symfony's holds no images. */
const services = /^services:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+["']?[\w.-]+["']?:/m;
const service = /(?:^[ \t]+|[{,][ \t]*)(?:image|build|extends|<<)[ \t]*:/m;

function recognise({ text, values }: Sample): Framing | undefined {
  if (/^[{[]/.test(text)) return values.some(isComposeFile) ? framing : undefined;
  if (/^apiVersion[ \t]*:/m.test(text)) return undefined;
  return services.test(text) && service.test(text) ? framing : undefined;
}
