import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide, type PolicyStatement, policyStatements } from '../../local/cloud/identity/policy-evaluation';

// The trust policies of docs/github-actions.md, judged with subjects as GitHub's tokens carry them.
// https://docs.github.com/en/actions/concepts/security/openid-connect
const page = readFileSync(join(__dirname, '../../docs/github-actions.md'), 'utf8')
  .replaceAll('OWNER_ID', '123456')
  .replaceAll('REPO_ID', '456789')
  .replaceAll('OWNER', 'octo')
  .replaceAll('REPO', 'jobs');
const SUBJECT = 'token.actions.githubusercontent.com:sub';
const AUDIENCE = 'token.actions.githubusercontent.com:aud';
const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json);

const [planTrust = []] = blocks.filter((json) => json.includes('"Statement"')).map(policyStatements);
const [deploySubjects = '{}'] = blocks.filter((json) => !json.includes('"Statement"') && json.includes(SUBJECT));
/** The page shows only the line that differs. */
const deployTrust: readonly PolicyStatement[] = planTrust.map((statement) => ({
  ...statement,
  Condition: {
    StringEquals: {
      ...statement.Condition?.StringEquals,
      [SUBJECT]: [JSON.parse(deploySubjects)[SUBJECT]].flat(),
    },
  },
}));

function trusts(statements: readonly PolicyStatement[], subject: string, audience = 'sts.amazonaws.com'): boolean {
  const context = { [SUBJECT]: subject, [AUDIENCE]: audience };
  return decide(statements, { action: 'sts:AssumeRoleWithWebIdentity', resource: '*', context }) === 'allowed';
}

const REFUSED = { plan: false, deploy: false };
const PLANS = { plan: true, deploy: false };
const DEPLOYS = { plan: false, deploy: true };

test.each([
  ['a pull request, old form', 'repo:octo/jobs:pull_request', PLANS],
  ['a pull request, new form', 'repo:octo@123456/jobs@456789:pull_request', PLANS],
  ['main, old form', 'repo:octo/jobs:ref:refs/heads/main', PLANS],
  ['main, new form', 'repo:octo@123456/jobs@456789:ref:refs/heads/main', PLANS],
  ['the environment, old form', 'repo:octo/jobs:environment:production', DEPLOYS],
  ['the environment, new form', 'repo:octo@123456/jobs@456789:environment:production', DEPLOYS],
  ['another branch', 'repo:octo/jobs:ref:refs/heads/feature', REFUSED],
  ['another branch, new form', 'repo:octo@123456/jobs@456789:ref:refs/heads/feature', REFUSED],
  ['a branch that begins alike', 'repo:octo/jobs:ref:refs/heads/main-2', REFUSED],
  ['a tag of that name', 'repo:octo/jobs:ref:refs/tags/main', REFUSED],
  ['another environment', 'repo:octo@123456/jobs@456789:environment:staging', REFUSED],
  ['a fork', 'repo:mallory/jobs:pull_request', REFUSED],
  ['a fork, new form', 'repo:mallory@666/jobs@667:environment:production', REFUSED],
  ['another repository of the owner', 'repo:octo/other:environment:production', REFUSED],
  ['a repository whose name begins alike', 'repo:octo/jobs-2:environment:production', REFUSED],
  ['the same, new form', 'repo:octo@123456/jobs-2@456790:pull_request', REFUSED],
  ['an owner whose name begins alike', 'repo:octo-2/jobs:environment:production', REFUSED],
  ['the names taken over by another owner', 'repo:octo@666/jobs@667:environment:production', REFUSED],
  ['the repository made anew', 'repo:octo@123456/jobs@999999:ref:refs/heads/main', REFUSED],
  ['ids that begin alike', 'repo:octo@1234567/jobs@4567890:pull_request', REFUSED],
])('a token of %s', (_case, subject, expected) => {
  expect({ plan: trusts(planTrust, subject), deploy: trusts(deployTrust, subject) }).toEqual(expected);
});

test('a token for another audience is refused', () => {
  const audience = 'https://github.com/octo';
  expect(trusts(planTrust, 'repo:octo/jobs:pull_request', audience)).toBe(false);
  expect(trusts(deployTrust, 'repo:octo@123456/jobs@456789:environment:production', audience)).toBe(false);
});
