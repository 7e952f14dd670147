import type { IAMClient } from '@aws-sdk/client-iam';
import { simulateRights } from '../../../cli/doctor/simulate';

const NEEDED = [{ kind: 'look', actions: ['a:One', 'a:Two'], resources: ['arn:x'] }] as const;
const ROLE = 'arn:aws:iam::111122223333:role/team/Admin';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Admin/ada';

type Answer = (input: Readonly<Record<string, unknown>>) => object;

function iamThat(answers: Readonly<Record<string, Answer>>) {
  const sources: unknown[] = [];
  const send = async (command: { constructor: { name: string }; input: Readonly<Record<string, unknown>> }) => {
    const name = command.constructor.name.replace('Command', '');
    if (name === 'SimulatePrincipalPolicy') sources.push(command.input.PolicySourceArn);
    const answer = answers[name];
    if (answer === undefined) throw new Error(`${name} was not expected.`);
    return answer(command.input);
  };
  return { sources, iam: { send } as unknown as IAMClient };
}

const result = (action: string, decision: string) => ({
  ...{ EvalActionName: action, EvalResourceName: 'arn:x', EvalDecision: decision },
});
function denied(): never {
  throw Object.assign(new Error('User: x is not authorized to perform: iam:X on resource: y'), {
    name: 'AccessDenied',
  });
}

test('a session of a role is simulated as the role with its path, and all pages are read', async () => {
  const { iam, sources } = iamThat({
    GetRole: () => ({ Role: { Arn: ROLE } }),
    SimulatePrincipalPolicy: ({ Marker }) =>
      Marker === undefined
        ? { EvaluationResults: [result('a:One', 'allowed')], IsTruncated: true, Marker: 'm' }
        : { EvaluationResults: [result('a:Two', 'implicitDeny')], IsTruncated: false },
  });
  expect(await simulateRights(iam, SESSION, NEEDED)).toEqual({
    value: [
      { action: 'a:One', resource: 'arn:x', isAllowed: true },
      { action: 'a:Two', resource: 'arn:x', isAllowed: false },
    ],
  });
  expect(sources).toEqual([ROLE, ROLE]);
});

test('where the role may not be looked at, its name without a path is tried', async () => {
  const { iam, sources } = iamThat({ GetRole: denied, SimulatePrincipalPolicy: () => ({ EvaluationResults: [] }) });
  expect(await simulateRights(iam, SESSION, NEEDED)).toEqual({ value: [] });
  expect(sources).toEqual(['arn:aws:iam::111122223333:role/Admin']);
});

test('a user is simulated as such, the root not at all', async () => {
  const user = 'arn:aws:iam::111122223333:user/ada';
  const { iam, sources } = iamThat({ SimulatePrincipalPolicy: () => ({ EvaluationResults: [] }) });
  await simulateRights(iam, user, NEEDED);
  expect(await simulateRights(iam, 'arn:aws:iam::111122223333:root', NEEDED)).toBe('root');
  expect(sources).toEqual([user]);
});

test('who may not simulate is told so', async () => {
  const { iam } = iamThat({ SimulatePrincipalPolicy: denied });
  expect(await simulateRights(iam, 'arn:aws:iam::111122223333:user/ada', NEEDED)).toMatchObject({
    because: expect.stringMatching(
      /^iam:SimulatePrincipalPolicy could not be asked\. These credentials may not do iam:X/,
    ),
  });
});
