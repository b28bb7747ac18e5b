import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { each, within } from './fill.ts';

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The resources of a pod spec with their quantities in canonical form: `1000m` is stored as `1`. */
export function resourcesIn(spec: JsonObject): JsonObject {
  let result = within(spec, 'resources', quantities);
  for (const list of lists) {
    result = each(result, list, container => within(container, 'resources', quantities));
  }
  result = each(result, 'volumes', volume =>
    within(within(volume, 'emptyDir', sized), 'ephemeral', found =>
      within(found, 'volumeClaimTemplate', claimResources),
    ),
  );
  return within(result, 'overhead', canonicalMap);
}

function sized(source: JsonObject): JsonObject {
  const limit = source['sizeLimit'];
  return limit === undefined ? source : { ...source, sizeLimit: canonical(limit) };
}

export function claimResources(claim: JsonObject): JsonObject {
  return within(claim, 'spec', spec => within(spec, 'resources', quantities));
}

function quantities(resources: JsonObject): JsonObject {
  return within(within(resources, 'limits', canonicalMap), 'requests', canonicalMap);
}

function canonicalMap(map: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, isObject(value) ? value : canonical(value ?? null)]),
  );
}

const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const nano = 1_000_000_000n;

/**
 * The form in which k8s.io/apimachinery/pkg/api/resource writes a quantity: no fraction, the largest suffix that leaves a whole
 * number; in resource lists rounded up to thousandths. What is no quantity stays as it is.
 */
export function canonical(value: Json): Json {
  const text = typeof value === 'number' ? String(value) : value;
  const found =
    typeof text === 'string'
      ? /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d{1,2})|([numkMGTPE]?|[KMGTPE]i))$/.exec(text)
      : null;
  if (found === null) return value;
  const [, sign = '', whole = '', fraction = '', exponent, suffix = ''] = found;
  if (whole === '' && fraction === '') return value;
  if (whole.length + fraction.length > 40) return value;
  const digits = BigInt(`${whole}${fraction}0`) / 10n;
  const amount = scaled({
    digits,
    fraction: fraction.length,
    exponent: Number(exponent?.slice(1) ?? 0),
    suffix,
  });
  const milli = ceil(amount, nano / 1_000n);
  const unsigned =
    exponent !== undefined ? inExponents(milli) : suffix.endsWith('i') ? inBinary(milli) : inDecimal(milli);
  return sign === '-' && unsigned !== '0' ? `-${unsigned}` : unsigned;
}

interface Parts {
  readonly digits: bigint;
  readonly fraction: number;
  readonly exponent: number;
  readonly suffix: string;
}

/** In billionths, rounded up. */
function scaled({ digits, fraction, exponent, suffix }: Parts): bigint {
  const power = suffix.endsWith('i') ? 0 : 3 * (decimal.indexOf(suffix) - 3) + exponent;
  const factor = suffix.endsWith('i') ? 1024n ** BigInt(binary.indexOf(suffix)) : 1n;
  const shift = 9 + power - fraction;
  const amount = digits * factor;
  return shift >= 0 ? amount * 10n ** BigInt(shift) : ceil(amount, 10n ** BigInt(-shift));
}

const ceil = (amount: bigint, unit: bigint): bigint => (amount + unit - 1n) / unit;

function inDecimal(milli: bigint): string {
  let amount = milli;
  let place = 2;
  while (amount !== 0n && amount % 1_000n === 0n && place < decimal.length - 1) {
    amount /= 1_000n;
    place += 1;
  }
  return amount === 0n ? '0' : `${amount}${decimal[place]}`;
}

/** Below 1024, and where it is no whole number, binary suffixes give way to decimal ones. */
function inBinary(milli: bigint): string {
  if (milli < 1_024_000n || milli % 1_000n !== 0n) return inDecimal(milli);
  let amount = milli / 1_000n;
  let place = 0;
  while (amount % 1_024n === 0n && place < binary.length - 1) {
    amount /= 1_024n;
    place += 1;
  }
  return `${amount}${binary[place]}`;
}

function inExponents(milli: bigint): string {
  if (milli === 0n) return '0';
  let amount = milli;
  let exponent = -3;
  while (amount % 1_000n === 0n) {
    amount /= 1_000n;
    exponent += 3;
  }
  return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
}
