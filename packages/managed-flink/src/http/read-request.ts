import type { z } from 'zod';
import { ServiceError } from '../errors';
import { REQUESTS, type Request } from '../requests';
import type { OperationName } from '../service-operations';

/**
 * The request of an operation from its JSON body. Unknown members are left out, as AWS does.
 * Errors: SerializationException (no JSON, or a member of the wrong type), ValidationException (a constraint is not
 * met), UnsupportedOperationException (a member that this server cannot honour).
 */
export function readRequest<Name extends OperationName>(operation: Name, body: string): Request<Name>;
export function readRequest(operation: OperationName, body: string): Request<OperationName> {
  const json = parseJson(body);
  const parsed = REQUESTS[operation].safeParse(json);
  if (parsed.success) return parsed.data;
  throw errorOf(parsed.error.issues, json);
}

function parseJson(body: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new ServiceError('SerializationException', 'The body of the request is not JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ServiceError('SerializationException', 'The body of the request is not a JSON object');
  }
  return withoutNulls(json);
}

/** AWS reads a member that is null as one that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, withoutNulls(each)]])),
  );
}

function errorOf(issues: readonly z.core.$ZodIssue[], json: unknown): ServiceError {
  const refused = issues.find((issue) => issue.code === 'custom' && issue.params?.notSupported === true);
  if (refused) {
    return new ServiceError(
      'UnsupportedOperationException',
      `${memberOf(refused)} is not supported by the local Managed Flink API`,
    );
  }
  const wrongType = issues.find((issue) => issue.code === 'invalid_type' && valueAt(json, issue.path) !== undefined);
  if (wrongType) {
    const expected = wrongType.code === 'invalid_type' ? wrongType.expected : '';
    return new ServiceError(
      'SerializationException',
      `${memberOf(wrongType)} is ${shown(valueAt(json, wrongType.path))}, expected ${expected}`,
    );
  }
  const found = issues.map(
    (issue) =>
      `Value ${shown(valueAt(json, issue.path))} at '${validatedMember(issue)}' failed to satisfy constraint: ${
        valueAt(json, issue.path) === undefined ? 'Member must not be null' : constraintOf(issue)
      }`,
  );
  const heading = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
  return new ServiceError('ValidationException', `${heading}: ${found.join('; ')}`);
}

/** Constraint in the words of AWS's validation messages. */
function constraintOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `Member must have length greater than or equal to ${issue.minimum}`
        : `Member must have value greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `Member must have length less than or equal to ${issue.maximum}`
        : `Member must have value less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${patternOf(issue.pattern) ?? issue.format}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.join(', ')}]`;
    case 'custom':
      return typeof issue.params?.constraint === 'string' ? issue.params.constraint : issue.message;
    default:
      return issue.message;
  }
}

function memberOf(issue: z.core.$ZodIssue): string {
  return issue.path.map(String).join('.');
}

/** As AWS's validation names a member: `tags.1.member.key`. Keys that a caller has chosen stay as they are. */
function validatedMember(issue: z.core.$ZodIssue): string {
  let isInMap = false;
  return issue.path
    .map((part) => {
      if (typeof part === 'number') return `${part + 1}.member`;
      const name = isInMap ? String(part) : String(part).charAt(0).toLowerCase() + String(part).slice(1);
      isInMap = part === 'PropertyMap';
      return name;
    })
    .join('.');
}

/** The pattern as the API model has it: without slashes and anchors, since it always holds for the whole text. */
function patternOf(pattern: string | undefined): string | undefined {
  return pattern?.replace(/^\/\^?/, '').replace(/\$?\/$/, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
    json,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'null';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `'${text.length > 200 ? `${text.slice(0, 200)}…` : text}'`;
}
