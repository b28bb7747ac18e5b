import type { SourceRequest } from './source-request.ts';

/** What a source is called in logs, metrics and stored positions. */
export function sourceName({ type, target, values }: SourceRequest): string {
  const path = values.get('path') ?? '/';
  const context = values.get('context');
  if (type === 'kubernetes-watch') return `${type}:${target}${context === undefined ? '' : `@${context}`}`;
  const topic = values.get('topic');
  return `${type}:${target}${path === '/' ? '' : path}${topic === undefined ? '' : `/${topic}`}`;
}
