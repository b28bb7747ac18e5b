import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { Severity } from '../../model/severity.ts';
import { isSeverity, severities } from '../../model/severity.ts';
import type { Reporter } from './reporter.ts';
import type { LogSource, RuleMetadata } from './rule-document.ts';
import { suggestion } from './suggestion.ts';

const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const relations = ['derived', 'obsolete', 'merged', 'renamed', 'similar', 'correlation'];

/** Reads what all kinds of rules have in common, and reports every wrong type and value. */
export function readMetadata(body: JsonObject, report: Reporter): RuleMetadata {
  const read = readers(body, report);
  const name = read.text('name');
  const level = readLevel(body, report);
  checkTitle(body, report);
  checkIdentity(body, report);
  checkTags(body, report);
  for (const key of ['taxonomy', 'license']) read.text(key);
  read.list('scope');
  return {
    title: stringAt(body, 'title') ?? '',
    id: read.text('id'),
    ...(name === '' ? {} : { name }),
    status: readChoice(body, { key: 'status', choices: statuses, report }),
    description: read.text('description').trim(),
    references: read.list('references'),
    author: read.text('author'),
    license: read.text('license'),
    date: readDate(body, 'date', report),
    modified: readDate(body, 'modified', report),
    tags: stringsAt(body, 'tags'),
    falsepositives: read.list('falsepositives'),
    fields: read.list('fields'),
    ...(level === undefined ? {} : { level }),
    logsource: readLogSource(body, report),
    related: readRelated(body, report),
    evidence: read.sentences('evidence'),
    blindspots: read.sentences('blindspots'),
    response: read.sentences('response'),
  };
}

function readers(body: JsonObject, report: Reporter) {
  const text = (key: string): string => {
    const value = fieldOf(body, key);
    if (typeof value === 'string') return value;
    if (value !== undefined && value !== null)
      report.error('wrong-type', `${key} must be a text, not ${typeName(value)}`, {
        path: [key],
        at: 'value',
      });
    return '';
  };
  const list = (key: string): readonly string[] => {
    const value = fieldOf(body, key);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value))
      report.error('wrong-type', `${key} must be a list, not ${typeName(value)}`, {
        path: [key],
        at: 'value',
      });
    return checkedStrings(body, key, report);
  };
  const sentences = (key: string): readonly string[] => {
    const value = fieldOf(body, key);
    return typeof value === 'string' ? [value.trim()] : list(key);
  };
  return { text, list, sentences };
}

function checkedStrings(body: JsonObject, key: string, report: Reporter): readonly string[] {
  for (const [index, item] of listAt(body, key).entries()) {
    if (typeof item === 'string' || typeof item === 'number') continue;
    const path = [key, index];
    report.error('wrong-type', `${key} must hold texts, not ${typeName(item)}`, { path, at: 'value' });
  }
  return listAt(body, key)
    .filter(item => typeof item === 'string' || typeof item === 'number')
    .map(String);
}

function checkTitle(body: JsonObject, report: Reporter): void {
  const title = fieldOf(body, 'title');
  if (title === undefined || title === null || title === '')
    report.error('missing-title', 'A rule must have a title', { path: [] });
  else if (typeof title !== 'string')
    report.error('wrong-type', `title must be a text, not ${typeName(title)}`, {
      path: ['title'],
      at: 'value',
    });
  else if (title.length > 256)
    report.warning('long-title', 'The title is longer than 256 characters', { path: ['title'], at: 'value' });
}

function checkIdentity(body: JsonObject, report: Reporter): void {
  const id = stringAt(body, 'id');
  if (id !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    report.warning('id-not-uuid', `The id "${id}" is not a UUID`, { path: ['id'], at: 'value' });
  if (stringAt(body, 'name') === '')
    report.error('empty-name', 'name must not be empty', { path: ['name'], at: 'value' });
}

function checkTags(body: JsonObject, report: Reporter): void {
  const tags = fieldOf(body, 'tags');
  if (tags !== undefined && tags !== null && !Array.isArray(tags))
    report.error('wrong-type', `tags must be a list, not ${typeName(tags)}`, { path: ['tags'], at: 'value' });
  for (const [index, tag] of listAt(body, 'tags').entries()) {
    const place = { path: ['tags', index], at: 'value' } as const;
    if (typeof tag !== 'string') report.error('wrong-type', 'A tag must be a text', place);
    else if (!/^[a-z0-9_-]+\.[a-z0-9._-]+$/i.test(tag))
      report.warning('tag-form', `The tag "${tag}" has no namespace; tags look like attack.t1053.007`, place);
  }
}

function readLevel(body: JsonObject, report: Reporter): Severity | undefined {
  const level = readChoice(body, { key: 'level', choices: severities, report });
  return isSeverity(level) ? level : undefined;
}

interface Choice {
  readonly key: string;
  readonly choices: readonly string[];
  readonly report: Reporter;
}

function readChoice(body: JsonObject, { key, choices, report }: Choice): string {
  const value = fieldOf(body, key);
  if (value === undefined || value === null) return '';
  const text = String(value).toLowerCase();
  if (typeof value === 'string' && choices.includes(text)) return text;
  const hint = suggestion(text, choices) || `; it is one of ${choices.join(', ')}`;
  report.error('wrong-value', `"${text.slice(0, 80)}" is no ${key}${hint}`, { path: [key], at: 'value' });
  return '';
}

/** pySigma takes the same two forms. */
function readDate(body: JsonObject, key: string, report: Reporter): string {
  const value = fieldOf(body, key);
  if (value === undefined || value === null) return '';
  const text = String(value);
  const parts = /^([1-3]\d{3})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  const date = parts === null ? '' : `${parts[1]}-${pad(parts[3])}-${pad(parts[4])}`;
  if (date === '' || Number.isNaN(Date.parse(date))) {
    report.error('wrong-date', `${key} "${text.slice(0, 40)}" is no date, write YYYY-MM-DD`, {
      path: [key],
      at: 'value',
    });
    return '';
  }
  if (text !== date)
    report.warning('date-form', `${key} should be written ${date}`, { path: [key], at: 'value' });
  return date;
}

const pad = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');

function readLogSource(body: JsonObject, report: Reporter): LogSource {
  const logsource = objectAt(body, 'logsource');
  const given = fieldOf(body, 'logsource');
  if (logsource === undefined && given !== undefined && given !== null)
    report.error('wrong-type', 'logsource must be a map', { path: ['logsource'], at: 'value' });
  const part = (key: string): string => {
    const value = fieldOf(logsource, key);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    report.error('wrong-type', `logsource.${key} must be a text`, { path: ['logsource', key], at: 'value' });
    return '';
  };
  part('definition');
  return { category: part('category'), product: part('product'), service: part('service') };
}

function readRelated(body: JsonObject, report: Reporter): RuleMetadata['related'] {
  const given = fieldOf(body, 'related');
  if (given !== undefined && given !== null && !Array.isArray(given))
    report.error('wrong-type', 'related must be a list', { path: ['related'], at: 'value' });
  const related: { id: string; type: string }[] = [];
  for (const [index, item] of listAt(body, 'related').entries()) {
    const id = stringAt(item, 'id') ?? '';
    const type = stringAt(item, 'type') ?? '';
    if (id !== '' && relations.includes(type.toLowerCase())) related.push({ id, type });
    else
      report.error('wrong-value', `An item of related needs an id and a type of ${relations.join(', ')}`, {
        path: ['related', index],
        at: 'value',
      });
  }
  return related;
}

/** `a list`, `a number`, ... for messages. */
export function typeName(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  return { string: 'a text', number: 'a number', boolean: 'true or false' }[String(typeof value)] ?? 'this';
}
