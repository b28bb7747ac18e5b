import type { CreatePrinter } from './printer-options.ts';

/** Every output format, loaded when it is asked for: a run uses one or two. */
const printers = {
  table: async () => (await import('./table.ts')).tablePrinter,
  wide: async () => (await import('./wide.ts')).widePrinter,
  json: async () => (await import('./json.ts')).jsonPrinter,
  ndjson: async () => (await import('./ndjson.ts')).ndjsonPrinter,
  yaml: async () => (await import('./yaml.ts')).yamlPrinter,
  sarif: async () => (await import('./sarif.ts')).sarifPrinter,
  junit: async () => (await import('./junit.ts')).junitPrinter,
  markdown: async () => (await import('./markdown.ts')).markdownPrinter,
  html: async () => (await import('./html.ts')).htmlPrinter,
} satisfies { readonly [name: string]: () => Promise<CreatePrinter> };

export type PrinterName = keyof typeof printers;

export const printerNames = [
  'table',
  'wide',
  'json',
  'ndjson',
  'yaml',
  'sarif',
  'junit',
  'markdown',
  'html',
] as const satisfies readonly PrinterName[];

export const isPrinterName = (text: string): text is PrinterName => printerNames.some(name => name === text);

export const loadPrinter = (name: PrinterName): Promise<CreatePrinter> => printers[name]();
