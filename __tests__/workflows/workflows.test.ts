import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePreDeploy } from '../../cli/commands/pre-deploy';
import { WORKFLOWS, workflow } from './workflows';

const jobs = WORKFLOWS.flatMap(({ file, content }) =>
  Object.entries(content.jobs).map(([id, job]) => ({ file, id, job })),
);
const steps = jobs.flatMap(({ file, id, job }) => job.steps.map((step) => ({ file, id, step })));
const scripts: Record<string, string> = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).scripts;

/** Those that need no account. */
const CHECKS = ['check.yml', 'engines.yml', 'reproducible.yml'];

test('there are workflows to check, to plan and to deploy', () => {
  expect(WORKFLOWS.map(({ file }) => file)).toEqual([...CHECKS, 'deploy.yml', 'plan.yml', 'rehearse.yml'].sort());
});

test('every action is pinned by its commit, with the version beside it', () => {
  const uses = WORKFLOWS.flatMap(({ text }) => text.split('\n').filter((line) => line.includes('uses:')));
  expect(uses.length).toBeGreaterThan(20);
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test('one action has one commit and one version everywhere', () => {
  const pins = new Map<string, Set<string>>();
  for (const [, action = '', pin = ''] of WORKFLOWS.flatMap(({ text }) => [
    ...text.matchAll(/uses: ([\w/-]+)@(.*)/g),
  ])) {
    pins.set(action, new Set([...(pins.get(action) ?? []), pin]));
  }
  expect([...pins].filter(([, all]) => all.size > 1).map(([action]) => action)).toEqual([]);
});

test('no workflow has a right, each job has its own, and an end', () => {
  expect(WORKFLOWS.map(({ content }) => content.permissions)).toEqual(WORKFLOWS.map(() => ({})));
  expect(jobs.filter(({ job }) => job.permissions === undefined || job['timeout-minutes'] === undefined)).toEqual([]);
});

test('only these rights are given', () => {
  const [checks, others] = [
    jobs.filter(({ file }) => CHECKS.includes(file)),
    jobs.filter(({ file }) => !CHECKS.includes(file)),
  ];
  expect(checks.map(({ job }) => job.permissions)).toEqual(checks.map(() => ({ contents: 'read' })));
  expect(Object.fromEntries(others.map(({ file, id, job }) => [`${file} ${id}`, job.permissions]))).toEqual({
    'deploy.yml plan': { contents: 'read', 'id-token': 'write' },
    'deploy.yml deploy': { contents: 'read', 'id-token': 'write' },
    'rehearse.yml rehearse': { contents: 'read' },
    'rehearse.yml comment': { 'pull-requests': 'write' },
    'plan.yml plan': { contents: 'read', 'id-token': 'write' },
    'plan.yml comment': { 'pull-requests': 'write' },
    'plan.yml no-plan': {},
  });
});

test('what may write to a pull request runs none of its code', () => {
  const comment = workflow('plan.yml').content.jobs.comment;
  expect(comment?.steps.map(({ uses = '' }) => uses.split('@')[0])).toEqual([
    'actions/download-artifact',
    'actions/github-script',
  ]);
});

test('no secret is used, and no pull request runs with the rights of the repository', () => {
  for (const { text } of WORKFLOWS) expect(text).not.toMatch(/secrets\.|pull_request_target|aws-(secret-)?access-key/);
});

test('a checkout leaves no token behind', () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
  expect(checkouts.map(({ step }) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
  expect(checkouts.length).toBeGreaterThan(3);
});

test('nothing that somebody else writes stands in a script: it comes by the environment', () => {
  const scriptsOf = steps.flatMap(({ step }) => [step.run ?? '', String(step.with?.script ?? '')]);
  expect(scriptsOf.filter((script) => script.includes('${{'))).toEqual([]);
});

test('what writes to AWS waits for the approval of `production`, and only it', () => {
  expect(jobs.filter(({ job }) => job.environment !== undefined).map(({ file, id }) => `${file} ${id}`)).toEqual([
    'deploy.yml deploy',
  ]);
  const roles = steps
    .filter(({ step }) => step.with?.['role-to-assume'] !== undefined)
    .map(({ file, id, step }) => [`${file} ${id}`, step.with?.['role-to-assume']]);
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
  expect(roles).toEqual([
    ['deploy.yml plan', '${{ vars.AWS_PLAN_ROLE_ARN }}'],
    ['deploy.yml deploy', '${{ vars.AWS_DEPLOY_ROLE_ARN }}'],
    ['plan.yml plan', '${{ vars.AWS_PLAN_ROLE_ARN }}'],
  ]);
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
});

test('a deployment takes a fresh snapshot, then applies what was planned and reviewed', () => {
  const commands = (id: string) =>
    workflow('deploy.yml').content.jobs[id]?.steps.flatMap(
      ({ run = '' }) => run.match(/npx (?:kda [\w-]+|cdktf \w+)/g) ?? [],
    );
  expect(commands('plan')).toEqual(['npx cdktf synth', 'npx kda plan-stacks', 'npx kda review-plan']);
  expect(commands('deploy')).toEqual(['npx kda pre-deploy', 'npx kda apply-stacks', 'npx kda verify']);
  expect(workflow('deploy.yml').content.jobs.deploy?.needs).toBe('plan');
});

describe('what pre-deploy refuses can be asked for by hand', () => {
  const deploy = workflow('deploy.yml').content;
  const inputs = { 'no-snapshot': 'it crashes', 'allow-state-loss': 'true' };
  /** The environment of a step, with the inputs put in as GitHub does. */
  const filled = (environment: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => Object(inputs)[input] ?? ''),
      ]),
    );

  test('by inputs that are off by default', () => {
    expect(deploy.on.workflow_dispatch).toEqual({
      inputs: {
        'no-snapshot': { description: expect.any(String), type: 'string', default: '' },
        'allow-state-loss': { description: expect.any(String), type: 'boolean', default: false },
      },
    });
  });

  test('which reach the command by its environment, with the plans that were approved', () => {
    const step = deploy.jobs.deploy?.steps.find(({ run = '' }) => run.includes('pre-deploy'));

    expect(step?.run).toBe('npx kda pre-deploy --plans cdktf.out/plans --json > pre-deploy.json');
    expect(deploy.jobs.deploy?.steps.at(-1)?.run).toBe('npx kda verify --after pre-deploy.json');
    expect(parsePreDeploy([], filled(step?.env)).options).toMatchObject({
      noSnapshotBecause: 'it crashes',
      allowStateLoss: true,
    });
    const planned = deploy.jobs.plan?.steps.map(({ run = '' }) => run).filter((run) => run.includes('plans'));
    expect(planned?.filter((run) => !run.includes('cdktf.out/plans'))).toEqual([]);
  });

  test('and are shown to whoever approves, as text', () => {
    const step = deploy.jobs.plan?.steps.find(({ name }) => name === 'What was asked for by hand');
    expect(step?.if).toBe("inputs.no-snapshot != '' || inputs.allow-state-loss");
    const folder = mkdtempSync(join(tmpdir(), 'asked-for-'));
    const summary = join(folder, 'summary.md');
    const hostile = { NO_SNAPSHOT: 'a\n# b `id` $(id) %s\\n', ALLOW_STATE_LOSS: 'false' };
    try {
      execFileSync('bash', ['-e', '-c', step?.run ?? 'false'], {
        env: { ...process.env, ...hostile, GITHUB_STEP_SUMMARY: summary },
      });
      expect(readFileSync(summary, 'utf8')).toBe(
        '## Asked for by hand\n\n    no-snapshot: a # b `id` $(id) %s\\n\n    allow-state-loss: false\n\n',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('every npm script that a workflow runs is there', () => {
  const called = WORKFLOWS.flatMap(({ text }) =>
    [...text.matchAll(/npm run (?:--silent )?([\w-]+)/g)].map(([, name = '']) => name),
  );
  expect([...new Set(called)].filter((name) => !(name in scripts))).toEqual([]);
});

test('the tools are those that the project asks for', () => {
  const versions = steps.flatMap(({ step }) =>
    Object.entries(step.with ?? {})
      .filter(([key]) => /-version$|_version$/.test(key))
      .map(([key, value]) => `${key} ${value}`),
  );
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
  expect([...new Set(versions)].sort()).toEqual([
    // Of reproducible.yml, which compares what several of them build.
    'java-version ${{ matrix.jdk }}',
    'java-version 17',
    'node-version ${{ matrix.node }}',
    'node-version 22',
    'python-version 3.12',
    'terraform_version 1.11.4',
    'tofu_version 1.12.6',
  ]);
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
});
