import type { Container } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import { isNewIn } from '../observation.ts';
import type { Place, Sight } from './sight.ts';
import { cluster, family, namespace, ownUnlessNew, unlessNew } from './sight.ts';

/** Where what runs comes from: the registry in the namespace, the repository given the registry, the tag's shape given the repository. */
export function image(observation: Observation): readonly Sight[] {
  return observation.containers.flatMap(step => {
    const { after } = step;
    const isMoved = isNewIn(step, ({ registry, repository }) => `${registry}/${repository}`);
    const isOther = isNewIn(step, ({ image: reference }) => reference);
    return [
      { ...registrySight(observation, after), ...unlessNew(isMoved) },
      ownUnlessNew(repositorySight(observation, after), isMoved),
      ownUnlessNew(tagSight(observation, after), isOther),
    ];
  });
}

function registrySight(observation: Observation, { registry, image: reference }: Container): Sight {
  const isValid = registry !== '';
  return {
    feature: 'image-registry',
    places: [namespace(observation), cluster(observation)],
    value: registry,
    novelty: 6,
    most: 10,
    says: isValid ? `registry ${registry}` : `image ${reference}, which names no valid registry`,
    tunable: 'ImageRepository',
  };
}

/** Known repositories of one registry: where the registry itself is new, its repositories are no further news. */
function repositorySight(observation: Observation, { registry, repository }: Container): Sight {
  const within = (place: Place): Place => ({
    key: `${place.key} registry ${registry}`,
    words: `${place.words} among images of ${registry || 'no registry'}`,
  });
  return {
    feature: 'image-repository',
    places: [family(observation), within(namespace(observation)), within(cluster(observation))],
    value: `${registry}/${repository}`,
    novelty: 4,
    most: 8,
    says: `image repository ${registry}/${repository}`,
    tunable: 'ImageRepository',
  };
}

function tagSight(observation: Observation, container: Container): Sight {
  const shape = tagShape(container);
  const repository: Place = {
    key: `${observation.cluster}|repository ${container.registry}/${container.repository}`,
    words: `of ${container.repository}`,
  };
  return {
    feature: 'image-tag',
    places: [repository, cluster(observation)],
    value: shape,
    novelty: 2,
    most: 4,
    says: `image tag that is ${shape}`,
    tunable: 'ImageRepository',
  };
}

const semantic = /^v?\d+(\.\d+){0,3}([-+._][\w.-]*)?$/;

export function tagShape({ tag, digest }: Pick<Container, 'tag' | 'digest'>): string {
  if (digest !== '') return 'a digest';
  if (tag === '') return 'left out';
  if (/^(latest|stable|edge|main|master|dev|nightly)$/.test(tag)) return 'one that moves';
  if (/^[0-9a-f]{7,40}$/.test(tag) && /[a-f]/.test(tag)) return 'a commit';
  if (/^\d{8}/.test(tag)) return 'a date';
  return semantic.test(tag) ? 'a version' : 'a word';
}
