import type { JsonObject } from '../../model/json.ts';
import { fieldOf, objectAt, stringsAt } from '../../model/json.ts';
import type { RawRecord } from '../../model/seams.ts';
import type { ForeignRead } from '../decode-foreign.ts';
import { decodeForeign } from '../decode-foreign.ts';
import type { ForeignObject } from '../foreign-activity.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { startsContainers } from '../starts-containers.ts';
import type { Unit } from './unit-file.ts';
import { readUnits } from './unit-file.ts';

const framing: Framing = { type: 'whole-file' };

/** Units of systemd: services that start containers, timers that start such services, and quadlets of Podman. */
export const systemd: FormatPart = {
  name: 'systemd',
  recognise,
  defaultFraming: framing,
  create: options => {
    const seen: Seen = new Map();
    return { name: 'systemd', decode: record => decode(record, options, seen) };
  },
};

/** Units by folder and name: a timer and what it starts are two files. The longest known are forgotten first. */
type Seen = Map<string, Unit>;

const mostSeen = 10_000;

function decode(record: RawRecord, { cluster }: FormatOptions, seen: Seen): ReturnType<typeof decodeForeign> {
  return decodeForeign(record, { format: 'systemd', cluster }, text => read(text, record.file, seen));
}

function read(text: string, file: string, seen: Seen): ForeignRead {
  const slash = file.lastIndexOf('/');
  const { units, faults } = readUnits(text, file.slice(slash + 1));
  const folder = file.slice(0, slash + 1);
  for (const unit of units) remember(seen, folder + unit.name, unit);
  const objects = units.flatMap(unit => objectOf(unit, { units, folder, seen }) ?? []);
  return {
    objects,
    misfits: faults.map(({ line, detail }) => ({ reason: 'unknown-format', detail, line })),
    passed: units.length - objects.length,
  };
}

function remember(seen: Seen, key: string, unit: Unit): void {
  if (seen.size >= mostSeen) seen.delete(seen.keys().next().value ?? '');
  seen.set(key, unit);
}

interface Around {
  readonly units: readonly Unit[];
  readonly folder: string;
  readonly seen: Seen;
}

/** undefined: it starts no container, as far as was seen. */
function objectOf(unit: Unit, around: Around): ForeignObject | undefined {
  if (hasSection(unit, 'Timer')) return ofTimer(unit, around);
  if (!isContainerUnit(unit)) return undefined;
  const timer = around.seen.get(around.folder + withSuffix(unit.name, 'timer'));
  // A timer in the same text comes with its service.
  if (timer !== undefined && around.units.includes(timer)) return undefined;
  const sections = timer === undefined ? unit.sections : { ...unit.sections, ...pick(timer, 'Timer') };
  return objectFor({ unit, sections, name: unit.name });
}

function ofTimer(timer: Unit, { folder, seen }: Around): ForeignObject | undefined {
  const named = stringsAt(objectAt(timer.sections, 'Timer'), 'Unit').at(-1);
  const names = [named ?? withSuffix(timer.name, 'service'), withSuffix(named ?? timer.name, 'container')];
  const started = names.map(name => seen.get(folder + name)).find(unit => unit !== undefined);
  if (started === undefined || !isContainerUnit(started)) return undefined;
  const sections = { ...started.sections, ...pick(timer, 'Timer') };
  return objectFor({ unit: timer, sections, name: timer.name });
}

interface Found {
  readonly unit: Unit;
  readonly sections: JsonObject;
  readonly name: string;
}

function objectFor({ unit, sections, name }: Found): ForeignObject {
  const isQuadlet = ['Container', 'Pod', 'Kube'].some(section => fieldOf(sections, section) !== undefined);
  const kind = fieldOf(sections, 'Timer') === undefined ? 'SystemdService' : 'SystemdTimer';
  return {
    group: isQuadlet ? 'podman.io' : 'systemd.io',
    kind: isQuadlet ? 'Quadlet' : kind,
    name,
    content: sections,
    line: unit.line,
  };
}

function isContainerUnit(unit: Unit): boolean {
  if (['Container', 'Pod', 'Kube'].some(section => hasSection(unit, section))) return true;
  const service = objectAt(unit.sections, 'Service');
  const keys = ['ExecStart', 'ExecStartPre', 'ExecStartPost', 'ExecReload', 'ExecCondition'];
  return keys.some(key => stringsAt(service, key).some(startsContainers));
}

function hasSection({ sections }: Unit, name: string): boolean {
  return fieldOf(sections, name) !== undefined;
}

function pick({ sections }: Unit, name: string): JsonObject {
  return { [name]: fieldOf(sections, name) ?? {} };
}

function withSuffix(name: string, suffix: string): string {
  return `${name.replace(/\.[a-z]+$/, '')}.${suffix}`;
}

/** Sections of these kinds with a setting that only they have. */
const sections = [
  /^\[Container\][^[]*^(?:Image|Rootfs|Exec|PodmanArgs|Volume)\s*=/m,
  /^\[Kube\][^[]*^Yaml\s*=/m,
  /^\[Pod\][^[]*^(?:PodName|PublishPort|Network|Volume|PodmanArgs)\s*=/m,
  /^\[Timer\][^[]*^(?:On[A-Z]\w+|Persistent|Unit)\s*=/m,
  /^\[Service\][^[]*^(?:Exec\w+|Type|Restart)\s*=/m,
] as const;

function recognise({ text, file }: Sample): Framing | undefined {
  if (!/^(?:\[|#|;)/.test(text) || !/^\[[A-Z][A-Za-z-]*\]\s*$/m.test(text)) return undefined;
  const isNamed = /\.(?:container|kube|pod|timer|service)$/.test(file);
  return isNamed || sections.some(section => section.test(text)) ? framing : undefined;
}
