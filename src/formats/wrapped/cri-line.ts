/** A line of a container's log file, in the format of the Container Runtime Interface. */
export interface CriLine {
  readonly time: string;
  readonly stream: string;
  readonly partial: boolean;
  readonly text: string;
}

const cri =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([PF])(?::\S*)? (.*)$/s;

/** `2026-11-23T04:37:02.066567Z stdout F {...}`; the tag may be followed by others (`F:x`). */
export function readCriLine(line: string): CriLine | undefined {
  const [, time, stream, tag, text] = cri.exec(line) ?? [];
  if (time === undefined || stream === undefined || text === undefined) return undefined;
  return { time, stream, partial: tag === 'P', text };
}
