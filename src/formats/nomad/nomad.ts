import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { RawRecord } from '../../model/seams.ts';
import type { ForeignRead } from '../decode-foreign.ts';
import { decodeForeign, misfit, noForeign } from '../decode-foreign.ts';
import { describe } from '../envelope/opened.ts';
import { parseJson } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { parseHcl } from './hcl/parse-hcl.ts';
import { dynamicBlocks, jobOfHcl, nameOfJob } from './hcl-job.ts';
import { jobOf } from './schema.ts';

const json: Framing = { type: 'json-values', streamed: [] };
const hcl: Framing = { type: 'whole-file' };

/** Jobs of HashiCorp Nomad, as files in HCL and as JSON of its API. */
export const nomad: FormatPart = {
  name: 'nomad',
  recognise,
  defaultFraming: hcl,
  create: options => ({ name: 'nomad', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, { cluster }: FormatOptions): ReturnType<typeof decodeForeign> {
  return decodeForeign(record, { format: 'nomad', cluster }, text =>
    /^\s*[{[]/.test(text) ? ofJson(text) : ofHcl(text),
  );
}

function ofJson(text: string): ForeignRead {
  const parsed = parseJson(text);
  if (!parsed.ok) return misfit(parsed.error.reason, parsed.error.detail);
  const job = jobOf(parsed.value);
  if (job === undefined) return misfit('unknown-format', `no Nomad job: ${describe(parsed.value)}`);
  return { ...noForeign, objects: [objectOf({ Job: job }, job, 1)] };
}

function ofHcl(text: string): ForeignRead {
  const parsed = parseHcl(text);
  if (!parsed.ok) return misfit(parsed.error.reason, parsed.error.detail, parsed.error.line);
  const { body, unevaluated } = parsed.value;
  const blocks = body.blocks.filter(({ type }) => type === 'job');
  if (blocks.length === 0) return misfit('unknown-format', 'HCL without a job');
  const objects = blocks.map(block => {
    const job = jobOfHcl(block);
    const left = [...unevaluated, ...dynamicBlocks(block.body)];
    return objectOf({ Job: job, syntax: 'hcl', unevaluated: left }, job, block.line);
  });
  return { ...noForeign, objects };
}

function objectOf(content: JsonObject, job: JsonObject, line: number): ForeignRead['objects'][number] {
  const namespace = stringAt(job, 'Namespace') ?? '';
  return { group: 'nomadproject.io', kind: 'NomadJob', namespace, name: nameOfJob(job), content, line };
}

const jobBlock = /^job\s+"(?:[^"\\\n]|\\.)*"\s*\{/m;
/** The start of a job that is too large to be seen whole. */
const jsonBeginning = /^\{\s*"Job"\s*:\s*\{\s*"(?:Affinities|AllAtOnce|ID|Name|Region|Type|TaskGroups)"\s*:/;

function recognise({ text, values }: Sample): Framing | undefined {
  if (/^[{[]/.test(text)) {
    const isMine = values.some(value => (Array.isArray(value) ? value : [value]).some(jobOf));
    return isMine || jsonBeginning.test(text) ? json : undefined;
  }
  return jobBlock.test(text) ? hcl : undefined;
}
