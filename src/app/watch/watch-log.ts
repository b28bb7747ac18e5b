export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Fixed text with fields, for people and for collectors of logs. */
export interface WatchLog {
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
}

/** A line a message, with its fields as JSON. */
export function textLog(write: (line: string) => void): WatchLog {
  const log =
    (level: string) =>
    (text: string, fields: LogFields = {}): void =>
      write(JSON.stringify({ time: new Date().toISOString(), level, text, ...fields }));
  return { info: log('info'), warn: log('warn'), error: log('error') };
}
