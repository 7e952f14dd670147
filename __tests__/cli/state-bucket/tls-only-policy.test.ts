import { withTlsOnly } from '../../../cli/state-bucket/tls-only-policy';

const ARN = 'arn:aws:s3:::acme-state';
const DENIAL = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [ARN, `${ARN}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

test.each([
  ['as we write it', DENIAL],
  ['under another name', { Sid: 'ForceSSL', ...DENIAL }],
  ['with everybody as AWS', { ...DENIAL, Principal: { AWS: '*' } }],
  ['of every action', { ...DENIAL, Action: ['*'] }],
  ['of the bucket and its objects at once', { ...DENIAL, Resource: `${ARN}*` }],
  ['of every bucket', { ...DENIAL, Resource: 'arn:aws:s3:::*' }],
  [
    'with the key in lower case and false as a truth value',
    { ...DENIAL, Condition: { Bool: { 'aws:securetransport': [false] } } },
  ],
  ['where the key may be missing', { ...DENIAL, Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }],
])('a denial %s is enough', (_, statement) => {
  expect(withTlsOnly(policy(statement), ARN)).toBeUndefined();
});

test.each([
  ['of some actions', { ...DENIAL, Action: ['s3:GetObject', 's3:PutObject'] }],
  ['of the objects only', { ...DENIAL, Resource: `${ARN}/*` }],
  ['of the bucket only', { ...DENIAL, Resource: ARN }],
  ['of another bucket', { ...DENIAL, Resource: [`${ARN}-2`, `${ARN}-2/*`] }],
  ['for one account', { ...DENIAL, Principal: { AWS: ['111122223333'] } }],
  ['for all but one account', { ...DENIAL, Principal: undefined, NotPrincipal: { AWS: '111122223333' } }],
  [
    'with an exception',
    { ...DENIAL, Condition: { ...DENIAL.Condition, NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
  ],
  [
    'with an exception under the same operator',
    { ...DENIAL, Condition: { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'false' } } },
  ],
  ['of calls with TLS', { ...DENIAL, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ['that allows', { ...DENIAL, Effect: 'Allow' }],
])('a statement %s is not enough, and stays', (_, statement) => {
  const merged = JSON.parse(withTlsOnly(policy(statement), ARN) ?? '{}');

  expect(merged.Statement).toEqual([JSON.parse(JSON.stringify(statement)), { Sid: 'TlsOnly', ...DENIAL }]);
});

test('without a policy there is one with this statement; a policy without statements gets it', () => {
  const only = { Version: '2012-10-17', Statement: [{ Sid: 'TlsOnly', ...DENIAL }] };

  expect(JSON.parse(withTlsOnly(undefined, ARN) ?? '')).toEqual(only);
  expect(JSON.parse(withTlsOnly('{"Version":"2012-10-17"}', ARN) ?? '')).toEqual(only);
});

test('the names of others stay theirs', () => {
  const theirs = ['TlsOnly', 'TlsOnly2'].map((Sid) => ({ ...DENIAL, Sid, Resource: ARN }));
  const merged = JSON.parse(withTlsOnly(JSON.stringify({ Statement: theirs }), ARN) ?? '');

  expect(merged.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['TlsOnly', 'TlsOnly2', 'TlsOnly3']);
});
