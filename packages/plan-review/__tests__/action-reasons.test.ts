import { renderReview } from '../src/render';
import { change, destroy, findingsIn, reviewOf, update } from './plan-of';

const APPLICATION = 'aws_kinesisanalyticsv2_application';
const tainted = update(
  APPLICATION,
  { name: 'orders' },
  { name: 'orders' },
  {
    action: 'replace',
    reason: 'replace_because_tainted',
  },
);

test('a tainted application is refused as one, with the command that keeps it', () => {
  const [refusal] = findingsIn(tainted).refusals;
  expect(refusal).toMatchObject({ kind: 'application-replaced' });
  expect(refusal?.detail).toBe(
    'It is tainted: an earlier apply failed on it. To keep it: terraform untaint aws_kinesisanalyticsv2_application.it',
  );
});

test.each([
  ['replace_because_tainted', 'It is tainted: an earlier apply failed on it.'],
  ['replace_by_request', 'Its replacement was requested with `-replace`.'],
  ['replace_by_triggers', 'A resource in its `replace_triggered_by` changes.'],
  ['delete_because_no_resource_config', 'It is no longer in the configuration.'],
  ['delete_because_no_module', 'Its module is no longer in the configuration.'],
  ['delete_because_wrong_repetition', 'Its `count` or `for_each` was added or removed.'],
  ['delete_because_count_index', 'Its index is outside `count`.'],
  ['delete_because_each_key', 'Its key is no longer in `for_each`.'],
  ['delete_because_no_move_target', 'A `moved` block moves it to an address that is not in the configuration.'],
  ['replace_because_of_the_moon', 'Terraform’s reason: `replace_because_of_the_moon`.'],
])('%s is said in words', (reason, words) => {
  const one = reason.startsWith('delete')
    ? destroy('aws_sqs_queue', { name: 'a' }, { reason })
    : change('aws_sqs_queue', { action: 'replace', before: { name: 'a' }, after: { name: 'a' }, reason });
  expect(renderReview(reviewOf([one]))).toContain(words);
});

test('a replacement because of an attribute is shown by the attribute alone', () => {
  const one = update(
    'aws_sqs_queue',
    { name: 'a' },
    { name: 'b' },
    {
      action: 'replace',
      reason: 'replace_because_cannot_update',
      replacedFor: [['name']],
    },
  );
  expect(renderReview(reviewOf([one]))).not.toMatch(/Terraform’s reason/);
});
