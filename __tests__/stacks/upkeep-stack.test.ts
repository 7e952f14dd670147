import { synthesizedStacks } from '../../stacks/synthesis/synthesized-stacks';
import { resource, synthesize } from './synthesis';

const synthesis = synthesize();
afterAll(() => synthesis.dispose());

test('old versions in the artifacts bucket go after 90 days, and broken uploads after 7', () => {
  expect(resource(synthesis.stacks.upkeep, 'aws_s3_bucket_lifecycle_configuration')).toMatchObject({
    bucket: 'the-artifacts',
    rule: [
      {
        status: 'Enabled',
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ],
  });
});

test('no other stack has a resource for which the provider waits a minute', () => {
  const { upkeep: _, ...others } = synthesis.stacks;
  const types = Object.values(others).flatMap(({ resource }) => Object.keys(resource));
  expect(types).not.toContain('aws_s3_bucket_lifecycle_configuration');
});

test('stacks that are applied one by one are applied before it', () => {
  expect(synthesizedStacks(`${synthesis.folder}/cdktf.out`).map(({ id }) => id)).toEqual([
    'artifacts',
    'application',
    'snapshots',
    'upkeep',
  ]);
});
