import { attributeChanges, type Shown } from '../src/attribute-changes';
import type { ResourceChange } from '../src/plan';
import { change } from './plan-of';

const text = (side: Shown) => (side.is === 'value' ? JSON.stringify(side.value) : side.is);
const shown = (parts: Partial<ResourceChange>) =>
  attributeChanges(change('aws_x', parts)).map(
    ({ path, old, new: now, forcesReplacement }) =>
      `${path}: ${text(old)} → ${text(now)}${forcesReplacement ? ' !' : ''}`,
  );
const json = (value: unknown) => JSON.stringify(value);

test.each<[string, Partial<ResourceChange>, string[]]>([
  ['a plain value', { before: { a: 1, b: 2 }, after: { a: 1, b: 3 } }, ['b: 2 → 3']],
  [
    'a nested one, through blocks of one',
    { before: { a: [{ b: [{ c: true }] }] }, after: { a: [{ b: [{ c: false }] }] } },
    ['a.b.c: true → false'],
  ],
  ['one that comes and one that goes', { before: { a: 1 }, after: { b: 2 } }, ['a: 1 → absent', 'b: absent → 2']],
  ['nothing for empty', { before: { a: null, b: [], c: '' }, after: { a: {}, b: null, c: null } }, []],
  ['false for nothing is a change', { before: { a: false }, after: { a: null } }, ['a: false → absent']],
  ['only what comes and goes in a list', { before: { a: ['x', 'y'] }, after: { a: ['y', 'z'] } }, ['a: ["x"] → ["z"]']],
  ['another order of a list', { before: { a: ['x', 'y'] }, after: { a: ['y', 'x'] } }, ['a: ["x","y"] → ["y","x"]']],
  [
    'what is known after apply only',
    { before: { a: 1 }, after: {}, unknown: { a: true, b: true } },
    ['a: 1 → unknown', 'b: absent → unknown'],
  ],
  [
    'a list of which a part is unknown',
    { before: { a: ['x'] }, after: { a: [null] }, unknown: { a: [true] } },
    ['a: ["x"] → unknown'],
  ],
  [
    'what forces the replacement',
    { before: { a: 1, b: [{ c: 1 }] }, after: { a: 2, b: [{ c: 2 }] }, replacedFor: [['b', 0, 'c']] },
    ['a: 1 → 2', 'b.c: 1 → 2 !'],
  ],
])('%s', (_, parts, expected) => expect(shown(parts)).toEqual(expected));

describe('a sensitive value is never there to be shown:', () => {
  test.each<[string, Partial<ResourceChange>, string[]]>([
    [
      'changed',
      { before: { a: 'secret' }, after: { a: 'other' }, beforeSensitive: { a: true }, afterSensitive: { a: true } },
      ['a: sensitive → sensitive'],
    ],
    [
      'the same',
      { before: { a: 'secret' }, after: { a: 'secret' }, beforeSensitive: { a: true }, afterSensitive: { a: true } },
      [],
    ],
    [
      'sensitive on one side only',
      { before: { a: 'secret' }, after: { a: 'other' }, afterSensitive: { a: true } },
      ['a: sensitive → sensitive'],
    ],
    [
      'a whole block',
      {
        before: { a: [{ b: 'secret' }] },
        after: { a: [{ b: 'other' }] },
        beforeSensitive: { a: true },
        afterSensitive: { a: true },
      },
      ['a: sensitive → sensitive'],
    ],
    [
      'one in a map',
      {
        before: { a: { b: 'secret', c: 1 } },
        after: { a: { b: 'other', c: 2 } },
        beforeSensitive: { a: { b: true } },
        afterSensitive: { a: { b: true } },
      },
      ['a.b: sensitive → sensitive', 'a.c: 1 → 2'],
    ],
    [
      'one item of a list',
      { before: { a: ['x', 'secret'] }, after: { a: null }, beforeSensitive: { a: [false, true] } },
      ['a: sensitive → absent'],
    ],
    [
      'one item of two lists',
      {
        before: { a: ['x', 'secret'] },
        after: { a: ['x', 'other'] },
        beforeSensitive: { a: [false, true] },
        afterSensitive: { a: [false, true] },
      },
      ['a: sensitive → sensitive'],
    ],
    [
      'one item of a list that is sensitive on one side only',
      { before: { a: ['secret'] }, after: { a: ['secret', 'other'] }, afterSensitive: { a: [true, true] } },
      ['a: sensitive → sensitive'],
    ],
    [
      'the name by which blocks are told apart',
      {
        before: {
          a: [
            { name: 'secret1', v: 1 },
            { name: 'secret2', v: 1 },
          ],
        },
        after: {
          a: [
            { name: 'secret1', v: 2 },
            { name: 'secret2', v: 1 },
          ],
        },
        afterSensitive: { a: [{ name: true }, {}] },
      },
      ['a[0].v: 1 → 2'],
    ],
    [
      'the whole resource',
      { before: { a: 'secret' }, after: { a: 'other' }, beforeSensitive: true, afterSensitive: true },
      [': sensitive → sensitive'],
    ],
    [
      'what takes its place is unknown',
      { before: { a: 'secret' }, after: {}, unknown: { a: true }, beforeSensitive: { a: true } },
      ['a: sensitive → unknown'],
    ],
    [
      'two blocks of which one has it',
      {
        before: {
          a: [
            { id: 'x', b: 'secret' },
            { id: 'y', b: 1 },
          ],
        },
        after: {
          a: [
            { id: 'y', b: 2 },
            { id: 'x', b: 'other' },
          ],
        },
        beforeSensitive: { a: [{ b: true }, {}] },
        afterSensitive: { a: [{}, { b: true }] },
      },
      ['a[x].b: sensitive → sensitive', 'a[y].b: 1 → 2'],
    ],
  ])('%s', (_, parts, expected) => {
    expect(shown(parts)).toEqual(expected);
    expect(json(attributeChanges(change('aws_x', parts)))).not.toMatch(/secret|other/);
  });
});

describe('lists of blocks are compared', () => {
  test('by name, where they have one', () => {
    expect(
      shown({
        before: {
          a: [
            { id: 'x', b: 1 },
            { id: 'y', b: 1 },
          ],
        },
        after: {
          a: [
            { id: 'z', b: 1 },
            { id: 'y', b: 2 },
          ],
        },
      }),
    ).toEqual([
      'a[x].b: 1 → absent',
      'a[x].id: "x" → absent',
      'a[y].b: 1 → 2',
      'a[z].b: absent → 1',
      'a[z].id: absent → "z"',
    ]);
  });

  test('else with the equal ones left out', () => {
    expect(shown({ before: { a: [{ b: 1 }, { b: 2 }] }, after: { a: [{ b: 2 }, { b: 3 }] } })).toEqual([
      'a[1].b: 1 → 3',
    ]);
  });
});

describe('JSON in a text is compared by its structure', () => {
  test('statements by their Sid', () => {
    const policy = (...actions: string[]) =>
      json({
        Statement: [
          { Sid: 'A', Action: 'x' },
          { Sid: 'B', Action: actions },
        ],
      });
    expect(shown({ before: { policy: policy('a', 'b') }, after: { policy: policy('b', 'c') } })).toEqual([
      'policy → Statement[B].Action: ["a"] → ["c"]',
    ]);
  });

  test('another order of keys is no change', () => {
    expect(shown({ before: { a: '{"x":1,"y":2}' }, after: { a: '{ "y": 2, "x": 1 }' } })).toEqual([]);
  });

  test('a text that only looks like JSON is a text', () => {
    expect(shown({ before: { a: '{x' }, after: { a: '{y' } })).toEqual(['a: "{x" → "{y"']);
  });

  test('a new policy is read statement by statement, a new dashboard is one text', () => {
    expect(shown({ after: { policy: '{"Statement":[{"Action":"x"}]}', dashboard_body: '{"widgets":[1]}' } })).toEqual([
      'dashboard_body: absent → "{\\"widgets\\":[1]}"',
      'policy → Statement.Action: absent → "x"',
    ]);
  });
});
