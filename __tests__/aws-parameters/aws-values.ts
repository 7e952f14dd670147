import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackJson } from '../stacks/synthesis';
import { COUNTED, NO_PARAMETER, PARAMETER_OF, TAG_PARAMETERS } from './mapping';

interface Constraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly values?: readonly string[];
}

const CONSTRAINTS: Readonly<Record<string, Constraint>> = JSON.parse(
  readFileSync(join(__dirname, 'parameters.json'), 'utf8'),
);

/** Rules of a service in its documentation only, without a pattern in its model. */
const BEYOND_THE_MODEL: Readonly<Record<string, (text: string) => boolean>> = {
  // CreateLogGroup: "Log group names can't start with the string aws/".
  'logs CreateLogGroup.logGroupName': (name) => name.startsWith('aws/'),
  // CreateBucket, BucketNamespace: names of the account regional namespace end so, and the provider asks for none there.
  'lambda CreateFunction.Code.S3Bucket': (name) => name.endsWith('-an'),
};

/** Inside a text, Terraform puts a value of which only the form is known here. */
const REFERENCE = /\$\{[^}]*\}/g;

/** Tags go to AWS as they are, so a deployment has one more than its settings say. */
export function tagFaults(tags: Readonly<Record<string, string>>): string[] {
  const keys = Object.keys(tags);
  return [
    ...(TAG_PARAMETERS.count ?? []).flatMap((parameter) => {
      const { max } = constraintOf(parameter);
      return max !== undefined && keys.length > max ? [`${keys.length} tags, ${parameter} takes ${max}`] : [];
    }),
    // IAM: "tag keys are case-insensitive", https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    ...(new Set(keys.map((key) => key.toLowerCase())).size < keys.length
      ? ['two tag keys that differ in case only']
      : []),
    ...Object.entries(tags).flatMap(([key, value]) => [
      ...(TAG_PARAMETERS.key ?? []).flatMap((parameter) => faultsOf(key, parameter, `tag key ${key}`)),
      ...(TAG_PARAMETERS.value ?? []).flatMap((parameter) => faultsOf(value, parameter, `value of tag ${key}`)),
    ]),
  ];
}

/** Every text of a stack that AWS would refuse, and every one of which it is not known what it becomes. */
export function valueFaults(stack: StackJson): string[] {
  return Object.entries(stack.resource).flatMap(([type, resources]) =>
    Object.values(resources).flatMap((resource) => faultsBelow(type, '', resource)),
  );
}

function faultsBelow(type: string, path: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    return [...countFaults(type, path, value.length), ...value.flatMap((each) => faultsBelow(type, `${path}[]`, each))];
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key]) => key !== '//');
    return [
      ...countFaults(type, path, entries.length),
      ...entries.flatMap(([key, each]) => faultsBelow(type, path === '' ? key : `${path}.${key}`, each)),
    ];
  }
  return typeof value === 'string' ? faultsOfText(type, path, value) : [];
}

function countFaults(type: string, path: string, count: number): string[] {
  const attribute = `${type} ${path}`;
  const parameter = COUNTED[attribute];
  if (parameter === undefined) return [];
  const { min = 0, max = Number.POSITIVE_INFINITY } = constraintOf(parameter);
  return count < min || count > max ? [`${attribute} has ${count} entries: ${parameter} takes ${min} to ${max}`] : [];
}

/**
 * Resources in the policies of roles that IAM would refuse: an ARN has six parts, and the partition is the region's
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function policyFaults(stack: StackJson, partition: string): string[] {
  return Object.values(stack.resource.aws_iam_role_policy ?? {}).flatMap(({ policy }) => {
    const { Statement: statements }: { Statement: { Resource: string[] }[] } = JSON.parse(String(policy));
    return statements
      .flatMap(({ Resource }) => Resource)
      .filter((resource) => !isResource(resource.replace(REFERENCE, 'x'), partition))
      .map((resource) => `${resource} is no resource of partition ${partition}`);
  });
}

function isResource(text: string, partition: string): boolean {
  // What begins with a reference is the ARN of a resource of the stacks.
  if (text === '*' || text.startsWith('x')) return true;
  const [scheme, itsPartition = '', service, , , ...resource] = text.split(':');
  // Where the stacks name the partition, it is a reference.
  const isHere = [partition, 'x'].includes(itsPartition);
  return scheme === 'arn' && isHere && service !== '' && resource.join(':') !== '';
}

function faultsOfText(type: string, path: string, text: string): string[] {
  const attribute = `${type} ${path}`;
  if (NO_PARAMETER.some((pattern) => pattern.test(attribute))) return [];
  const parameter = PARAMETER_OF[attribute] ?? PARAMETER_OF[attribute.replace(/\.[^.]*$/, '.*')];
  if (parameter === undefined) {
    const isReference = text.replace(REFERENCE, '') === '';
    return isReference ? [] : [`${attribute} is ${JSON.stringify(text)}: mapping.ts does not say what it becomes`];
  }
  return faultsOf(text, parameter, attribute);
}

function faultsOf(text: string, parameter: string, what: string): string[] {
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern, values } = constraintOf(parameter);
  if (text.replace(REFERENCE, '') === '' && text !== '') return [];
  const plain = text.replace(REFERENCE, '111122223333');
  const faults = [
    plain.length < min && `shorter than ${min}`,
    plain.length > max && `longer than ${max}`,
    pattern !== undefined && !matches(plain, pattern) && `not as ${pattern}`,
    values !== undefined && !values.includes(plain) && `none of ${values.join(', ')}`,
    BEYOND_THE_MODEL[parameter]?.(plain) === true && 'refused by what the documentation says',
  ].filter((fault) => fault !== false);
  return faults.map((fault) => `${what} is ${JSON.stringify(text)}: ${fault} (${parameter})`);
}

function constraintOf(parameter: string): Constraint {
  const constraint = CONSTRAINTS[parameter];
  if (!constraint) throw new Error(`parameters.json lacks ${parameter}: run write-parameters.ts again.`);
  return constraint;
}

/** AWS's patterns are Java's: with Unicode classes, and over the whole text. `[a-z-_]` is no range there. */
function matches(text: string, pattern: string): boolean {
  const unambiguous = pattern.replaceAll('9-_', '9_-');
  return new RegExp(`^(?:${unambiguous})$`, 'su').test(text);
}
