import { GetParameterCommand, type Parameter, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { PARAMETER_PATH, parameterName } from '../config/model/deployment-parameter';
import { lookingIn } from './answer-time';

/** Parameter that a snapshots stack left. */
export interface FoundParameter {
  /** Name of the deployment. */
  readonly deployment: string;
  readonly text: string;
  readonly accountId: string | undefined;
}

/** Parameters of the deployments of an account, in one region. */
export interface DeploymentParameters {
  readonly region: string;
  /** All of them, by name. */
  all(): Promise<readonly FoundParameter[]>;
  /** That of one deployment; undefined if there is none. */
  of(deployment: string): Promise<FoundParameter | undefined>;
}

/**
 * Opens the parameters in a region.
 *
 * @param region default: that of the SDK, which also reads profiles.
 * @throws the SDK's error when no region is set at all.
 */
export async function openParameters(region?: string): Promise<DeploymentParameters> {
  const client = new SSMClient(lookingIn(region));
  return {
    region: await client.config.region(),
    all: async () => {
      const found: FoundParameter[] = [];
      // The right is judged by the path as it is asked for; a slash at its end would name another resource.
      for await (const { Parameters = [] } of paginateGetParametersByPath(
        { client },
        { Path: PARAMETER_PATH.slice(0, -1) },
      )) {
        found.push(...Parameters.map(foundParameter));
      }
      return found.toSorted((one, other) => (one.deployment < other.deployment ? -1 : 1));
    },
    of: async (deployment) => {
      try {
        const { Parameter: parameter } = await client.send(
          new GetParameterCommand({ Name: parameterName(deployment) }),
        );
        return parameter && foundParameter(parameter);
      } catch (error) {
        if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
        throw error;
      }
    },
  };
}

function foundParameter({ Name = '', Value = '', ARN }: Parameter): FoundParameter {
  return { deployment: Name.slice(PARAMETER_PATH.length), text: Value, accountId: ARN?.split(':')[4] };
}
