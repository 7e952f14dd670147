import type { Place } from '../../../tools/partition';
import { policyDocument, trustPolicy } from '../iam-policy';
import { drillRulePrefix } from './drill-rules';

/** ARN of the state machine of a name. */
export function stateMachineArn({ partition, region, id }: Place, name: string): string {
  return `arn:${partition}:states:${region}:${id}:stateMachine:${name}`;
}

/** ARNs of the rules of all drills of a deployment, as a pattern: one for each would not fit into a policy. */
export function drillRuleArns({ partition, region, id }: Place, deployment: string): string {
  return `arn:${partition}:events:${region}:${id}:rule/${drillRulePrefix(deployment)}*`;
}

/**
 * Trust policy of the state machine's role, for this state machine only.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 */
export function machineTrust(place: Place, machine: string): string {
  return trustPolicy('states.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': place.id },
    ArnEquals: { 'aws:SourceArn': stateMachineArn(place, machine) },
  });
}

/** Right of the state machine: the function, and nothing else. */
export function machinePolicy(functionArn: string): string {
  return policyDocument([{ sid: 'AskManager', actions: ['lambda:InvokeFunction'], resources: [functionArn] }]);
}

/**
 * Trust policy of the role by which EventBridge starts drills, for the drill rules of the deployment only.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function startTrust(place: Place, deployment: string): string {
  return trustPolicy('events.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': place.id },
    ArnLike: { 'aws:SourceArn': drillRuleArns(place, deployment) },
  });
}

/** Right of the rules: to start the state machine, and nothing else. */
export function startPolicy(machineArn: string): string {
  return policyDocument([{ sid: 'StartDrills', actions: ['states:StartExecution'], resources: [machineArn] }]);
}
