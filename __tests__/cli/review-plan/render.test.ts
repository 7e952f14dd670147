import { readExceptions } from '../../../cli/review-plan/exceptions';
import type { ResourceChange } from '../../../cli/review-plan/plan';
import { LONGEST_COMMENT, MARKER, renderReview } from '../../../cli/review-plan/render';
import { review } from '../../../cli/review-plan/review';
import { change, planOf, reviewOf } from './plan-of';

const TABLE = 'aws_dynamodb_table';
const table = (index: number, parts: Partial<ResourceChange> = {}) =>
  change(TABLE, { address: `${TABLE}.t${index}`, action: 'destroy', before: { name: `t${index}` }, ...parts });
const many = (count: number, make: (index: number) => ResourceChange) =>
  Array.from({ length: count }, (_, index) => make(index));

test('one comment: marker, verdict, refusal with loss and way out, then the stack', () => {
  const text = renderReview(
    reviewOf([
      change(TABLE, {
        address: `${TABLE}.audit`,
        before: { point_in_time_recovery: [{ enabled: true }] },
        after: { point_in_time_recovery: [{ enabled: false }] },
      }),
      change('aws_s3_object', { action: 'no-op' }),
    ]),
    { documentation: 'https://example.com/plan-review.md', footer: 'Plan of 1a2b3c.' },
  );
  expect(text).toBe(`<!-- kda-snapshots: plan review -->
## Terraform plan: refused, 1 change in 1 stack

> [!CAUTION]
> **Refused: 1 loss that nobody has allowed.**

**recovery-off** in stack \`orders\`: The table can’t be brought back to any earlier moment; the continuous copies of the last 35 days are dropped.

\`aws_dynamodb_table.audit\`

\`\`\`diff
  point_in_time_recovery.enabled
-   true
+   false
\`\`\`

To allow it on purpose, put this into \`plan-exceptions.json\` (a list) in this pull request, with a reason and the last day on which it holds:

\`\`\`json
{"refusal":"recovery-off","address":"aws_dynamodb_table.audit","why":"","until":""}
\`\`\`

What each word means: [plan review](https://example.com/plan-review.md).

### \`orders\`

1 to update, 1 unchanged.

**To update**

<details><summary><code>aws_dynamodb_table.audit</code> <a href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table">docs</a></summary>

\`\`\`diff
  point_in_time_recovery.enabled
-   true
+   false
\`\`\`

</details>

Plan of 1a2b3c.`);
});

test('without changes it says so in a line a stack', () => {
  expect(renderReview(reviewOf([change(TABLE, { action: 'no-op' })]))).toBe(
    `${MARKER}\n## Terraform plan: no changes in 1 stack\n\n### \`orders\`\n\nNo changes (1 resource).`,
  );
});

test('a replacement that forgets shows the new object, and that the old one stays', () => {
  const text = renderReview(
    reviewOf([
      change('aws_sqs_queue', {
        action: 'replace-and-forget',
        before: { name: 'a' },
        after: { name: 'b' },
        unknown: { arn: true },
        replacedFor: [['name']],
      }),
    ]),
  );
  expect(text).toContain('1 to replace and forget.\n\n**To replace and forget**');
  expect(text).toContain(
    'The old one stays in AWS, and Terraform forgets it.\n\n```diff\n  name   # forces replacement',
  );
  expect(text).toContain('  known after apply: arn');
});

test('what is allowed is shown with its reason; what allows nothing is named', () => {
  const exceptions = readExceptions(
    'f',
    JSON.stringify([
      { refusal: 'table-destroyed', address: `${TABLE}.t0`, why: 'Nobody reads it.', until: '2026-12-01' },
      { refusal: 'table-destroyed', address: `${TABLE}.t0`, why: 'It was meant.', until: '2026-11-01' },
      { refusal: 'force-stop', address: 'a.b', why: 'Long forgotten.', until: '2026-12-01' },
    ]),
  );
  const text = renderReview(reviewOf([table(0)], { exceptions }));
  expect(text).toContain('## Terraform plan: 1 change in 1 stack');
  expect(text).toContain(
    '**Allowed on purpose: 1 loss**\n\n- **table-destroyed** in stack `orders`: `aws_dynamodb_table.t0` (`Nobody reads it.`, until 2026-12-01).',
  );
  expect(text).toContain(
    '- **table-destroyed** `aws_dynamodb_table.t0` is over: it allows nothing any more (until 2026-11-01)',
  );
  expect(text).toContain('- **force-stop** `a.b` fits nothing in these plans (until 2026-12-01)');
});

test('a stack without a plan shows what Terraform said, and is refused', () => {
  const failed = [
    {
      stack: 'orders',
      text: '\u001b[31m╷\u001b[0m\n│ Error: Instance cannot be destroyed\n│ \n│ has lifecycle.prevent_destroy set\n',
    },
  ];
  const result = review({ plans: [], failed, exceptions: [], today: '2026-11-25' });
  expect(result.isRefused).toBe(true);
  expect(renderReview(result)).toContain('> **No plan for stack `orders`**: Terraform ended with an error');
  expect(renderReview(result)).toContain(
    '```text\nError: Instance cannot be destroyed\n\nhas lifecycle.prevent_destroy set\n',
  );
  expect(renderReview(result)).toContain('`prevent_destroy` is what refuses here');
});

describe('GitHub’s limit', () => {
  const created = (index: number) =>
    change('aws_sqs_queue', {
      address: `aws_sqs_queue.q${index}`,
      action: 'create',
      after: { name: 'n'.repeat(150), tags: { a: 'b'.repeat(150) } },
    });

  test('a long value is cut, with its length', () => {
    expect(renderReview(reviewOf([change('aws_x', { before: { a: 'o' }, after: { a: 'x'.repeat(5000) } })]))).toContain(
      `+   "${'x'.repeat(239)}… (5,002 characters)`,
    );
  });

  test('holds for four hundred resources, and a sentence says what was left out', () => {
    const text = renderReview(
      reviewOf([
        ...many(400, created),
        change('aws_x', { address: 'aws_x.changed', before: { a: 1 }, after: { a: 2 } }),
      ]),
    );
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(text.length).toBeGreaterThan(60_000);
    expect(text).toContain('1 to update, 400 to create.');
    expect(text).toMatch(
      /_Left out here, for a comment on GitHub holds 65,536 characters: \d+ to create\. `terraform show` of the plan has all of it\._/,
    );
    expect(text).toContain('aws_x.changed'); // the more telling change is there
  });

  test('refusals are never cut: a hundred in full push the rest out', () => {
    const text = renderReview(reviewOf([...many(100, table), ...many(200, created)]));
    for (const { address } of many(100, table)) expect(text).toContain(`\`${address}\``);
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  });

  test('seven hundred refusals are all named, without an entry for each', () => {
    const text = renderReview(reviewOf(many(700, table)));
    for (const { address } of many(700, table)) expect(text).toContain(`- \`${address}\``);
    expect(text).toContain('{"refusal":"table-destroyed","address":"*","why":"","until":""}');
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  });
});

describe('what does not fit is shortened, never dropped without a word:', () => {
  const failedStacks = (count: number, lines: number) =>
    Array.from({ length: count }, (_, index) => ({
      stack: `stack-${index}`,
      text: `Error: number ${index}\n${`${'x'.repeat(150)}\n`.repeat(lines)}`,
    }));
  const allowing = (why: (index: number) => string, count: number) => ({
    exceptions: Array.from({ length: count }, (_, index) => ({
      refusal: 'table-destroyed' as const,
      address: `${TABLE}.t${index}`,
      stack: undefined,
      why: why(index),
      until: '2026-12-01',
    })),
  });
  const withinLimit = (text: string) => {
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    return text;
  };

  test('twenty stacks without a plan, each with how Terraform begins', () => {
    const text = withinLimit(
      renderReview(review({ plans: [], failed: failedStacks(20, 40), exceptions: [], today: '2026-11-25' })),
    );
    for (const { stack, text: said } of failedStacks(20, 0)) {
      expect(text).toContain(`> **No plan for stack \`${stack}\`**`);
      expect(text).toContain(said.trim());
    }
    expect(text).toMatch(/x… \([\d,]+ characters\)/);
  });

  test('five hundred stacks without a plan, by name', () => {
    const text = withinLimit(
      renderReview(review({ plans: [], failed: failedStacks(500, 40), exceptions: [], today: '2026-11-25' })),
    );
    expect(text).toContain('> **No plan for 500 stacks**: Terraform ended with errors');
    expect(text).toContain('`stack-499`');
  });

  test('what is allowed, as a number for each reason', () => {
    const text = withinLimit(
      renderReview(
        reviewOf(
          many(400, table),
          allowing((index) => (index < 300 ? 'Moved away.' : 'Never used.'), 400),
        ),
      ),
    );
    expect(text).toContain('**Allowed on purpose: 400 losses**');
    expect(text).toContain('- **table-destroyed**: 300 losses (`Moved away.`, until 2026-12-01)');
    expect(text).toContain('- **table-destroyed**: 100 losses (`Never used.`, until 2026-12-01)');
  });

  test('what is allowed for many reasons, with the most frequent ones', () => {
    const text = withinLimit(
      renderReview(
        reviewOf(
          many(900, table),
          allowing((index) => `Reason ${index < 100 ? 'of many' : index} ${'y'.repeat(200)}`, 900),
        ),
      ),
    );
    expect(text).toContain('- **table-destroyed**: 100 losses (`Reason of many yyy');
    expect(text).toContain('791 losses for other reasons: `npm run review-plan -- --json PLAN…` names each.');
  });

  test('what is allowed beside refusals that take much room', () => {
    const text = withinLimit(
      renderReview(
        reviewOf(
          many(700, table),
          allowing(() => 'Moved away.', 60),
        ),
      ),
    );
    expect(text).toContain('**Allowed on purpose: 60 losses**');
    expect(text).toContain('Moved away.');
    for (const { address } of many(700, table).slice(60)) expect(text).toContain(`- \`${address}\``);
  });

  test('refusals that are only counted still say how to allow them', () => {
    const text = withinLimit(renderReview(reviewOf(many(3000, table))));
    expect(text).toContain('3000 resources.');
    expect(text).toContain('names each. To allow all of a kind on purpose, put this into `plan-exceptions.json`');
    expect(text).toContain('{"refusal":"table-destroyed","address":"*","why":"","until":""}');
  });

  test('cautions, as a number for each text', () => {
    const forgotten = (index: number) =>
      table(index, { action: 'forget', address: `${TABLE}.${'t'.repeat(150)}${index}` });
    const text = withinLimit(renderReview(reviewOf(many(400, forgotten))));
    expect(text).toContain('To look at: 400');
    expect(text).toMatch(/- Terraform forgets it: .*: 400 resources/);
  });

  test('exceptions that do nothing, as numbers', () => {
    const text = withinLimit(
      renderReview(
        reviewOf(
          [],
          allowing(() => 'Moved away.', 1500),
        ),
      ),
    );
    expect(text).toContain('0 are over and 1500 fit nothing in these plans');
  });

  test('three hundred stacks, a line each, with refusals by kind', () => {
    const plans = Array.from({ length: 300 }, (_, index) =>
      planOf([table(1), change('aws_kms_key', { action: 'destroy' })], { stack: `stack-${index}` }),
    );
    const text = withinLimit(renderReview(review({ plans, failed: [], exceptions: [], today: '2026-11-25' })));
    expect(text).toContain('- **key-destroyed**: At once, or after the waiting time');
    expect(text).toContain('300 resources in 300 stacks.');
    expect(text).toContain('- `stack-299`: 2 to destroy.');
  });
});

test('no text of a plan becomes markup: code spans, blocks and HTML hold it', () => {
  const text = renderReview(
    reviewOf([
      change('aws_x', {
        address: 'a`b``c</code>\n# d @e',
        before: { 'k```\n# l': 'v' },
        after: { 'k```\n# l': '```\n</details>@f\u202e' },
      }),
    ]),
  );
  expect(text).toContain('<details><summary><code>a`b``c&#60;/code&#62;\\n# d @e</code>');
  expect(text).toContain('````diff\n  k```\\n# l\n-   "v"\n+   "```\\n</details>@f\\u{202e}"\n````');
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '## Terraform plan: 1 change in 1 stack',
    '### `orders`',
  ]);
});
