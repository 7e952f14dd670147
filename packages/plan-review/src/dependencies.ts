import { CLASSES } from './classes';
import { isApplication } from './flink-application';
import { at, type Json, lastPart } from './json';
import { attributeOf, type ResourceChange } from './plan';
import { hasFlink, isFunction, takesSnapshots, targetOf } from './snapshot-manager';

/**
 * True if snapshots, or reports about them, depend on a resource. If only a resource of another stack could
 * show it, true for a stack that contains Flink.
 */
export function snapshotsDependOn(change: ResourceChange, all: readonly ResourceChange[]): boolean {
  if (!Object.hasOwn(CLASSES, change.type)) return false;
  if (isApplication(change)) return true;
  const side = (name: string) => attributeOf(change, name);
  switch (change.type) {
    case 'aws_lambda_function':
      return takesSnapshots(change, all);
    case 'aws_cloudwatch_event_target':
      return mayTake(side('arn'), all);
    case 'aws_scheduler_schedule':
      return mayTake(attributeOf(change, 'target', 0, 'arn'), all);
    case 'aws_cloudwatch_event_rule':
      return all.some(
        (other) =>
          other.type === 'aws_cloudwatch_event_target' &&
          attributeOf(other, 'rule') === side('name') &&
          mayTake(attributeOf(other, 'arn'), all),
      );
    case 'aws_lambda_permission':
    case 'aws_lambda_function_event_invoke_config':
      return all.some((other) => isFunction(other, side('function_name')) && takesSnapshots(other, all));
    case 'aws_iam_role':
      return isTheirRole(side('name'), all);
    case 'aws_iam_role_policy':
    case 'aws_iam_role_policy_attachment':
      return isTheirRole(side('role'), all);
    case 'aws_iam_policy':
      return all.some(
        (other) =>
          other.type === 'aws_iam_role_policy_attachment' &&
          attributeOf(other, 'policy_arn') === side('arn') &&
          isTheirRole(attributeOf(other, 'role'), all),
      );
    default:
      return hasFlink(all);
  }
}

function mayTake(arn: Json | undefined, all: readonly ResourceChange[]): boolean {
  const kind = targetOf(arn, all);
  return kind === 'snapshots' || (kind === 'unknown' && hasFlink(all));
}

/** True if an application, the function that takes snapshots, or its schedule uses the role. */
function isTheirRole(name: Json | undefined, all: readonly ResourceChange[]): boolean {
  if (typeof name !== 'string') return false;
  return all.some((other) => rolesOf(other, all).some((arn) => lastPart(arn) === name));
}

function rolesOf(change: ResourceChange, all: readonly ResourceChange[]): readonly (Json | undefined)[] {
  const sides = [change.before, change.after];
  if (isApplication(change)) return sides.map((side) => at(side, 'service_execution_role'));
  if (change.type === 'aws_lambda_function')
    return takesSnapshots(change, all) ? sides.map((side) => at(side, 'role')) : [];
  if (change.type !== 'aws_scheduler_schedule') return [];
  return mayTake(attributeOf(change, 'target', 0, 'arn'), all)
    ? sides.map((side) => at(side, 'target', 0, 'role_arn'))
    : [];
}
