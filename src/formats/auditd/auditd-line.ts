/** One record. https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Event-Parsing */
export interface AuditdLine {
  readonly node: string;
  /** `SYSCALL`, `EXECVE`, `PATH`, `CWD`, `PROCTITLE`, `EOE`, ... */
  readonly type: string;
  /** Seconds since 1970 with milliseconds, and the serial number: `1364481363.243:24287`. */
  readonly id: string;
  readonly seconds: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** Collectors put a time or a host before it. */
const shape =
  /^(?:.{0,200}?\s)??(?:node=(\S{1,255}) )?type=([A-Z_0-9]{2,40}|UNKNOWN\[\d+\]) msg=audit\((\d{1,12}\.\d{3}):(\d{1,20})\):\s?(.*)$/s;

/** undefined: it is none. */
export function readAuditdLine(text: string): AuditdLine | undefined {
  const [, node = '', type, time, serial, rest] = shape.exec(text.trim()) ?? [];
  if (type === undefined || time === undefined || serial === undefined || rest === undefined)
    return undefined;
  return { node, type, id: `${time}:${serial}`, seconds: Number(time), fields: readFields(rest) };
}

/** Behind the separator 0x1d the daemon repeats fields in words (`SYSCALL=openat AUID="ops"`): those keep their capitals. */
function readFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/([A-Za-z][\w-]{0,40})=("[^"]*"|'[^']*'|\S*)/g))
    if (!fields.has(key)) fields.set(key, value);
  return fields;
}

/** Names and arguments are quoted, or, where they hold anything unusual, written as hexadecimal digits. */
export function textField(fields: ReadonlyMap<string, string>, key: string): string {
  const value = fields.get(key) ?? '';
  if (value === '(null)' || value === '(none)' || value === '?') return '';
  if (/^["']/.test(value)) return value.slice(1, -1);
  return /^(?:[0-9A-F]{2})+$/.test(value) ? Buffer.from(value, 'hex').toString('utf8') : value;
}
