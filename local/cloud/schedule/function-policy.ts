import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';

/**
 * True if a Lambda function's resource policy lets EventBridge invoke it for this rule. Checks principal, action and
 * `aws:SourceArn`; other conditions are ignored.
 */
export function allowsInvocation(policyJson: string, ruleArn: string): boolean {
  const policy: unknown = JSON.parse(policyJson);
  return listOf(field(policy, 'Statement')).some(
    (statement) =>
      field(statement, 'Effect') === 'Allow' &&
      listOf(field(statement, 'Action')).some((action) => fitsPattern('lambda:InvokeFunction', String(action))) &&
      isEventBridge(field(statement, 'Principal')) &&
      sourcesOf(field(statement, 'Condition')).every((allowed) =>
        allowed.some((pattern) => fitsPattern(ruleArn, pattern)),
      ),
  );
}

function isEventBridge(principal: unknown): boolean {
  return principal === '*' || listOf(field(principal, 'Service')).includes('events.amazonaws.com');
}

/** The lists of allowed source ARNs, one for each condition that names any. */
function sourcesOf(condition: unknown): readonly (readonly string[])[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.values(condition).flatMap((keys: unknown) => {
    if (typeof keys !== 'object' || keys === null) return [];
    return Object.entries(keys)
      .filter(([key]) => key.toLowerCase() === 'aws:sourcearn')
      .map(([, value]) => listOf(value).map(String));
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
