import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MARKER } from '../../packages/plan-review/src/render';
import { LONGEST_COMMENT } from '../../packages/plan-review/src/render-stacks';
import { workflow } from './workflows';

const script = String(workflow('plan.yml').content.jobs.comment?.steps.at(-1)?.with?.script);
const BOT = 'github-actions[bot]';

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

/** Runs the workflow's own script as actions/github-script does, with `comment.md` beside it when there is one. */
async function runScript(pullRequest: PullRequest, written: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'comment-script-'));
  const file = join(folder, 'comment.md');
  if (written !== undefined) writeFileSync(file, written);
  const inFolder = script.replaceAll("'comment.md'", JSON.stringify(file));
  try {
    const body = new Function('github', 'context', 'require', `return (async () => { ${inFolder} })()`);
    await body(pullRequest.github, pullRequest.context, require);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the first review is a new comment', async () => {
  const pullRequest = new PullRequest([{ id: 1, user: { login: 'jo' }, body: 'Nice.' }]);
  await runScript(pullRequest, `${MARKER}\n## Terraform plan: no changes\n`);
  expect(pullRequest.comments.map(({ body }) => body)).toEqual(['Nice.', `${MARKER}\n## Terraform plan: no changes`]);
});

test('the next one takes its place', async () => {
  const pullRequest = new PullRequest([
    { id: 1, user: { login: BOT }, body: 'Another workflow’s.' },
    { id: 2, user: { login: BOT }, body: `${MARKER}\nold` },
  ]);
  await runScript(pullRequest, `${MARKER}\nnew`);
  expect(pullRequest.comments.map(({ body }) => body)).toEqual(['Another workflow’s.', `${MARKER}\nnew`]);
});

test('a comment of somebody who wrote the marker is left alone', async () => {
  const pullRequest = new PullRequest([{ id: 1, user: { login: 'mallory' }, body: `${MARKER}\nAll is well.` }]);
  await runScript(pullRequest, `${MARKER}\nrefused`);
  expect(pullRequest.comments.map(({ body }) => body)).toEqual([`${MARKER}\nAll is well.`, `${MARKER}\nrefused`]);
});

test.each([undefined, '', '\n'])(
  'without a review (%j) the old one does not stay: the run is named',
  async (written) => {
    const pullRequest = new PullRequest([{ id: 2, user: { login: BOT }, body: `${MARKER}\nno changes` }]);
    await runScript(pullRequest, written);
    expect(pullRequest.comments.map(({ body }) => body)).toEqual([
      `${MARKER}\n## Terraform plan: failed\n\nThere is no review: [the run](https://github.example/acme/flink/actions/runs/9) ended before it, and says why.`,
    ]);
  },
);

test('a review that is too long for GitHub is cut, and the run has all of it', async () => {
  const pullRequest = new PullRequest([]);
  await runScript(pullRequest, `${MARKER}\n## Terraform plan: refused\n\n\`\`\`diff\n${'x'.repeat(90_000)}`);
  const [{ body } = { body: '' }] = pullRequest.comments;
  expect(body).toHaveLength(LONGEST_COMMENT);
  expect(body.split('\n', 5)).toEqual([
    MARKER,
    '_Cut, for a comment on GitHub holds 65,536 characters: [the run](https://github.example/acme/flink/actions/runs/9) has all of it._',
    '',
    '## Terraform plan: refused',
    '',
  ]);
});

test('one that just fits is whole', async () => {
  const pullRequest = new PullRequest([]);
  const whole = `${MARKER}\n`.padEnd(LONGEST_COMMENT, 'x');
  await runScript(pullRequest, whole);
  expect(pullRequest.comments.map(({ body }) => body)).toEqual([whole]);
});
