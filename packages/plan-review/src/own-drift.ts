import { at, isEmpty, isEqual, isList, type Json } from './json';
import { jsonInText } from './json-text';
import type { ResourceChange } from './plan';

/**
 * Drift without the deployment's own changes. After every apply, changes of one resource show as drift of another: a
 * topic's policy as drift of the topic. Changes of the same attribute by others remain.
 */
export function withoutOwnDrift(drift: ResourceChange, all: readonly ResourceChange[]): ResourceChange {
  const own = COMPANIONS.filter(
    ({ parent, attribute, isAll }) =>
      drift.type === parent &&
      isAll(
        at(drift.after, attribute),
        all.filter((one) => isCompanion(one, drift, parent, attribute)),
      ),
  ).map(({ attribute }) => attribute);
  if (own.length === 0) return drift;
  return { ...drift, before: without(drift.before, own), after: without(drift.after, own) };
}

/** Attribute of one type that resources of another type write. */
interface Companion {
  readonly parent: string;
  readonly attribute: string;
  readonly type: string;
  /** Attribute of the companion that names the parent, and those of the parent that it may name. */
  readonly by: string;
  readonly names: readonly string[];
  /** True if the companions account for the whole value. */
  readonly isAll: (value: Json | undefined, companions: readonly ResourceChange[]) => boolean;
}

/** True if companions hold the whole value, and show its drift themselves. */
const isOnlyWriter: Companion['isAll'] = (_, companions) => companions.length > 0;

const BUCKET = { parent: 'aws_s3_bucket', by: 'bucket', names: ['bucket', 'id'], isAll: isOnlyWriter } as const;
const ROLE = { parent: 'aws_iam_role', by: 'role', names: ['name', 'id'] } as const;

const COMPANIONS: readonly Companion[] = [
  { ...BUCKET, attribute: 'versioning', type: 'aws_s3_bucket_versioning' },
  { ...BUCKET, attribute: 'policy', type: 'aws_s3_bucket_policy' },
  { ...BUCKET, attribute: 'lifecycle_rule', type: 'aws_s3_bucket_lifecycle_configuration' },
  {
    ...BUCKET,
    attribute: 'server_side_encryption_configuration',
    type: 'aws_s3_bucket_server_side_encryption_configuration',
  },
  {
    ...{ parent: 'aws_sns_topic', attribute: 'policy', type: 'aws_sns_topic_policy' },
    ...{ by: 'arn', names: ['arn'], isAll: isOnlyWriter },
  },
  {
    ...{ parent: 'aws_sqs_queue', attribute: 'policy', type: 'aws_sqs_queue_policy' },
    ...{ by: 'queue_url', names: ['url', 'id'], isAll: isOnlyWriter },
  },
  {
    ...ROLE,
    attribute: 'inline_policy',
    type: 'aws_iam_role_policy',
    // Others can add a policy to the role, so each one must be in the plan.
    isAll: (value, companions) =>
      items(value).every((item) =>
        companions.some(
          (one) =>
            isEqual(at(side(one), 'name'), at(item, 'name')) && isSameText(at(side(one), 'policy'), at(item, 'policy')),
        ),
      ),
  },
  {
    ...ROLE,
    attribute: 'managed_policy_arns',
    type: 'aws_iam_role_policy_attachment',
    isAll: (value, companions) =>
      items(value).every((arn) => companions.some((one) => isEqual(at(side(one), 'policy_arn'), arn))),
  },
];

function isCompanion(one: ResourceChange, drift: ResourceChange, parent: string, attribute: string): boolean {
  const companion = COMPANIONS.find((other) => other.parent === parent && other.attribute === attribute);
  if (companion === undefined || one.type !== companion.type || one.action === 'create') return false;
  const named = at(side(one), companion.by);
  return !isEmpty(named) && companion.names.some((name) => isEqual(at(drift.after, name), named));
}

function side({ before, after }: ResourceChange): Json {
  return before ?? after;
}

function items(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function isSameText(left: Json | undefined, right: Json | undefined): boolean {
  return isEqual(left, right) || (jsonInText(left) !== undefined && isEqual(jsonInText(left), jsonInText(right)));
}

function without(value: Json, names: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || isList(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
