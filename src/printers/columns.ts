/** Columns that a text takes on a terminal: East Asian wide characters and emoji two, combining marks none. */
export function columnsOf(text: string): number {
  if (!/[^ -~]/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character);
  return columns;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

function columnsOfCharacter(character: string): number {
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** Cut to a number of columns, with an ellipsis. */
export function cutTo(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let used = 1;
  let kept = '';
  for (const character of text) {
    used += columnsOfCharacter(character);
    if (used > columns) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Cut in the middle: of the names of images and accounts, beginning and end tell most. */
export function cutInside(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  const characters = [...text];
  const start = cutTo(text, Math.ceil(columns / 2)).slice(0, -1);
  let end = '';
  for (let index = characters.length - 1; index >= 0; index -= 1) {
    const longer = `${characters[index] ?? ''}${end}`;
    if (columnsOf(start) + 1 + columnsOf(longer) > columns) break;
    end = longer;
  }
  return `${start}…${end}`;
}

/** Lines of at most `columns`, broken between words; a word that is longer than a line is broken where the line ends. */
export function wrapped(text: string, columns: number): readonly string[] {
  const limit = Math.max(columns, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(part => pieces(part, limit))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) <= limit) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, limit: number): readonly string[] {
  if (columnsOf(word) <= limit) return [word];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    used += columnsOfCharacter(character);
    if (used > limit) {
      parts.push(part);
      part = '';
      used = columnsOfCharacter(character);
    }
    part += character;
  }
  return [...parts, part];
}

/** Borderless columns, two spaces apart, the last one unpadded: kubectl's look. */
export function rowText(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => (index === cells.length - 1 ? cell : padded(cell, widths[index] ?? 0)))
    .join('  ')
    .trimEnd();
}

export function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columnsOf(cell));
  }
  return widths;
}
