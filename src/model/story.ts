/** The parts of an incident's story, in their order. */
export const storyLabels = ['Who', 'What', 'Why', 'Since', 'Unseen', 'Do'] as const;

export type StoryLabel = (typeof storyLabels)[number];

export interface StoryLine {
  readonly label: StoryLabel;
  /** One sentence, or under `Do` a command for a shell after `$ `; holds no line break and no hidden character. */
  readonly text: string;
}

/** `Incident.story`: a line for each sentence, `Who: ...`, `Why: ...`; a label may come more than once in a row. */
export const storyText = (lines: readonly StoryLine[]): string =>
  lines.map(({ label, text }) => `${label}: ${text}`).join('\n');

/** The lines of a story again. */
export function storyLines(story: string): readonly StoryLine[] {
  const lines: StoryLine[] = [];
  for (const line of story.split('\n')) {
    const label = storyLabels.find(name => line.startsWith(`${name}: `));
    if (label !== undefined) lines.push({ label, text: line.slice(label.length + 2) });
  }
  return lines;
}
