import type { ScanException } from '../../../stacks/shared/scan-exceptions';
import type { CheckResult } from '../../../trials/scan/checkov';
import { scanReport } from '../../../trials/scan/scan-report';
import { isClean, verdictOf } from '../../../trials/scan/verdict';

const failure: CheckResult = {
  stack: 'snapshots',
  address: 'aws_sqs_queue.queue',
  check: 'CKV_AWS_27',
  asks: 'Ensure it is encrypted',
  passed: false,
};
const exception: ScanException = {
  stack: 'snapshots',
  address: 'aws_sqs_queue.queue',
  check: 'CKV_AWS_27',
  path: 'snapshots/queue',
  reason: 'Nothing that needs it is ever in this queue.',
};

test('a failure with an exception is excepted', () => {
  const verdict = verdictOf([failure, { ...failure, check: 'CKV_AWS_1', passed: true }], [exception]);

  expect(verdict).toEqual({ passed: 1, excepted: [exception], failed: [], needless: [] });
  expect(isClean(verdict)).toBe(true);
});

test.each([
  ['of another resource', { address: 'aws_sqs_queue.other' }],
  ['of another stack', { stack: 'application' }],
  ['of another check', { check: 'CKV_AWS_28' }],
])('an exception %s excuses nothing, and is needless', (_name, difference) => {
  const other = { ...exception, ...difference };
  const verdict = verdictOf([failure], [other]);

  expect(verdict).toEqual({ passed: 0, excepted: [], failed: [failure], needless: [other] });
  expect(isClean(verdict)).toBe(false);
});

test('an exception whose check passes is needless, and that alone is not clean', () => {
  const verdict = verdictOf([{ ...failure, passed: true }], [exception]);

  expect(verdict).toMatchObject({ failed: [], needless: [exception] });
  expect(isClean(verdict)).toBe(false);
});

test('the report gives the reason of each exception once, and says what to do about the rest', () => {
  const bad = {
    ...failure,
    address: 'aws_sns_topic.topic',
    check: 'CKV_AWS_26',
    asks: 'Ensure the topic is encrypted',
  };
  const needless = { ...exception, check: 'CKV_AWS_99' };
  const scans = [
    { name: 'default', environment: 'default', verdict: verdictOf([failure, bad], [exception, needless]) },
    { name: 'production', environment: 'production', verdict: verdictOf([failure], [exception]) },
  ];

  expect(scanReport(scans).join('\n')).toBe(`\
  settings    passed  excepted  failed  needless exceptions
  default     0       1         1       1
  production  0       1         0       0

Excepted, each for the reason beside its resource
  CKV_AWS_27  snapshots/queue
      Nothing that needs it is ever in this queue.

FAILED (default)  CKV_AWS_26  aws_sns_topic.topic in cdktf.out/stacks/snapshots/cdk.tf.json
      asks: Ensure the topic is encrypted
      Mend the part below stacks/ that makes it; or, where the check does not fit, write beside it: scanException(resource, 'CKV_AWS_26', 'why')

NEEDLESS (default)  CKV_AWS_99  snapshots/queue
      It passes, or no such check looks at it; remove the exception, or make it depend on the setting: Nothing that needs it is ever in this queue.`);
});
