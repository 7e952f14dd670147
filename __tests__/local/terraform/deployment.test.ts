import { appliedStacks, sumOfChanges } from '../../../local/terraform/cdktf';
import { localOverride } from '../../../local/terraform/local-override';

describe('what a deployment changed', () => {
  test('is summed over the stacks', () => {
    expect(
      sumOfChanges([
        'artifacts  Apply complete! Resources: 9 added, 0 changed, 0 destroyed.',
        'artifacts  aws_s3_bucket.artifacts: Creation complete after 0s',
        'snapshots  Apply complete! Resources: 20 added, 1 changed, 2 destroyed.',
      ]),
    ).toEqual({ added: 29, changed: 1, destroyed: 2 });
  });

  test('is nothing when Terraform says so', () => {
    expect(sumOfChanges(['No changes. Your infrastructure matches the configuration.'])).toEqual({
      added: 0,
      changed: 0,
      destroyed: 0,
    });
  });
});

test('a stack is applied when cdktf says so, with its name in that line or in one before it', () => {
  const applied = appliedStacks(['artifacts', 'snapshots', 'upkeep']);

  expect(
    [
      'artifacts  Apply complete! Resources: 9 added, 0 changed, 0 destroyed.',
      'upkeep     Initializing the backend...',
      'snapshots  aws_sns_topic.topic: Creation complete after 0s',
      'snapshots  ',
      '           Apply complete! Resources: 20 added, 0 changed, 0 destroyed.',
      '           Outputs:',
    ].map(applied),
  ).toEqual(['artifacts', undefined, undefined, undefined, 'snapshots', undefined]);
});

test('the override moves the state, calms the provider, and lifts prevent_destroy from what has it', () => {
  expect(
    localOverride('/state/application.tfstate', [{ type: 'aws_kinesisanalyticsv2_application', name: 'demo' }]),
  ).toEqual({
    terraform: { backend: { local: { path: '/state/application.tfstate' } } },
    provider: {
      aws: [
        {
          s3_use_path_style: true,
          skip_credentials_validation: true,
          skip_metadata_api_check: 'true',
          skip_requesting_account_id: true,
          max_retries: 2,
        },
      ],
    },
    resource: { aws_kinesisanalyticsv2_application: { demo: { lifecycle: { prevent_destroy: false } } } },
  });
});
