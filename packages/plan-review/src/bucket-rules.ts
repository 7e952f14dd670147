import { isApplication, watchApplication } from './flink-application';
import { at, isEmpty, isEqual, isList, type Json } from './json';
import { hasTrue, maskAt } from './masks';
import { attributeOf, isGone, leavesState, type ResourceChange } from './plan';
import { look, type Rule, type RuleFinding, refusal, when } from './rule';
import { hasFlink } from './snapshot-manager';
import { turnsOn, watch } from './switches';

const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';
const BUCKET = 'aws_s3_bucket';
const COPY = 'aws_s3_object_copy';
const OBJECTS: readonly string[] = ['aws_s3_object', 'aws_s3_bucket_object', COPY];

/**
 * Rules on changes that would remove objects from a bucket that stays: state files, and the code that snapshots need.
 */
export const bucketRules: readonly Rule[] = [
  { types: [LIFECYCLE, BUCKET], find: expiring },
  {
    types: OBJECTS,
    find: (change) => {
      const key = watch(change, 'key');
      return when(isGone(change) && isStateFile(key.old), refusal('state-file-destroyed', [key]));
    },
  },
  {
    types: OBJECTS,
    find: (change, all) => {
      const { old: key, now } = watch(change, 'key');
      const bucket = watch(change, 'bucket').old;
      // A replacement with another key is a new JAR. With the same key, the new object is lost with the old one.
      if (change.action === 'replace') return when(isEqual(key, now) && isJar(key), look(NEW_ONE_GOES));
      if (change.action !== 'destroy' || takesItsPlace(change, all)) return [];
      const goesToo = all.some((other) => other.type === BUCKET && isGone(other) && isNamed(other, bucket));
      if (goesToo || typeof key !== 'string' || isStateFile(key)) return [];
      return when(isJar(key) || codeIn(bucket, all).includes(key), look(CODE_GOES));
    },
  },
  {
    types: [BUCKET],
    find: (change) => when(change.action === 'update' && turnsOn(watch(change, 'force_destroy')), look(MAY_BE_EMPTIED)),
  },
];

const MAY_BE_EMPTIED = 'The bucket gets force_destroy. Terraform can then destroy it with all its objects.';

const CODE_GOES =
  'Terraform deletes the object with all its versions. It looks like an application’s code, which an earlier snapshot may need to be restored.';

const NEW_ONE_GOES =
  'Terraform recreates this code object under the same key, and then deletes all versions of the key, including the new one. Apply again directly afterwards: this uploads the object again.';

function isJar(key: Json | undefined): boolean {
  return typeof key === 'string' && /\.jar$/i.test(key);
}

/** True if a copy of code is deleted because the application uses another one, as with every new build. */
function takesItsPlace(change: ResourceChange, all: readonly ResourceChange[]): boolean {
  const [key, bucket] = [watch(change, 'key').old, watch(change, 'bucket').old];
  const isInUse = codeIn(bucket, all, ['now']).some((used) => used === key);
  const hasNew = all.some(
    (other) => other.type === COPY && other.action === 'create' && isEqual(watch(other, 'bucket').now, bucket),
  );
  return change.type === COPY && hasNew && !isInUse;
}

/** Lifecycle rule, as both kinds of resources write it. */
interface Expiry {
  readonly prefix: string;
  /** Days until expiry; infinite for a date. */
  readonly days: number | undefined;
  readonly noncurrentDays: number | undefined;
  /** Number of earlier versions that stay whatever their age. */
  readonly versionsKept: number;
}

function expiring(change: ResourceChange, all: readonly ResourceChange[]): readonly RuleFinding[] {
  if (leavesState(change) || (change.type === BUCKET && change.action !== 'update')) return [];
  const bucket = watch(change, 'bucket');
  // A bucket that this plan creates has nothing to lose yet.
  if (bucket.isUnknown || typeof bucket.now !== 'string') return [];
  const attribute = change.type === BUCKET ? 'lifecycle_rule' : 'rule';
  if (at(change.unknown, attribute) === true) return [];
  const before = isEqual(bucket.old, bucket.now) ? expiriesIn(at(change.before, attribute)) : [];
  const newly = expiriesIn(at(change.after, attribute)).filter((one) => !before.some((other) => includes(other, one)));
  const role = roleOf(bucket.now, all);
  const isHidden = hasTrue(maskAt(change.afterSensitive, attribute));
  return newly
    .flatMap((one) => findingsOf(one, role, all))
    .map((finding) => (isHidden ? withoutDetail(finding) : finding));
}

function withoutDetail(finding: RuleFinding): RuleFinding {
  return 'text' in finding ? finding : { ...finding, detail: undefined };
}

/** Facts about a bucket's use. */
interface Role {
  /** Keys of state files and code in the plan. */
  readonly keys: readonly string[];
  /** True if its name indicates state or code. */
  readonly isNamedSo: boolean;
}

function roleOf(bucket: string, all: readonly ResourceChange[]): Role {
  const objects = all
    .filter((change) => OBJECTS.includes(change.type))
    .filter((change) => isEqual(attributeOf(change, 'bucket'), bucket))
    .map((change) => attributeOf(change, 'key'))
    .filter((key): key is string => typeof key === 'string')
    .filter((key) => isStateFile(key) || /\.(jar|zip)$/i.test(key));
  return {
    keys: [...objects, ...codeIn(bucket, all)],
    isNamedSo: /tf-?state|terraform|artifact|(^|[-.])(jars?|code)([-.]|$)/i.test(bucket),
  };
}

function findingsOf(one: Expiry, { keys, isNamedSo }: Role, all: readonly ResourceChange[]): readonly RuleFinding[] {
  const covered = keys.filter((key) => key.startsWith(one.prefix));
  const where = one.prefix === '' ? 'All objects' : `Objects under ${one.prefix}`;
  if (one.days !== undefined) {
    const due = Number.isFinite(one.days) ? `${one.days} days after they were written` : 'on a date';
    if (covered.length > 0) {
      const them = covered.some(isStateFile) ? 'a state file' : 'code';
      return [refusal('objects-expire', [], `${where} are deleted ${due}, including ${them}.`)];
    }
    if (keys.length > 0) return [];
    if (isNamedSo && one.prefix === '') return [refusal('objects-expire', [], `${where} are deleted ${due}.`)];
    return when(isNamedSo || (one.prefix === '' && hasFlink(all)), look(MAY_EXPIRE));
  }
  const isSoon = one.noncurrentDays !== undefined && one.noncurrentDays < FEW_DAYS && one.versionsKept < FEW_VERSIONS;
  return when(isSoon && (covered.length > 0 || (keys.length === 0 && isNamedSo)), look(VERSIONS_EXPIRE));
}

/**
 * Days below which an expiry is reported: an overwritten state file or JAR is often noticed only at the month's end.
 * This project keeps versions for 90 days.
 */
const FEW_DAYS = 30;
const FEW_VERSIONS = 10;

const MAY_EXPIRE =
  'Objects of this bucket newly expire, or expire sooner. Does this include state files or the code of applications? They are deleted even while they are in use.';
const VERSIONS_EXPIRE =
  'Earlier versions of objects are deleted after a few days. An overwritten state file or JAR can’t be recovered after that.';

function expiriesIn(rules: Json | undefined): readonly Expiry[] {
  return (isList(rules) ? rules : []).flatMap((rule) => {
    if (at(rule, 'status') !== 'Enabled' && at(rule, 'enabled') !== true) return [];
    const days = at(rule, 'expiration', 0, 'days');
    const date = at(rule, 'expiration', 0, 'date');
    const old = at(rule, 'noncurrent_version_expiration', 0);
    const prefix = [
      at(rule, 'filter', 0, 'prefix'),
      at(rule, 'filter', 0, 'and', 0, 'prefix'),
      at(rule, 'prefix'),
    ].find((one) => typeof one === 'string' && one !== '');
    return {
      prefix: typeof prefix === 'string' ? prefix : '',
      days: positive(days) ?? (isEmpty(date) ? undefined : Number.POSITIVE_INFINITY),
      noncurrentDays: positive(at(old, 'noncurrent_days') ?? at(old, 'days')),
      versionsKept: positive(at(old, 'newer_noncurrent_versions')) ?? 0,
    };
  });
}

/** Positive number; the provider writes 0 for an unset value. */
function positive(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && number > 0 ? number : undefined;
}

/** True if `other` already expires everything that `one` expires, as early. */
function includes(other: Expiry, one: Expiry): boolean {
  const asSoon = (before: number | undefined, now: number | undefined) =>
    now === undefined || (before !== undefined && before <= now);
  return (
    one.prefix.startsWith(other.prefix) &&
    asSoon(other.days, one.days) &&
    asSoon(other.noncurrentDays, one.noncurrentDays) &&
    other.versionsKept <= one.versionsKept
  );
}

/** Keys of applications' code in a bucket, before and after. */
function codeIn(
  bucket: Json | undefined,
  all: readonly ResourceChange[],
  sides: readonly ('old' | 'now')[] = ['old', 'now'],
): readonly string[] {
  return all.filter(isApplication).flatMap((change) => {
    const [arn, key] = [watchApplication(change, 'codeBucket'), watchApplication(change, 'codeKey')];
    return sides.flatMap((side) => {
      const [where, name] = [arn[side], key[side]];
      return typeof where === 'string' && where.split(':').at(-1) === bucket && typeof name === 'string' ? name : [];
    });
  });
}

function isStateFile(key: Json | undefined): boolean {
  return typeof key === 'string' && /tfstate$/i.test(key);
}

function isNamed(bucket: ResourceChange, name: Json | undefined): boolean {
  return isEqual(watch(bucket, 'bucket').old, name);
}
