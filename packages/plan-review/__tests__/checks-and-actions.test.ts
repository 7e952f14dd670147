import type { Plan } from '../src/plan';
import { renderReview } from '../src/render';
import { reportJson } from '../src/report-json';
import { review } from '../src/review';
import { planOf, unchanged } from './plan-of';

const reviewed = (parts: Partial<Plan>) =>
  review({
    plans: [planOf([unchanged('aws_sqs_queue', {})], parts)],
    failed: [],
    exceptions: [],
    today: '2026-11-25',
  });

const check = { address: 'check.fresh', status: 'fail', messages: ['The newest snapshot is a day old.'] } as const;
const action = { address: 'action.aws_lambda_invoke.rebuild', trigger: 'AfterUpdate of aws_s3_bucket.code' };

test('a check that fails is shown, also where nothing changes', () => {
  const text = renderReview(reviewed({ failedChecks: [check] }));
  expect(text).toContain('## Terraform plan: no changes, 1 failed check in 1 stack');
  expect(text).toContain('- `check.fresh` in `orders` fails: `The newest snapshot is a day old.`');
  expect(text).not.toContain('No changes (1 resource).');
  expect(text).toContain('1 unchanged; 1 check fails.');
});

test('a check that can’t be evaluated says so', () => {
  const text = renderReview(reviewed({ failedChecks: [{ ...check, status: 'error', messages: [] }] }));
  expect(text).toContain('- `check.fresh` in `orders` could not be evaluated.');
});

test('an action that the apply runs is shown, also where nothing changes', () => {
  const text = renderReview(reviewed({ actions: [action, { ...action, trigger: undefined }] }));
  expect(text).toContain('## Terraform plan: no changes, 2 actions in 1 stack');
  expect(text).toContain('`action.aws_lambda_invoke.rebuild` in `orders` runs: `AfterUpdate of aws_s3_bucket.code`.');
  expect(text).toContain('`action.aws_lambda_invoke.rebuild` in `orders` runs: requested with `-invoke`.');
  expect(text).toContain('1 unchanged; 2 actions run.');
});

test('a program finds both by their fields, and neither refuses the plan', () => {
  const result = reviewed({ failedChecks: [check], actions: [action] });
  expect(result.isRefused).toBe(false);
  expect(reportJson(result)).toMatchObject({ stacks: [{ failedChecks: [check], actions: [action] }] });
});

test('hundreds of them are numbers in the end, and the comment stays within GitHub’s limit', () => {
  const failedChecks = Array.from({ length: 2000 }, (_, index) => ({
    ...check,
    address: `check.c${index}`,
    messages: ['x'.repeat(500)],
  }));
  const text = renderReview(reviewed({ failedChecks }));
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain('2000 checks fail');
});
