import { settingsWith } from '../settings-with';
import { synthesize } from './synthesis';

/** A deployment that looks after applications which run already. */
const synthesis = synthesize(
  settingsWith({
    application: undefined,
    snapshots: { applications: ['orders', { prefix: 'team-a-' }, { tag: { key: 'snapshots', value: 'yes' } }] },
  }),
);
afterAll(() => synthesis.dispose());

describe('a deployment without an application of its own', () => {
  test('has no application stack', () => {
    expect(synthesis.stackIds).toEqual(['artifacts', 'snapshots', 'upkeep']);
  });

  test('uploads the manager’s zip and no JAR', () => {
    const objects = Object.values(synthesis.stacks.artifacts.resource.aws_s3_object ?? {}).map(({ key }) => key);
    expect(objects.map((key) => String(key).replace(/-[0-9a-f]{16}/, ''))).toEqual([
      'manager/snapshot-manager.zip',
      'history/snapshot-manager.zip',
    ]);
    expect(Object.keys(synthesis.stacks.artifacts.output).sort()).toEqual(['artifacts-bucket', 'lambda-zip-key']);
  });

  test('touches none of the applications: no resource is one, or belongs to one', () => {
    const types = Object.values(synthesis.stacks).flatMap((stack) => Object.keys(stack?.resource ?? {}));
    expect(types.filter((type) => type.startsWith('aws_kinesis'))).toEqual([]);
    const groups = Object.values(synthesis.stacks.snapshots.resource.aws_cloudwatch_log_group ?? {});
    expect(groups.map(({ name }) => name)).toEqual(['/aws/lambda/kda-snapshots-manager']);
  });
});
