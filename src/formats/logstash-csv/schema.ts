/** The columns that logstash.conf of the data set writes, in its order; the file has no header. */
export const columns = [
  'host',
  'requestReceivedTimestamp',
  'username',
  'verb',
  'resource',
  'subresource',
  'name',
  'responseName',
  'requestURI',
  'auditID',
  'stage',
  'code',
  'responseUid',
  'ownerUid',
  'detailsUid',
] as const;

export type Column = (typeof columns)[number];

export type Row = { readonly [column in Column]: string };

/** Absent cells are empty. `undefined` if the row has other columns than these. */
export function readRow(text: string): Row | undefined {
  const cells = readCells(text);
  if (cells === undefined || cells.length !== columns.length) return undefined;
  const cell = (column: Column): string => cells[columns.indexOf(column)] ?? '';
  return {
    host: cell('host'),
    requestReceivedTimestamp: cell('requestReceivedTimestamp'),
    username: cell('username'),
    verb: cell('verb'),
    resource: cell('resource'),
    subresource: cell('subresource'),
    name: cell('name'),
    responseName: cell('responseName'),
    requestURI: cell('requestURI'),
    auditID: cell('auditID'),
    stage: cell('stage'),
    code: cell('code'),
    responseUid: cell('responseUid'),
    ownerUid: cell('ownerUid'),
    detailsUid: cell('detailsUid'),
  };
}

/** RFC 4180; `undefined` where a quote is not closed or something follows a closing one. */
function readCells(text: string): readonly string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const end = text[at] === '"' ? quotedEnd(text, at) : plainEnd(text, at);
    if (end === undefined) return undefined;
    cells.push(text[at] === '"' ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end));
    if (end >= text.length) return cells;
    if (text[end] !== ',') return undefined;
    at = end + 1;
  }
}

function plainEnd(text: string, at: number): number {
  const comma = text.indexOf(',', at);
  return comma < 0 ? text.length : comma;
}

function quotedEnd(text: string, at: number): number | undefined {
  let quote = text.indexOf('"', at + 1);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote < 0 ? undefined : quote + 1;
}
