import { policyDocument, type Statement, tlsOnly } from '../../../config/model/iam-policy';

const statement: Statement = { sid: 'ReadIt', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/key'] };

describe('a policy document', () => {
  test('names exactly what it is given, and not the reason for a "*"', () => {
    expect(
      JSON.parse(
        policyDocument([{ ...statement, resources: ['arn:aws:s3:::bucket/*'], wildcardReason: 'All of it.' }]),
      ),
    ).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'ReadIt', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::bucket/*'] }],
    });
  });

  test.each(['*', 'arn:aws:s3:::bucket/*', 'arn:aws:logs:eu-west-1:1:log-group:x:*', 'arn:aws:kinesisanalytics:::a?'])(
    'is refused with the resource %s and no reason',
    (resource) => {
      expect(() => policyDocument([{ ...statement, resources: ['arn:aws:s3:::bucket', resource] }])).toThrow(
        `The policy statement ReadIt is for ${resource}. Add a wildcardReason, or name the resource.`,
      );
    },
  );

  test('is refused with a reason for a "*" that is not there', () => {
    expect(() => policyDocument([{ ...statement, wildcardReason: 'All of it.' }])).toThrow(
      'The policy statement ReadIt has a wildcardReason and no "*" among its resources. Remove the reason.',
    );
  });
});

test('a TLS-only statement denies everybody, and only what comes without TLS', () => {
  expect(JSON.parse(policyDocument([tlsOnly(['sqs:*'], ['arn:aws:sqs:::queue'])])).Statement).toEqual([
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: ['sqs:*'],
      Resource: ['arn:aws:sqs:::queue'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});
