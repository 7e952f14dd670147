import { partitionOf } from '../../tools/partition';
import { STACK_IDS } from '../model/stack-ids';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * Maximum length of a workspace name in HCP Terraform:
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create
 */
const LONGEST_WORKSPACE_NAME = 90;

/** Problems of the state that show only beside other settings or in composed names. */
export function stateProblems({ state, artifacts, environment }: Settings): Problem[] {
  switch (state.kind) {
    case 'local':
      return [];
    case 's3':
      return [
        state.bucket === artifacts.bucket && {
          path: 'state.bucket',
          is: `is ${JSON.stringify(state.bucket)}`,
          expected: 'another bucket than artifacts.bucket',
          remedy: 'Destroying the deployment deletes the artifacts bucket, and the state with it. Use another bucket.',
        },
        keyElsewhere(state),
      ].filter((problem) => problem !== false);
    case 'terraform-cloud': {
      const names = Object.values(STACK_IDS).map((stack) => `${state.workspacePrefix}-${environment}-${stack}`);
      const wrong = names.filter((name) => !/^[A-Za-z0-9_-]+$/.test(name) || name.length > LONGEST_WORKSPACE_NAME);
      return wrong.slice(0, 1).map((name) => ({
        path: 'state.workspacePrefix',
        is: `makes the workspace ${JSON.stringify(name)}, of ${name.length} characters`,
        expected: `names of at most ${LONGEST_WORKSPACE_NAME} letters, digits, "_" or "-"`,
        remedy: 'Shorten it, or rename the environment’s file.',
      }));
    }
  }
}

/** State key in another region or partition than the bucket. Only an ARN names them; a key id and an alias do not. */
function keyElsewhere({ kmsKeyId = '', region }: { kmsKeyId?: string | undefined; region: string }): Problem | false {
  const [, partition, itsRegion] = /^arn:([^:]+):kms:([^:]+):/.exec(kmsKeyId) ?? [];
  const isHere = itsRegion === region && partition === partitionOf(region);
  if (itsRegion === undefined || isHere) return false;
  const where = itsRegion === region ? `partition ${partition}` : itsRegion;
  return {
    path: 'state.kmsKeyId',
    is: `is ${JSON.stringify(kmsKeyId)}, a key in ${where}`,
    expected: `a key in state.region (${region})${itsRegion === region ? `, which is in partition ${partitionOf(region)}` : ''}`,
    remedy: 'S3 encrypts only with keys of the bucket’s region. Name a key there.',
  };
}
