import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = readFileSync(join(__dirname, '../../docs/decisions.md'), 'utf8');

test('each decision has an id of its own', () => {
  const ids = [...PAGE.matchAll(/^- \*\*(D-\d+) /gm)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
