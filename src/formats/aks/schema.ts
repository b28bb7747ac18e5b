import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';

/**
 * A record of a diagnostic setting, in Event Hubs, a storage account or the AzureDiagnostics table.
 * https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs
 */
export interface DiagnosticRecord {
  readonly category: string;
  /** The audit event: text, often with a line feed at its end, or an object. */
  readonly log: string | JsonObject | undefined;
  readonly cluster: string;
}

export function readDiagnosticRecord(value: Json): DiagnosticRecord | undefined {
  const category = stringAt(value, 'category') ?? stringAt(value, 'Category');
  const properties = propertiesOf(value);
  if (category === undefined || (properties === undefined && stringAt(value, 'log_s') === undefined))
    return undefined;
  const log = fieldOf(properties, 'log') ?? fieldOf(value, 'log_s');
  return {
    category,
    log: typeof log === 'string' || isObject(log) ? log : undefined,
    cluster: clusterOf(value),
  };
}

/** Some collectors leave `properties` as JSON text. */
function propertiesOf(value: Json): JsonObject | undefined {
  const properties = fieldOf(value, 'properties') ?? fieldOf(value, 'Properties');
  return isObject(properties) ? properties : parsedObject(properties);
}

/** `/SUBSCRIPTIONS/.../MANAGEDCLUSTERS/<cluster>`; Azure writes it in capitals or not. */
export function clusterOf(value: Json): string {
  const ids = ['resourceId', 'ResourceId', '_ResourceId', 'resourceid'].map(
    key => stringAt(value, key) ?? '',
  );
  for (const id of ids) {
    const [, name] = /\/managedclusters\/([^/]+)/i.exec(id) ?? [];
    if (name !== undefined) return name.toLowerCase();
  }
  return '';
}

/**
 * A row of the tables AKSAudit and AKSAuditAdmin.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksaudit
 */
export function isTableRow(value: Json): boolean {
  return stringAt(value, 'AuditId') !== undefined && stringAt(value, 'Verb') !== undefined;
}

/** A column of type dynamic: an object or a list, or, as query results and CSV give them, its JSON text. */
export function dynamicAt(value: Json, column: string): Json | undefined {
  const found = fieldOf(value, column);
  if (typeof found !== 'string') return found === null ? undefined : found;
  if (!/^\s*[[{]/.test(found)) return found === '' ? undefined : found;
  return parsed(found) ?? found;
}

function parsedObject(text: Json | undefined): JsonObject | undefined {
  const value = typeof text === 'string' ? parsed(text) : undefined;
  return isObject(value) ? value : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{tables: [{columns: [{name}], rows: [[...]]}]}`, the answer of the query API, as one object a row. */
export function readQueryTables(value: Json): readonly JsonObject[] | undefined {
  const tables = listAt(value, 'tables').filter(table => Array.isArray(fieldOf(table, 'columns')));
  if (tables.length === 0) return undefined;
  return tables.flatMap(table => {
    const names = listAt(table, 'columns').map(
      column => stringAt(column, 'name') ?? stringAt(column, 'ColumnName') ?? '',
    );
    return listAt(table, 'rows').flatMap(row => (Array.isArray(row) ? [rowObject(names, row)] : []));
  });
}

function rowObject(names: readonly string[], row: readonly Json[]): JsonObject {
  return Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]));
}

export const recordsOf = (value: Json): readonly Json[] | undefined => {
  const records = fieldOf(value, 'records') ?? fieldOf(objectAt(value, 'body'), 'records');
  return Array.isArray(records) ? records : undefined;
};
