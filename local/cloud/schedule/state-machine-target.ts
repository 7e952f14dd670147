import { randomUUID } from 'node:crypto';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import type { AwsEvent } from '../aws-events';
import { decide } from '../identity/policy-evaluation';
import { rolePolicyStatements, roleTrusts } from '../identity/role-policies';
import { StepFunctionsError, stepFunctions } from '../step-functions';
import { type Handover, isFinalStatus, type Refusal } from './handover';

export interface StateMachineTargetOptions {
  /** Starts executions through the gateway. */
  readonly gateway: string;
  /** Has the roles, behind the gateway. */
  readonly emulator: string;
  readonly region: string;
}

interface StateMachineTarget {
  readonly arn: string;
  readonly roleArn: string | undefined;
}

/** Start of an execution, if the target's role trusts EventBridge for this rule and may start it. */
export function stateMachineTarget(
  options: StateMachineTargetOptions,
  { arn, roleArn }: StateMachineTarget,
  ruleArn: string,
  event: AwsEvent,
): Handover {
  // Made once, so that a retry whose first attempt arrived starts no second execution.
  const name = `${event.id}_${randomUUID()}`;
  return async (input) => {
    const denied = await refusalOfRole(options, { arn, roleArn }, ruleArn, event.account);
    if (denied !== undefined) return denied;
    try {
      await stepFunctions(options.gateway, options.region, 'StartExecution', { stateMachineArn: arn, name, input });
      return undefined;
    } catch (error) {
      if (!(error instanceof StepFunctionsError)) throw error;
      if (error.name === 'ExecutionAlreadyExists') return undefined;
      return { code: error.name, message: error.message, isFinal: isFinalStatus(error.status) };
    }
  };
}

async function refusalOfRole(
  { emulator, region }: StateMachineTargetOptions,
  { arn, roleArn }: StateMachineTarget,
  ruleArn: string,
  account: string,
): Promise<Refusal | undefined> {
  const noPermissions = (message: string): Refusal => ({ code: 'NO_PERMISSIONS', message, isFinal: true });
  if (roleArn === undefined) return noPermissions(`The target ${arn} has no role.`);
  try {
    const context = { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': account };
    if (!(await roleTrusts(emulator, region, roleArn, { service: 'events.amazonaws.com', context }))) {
      return noPermissions(`The role ${roleArn} does not let events.amazonaws.com assume it for ${ruleArn}.`);
    }
    const statements = await rolePolicyStatements(emulator, region, roleArn);
    const action = 'states:StartExecution';
    if (decide(statements, { action, resource: arn, context: {} }) === 'allowed') return undefined;
    return noPermissions(`The role ${roleArn} does not allow ${action} on ${arn}.`);
  } catch (error) {
    return noPermissions(messageOf(error));
  }
}
