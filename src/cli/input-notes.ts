import type { InputReport } from '../app/read-inputs.ts';
import { refusalReasons } from '../model/refusal.ts';
import { visible } from '../model/visible-text.ts';

const shown = 3;

/** What of the input could not be used, for standard error. */
export function inputNotes({ refused, refusals }: InputReport): readonly string[] {
  if (refused === 0) return [];
  const examples = refusals.slice(0, shown).map(({ reason, detail, origin }) => {
    const place = origin.line > 0 ? `${origin.file}:${origin.line}` : origin.file;
    return visible(`  ${place} ${refusalReasons[reason]}${detail === '' ? '' : `: ${detail}`}`);
  });
  const more = refused > examples.length ? [`  and ${refused - examples.length} more`] : [];
  return [
    `watchbill: ${refused} ${refused === 1 ? 'input or record was' : 'inputs or records were'} refused:`,
    ...examples,
    ...more,
  ];
}
