import type { Actor } from '../../model/actor.ts';
import type { Group } from '../incidents/incident-group.ts';
import { quoted } from '../words.ts';

const accountPrefix = 'system:serviceaccount:';
const nodePrefix = 'system:node:';

/** Who it was, as whom, with what and from where. User agents and all but the last address are the client's own words. */
export function whoSentence(group: Group): string {
  const { actor } = group;
  if (group.levels.includes('manifest')) return 'nobody yet: this is a file under review';
  if (actor === null) return group.unnamed ? seenAlone : 'not known: no single request set it off';
  const client = group.userAgents.map(agent => `${clientName(agent)} as it calls itself`);
  const addresses = group.addresses.map(address => `from ${quoted(address, 120)}`);
  const who = [identity(actor, group), pod(actor), ...client, ...addresses].filter(part => part !== '');
  return supposed(who.join(', '), group);
}

/** Nobody's request is what a controller made: its actor is who wrote the template, as far as the log tells. */
const seenAlone = 'not known: it was seen on a node, and no request that was logged tells who is behind it';

function supposed(who: string, { supposed: known }: Group): string {
  if (known === undefined) return who;
  if (known.confidence === 'unknown')
    return `not known: the log does not show who wrote what this was made from${who === '' ? '' : `; it was made by ${who}`}`;
  const how = `who wrote what a controller made it from: ${quoted(known.reason, 200)}`;
  return `${known.confidence === 'probable' ? 'probably ' : ''}${who}, ${how}`;
}

function identity(actor: Actor, { actorType }: Group): string {
  const { user, effectiveUser } = actor;
  if (effectiveUser !== user && effectiveUser !== '')
    return `${named(user)} acting as ${quoted(effectiveUser)} (impersonation)`;
  if (actorType === 'anonymous') return `an anonymous client (${named(user)})`;
  if (actorType === 'none') return 'a client whose user was not logged';
  if (actorType === 'user') return `${quoted(user)} (real user, no impersonation)`;
  return actorType === 'controller' ? `${named(user)} (a built-in controller by name)` : named(user);
}

function named(user: string): string {
  if (user.startsWith(accountPrefix))
    return `service account ${quoted(user.slice(accountPrefix.length).replace(':', '/'))}`;
  if (user.startsWith(nodePrefix)) return `node ${quoted(user.slice(nodePrefix.length))}`;
  return user === '' ? 'a client without a name' : quoted(user);
}

function pod({ pod: name }: Actor): string {
  return name === null ? '' : `with a token of pod ${quoted(name)}`;
}

/** `kubectl/v1.37.2 (linux/amd64) kubernetes/abc` is `kubectl 1.37.2`. */
function clientName(userAgent: string): string {
  const parts = /^([\w.-]{1,60})\/v?([\w.+-]{1,40})(?: |$)/.exec(userAgent);
  return parts === null ? quoted(userAgent, 80) : `${parts[1]} ${parts[2]}`;
}
