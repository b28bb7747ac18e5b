import type { JsonObject } from '../../model/json.ts';
import { isObject, objectAt, stringAt } from '../../model/json.ts';
import { kindOfObject } from '../kinds/kinds.ts';
import type { Path, PodForm, WorkloadKind } from '../kinds/workload-kind.ts';
import { argoTemplate } from './argo-template.ts';
import type { ReadText, Start } from './find-paths.ts';
import { findAt, joined, objectsAt } from './find-paths.ts';
import { findPods } from './find-pods.ts';
import { mergePods } from './merge-pods.ts';
import type { Found, PodView } from './pod-view.ts';
import { sparkApplication } from './spark-application.ts';
import { standardLists } from './standard-lists.ts';
import { tektonTask } from './tekton-task.ts';

export interface Views {
  /** At least one; without containers where none was found. */
  readonly views: readonly PodView[];
  /** Places that hold something that could not be read. */
  readonly missing: readonly string[];
}

export interface ViewOptions {
  readonly appended?: ReadonlySet<unknown> | undefined;
  /** Without it, what is written as a text within the object is missing. */
  readonly readText?: ReadText | undefined;
}

const nothing: ReadonlySet<unknown> = new Set();
const none: readonly string[] = [];
/** An object within an object within an object. */
const deepest = 3;

/** The pods that an object of this kind describes. */
export function podViewsOf(kind: WorkloadKind, object: JsonObject, options: ViewOptions = {}): Views {
  if (kind.places === undefined) {
    return {
      views: [templateView(descend(object, kind.template), kind.template.join('.'))],
      missing: none,
    };
  }
  const { appended = nothing, readText } = options;
  return viewsAt({ kind, start: { object, path: '', appended, readText }, depth: 0 });
}

/** The same for an object within another. */
export function podViewsWithin(kind: WorkloadKind, start: Start): Views {
  return viewsAt({ kind, start, depth: 1 });
}

interface Holder {
  readonly kind: WorkloadKind;
  readonly start: Start;
  readonly depth: number;
}

function viewsAt(holder: Holder): Views {
  const { kind, start } = holder;
  const { places } = kind;
  if (places === undefined) {
    const template = descend(start.object, kind.template);
    return { views: [templateView(template, joinedAll(start.path, kind.template))], missing: none };
  }
  const missing: string[] = [];
  const views = places.flatMap(({ at, form }) =>
    findAt(start, at).flatMap(found => readForm({ form, found, holder, missing })),
  );
  const shared = (kind.shared ?? []).flatMap(at => objectsAt(start, at).map(({ value }) => value));
  if (shared.length === 0) return { views: views.length > 0 ? views : [empty], missing };
  const all = views.map(view => ({ ...view, spec: mergePods([...shared, view.spec]) }));
  return { views: all.length > 0 ? all : [{ ...empty, spec: mergePods(shared) }], missing };
}

const empty: PodView = { spec: {}, metadata: {}, lists: [] };

interface Reading {
  readonly form: PodForm;
  readonly found: Found;
  readonly holder: Holder;
  readonly missing: string[];
}

function readForm(reading: Reading): readonly PodView[] {
  const { form } = reading;
  const { value, path } = reading.found;
  if (form === 'spec-text' && typeof value === 'string') return patchView(value, path, reading);
  if (form === 'command-text' && typeof value === 'string') return [aloneView({ command: [value] }, path)];
  return isObject(value) ? readObject(value, reading) : [];
}

function readObject(object: JsonObject, reading: Reading): readonly PodView[] {
  const { form, holder } = reading;
  const { path } = reading.found;
  if (form === 'template') return [templateView(object, path)];
  if (form === 'spec') return [{ spec: object, metadata: {}, lists: standardLists(object, path) }];
  if (form === 'container') return [aloneView(object, path)];
  if (form === 'tekton-task') return [tektonTask(object, path)];
  if (form === 'spark-application') return sparkApplication(object, path);
  if (form === 'argo-template') return argoViews(object, reading);
  return embeddedViews(object, path, holder);
}

function templateView(template: JsonObject, path: string): PodView {
  const spec = objectAt(template, 'spec') ?? {};
  return {
    spec,
    metadata: objectAt(template, 'metadata') ?? {},
    lists: standardLists(spec, joined(path, 'spec')),
  };
}

function aloneView(container: JsonObject, path: string): PodView {
  return {
    spec: {},
    metadata: {},
    lists: [{ items: [container], path, alone: true, role: 'container', script: 'script' }],
  };
}

function patchView(text: string, path: string, reading: Reading): readonly PodView[] {
  const spec = readTextAt(text, path, reading);
  return spec === undefined ? [] : [{ spec, metadata: {}, lists: standardLists(spec, path) }];
}

function readTextAt(text: string, path: string, { holder, missing }: Reading): JsonObject | undefined {
  const read = holder.start.readText?.(text);
  if (read === undefined) missing.push(`${path}, a text that is no YAML before it is filled in`);
  return read;
}

/** With the patch of its pods and the object that it makes, both of which are texts. */
function argoViews(template: JsonObject, reading: Reading): readonly PodView[] {
  const { path } = reading.found;
  const patch = stringAt(template, 'podSpecPatch') ?? '';
  const manifest = stringAt(objectAt(template, 'resource'), 'manifest') ?? '';
  const manifestPath = joined(path, 'resource.manifest');
  const made = manifest === '' ? undefined : readTextAt(manifest, manifestPath, reading);
  return [
    argoTemplate(template, path),
    ...(patch === '' ? [] : patchView(patch, joined(path, 'podSpecPatch'), reading)),
    ...(made === undefined ? [] : embeddedViews(made, manifestPath, reading.holder)),
  ];
}

function embeddedViews(object: JsonObject, path: string, { start, depth }: Holder): readonly PodView[] {
  if (depth >= deepest) return [];
  const inner: Start = { ...start, object, path };
  const kind = kindOfObject(stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? '');
  if (kind !== undefined) return viewsAt({ kind, start: inner, depth: depth + 1 }).views;
  const found = findPods(inner);
  const deeper = found.embedded.map(each => ({
    kind: each.kind,
    start: { ...inner, object: each.object, path: each.path },
    depth: depth + 1,
  }));
  return [...found.views, ...deeper.flatMap(each => viewsAt(each).views)];
}

function descend(object: JsonObject, path: Path): JsonObject {
  let current = object;
  for (const key of path) current = objectAt(current, key) ?? {};
  return current;
}

function joinedAll(path: string, keys: Path): string {
  return keys.reduce(joined, path);
}
