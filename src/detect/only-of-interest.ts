import type { Activity, AuditedRequest } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import type { Detector } from '../model/seams.ts';

/**
 * The same detector, which sees of requests only those that it said it may react to: what another detector asks for is not followed, and in a
 * watch not kept, for its sake. Not for detectors that are asked about more than requests of the Kubernetes API.
 */
export function onlyOfInterest(detector: Detector): Detector {
  const { interest, inspect, remembers, replay } = detector;
  const concerns = (activity: Activity): boolean =>
    activity.type !== 'audit' || isOfInterest(interest, activity.request);
  return {
    ...detector,
    inspect: (activity, found, remembered) =>
      concerns(activity) ? inspect(activity, found, remembered) : [],
    ...(remembers && { remembers: activity => concerns(activity) && remembers(activity) }),
    ...(replay && { replay: activity => concerns(activity) && replay(activity) }),
  };
}

function isOfInterest(
  interest: Interest,
  { verb, object, code, userAgent, user, uri }: AuditedRequest,
): boolean {
  const { resource = '', namespace = '', subresource = '' } = object ?? {};
  if (
    interest.pair(verb, resource) &&
    (interest.reference?.({ verb, resource, namespace, subresource }) ?? true)
  )
    return true;
  if (code !== undefined && interest.codes.has(code)) return true;
  return (
    interest.userAgent?.(userAgent) === true ||
    interest.username?.(user.user) === true ||
    interest.requestURI?.(uri) === true
  );
}
