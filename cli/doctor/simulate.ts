import { GetRoleCommand, type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { describeDenial } from '../../tools/aws-trouble';
import { readPart } from '../safety/gather/trouble';
import type { NeededRights, SimulatedRight, Simulation } from './rights';

/**
 * Simulates whether a principal has the rights. The policies of an organisation and of the resources are not part of it.
 *
 * @param callerArn ARN as STS names it.
 */
export async function simulateRights(
  iam: IAMClient,
  callerArn: string,
  needed: readonly NeededRights[],
): Promise<Simulation> {
  if (callerArn.endsWith(':root')) return 'root';
  const simulation = await readPart(async () => {
    const PolicySourceArn = await principalOf(iam, callerArn);
    const all = await Promise.all(needed.map((rights) => simulate(iam, PolicySourceArn, rights)));
    return all.flat();
  });
  if ('value' in simulation) return simulation;
  return { because: `iam:SimulatePrincipalPolicy could not be asked. ${simulation.because}` };
}

async function simulate(
  iam: IAMClient,
  PolicySourceArn: string,
  { actions, resources }: NeededRights,
): Promise<SimulatedRight[]> {
  const found: SimulatedRight[] = [];
  let Marker: string | undefined;
  do {
    const answer = await iam.send(
      new SimulatePrincipalPolicyCommand({
        ...{ PolicySourceArn, ActionNames: [...actions], ResourceArns: [...resources], Marker },
      }),
    );
    for (const {
      EvalActionName: action = '',
      EvalResourceName: resource = '*',
      EvalDecision,
    } of answer.EvaluationResults ?? []) {
      found.push({ action, resource, isAllowed: EvalDecision === 'allowed' });
    }
    Marker = answer.IsTruncated ? answer.Marker : undefined;
  } while (Marker !== undefined);
  return found;
}

/** Principal behind a caller: a session of a role is simulated as the role, whose path the session's ARN lacks. */
async function principalOf(iam: IAMClient, callerArn: string): Promise<string> {
  const [, partition, account, RoleName] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  if (RoleName === undefined) return callerArn;
  const role = await iam.send(new GetRoleCommand({ RoleName })).catch((error: unknown) => {
    if (describeDenial(error) === undefined) throw error;
    return undefined;
  });
  return role?.Role?.Arn ?? `arn:${partition}:iam::${account}:role/${RoleName}`;
}
