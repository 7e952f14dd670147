import { ENVIRONMENT } from '../../../lambda-src/contract';
import { isApplication } from './flink-application';
import { at, isEqual, isObject, type Json, type JsonObject, lastPart } from './json';
import { attributeOf, type ResourceChange } from './plan';
import { policiesIn } from './policy';

/** Variables of this project's snapshot manager, on one side of a change; undefined for any other function. */
export function managerVariables(side: Json): JsonObject | undefined {
  const variables = at(side, 'environment', 0, 'variables');
  if (!isObject(variables)) return undefined;
  const isOurs = [ENVIRONMENT.retention, ENVIRONMENT.snapshotNamePrefix].every(
    (name) => typeof variables[name] === 'string',
  );
  return isOurs ? variables : undefined;
}

/** Role of a function, as its ARN. */
export function roleOfFunction(change: ResourceChange): Json | undefined {
  return attributeOf(change, 'role');
}

/** True for a function that takes snapshots: it has this project's variables, or a role that may create some. */
export function takesSnapshots(change: ResourceChange, all: readonly ResourceChange[]): boolean {
  if (change.type !== 'aws_lambda_function') return false;
  if (managerVariables(change.before) !== undefined || managerVariables(change.after) !== undefined) return true;
  const role = lastPart(roleOfFunction(change));
  return role !== undefined && all.some((other) => mayCreateSnapshots(other, role, all));
}

const CREATES = /kinesisanalytics:(\*|Create\*|CreateApplication(Snapshot|\*))"/i;

/** True if a resource gives the role this right: the role itself, a policy in it, or one that is attached to it. */
function mayCreateSnapshots(change: ResourceChange, role: string, all: readonly ResourceChange[]): boolean {
  const sideOf = (name: string) => attributeOf(change, name);
  if (change.type === 'aws_iam_role') return sideOf('name') === role && givesIt(change);
  if (change.type === 'aws_iam_role_policy') return sideOf('role') === role && givesIt(change);
  if (change.type !== 'aws_iam_role_policy_attachment' || sideOf('role') !== role) return false;
  return all.some(
    (other) =>
      other.type === 'aws_iam_policy' && isEqual(at(other.before, 'arn'), sideOf('policy_arn')) && givesIt(other),
  );
}

function givesIt({ before, after }: ResourceChange): boolean {
  return [before, after].some((side) =>
    policiesIn({ before: null, after: side, beforeSensitive: null, afterSensitive: null }).some(({ after: document }) =>
      CREATES.test(JSON.stringify(document)),
    ),
  );
}

/** Meaning of the ARN of something that starts a function, as far as the plan shows. */
export function targetOf(arn: Json | undefined, all: readonly ResourceChange[]): 'snapshots' | 'other' | 'unknown' {
  if (typeof arn !== 'string') return 'unknown';
  // A schedule of EventBridge Scheduler can call the service itself.
  if (/:aws-sdk:kinesisanalyticsv2:createApplicationSnapshot$/i.test(arn)) return 'snapshots';
  const name = /:function:([^:]+)/.exec(arn)?.[1];
  if (name === undefined) return 'other';
  const functions = all.filter((change) => isFunction(change, name));
  if (functions.length === 0) return 'unknown';
  return functions.some((one) => takesSnapshots(one, all)) ? 'snapshots' : 'other';
}

/** True for the function of a name or an ARN in any form. */
export function isFunction(change: ResourceChange, nameOrArn: Json | undefined): boolean {
  if (change.type !== 'aws_lambda_function' || typeof nameOrArn !== 'string') return false;
  const name = /:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
  return [change.before, change.after].some((side) => at(side, 'function_name') === name);
}

/** True if the plan contains Managed Flink: an application, or anything that names the service. */
export function hasFlink(all: readonly ResourceChange[]): boolean {
  const known = WITH_FLINK.get(all);
  if (known !== undefined) return known;
  const has = all.some(
    (change) => isApplication(change) || /kinesis-?analytics/i.test(JSON.stringify([change.before, change.after])),
  );
  WITH_FLINK.set(all, has);
  return has;
}

/** Cache of `hasFlink`, which is asked for each resource of a plan. */
const WITH_FLINK = new WeakMap<readonly ResourceChange[], boolean>();
