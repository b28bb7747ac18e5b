import type { JsonObject } from '../../model/json.ts';

/** A unit: its sections, each from names to all values that were written. */
export interface Unit {
  /** `backup.timer`; `""` where neither a header nor the file's name says. */
  readonly name: string;
  readonly sections: JsonObject;
  /** 1-based, of its first section. */
  readonly line: number;
}

export interface UnitFile {
  readonly units: readonly Unit[];
  readonly faults: readonly { readonly line: number; readonly detail: string }[];
}

interface Draft {
  name: string;
  line: number;
  readonly sections: Map<string, Map<string, string[]>>;
}

const limits = { sections: 64, values: 4_096 } as const;

/** `# /etc/systemd/system/backup.timer`, as `systemctl cat` writes it before each file. */
const header = /^#\s+(?:\/[^\s/]+)+\/([^\s/]+\.(?:service|timer|container|pod|kube|socket|conf))\s*$/;

/**
 * The units of a text: one, or several as `systemctl cat` prints them; drop-ins belong to the unit before them.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
 */
export function readUnits(text: string, fileName: string): UnitFile {
  const drafts: Draft[] = [{ name: fileName, line: 1, sections: new Map() }];
  const faults: { line: number; detail: string }[] = [];
  let section: Map<string, string[]> | undefined;
  for (const { content, line } of logicalLines(text)) {
    if (/^(?:[#;]|$)/.test(content)) {
      if (begins(drafts, content, line)) section = undefined;
      continue;
    }
    const [, opened] = /^\[([^\]]{1,100})\]$/.exec(content) ?? [];
    if (opened !== undefined) section = sectionOf(drafts, opened, line);
    else if (section === undefined || !setting(section, content))
      faults.push({ line, detail: `no line of a unit: ${content.slice(0, 40)}` });
  }
  return { units: drafts.filter(({ sections }) => sections.size > 0).map(unitOf), faults };
}

interface LogicalLine {
  readonly content: string;
  readonly line: number;
}

/** A line that ends with a backslash goes on in the next one; comments between them are left out. */
function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let pieces: string[] = [];
  let start = 0;
  for (const [index, written] of text.split('\n').entries()) {
    const content = written.trim();
    if (pieces.length > 0 && /^[#;]/.test(content)) continue;
    if (pieces.length === 0) start = index + 1;
    const goesOn = content.endsWith('\\') && !/^[#;]/.test(content);
    pieces.push(goesOn ? content.slice(0, -1) : content);
    if (goesOn) continue;
    lines.push({ content: pieces.join(' ').trim(), line: start });
    pieces = [];
  }
  if (pieces.length > 0) lines.push({ content: pieces.join(' ').trim(), line: start });
  return lines;
}

/** A comment that names the file of what follows. */
function begins(drafts: Draft[], comment: string, line: number): boolean {
  const [, named] = header.exec(comment) ?? [];
  if (named !== undefined && !named.endsWith('.conf'))
    drafts.push({ name: named, line, sections: new Map() });
  return named !== undefined;
}

function sectionOf(drafts: readonly Draft[], name: string, line: number): Map<string, string[]> | undefined {
  const draft = drafts.at(-1);
  if (draft === undefined) return undefined;
  if (draft.sections.size === 0) draft.line = line;
  const known = draft.sections.get(name) ?? new Map<string, string[]>();
  if (draft.sections.size < limits.sections) draft.sections.set(name, known);
  return known;
}

/** An empty value takes back all that were given. */
function setting(section: Map<string, string[]>, content: string): boolean {
  const equals = content.indexOf('=');
  if (equals <= 0) return false;
  const name = content.slice(0, equals).trim();
  const value = content.slice(equals + 1).trim();
  const values = section.get(name) ?? [];
  if (value === '') section.set(name, []);
  else if (values.length < limits.values) {
    values.push(value);
    section.set(name, values);
  }
  return true;
}

function unitOf({ name, line, sections }: Draft): Unit {
  const entries = [...sections].map(([section, values]) => [section, Object.fromEntries(values)] as const);
  return { name, line, sections: Object.fromEntries(entries) };
}
