import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Construct } from 'constructs';
import { deploymentOf } from '../../config/model/deployment';
import { parameterName, parameterText, STANDARD_BYTES } from '../../config/model/deployment-parameter';
import type { Settings } from '../../config/schema/settings';
import { version } from '../../package.json';
import { scanException } from '../shared/scan-exceptions';

/** Parameter by which `kda` finds the deployment without a checkout. It has names and numbers only, so plans show it. */
export class DeploymentParameter extends Construct {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const text = parameterText(deploymentOf(settings), version);
    const parameter = new SsmParameter(this, 'parameter', {
      name: parameterName(settings.name),
      description: 'Names and objectives of this deployment, for the command kda',
      type: 'String',
      insecureValue: text,
      // The free tier has no room for many applications.
      tier: Buffer.byteLength(text) <= STANDARD_BYTES ? 'Standard' : 'Advanced',
    });
    scanException(
      parameter,
      'CKV2_AWS_34',
      'It has names and numbers, no secrets, and a plan shows each change of it; encryption would only hide them.',
    );
  }
}
