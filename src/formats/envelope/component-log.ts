/** A line of klog (`I1123 04:37:02 ...`) or of the authenticator (`time="..." level=...`). */
export function isComponentLog(text: string): boolean {
  return /^(?:[IWEF]\d{4} \d\d:\d\d:\d\d|time="[^"]*" level=)/.test(text);
}
