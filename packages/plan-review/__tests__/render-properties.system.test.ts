import { Parser } from 'commonmark';
import fc from 'fast-check';
import { renderReview } from '../src/render';
import { LONGEST_COMMENT } from '../src/render-stacks';
import { review } from '../src/review';
import { change, many, planOf, reviewOf, table } from './plan-of';

// These are system tests only because they take long; they start no process.

test('refusals that are too many to name are counted, and the comment keeps GitHub’s limit', () => {
  const text = renderReview(reviewOf(many(2500, table)));
  expect(text).toContain('- **table-destroyed** in stack `orders`: All rows');
  expect(text).toContain('2500 resources.');
  expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
});

test('whatever there is of everything, the comment keeps GitHub’s limit and has a word of each', () => {
  const number = fc.oneof(fc.nat(3), fc.nat(60), fc.nat(700));
  const letters = fc.constantFrom(1, 30, 300, 3000);
  fc.assert(
    fc.property(
      number,
      number,
      number,
      fc.nat(250),
      fc.nat(120),
      letters,
      (refused, allowed, forgotten, stacks, failed, long) => {
        const plans = Array.from({ length: stacks + 1 }, (_, index) => {
          const first =
            index > 0
              ? [table(0)]
              : [
                  ...many(refused, table),
                  ...many(allowed, (one) => ({ ...table(one), address: `allowed.${one}${'a'.repeat(long)}` })),
                  ...many(forgotten, (one) => ({ ...table(one), action: 'forget' as const })),
                ];
          return planOf(first, { stack: `${'s'.repeat(long)}${index}` });
        });
        const result = review({
          plans,
          failed: many(failed, table).map(({ address }) => ({
            stack: address,
            text: `${'\u0000x'.repeat(long)}\n`.repeat(20),
          })),
          exceptions: many(allowed, table).map((_, one) => ({
            refusal: 'table-destroyed',
            address: `allowed.${one}a*`,
            stack: undefined,
            why: `${'w'.repeat(long)}${one % 40}`,
            until: undefined,
          })),
          today: '2026-11-25',
        });
        const text = renderReview(result, { footer: 'f'.repeat(100) });

        expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
        if (result.refused.length > 0) {
          expect(text).toContain(`**Refused: ${result.refused.length} loss`);
          expect(text).toContain('{"refusal":"table-destroyed","address":');
        }
        if (result.allowed.length > 0) expect(text).toContain(`**Allowed on purpose: ${result.allowed.length} loss`);
        if (result.cautions.length > 0) expect(text).toContain(`To look at: ${result.cautions.length}`);
        if (failed > 0) expect(text).toContain('**No plan for');
      },
    ),
    { numRuns: 40, seed: 10 },
  );
});

describe('no text of a plan becomes markup', () => {
  const NASTY = [
    '`',
    '``',
    '```',
    '\n',
    '\r',
    '\n\n',
    '# ',
    '> ',
    '- ',
    '@octocat',
    '#1',
    '<',
    '>',
    '</code>',
    '</summary></details>',
    '<img src=x onerror=y>',
    '<!--',
    '-->',
    '[a](https://evil.example)',
    '![a](b)',
    '**',
    '_',
    '|',
    '\\',
    '&lt;',
    '"',
    "'",
    '\u202e',
    '\u200b',
    ' ',
    'x',
    'https://evil.example',
    '\u2028',
  ];
  const nasty = fc.array(fc.constantFrom(...NASTY), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

  /** Everything in the Markdown other than code and the review's own words. */
  function markup(text: string): { headings: string[]; links: string[]; others: string[]; plain: string } {
    const found = { headings: [] as string[], links: [] as string[], others: [] as string[], plain: '' };
    const walker = new Parser().parse(text).walker();
    for (let event = walker.next(); event; event = walker.next()) {
      const { node } = event;
      if (!event.entering) continue;
      if (node.type === 'heading') found.headings.push(String(node.level));
      if (node.type === 'link') found.links.push(node.destination ?? '');
      if (node.type === 'text') found.plain += node.literal;
      if (['image', 'emph', 'thematic_break', 'html_inline'].includes(node.type)) found.others.push(node.type);
      if (node.type === 'html_block') found.others.push(...htmlOf(node.literal ?? ''));
    }
    return found;
  }

  /** Tags of a block of HTML other than those that the review writes. */
  function htmlOf(html: string): string[] {
    const ours =
      /^(<!-- kda-snapshots: plan review -->|<\/?(details|summary|code|p)>|<\/a>|<a href="https:\/\/(eu-west-1\.console\.aws\.amazon\.com|registry\.terraform\.io|console\.aws\.amazon\.com)\/[^"<>]*">)$/;
    return [...html.matchAll(/<[^>]*>?/g)].map(([tag]) => tag).filter((tag) => !ours.test(tag));
  }

  test('whatever stands in addresses, names, values, reasons and errors', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (one, two, three) => {
        const changes = [
          change('aws_dynamodb_table', {
            address: one,
            action: 'destroy',
            before: { name: two, arn: 'arn:aws:dynamodb:eu-west-1:0:table/x' },
          }),
          change('aws_dynamodb_table', { address: two, action: 'destroy', before: { name: one } }),
          change('aws_iam_role_policy', {
            address: three,
            before: { [one]: two, role: three },
            after: {
              [one]: three,
              role: three,
              policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: two }] }),
            },
          }),
          change('aws_s3_bucket', {
            address: two,
            action: 'import',
            importId: one,
            previousAddress: three,
            after: { bucket: two, x: one },
          }),
        ];
        const output = {
          name: one,
          before: two,
          after: three,
          unknown: false,
          beforeSensitive: false,
          afterSensitive: false,
        };
        const plan = planOf(changes, {
          stack: two,
          outputs: [output],
          drift: [change('aws_s3_bucket', { address: two, before: { a: one }, after: { a: three } })],
        });
        const exception = {
          refusal: 'table-destroyed' as const,
          address: one,
          stack: undefined,
          why: three,
          until: '2026-12-01',
        };
        const result = review({
          plans: [plan],
          failed: [{ stack: three, text: `${one}\n${two}` }],
          exceptions: [exception],
          today: '2026-11-25',
        });
        const { headings, links, others, plain } = markup(
          renderReview(result, { documentation: 'https://docs.example/plan-review.md' }),
        );

        expect({ headings, links, others }).toEqual({
          headings: ['2', '3'],
          links: ['https://docs.example/plan-review.md'],
          others: [],
        });
        expect(plain).not.toMatch(/@octocat|#1|evil/);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('this is seen at all: without escaping it would show', () => {
    expect(markup('a @octocat\n\n# b\n\n![a](b) <img src=x>')).toMatchObject({
      headings: ['1'],
      others: ['image', 'html_inline'],
      plain: expect.stringContaining('@octocat'),
    });
    expect(htmlOf('<details><b>')).toEqual(['<b>']);
  });
});
