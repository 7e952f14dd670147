import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExceptions } from '../../packages/plan-review/src/exceptions';

const document = readFileSync(join(__dirname, '../../docs/plan-review.md'), 'utf8');

test('its example of an exception is one', () => {
  const [, json = ''] = /```json\n(\[[\s\S]*?)```/.exec(document) ?? [];
  expect(readExceptions('docs/plan-review.md', json)).toEqual([
    expect.objectContaining({ refusal: 'application-replaced', stack: 'application', until: '2026-12-01' }),
  ]);
});
