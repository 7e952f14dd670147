import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { exitCodeOf, showResult, summary } from '../../cli/commands/bootstrap';
import { BOOTSTRAP_RIGHTS, bootstrapStateBucket, type StepResult } from '../../cli/state-bucket/bootstrap-state-bucket';
import { startFakeS3 } from '../cli/state-bucket/fake-s3';

const document = readFileSync(join(__dirname, '../../docs/state.md'), 'utf8');

test('the document gives exactly the rights that the steps of a bootstrap name', () => {
  const json = /<!-- bootstrap-policy -->\n```json\n([\s\S]*?)```/.exec(document)?.[1] ?? '';

  expect(JSON.parse(json).Statement[0].Action).toEqual(BOOTSTRAP_RIGHTS);
});

test('the document shows what a first bootstrap says', async () => {
  const fake = await startFakeS3('111122223333', 'eu-west-1');
  const s3 = new S3Client({
    ...{ endpoint: fake.endpoint, region: 'eu-west-1' },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const results: StepResult[] = [];
  const wanted = {
    ...{ bucket: 'acme-state', region: 'eu-west-1', keyPrefix: 'kda-snapshots', account: '111122223333' },
    ...{
      partition: 'aws',
      settingsFile: 'config/production.json',
      tags: { project: 'kda-snapshots', environment: 'production' },
    },
  };
  try {
    await bootstrapStateBucket(s3, wanted, false, (result) => results.push(result));
  } finally {
    s3.destroy();
    await fake.close();
  }

  expect(document).toContain([...results.map(showResult), summary(results, false)].join('\n'));
});

test('the document says what a rule that deletes the state is called, and what the exit code is', () => {
  const danger: StepResult[] = [{ step: 'old versions', outcome: 'danger', message: '' }];

  expect(document).toContain(`marked \`${danger[0]?.outcome}\`, and the exit code is ${exitCodeOf(danger)}`);
});
