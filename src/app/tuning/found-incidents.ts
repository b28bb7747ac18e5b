import { readFileSync } from 'node:fs';
import { outputLineSchema } from '../../findings/finding-schema.ts';
import type { Finding, Incident } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parts } from '../parts.ts';

/** What was found before, and kept. */
export interface FoundIncidents {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

/** What the watch of a state folder has stored. Throws what the operating system or the database says. */
export async function incidentsInState(state: string): Promise<FoundIncidents> {
  const open = await parts.storeReaders.sqlite();
  const reader = open(state);
  try {
    return {
      findings: [...reader.findings({})].map(({ item }) => item),
      incidents: [...reader.incidents({})].map(({ item }) => item),
    };
  } finally {
    reader.close();
  }
}

/** What `scan -o ndjson` wrote; undefined if the file is something else, such as a log. Of an incident that grew the last is taken. */
export function incidentsInFile(path: string): FoundIncidents | undefined {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (!isOurs(lines[0] ?? '')) return undefined;
  const findings = new Map<string, Finding>();
  const incidents = new Map<string, Incident>();
  for (const line of lines) {
    const object = line === '' ? undefined : outputLineSchema.safeParse(parsed(line)).data;
    if (object?.type === 'finding') findings.set(object.id, object);
    if (object?.type === 'incident') incidents.set(object.id, object);
  }
  return { findings: [...findings.values()], incidents: [...incidents.values()] };
}

const isOurs = (line: string): boolean => /^\{"type":"(?:finding|incident|summary)"/.test(line);

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The incident with this id, or the only one whose id begins so, or that holds the finding. An error is a sentence for the user. */
export function incidentOfId(
  id: string,
  { incidents }: Pick<FoundIncidents, 'incidents'>,
): Result<Incident, string> {
  const begins = (other: string): boolean => other.startsWith(id);
  const found = incidents.filter(incident => begins(incident.id));
  const held = found.length > 0 ? found : incidents.filter(({ findings }) => findings.some(begins));
  const [first, second] = held;
  if (first === undefined) return fail(`no incident ${id} is there (${incidents.length} are)`);
  if (second === undefined) return succeed(first);
  return fail(`${id} begins the ids of ${held.length} incidents: ${held.map(each => each.id).join(', ')}`);
}
