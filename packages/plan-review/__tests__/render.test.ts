import { readExceptions } from '../src/exceptions';
import { MARKER, renderReview } from '../src/render';
import { LONGEST_COMMENT } from '../src/render-stacks';
import { review } from '../src/review';
import { change, many, reviewOf, table } from './plan-of';

const TABLE = 'aws_dynamodb_table';

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
> **Refused: 1 loss that no exception allows.**

**recovery-off** in stack \`orders\`: The table can’t be restored to an earlier moment. AWS drops the continuous backups of the last 35 days.

\`aws_dynamodb_table.audit\`

\`\`\`diff
  point_in_time_recovery.enabled
-   true
+   false
\`\`\`

To allow this on purpose, add this to the list in \`plan-exceptions.json\` in this pull request, with a reason and the last day on which it applies:

\`\`\`json
{"refusal":"recovery-off","address":"aws_dynamodb_table.audit","why":"","until":""}
\`\`\`

[Plan review](https://example.com/plan-review.md) explains each refusal.

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
    '- **table-destroyed** `aws_dynamodb_table.t0` has expired and allows nothing (until 2026-11-01)',
  );
  expect(text).toContain('- **force-stop** `a.b` matches nothing in these plans (until 2026-12-01)');
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
  expect(renderReview(result)).toContain('`prevent_destroy` refused this');
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
      /_Left out, because a comment on GitHub has at most 65,536 characters: \d+ to create\. `terraform show` of the plan shows everything\._/,
    );
    expect(text).toContain('aws_x.changed'); // the more important change is shown
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
