import { parsePlanStacks } from '../../../cli/commands/plan-stacks';
import { UsageError } from '../../../tools/command';
import { type FileSystem, parseReviewPlan, REVIEW_PLAN } from '../src/command/arguments';
import { stackNames } from '../src/stack-name';

const files: FileSystem = {
  exists: (path) => path === 'a=b.json',
  filesIn: (path) => ({ plans: ['b.json', 'a.json', 'c.txt', 'notes.md'], empty: [] })[path],
};
const paths = (argv: string[]) => {
  const { plans, failed } = parseReviewPlan(argv, files);
  return {
    plans: plans.map(({ path, title }) => [title, path]),
    failed: failed.map(({ path, title }) => [title, path]),
  };
};

describe('review-plan', () => {
  test.each([
    [
      ['a.json', 'b.json'],
      {
        plans: [
          [undefined, 'a.json'],
          [undefined, 'b.json'],
        ],
        failed: [],
      },
    ],
    [['orders=out/plan.json'], { plans: [['orders', 'out/plan.json']], failed: [] }],
    [['a=b.json'], { plans: [[undefined, 'a=b.json']], failed: [] }],
    [
      ['plans'],
      {
        plans: [
          [undefined, 'plans/a.json'],
          [undefined, 'plans/b.json'],
        ],
        failed: [[undefined, 'plans/c.txt']],
      },
    ],
    [['--failed', 'orders=error.txt'], { plans: [], failed: [['orders', 'error.txt']] }],
  ])('%j', (argv, expected) => expect(paths(argv)).toEqual(expected));

  test.each(REVIEW_PLAN.examples)('the example $line is accepted', ({ line }) => {
    expect(() => parseReviewPlan(line.split(' '), files)).not.toThrow();
  });

  test.each([
    [[], 'No plan is given, expected at least one file.'],
    [['empty'], 'empty contains no *.json and no *.txt, expected plans in JSON.'],
    [['a.json', '--alow', 'x'], "Unknown option '--alow'"],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => parseReviewPlan(argv, files)).toThrow(UsageError);
    expect(() => parseReviewPlan(argv, files)).toThrow(message);
  });
});

test('a stack is called after its file, or after the folder of a file that is called plan', () => {
  const named = (...paths: string[]) => stackNames(paths.map((path) => ({ path, title: undefined })));
  expect(named('out/orders.json', 'live/payments/tfplan.json', 'live/audit/plan.txt')).toEqual([
    'orders',
    'payments',
    'audit',
  ]);
  expect(named('plan.json', '../tfplan.json')).toEqual(['plan', 'tfplan']);
  expect(named('a/orders.json', 'b/orders.json')).toEqual(['a/orders.json', 'b/orders.json']);
});

describe('npm run plan-stacks', () => {
  test('locks unless it is told not to', () => {
    expect(parsePlanStacks(['--out', 'plans'])).toEqual({ out: 'plans', lock: true });
    expect(parsePlanStacks(['--out', 'plans', '--no-lock'])).toEqual({ out: 'plans', lock: false });
  });

  test('needs a folder', () =>
    expect(() => parsePlanStacks([])).toThrow('--out is missing, expected the folder for the plans.'));
});
