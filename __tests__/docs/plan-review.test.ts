import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExceptions } from '../../packages/plan-review/src/exceptions';
import { withGeneratedParts } from './plan-review-document';

const document = readFileSync(join(__dirname, '../../docs/plan-review.md'), 'utf8');

test('the document has the refusals and the comments as the code makes them (npm run schema writes them)', () => {
  expect(withGeneratedParts(document)).toBe(document);
});

test('its example of an exception is one', () => {
  const [, json = ''] = /```json\n(\[[\s\S]*?)```/.exec(document) ?? [];
  expect(readExceptions('docs/plan-review.md', json)).toEqual([
    expect.objectContaining({ refusal: 'application-replaced', stack: 'application', until: '2026-12-01' }),
  ]);
});
