import { settingsWith } from '../../settings-with';
import { type StackJson, synthesize } from '../synthesis';

/** The backend of each stack, by its kind. */
function backends(state: object): unknown[] {
  const synthesis = synthesize(settingsWith({ state }));
  synthesis.dispose();
  const { artifacts, application, snapshots } = synthesis.stacks;
  return [artifacts, application, snapshots].map(
    (stack: StackJson) => stack.terraform.backend ?? stack.terraform.cloud,
  );
}

test('S3 state has a key for each environment and stack, is encrypted as the bucket says, and locked by a file', () => {
  const common = { bucket: 'the-state', region: 'eu-west-2', use_lockfile: true };

  expect(backends({ kind: 's3', bucket: 'the-state', region: 'eu-west-2' })).toEqual([
    { s3: { ...common, key: 'kda-snapshots/test/artifacts.tfstate' } },
    { s3: { ...common, key: 'kda-snapshots/test/application.tfstate' } },
    { s3: { ...common, key: 'kda-snapshots/test/snapshots.tfstate' } },
  ]);
});

test('S3 state may have a key of its own to be encrypted with', () => {
  expect(backends({ kind: 's3', bucket: 'the-state', region: 'eu-west-2', kmsKeyId: 'alias/state' })[0]).toMatchObject({
    s3: { kms_key_id: 'alias/state', encrypt: true },
  });
});

test('Terraform Cloud has a workspace for each environment and stack', () => {
  expect(backends({ kind: 'terraform-cloud', organization: 'acme' })).toEqual(
    ['artifacts', 'application', 'snapshots'].map((stack) => ({
      hostname: 'app.terraform.io',
      organization: 'acme',
      workspaces: { name: `kda-snapshots-test-${stack}` },
    })),
  );
});

test('local state is a file for each environment and stack, by a path relative to where Terraform runs', () => {
  const paths = backends({ kind: 'local' }).map((backend) => JSON.stringify(backend));

  expect(paths).toEqual(
    ['artifacts', 'application', 'snapshots'].map((stack) =>
      expect.stringMatching(new RegExp(`^{"local":{"path":"\\.\\./[^"]*/\\.local/state/test/${stack}\\.tfstate"}}$`)),
    ),
  );
});
