import { hash } from 'node:crypto';
import type { Container } from '../../../workloads/workload-change.ts';
import { hostsIn, isForeignAddress, isInside, optionsIn, programsIn, wordsOf } from '../command-words.ts';
import { familyOf } from '../names.ts';
import type { ContainerStep, Observation } from '../observation.ts';
import type { Place, Sight } from './sight.ts';
import { cluster, family, namespace, ownUnlessNew } from './sight.ts';

/** What runs: the programs of the command line, its words one by one, the hosts that it names. Only what was not there before. */
export function command(observation: Observation): readonly Sight[] {
  return observation.containers.flatMap(step => [
    ...marked(step, programsIn, program => [programSight(observation, step.after, program)]).filter(
      ({ value }) => !isItsOwn(step.after, value),
    ),
    ...marked(step, wordsOf, word => [wordSight(observation, step.after, word)]),
    ...marked(step, hostsIn, host => hostSights(observation, host, `names ${hostWords(host)}`)),
    ...optionSights(observation, step),
    shapeSight(observation, step),
  ]);
}

/**
 * Another value of an option that was there, compared with the values that this option has here: some take a few, some another each time.
 * Of what is new, the values are its own. Kept as digests: they may be secret.
 */
function optionSights(observation: Observation, { before, after }: ContainerStep): readonly Sight[] {
  const read = (container: Container) => container.commandLines.flatMap(optionsIn);
  const olds = new Map(before === undefined ? [] : read(before));
  const isReleased = before !== undefined && before.image !== after.image;
  return read(after)
    .slice(0, most)
    .map(([option, value]) => {
      const isOther = olds.has(option) && olds.get(option) !== value;
      const of = (place: Place): Place => ({ ...place, key: `${place.key} option ${option}` });
      return {
        feature: 'option-value',
        places: [family(observation), repository(observation, after), cluster(observation)].map(of),
        value: hash('sha256', value, 'base64url').slice(0, 8),
        novelty: 3,
        most: isReleased ? 2 : 5,
        says: `the option ${option} has another value`,
        tunable: 'ExecutionCommand',
        ...(isOther ? {} : { silent: 'unchanged' }),
      };
    });
}

const linesOf = ({ commandLines, decoded }: Container): readonly string[] => [...commandLines, ...decoded];

/** Each thing that the lines hold, marked where it was there before. */
function marked(
  { before, after }: ContainerStep,
  read: (line: string) => readonly string[],
  sightsOf: (found: string) => readonly Sight[],
): readonly Sight[] {
  const known = new Set(before === undefined ? [] : linesOf(before).flatMap(read));
  const all = [...new Set(linesOf(after).flatMap(read))].slice(0, most);
  return all.flatMap(found => sightsOf(found).map(sight => ownUnlessNew(sight, !known.has(found))));
}

/** An image holds the program that it is called after: no news, where the image is known. */
function isItsOwn({ repository: path }: Container, program: string): boolean {
  const own = path.slice(path.lastIndexOf('/') + 1);
  return (
    own.length > 3 &&
    (program === own ||
      program.startsWith(`${own}-`) ||
      own.startsWith(`${program}-`) ||
      own.endsWith(`-${program}`))
  );
}

const most = 24;

const repository = ({ cluster: name }: Observation, container: Container): Place => ({
  key: `${name}|repository ${container.registry}/${container.repository}`,
  words: `of ${container.repository}`,
});

/** Interpreters and tools that every image may hold: which of them run where is usual can be told for all. Other programs are an image's own. */
const tools =
  /^(?:(?:ba|z|da|a|k)?sh|busybox|python[\d.]*|perl|ruby|node|php|lua|awk|curl|wget|nc|ncat|netcat|socat|telnet|ssh|scp|sftp|rsync|openssl|base64|xxd|gpg|kubectl|helm|crictl|ctr|docker|nsenter|chroot|unshare|mount|umount|dd|tar|chmod|chown|apk|apt|apt-get|yum|dnf|pip3?|npm|git|aws|gcloud|gsutil|az|psql|pg_dump|mysql|mysqldump|mongodump|mongo|redis-cli|sqlite3|rclone|restic|mc|nmap|masscan|tcpdump|iptables|sysctl|modprobe|insmod|useradd|passwd|crontab|at|pkill|kill|killall)$/;

function programSight(observation: Observation, container: Container, program: string): Sight {
  const own = [family(observation), repository(observation, container)];
  const places = tools.test(program) ? [...own, namespace(observation), cluster(observation)] : own;
  return {
    feature: 'command-program',
    places,
    value: program,
    novelty: 4,
    most: 7,
    says: `runs ${program}`,
    tunable: 'ExecutionCommand',
  };
}

function wordSight(observation: Observation, container: Container, word: string): Sight {
  return {
    feature: 'command-words',
    places: [family(observation), repository(observation, container)],
    value: word,
    novelty: 2,
    most: 3,
    says: `command with ${word}`,
    tunable: 'ExecutionCommand',
  };
}

/** The whole command line of this family: what an operator makes again and again is the same each time. */
function shapeSight(observation: Observation, { after, before }: ContainerStep): Sight {
  const shape = shapeOf(after);
  const isNew = before === undefined || shapeOf(before) !== shape;
  const sight: Sight = {
    feature: 'command-shape',
    places: [{ ...family(observation), key: `${family(observation).key} container ${after.name}` }],
    value: shape,
    novelty: 3,
    most: 6,
    says: `the command line as a whole`,
    tunable: 'ExecutionCommand',
  };
  return ownUnlessNew(sight, isNew && observation.step === 'made');
}

/** As a digest: it may hold what must not be kept. Numbers and generated parts do not count. */
function shapeOf({ commandLines }: Container): string {
  const lines = commandLines.map(line =>
    line
      .split(/\s+/)
      .map(word => familyOf(word))
      .join(' '),
  );
  return hash('sha256', lines.join('\n'), 'base64url').slice(0, 12);
}

export const hostWords = (host: string): string =>
  /^[\d.]+$/.test(host) ? `the address ${host}` : `the host ${host}`;

/** The host, and whose it is: a new host of a known domain is no great news. */
export function hostSights(observation: Observation, host: string, says: string): readonly Sight[] {
  const about = { value: host, says, tunable: 'ExecutionCommand' } as const;
  const wide = [namespace(observation), cluster(observation)];
  const domain = domainOf(host);
  return [
    { ...about, feature: 'host-named', places: [family(observation), ...wide], novelty: 2, most: 4 },
    {
      ...about,
      feature: 'host-domain',
      places: [family(observation), ...wide],
      value: domain,
      novelty: 4,
      // A new application names its neighbours.
      most: isInside(host) && observation.step === 'made' ? 3 : 6,
      says: domain === host ? says : `${says}, ${ownerWords(host, domain)}`,
    },
  ];
}

/** The feature before tells of the host itself; this one of whose it is. */
const ownerWords = (host: string, domain: string): string =>
  /^[\d.]+$/.test(host)
    ? domain === outside
      ? 'outside of private networks'
      : 'of a private network'
    : `a host of ${domain}`;

const outside = 'no domain: an address outside';

/** The last two labels; an address by its network. */
function domainOf(host: string): string {
  if (isInside(host)) return 'the cluster itself';
  if (/^[\d.]+$/.test(host)) return isForeignAddress(host) ? outside : 'no domain: an address inside';
  return host.split('.').slice(-2).join('.');
}
