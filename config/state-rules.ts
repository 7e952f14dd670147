import { STACK_IDS } from '../stacks/names';
import type { Problem } from './problems';
import type { Settings } from './settings';

/** HCP Terraform's limit: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create */
const LONGEST_WORKSPACE_NAME = 90;

/** What is wrong about the state only beside other settings, or once its names are composed. */
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
          remedy:
            'Taking the deployment down deletes the artifacts bucket, and the state with it: use a bucket of its own.',
        },
        keyRegion(state.kmsKeyId) !== undefined &&
          keyRegion(state.kmsKeyId) !== state.region && {
            path: 'state.kmsKeyId',
            is: `is ${JSON.stringify(state.kmsKeyId)}, a key in ${keyRegion(state.kmsKeyId)}`,
            expected: `a key in state.region (${state.region})`,
            remedy: 'S3 encrypts with keys of the bucket’s own region only: name a key there.',
          },
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

/** The region of a key's ARN; a key's id and an alias have none. */
function keyRegion(kmsKeyId = ''): string | undefined {
  return /^arn:[^:]+:kms:([^:]+):/.exec(kmsKeyId)?.[1];
}
