import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearsalMarkdown } from '../../cli/rehearse/texts';
import { MARKER } from '../../packages/plan-review/src/render';
import { LONGEST_COMMENT } from '../../packages/plan-review/src/render-stacks';
import { type Workflow, workflow } from './workflows';

const BOT = 'github-actions[bot]';

/** First line of the comment that `kda rehearse --markdown` writes. */
const [REHEARSAL = ''] = rehearsalMarkdown({
  ...{ verdict: 'compatible', reached: 'checkpoint', because: 'Restored.', remedy: null },
  ...{ from: null, to: { given: 'new.jar', kind: 'jar', jar: 'new.jar', commit: null } },
  ...{
    state: { kind: 'folder', given: 'state' },
    operators: [],
    newOperators: [],
    newOperatorUids: [],
    warnings: [],
    phases: [],
    seconds: 1,
  },
}).split('\n');

/** Steps of all jobs of a workflow. */
const stepsOf = ({ content }: Workflow) => Object.values(content.jobs).flatMap(({ steps }) => steps);

/** File that the workflow hands to the job of the comment. */
function handedOver(file: string): string {
  const upload = stepsOf(workflow(file)).find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  return String(upload?.with?.path);
}

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** The comments of one pull request, as far as the script uses GitHub's API. */
class PullRequest {
  constructor(readonly comments: Comment[]) {}

  readonly github = {
    rest: {
      issues: {
        listComments: 'listComments',
        updateComment: async ({ comment_id: id, body }: { comment_id: number; body: string }) => {
          const comment = this.comments.find((one) => one.id === id);
          if (!comment) throw new Error(`There is no comment ${id}.`);
          comment.body = body;
        },
        createComment: async ({ issue_number: number, body }: { issue_number: number; body: string }) => {
          if (number !== 7) throw new Error(`Pull request ${number} is another one.`);
          this.comments.push({ id: 100 + this.comments.length, user: { login: BOT }, body });
        },
      },
    },
    paginate: async (what: string, { issue_number: number }: { issue_number: number }) => {
      if (what !== 'listComments' || number !== 7) throw new Error(`Asked for ${what} of ${number}.`);
      return this.comments;
    },
  };

  readonly context = {
    serverUrl: 'https://github.example',
    repo: { owner: 'acme', repo: 'flink' },
    runId: 9,
    issue: { number: 7 },
  };
}

/** Runs the workflow's own script as actions/github-script does, with the file of the artifact beside it when there is one. */
async function runWorkflow(file: string, pullRequest: PullRequest, written: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'comment-script-'));
  if (written !== undefined) writeFileSync(join(folder, handedOver(file)), written);
  const script = String(workflow(file).content.jobs.comment?.steps.at(-1)?.with?.script);
  const inFolder = script.replaceAll(/'([a-z]+\.md)'/g, (_, name) => JSON.stringify(join(folder, name)));
  try {
    const body = new Function('github', 'context', 'require', `return (async () => { ${inFolder} })()`);
    await body(pullRequest.github, pullRequest.context, require);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([
  ['plan.yml', MARKER, '## Terraform plan: failed\n\nThere is no review'],
  ['rehearse.yml', REHEARSAL, '## State rehearsal: failed\n\nThere is no verdict'],
])('%s', (file, marker, failed) => {
  const runScript = (pullRequest: PullRequest, written: string | undefined) => runWorkflow(file, pullRequest, written);

  test('the first one is a new comment', async () => {
    const pullRequest = new PullRequest([{ id: 1, user: { login: 'jo' }, body: 'Nice.' }]);
    await runScript(pullRequest, `${marker}\n## Terraform plan: no changes\n`);
    expect(pullRequest.comments.map(({ body }) => body)).toEqual(['Nice.', `${marker}\n## Terraform plan: no changes`]);
  });

  test('the next one takes its place', async () => {
    const pullRequest = new PullRequest([
      { id: 1, user: { login: BOT }, body: 'Another workflow’s.' },
      { id: 2, user: { login: BOT }, body: `${marker}\nold` },
    ]);
    await runScript(pullRequest, `${marker}\nnew`);
    expect(pullRequest.comments.map(({ body }) => body)).toEqual(['Another workflow’s.', `${marker}\nnew`]);
  });

  test('a comment of somebody who wrote the marker is left alone', async () => {
    const pullRequest = new PullRequest([{ id: 1, user: { login: 'mallory' }, body: `${marker}\nAll is well.` }]);
    await runScript(pullRequest, `${marker}\nrefused`);
    expect(pullRequest.comments.map(({ body }) => body)).toEqual([`${marker}\nAll is well.`, `${marker}\nrefused`]);
  });

  test.each([undefined, '', '\n'])('without one (%j) the old one does not stay: the run is named', async (written) => {
    const pullRequest = new PullRequest([{ id: 2, user: { login: BOT }, body: `${marker}\nno changes` }]);
    await runScript(pullRequest, written);
    expect(pullRequest.comments.map(({ body }) => body)).toEqual([
      `${marker}\n${failed}: [the run](https://github.example/acme/flink/actions/runs/9) ended before it, and says why.`,
    ]);
  });

  test('one that is too long for GitHub is cut, and the run has all of it', async () => {
    const pullRequest = new PullRequest([]);
    await runScript(pullRequest, `${marker}\n## Terraform plan: refused\n\n\`\`\`diff\n${'x'.repeat(90_000)}`);
    const [{ body } = { body: '' }] = pullRequest.comments;
    expect(body).toHaveLength(LONGEST_COMMENT);
    expect(body.split('\n', 5)).toEqual([
      marker,
      '_Cut, for a comment on GitHub holds 65,536 characters: [the run](https://github.example/acme/flink/actions/runs/9) has all of it._',
      '',
      '## Terraform plan: refused',
      '',
    ]);
  });

  test('one that just fits is whole', async () => {
    const pullRequest = new PullRequest([]);
    const whole = `${marker}\n`.padEnd(LONGEST_COMMENT, 'x');
    await runScript(pullRequest, whole);
    expect(pullRequest.comments.map(({ body }) => body)).toEqual([whole]);
  });
});
