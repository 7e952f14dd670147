import type { ResourceChange } from '../src/plan';
import { renderReview } from '../src/render';
import { LONGEST_COMMENT } from '../src/render-stacks';
import { type Review, review } from '../src/review';
import { change, many, planOf, reviewOf, table } from './plan-of';

// These are system tests only because they take long; they start no process.

const TABLE = 'aws_dynamodb_table';

describe('what does not fit is shortened, never dropped without a word:', () => {
  const failedStacks = (count: number, lines: number) =>
    many(count, (index) => ({
      stack: `stack-${index}`,
      text: `Error: number ${index}\n${`${'x'.repeat(150)}\n`.repeat(lines)}`,
    }));
  const allowing = (why: (index: number) => string, count: number) => ({
    exceptions: many(count, (index) => ({
      refusal: 'table-destroyed' as const,
      address: `${TABLE}.t${index}`,
      stack: undefined,
      why: why(index),
      until: '2026-12-01',
    })),
  });
  const commentOn = (result: Review) => {
    const text = renderReview(result);
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    return text;
  };
  const commentOnFailed = (count: number) =>
    commentOn(review({ plans: [], failed: failedStacks(count, 40), exceptions: [], today: '2026-11-25' }));
  const commentOnAllowed = (changes: ResourceChange[], count: number, why: (index: number) => string) =>
    commentOn(reviewOf(changes, allowing(why, count)));

  test('twenty stacks without a plan, each with how Terraform begins', () => {
    const text = commentOnFailed(20);
    for (const { stack, text: said } of failedStacks(20, 0)) {
      expect(text).toContain(`> **No plan for stack \`${stack}\`**`);
      expect(text).toContain(said.trim());
    }
    expect(text).toMatch(/x… \([\d,]+ characters\)/);
  });

  test('five hundred stacks without a plan, by name', () => {
    const text = commentOnFailed(500);
    expect(text).toContain('> **No plan for 500 stacks**: Terraform ended with errors');
    expect(text).toContain('`stack-499`');
  });

  test('what is allowed, as a number for each reason', () => {
    const text = commentOnAllowed(many(400, table), 400, (index) => (index < 300 ? 'Moved away.' : 'Never used.'));
    expect(text).toContain('**Allowed on purpose: 400 losses**');
    expect(text).toContain('- **table-destroyed**: 300 losses (`Moved away.`, until 2026-12-01)');
    expect(text).toContain('- **table-destroyed**: 100 losses (`Never used.`, until 2026-12-01)');
  });

  test('what is allowed for many reasons, with the most frequent ones', () => {
    const text = commentOnAllowed(
      many(900, table),
      900,
      (index) => `Reason ${index < 100 ? 'of many' : index} ${'y'.repeat(200)}`,
    );
    expect(text).toContain('- **table-destroyed**: 100 losses (`Reason of many yyy');
    expect(text).toContain('791 losses for other reasons. `review-plan --json` lists each.');
  });

  test('what is allowed beside refusals that take much room', () => {
    const text = commentOnAllowed(many(700, table), 60, () => 'Moved away.');
    expect(text).toContain('**Allowed on purpose: 60 losses**');
    expect(text).toContain('Moved away.');
    for (const { address } of many(700, table).slice(60)) expect(text).toContain(`- \`${address}\``);
  });

  test('refusals that are only counted still say how to allow them', () => {
    const text = commentOn(reviewOf(many(3000, table)));
    expect(text).toContain('3000 resources.');
    expect(text).toContain(
      'lists each. To allow all of a kind on purpose, add this to the list in `plan-exceptions.json`',
    );
    expect(text).toContain('{"refusal":"table-destroyed","address":"*","why":"","until":""}');
  });

  test('cautions, as a number for each text', () => {
    const forgotten = (index: number) =>
      table(index, { action: 'forget', address: `${TABLE}.${'t'.repeat(150)}${index}` });
    const text = commentOn(reviewOf(many(400, forgotten)));
    expect(text).toContain('To look at: 400');
    expect(text).toMatch(/- Terraform forgets it\. .*: 400 resources/);
  });

  test('exceptions that do nothing, as numbers', () => {
    const text = commentOnAllowed([], 1500, () => 'Moved away.');
    expect(text).toContain('0 have expired and 1500 match nothing in these plans');
  });

  test('three hundred stacks, a line each, with refusals by kind', () => {
    const plans = many(300, (index) =>
      planOf([table(1), change('aws_kms_key', { action: 'destroy' })], { stack: `stack-${index}` }),
    );
    const text = commentOn(review({ plans, failed: [], exceptions: [], today: '2026-11-25' }));
    expect(text).toContain('- **key-destroyed**: At once, or after the waiting time');
    expect(text).toContain('300 resources in 300 stacks.');
    expect(text).toContain('- `stack-299`: 2 to destroy.');
  });
});
