import type { Detection, DetectionItem, ParsedDetection } from './detection.ts';

/** All lines of all selections, in order. */
export function itemsOf(detection: ParsedDetection): readonly DetectionItem[] {
  return [...detection.selections.values()].flatMap(itemsIn);
}

export function itemsIn(detection: Detection): readonly DetectionItem[] {
  return detection.type === 'item' ? [detection] : detection.parts.flatMap(itemsIn);
}

/** Changes each line; where the change gives nothing, the line is dropped. */
export function mapItems(
  detection: Detection,
  change: (item: DetectionItem) => Detection | undefined,
): Detection | undefined {
  if (detection.type === 'item') return change(detection);
  const parts = detection.parts.map(part => mapItems(part, change)).filter(part => part !== undefined);
  return parts.length === 0 ? undefined : { ...detection, parts };
}
