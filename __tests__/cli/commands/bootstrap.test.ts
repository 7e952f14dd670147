import { cloudAdvice, exitCodeOf, parseBootstrap, showResult, summary } from '../../../cli/commands/bootstrap';
import type { StepResult } from '../../../cli/state-bucket/bootstrap-state-bucket';
import { UsageError } from '../../../tools/command';

test('the arguments are read, and others refused', () => {
  expect(parseBootstrap([])).toEqual({ dryRun: false, json: false });
  expect(parseBootstrap(['--dry-run', '--json'])).toEqual({ dryRun: true, json: true });
  expect(() => parseBootstrap(['--dry'])).toThrow(UsageError);
  expect(() => parseBootstrap(['my-bucket'])).toThrow(UsageError);
});

test('for Terraform Cloud it names the workspaces and how to log in', () => {
  const advice = cloudAdvice('production', {
    ...{ kind: 'terraform-cloud', organization: 'acme', workspacePrefix: 'kda' },
    hostname: 'tfe.acme-corp.com',
  });

  expect(advice).toContain('workspaces of the organization acme');
  for (const stack of ['artifacts', 'application', 'snapshots'])
    expect(advice).toContain(`\n  kda-production-${stack}\n`);
  expect(advice).toContain(
    'Run "terraform login tfe.acme-corp.com" once, or set the variable TF_TOKEN_tfe_acme__corp_com',
  );
});

const results = (...outcomes: StepResult['outcome'][]): StepResult[] =>
  outcomes.map((outcome, index) => ({ step: `step ${index}`, outcome, message: 'It is so.' }));

test.each<[StepResult[], boolean, string]>([
  [results('already', 'already'), false, 'No changes were needed.'],
  [results('already', 'left'), false, 'No changes were needed. 1 kept as somebody set it.'],
  [results('changed', 'already', 'changed'), false, '2 of 3 changed.'],
  [
    results('would-change', 'left'),
    true,
    'Nothing was changed. Without --dry-run 1 of 2 would be changed. 1 kept as somebody set it.',
  ],
  [
    results('already', 'danger'),
    false,
    'No changes were needed. The state is in danger: a person has to correct 1 (step 1).',
  ],
  [
    results('would-change', 'left', 'danger'),
    true,
    'Nothing was changed. Without --dry-run 1 of 3 would be changed. 1 kept as somebody set it. The state is in danger: a person has to correct 1 (step 2).',
  ],
])('the closing line counts: %j', (list, dryRun, line) => {
  expect(summary(list, dryRun)).toBe(line);
});

test('each line begins with what became of it', () => {
  expect(results('already', 'left', 'danger', 'changed', 'would-change').map(showResult)).toEqual([
    '  already       It is so.',
    '  left          It is so.',
    '  danger        It is so.',
    '  changed       It is so.',
    '  would change  It is so.',
  ]);
});

test.each<[StepResult[], number]>([
  [results('already', 'left', 'changed', 'would-change'), 0],
  [results('already', 'danger'), 1],
])('a bucket in which the state is in danger is not as it should be: %j', (list, exitCode) => {
  expect(exitCodeOf(list)).toBe(exitCode);
});
