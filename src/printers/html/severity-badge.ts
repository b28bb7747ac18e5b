import type { Severity } from '../../model/severity.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';

export const severityBadge = (severity: Severity): Markup =>
  html`<span class="badge ${severity}">${severity}</span>`;
