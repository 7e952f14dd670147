import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../../packages/plan-review/src/finding';
import { readPlan } from '../../packages/plan-review/src/read-plan';
import { renderReview } from '../../packages/plan-review/src/render';
import { review } from '../../packages/plan-review/src/review';
import { markdownTable, withPart } from './document-part';

const FILE = 'docs/plan-review.md';
const PLANS = join(__dirname, '../../packages/plan-review/__tests__/plans');

/** Example with plan files, `<name>.<stack>.json`, and Terraform's messages, `<name>.<stack>.txt`. */
interface Example {
  readonly title: string;
  readonly text: string;
  readonly plans?: readonly string[];
  readonly failed?: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    title: 'New code',
    text: 'Another JAR: a new object, the application’s key, the role that reads it.',
    plans: ['new-jar.artifacts', 'new-jar.application', 'no-changes.snapshots'],
  },
  {
    title: 'A rename',
    text: 'With `preventDestroy` off. The other stacks’ plans are left out here.',
    plans: ['rename.application'],
  },
  {
    title: 'The same with `prevent_destroy`',
    text: 'Terraform makes no plan.',
    failed: ['rename-prevented.application'],
  },
  {
    title: 'Alarms and rights',
    text: 'One alarm without actions, one switched off, one removed, one with another threshold; a wider policy. Two plans of one stack.',
    plans: ['alarms-silent.snapshots', 'iam-widened.snapshots'],
  },
  {
    title: 'Somebody else’s project',
    text: 'Two applications, one of them removed, after a bad day.',
    plans: ['foreign-dangerous'],
  },
];

/** docs/plan-review.md with its table and its examples as the code makes them. @throws Error when its marks are missing. */
export function withPlanReviewParts(document: string): string {
  const withRefusals = withPart(document, FILE, 'refusals', refusalsTable());
  return withPart(withRefusals, FILE, 'examples', EXAMPLES.map(exampleText).join('\n'));
}

function refusalsTable(): string {
  const rows = Object.entries(REFUSALS).map(([kind, { when, loss }]) => [`\`${kind}\``, when, loss]);
  return markdownTable(['refusal', 'when', 'what would be lost'], rows);
}

function exampleText({ title, text, plans = [], failed = [] }: Example): string {
  const result = review({
    plans: plans.map((name) => readPlan(name, readFileSync(join(PLANS, `${name}.json`)), stackOf(name, plans))),
    failed: failed.map((name) => ({
      stack: stackOf(name, failed),
      text: readFileSync(join(PLANS, `${name}.txt`), 'utf8'),
    })),
    exceptions: [],
    today: '2026-11-25',
  });
  const comment = renderReview(result).replaceAll(/^(#{2,3}) /gm, '$1## ');
  return `### ${title}\n\n${text}\n\n<!-- what follows is the comment -->\n\n---\n\n${comment}\n\n---\n`;
}

/** The stack alone, unless two plans are of the same one. */
function stackOf(name: string, among: readonly string[]): string {
  const stack = name.slice(name.lastIndexOf('.') + 1);
  return among.filter((other) => other.endsWith(`.${stack}`)).length > 1 ? name : stack;
}
