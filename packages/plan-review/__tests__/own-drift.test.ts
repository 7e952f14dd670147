import type { ResourceChange } from '../src/plan';
import { renderReview } from '../src/render';
import { review } from '../src/review';
import { planOf, unchanged, update } from './plan-of';

const text = (drift: ResourceChange, ...changes: ResourceChange[]) =>
  renderReview(
    review({ plans: [planOf(changes, { drift: [drift] })], failed: [], exceptions: [], today: '2026-11-25' }),
  );
const DRIFTED = 'Changed outside Terraform';
const statement = (action: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const role = (...policies: object[]) => update('aws_iam_role', { name: 'a' }, { name: 'a', inline_policy: policies });
const own = unchanged('aws_iam_role_policy', { role: 'a', name: 'p', policy: statement('s3:GetObject') });

describe('what the deployment itself wrote is no drift:', () => {
  test.each<[string, ResourceChange, ResourceChange]>([
    ['a role’s policy', role({ name: 'p', policy: statement('s3:GetObject').replace(':[', ': [') }), own],
    [
      'a role’s attachment',
      update('aws_iam_role', { name: 'a' }, { name: 'a', managed_policy_arns: ['arn:p'] }),
      unchanged('aws_iam_role_policy_attachment', { role: 'a', policy_arn: 'arn:p' }),
    ],
    [
      'a topic’s policy',
      update('aws_sns_topic', { arn: 'arn:t', policy: '{"a":1}' }, { arn: 'arn:t', policy: '{"b":1}' }),
      unchanged('aws_sns_topic_policy', { arn: 'arn:t', policy: '{"b":1}' }),
    ],
    [
      'a queue’s policy',
      update('aws_sqs_queue', { url: 'https://q' }, { url: 'https://q', policy: '{"b":1}' }),
      unchanged('aws_sqs_queue_policy', { queue_url: 'https://q' }),
    ],
    [
      'a bucket’s versioning',
      update('aws_s3_bucket', { bucket: 'b' }, { bucket: 'b', versioning: [{ enabled: true }] }),
      unchanged('aws_s3_bucket_versioning', { bucket: 'b' }),
    ],
  ])('%s', (_, drift, companion) => {
    expect(text(drift, companion)).not.toContain(DRIFTED);
  });
});

describe('what somebody else wrote is shown:', () => {
  test.each<[string, ResourceChange, ResourceChange]>([
    [
      'a second policy in the role',
      role({ name: 'p', policy: statement('s3:GetObject') }, { name: 'q', policy: '{}' }),
      own,
    ],
    ['another text of the policy', role({ name: 'p', policy: statement('s3:*') }), own],
    [
      'the policy of another role',
      role({ name: 'p', policy: statement('s3:GetObject') }),
      { ...own, before: { role: 'b' }, after: { role: 'b' } },
    ],
    [
      'a topic’s policy that no resource has',
      update('aws_sns_topic', { arn: 'arn:t' }, { arn: 'arn:t', policy: '{"b":1}' }),
      unchanged('aws_sns_topic_policy', { arn: 'arn:other' }),
    ],
    [
      'the name that a person sees, beside the policy',
      update(
        'aws_sns_topic',
        { arn: 'arn:t', display_name: 'a' },
        { arn: 'arn:t', display_name: 'b', policy: '{"b":1}' },
      ),
      unchanged('aws_sns_topic_policy', { arn: 'arn:t' }),
    ],
  ])('%s', (_, drift, companion) => {
    expect(text(drift, companion)).toContain(DRIFTED);
  });
});
