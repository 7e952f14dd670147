import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, TerraformStack } from 'cdktf';
import { scanException, scanExceptionsBelow } from '../../../stacks/shared/scan-exceptions';
import { settingsOfTheProject } from '../../../trials/scan/scanned-settings';
import { synthesizeForScan } from '../../../trials/scan/synthesized';

function queue() {
  const app = new App();
  return { app, queue: new SqsQueue(new TerraformStack(app, 'stack'), 'queue', { name: 'a-queue' }) };
}

const REASON = 'Nothing that needs it is ever in this queue.';

test('an exception is found with the place of its resource in Terraform and in the code', () => {
  const { app, queue: excepted } = queue();
  scanException(excepted, 'CKV_AWS_27', REASON);
  scanException(excepted, 'CKV2_AWS_1', REASON);

  expect(scanExceptionsBelow(app)).toEqual(
    ['CKV_AWS_27', 'CKV2_AWS_1'].map((check) => ({
      stack: 'stack',
      address: 'aws_sqs_queue.queue',
      path: 'stack/queue',
      check,
      reason: REASON,
    })),
  );
});

test.each(['CKV_27', 'ckv_aws_27', 'CKV_AWS_27 ', '*'])('an exception for "%s" is refused', (check) => {
  expect(() => scanException(queue().queue, check, REASON)).toThrow(
    `The scan exception of stack/queue is for "${check}", expected a check such as CKV_AWS_117.`,
  );
});

test('an exception without a sentence for a reason is refused', () => {
  expect(() => scanException(queue().queue, 'CKV_AWS_27', 'not needed')).toThrow(
    'The scan exception of stack/queue for CKV_AWS_27 has the reason "not needed", expected a whole sentence.',
  );
});

test('what Terraform reads knows nothing of exceptions', () => {
  const [byDefault] = settingsOfTheProject();
  if (byDefault === undefined) throw new Error('The project scans no settings.');
  const { stacks, exceptions } = synthesizeForScan(byDefault.settings);

  expect(exceptions.length).toBeGreaterThan(5);
  for (const { json } of stacks) {
    expect(exceptions.filter(({ reason, check }) => json.includes(reason) || json.includes(check))).toEqual([]);
  }
});
