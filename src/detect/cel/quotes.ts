const longest = 200;

/** A text in quotation marks, cut. */
export function quoted(text: string): string {
  return `"${excerpt(text, 0)}"`;
}

/** At most 200 characters of a text, around the place that matters, without what looks like a credential. */
export function excerpt(text: string, around: number): string {
  const clean = withoutCredentials(text.slice(0, 32_768));
  if (clean.length <= longest) return clean;
  const start = around < longest * 0.75 ? 0 : Math.min(around - 40, clean.length - longest);
  const cut = clean.slice(start, start + longest - 6);
  return `${start > 0 ? '...' : ''}${cut}${start + cut.length < clean.length ? '...' : ''}`;
}

const assigned =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|credentials?)[\w-]{0,40}["']?\s{0,4}[=:]\s{0,4}["']?|--(?:password|token|secret|api-key)[= ]["']?|\b(?:bearer|basic)\s+)[^\s"'&|;,$]{4,}/gi;
/** `curl -u name:password` */
const ofUser = /((?:^|\s)(?:-u|--user)[= ]\s*["']?[^\s:"']+:)[^\s"']+/g;
const inAddress = /(\b\w{1,20}:\/\/)[^\s/@:]+:[^\s/@]+@/g;

/** Command lines hold passwords: what is assigned to such a name is not repeated. */
export function withoutCredentials(text: string): string {
  return text.replace(assigned, '$1***').replace(inAddress, '$1***@').replace(ofUser, '$1***');
}
