import { create, destroy, type Losses, update } from './plan-of';

export const policy = (...statements: object[]) => ({
  policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
export const read = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::code/*'] };

/** Changes of rights that must be refused for a kind, and similar ones that must not. */
export const lossesOfRights: Losses = {
  'iam-widened': {
    fires: {
      'an action of everything': update('aws_iam_role_policy', policy(read), policy({ ...read, Action: '*' })),
      'a whole service': update('aws_iam_role_policy', policy(read), policy({ ...read, Action: ['s3:*'] })),
      'every resource': update('aws_iam_policy', policy(read), policy({ ...read, Resource: '*' })),
      'in a new resource': create('aws_iam_role_policy', policy({ ...read, Resource: '*' })),
      'anybody takes on a role': update(
        'aws_iam_role',
        {
          assume_role_policy: '{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"a"}}}',
        },
        { assume_role_policy: '{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}}' },
      ),
      'an inline policy': update(
        'aws_iam_role',
        { inline_policy: [policy(read)] },
        { inline_policy: [policy({ ...read, Action: '*' })] },
      ),
      'a public bucket': update('aws_s3_bucket_policy', policy(), policy({ ...read, Principal: '*' })),
      'a key for everybody': update(
        'aws_kms_key',
        policy(),
        policy({ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }),
      ),
      'an administrator’s policy attached': create('aws_iam_role_policy_attachment', {
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      'full access among others': update(
        'aws_iam_role',
        { managed_policy_arns: ['arn:aws:iam::aws:policy/A'] },
        { managed_policy_arns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'] },
      ),
      'a function for everybody': create('aws_lambda_permission', { principal: '*' }),
    },
    spares: {
      'another object of the bucket': update(
        'aws_iam_role_policy',
        policy(read),
        policy({ ...read, Resource: ['arn:aws:s3:::code/b*'] }),
      ),
      'wide all along': update(
        'aws_iam_role_policy',
        policy({ ...read, Resource: '*' }),
        policy({ ...read, Resource: '*', Sid: 'Named' }),
      ),
      'a denial': update(
        'aws_s3_bucket_policy',
        policy(),
        policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
      ),
      'a read-only policy attached': create('aws_iam_role_policy_attachment', {
        policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
      'full access all along': update(
        'aws_iam_role_policy_attachment',
        { policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
        { policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
      ),
      'a wide policy destroyed': destroy('aws_iam_role_policy', policy({ ...read, Action: '*' })),
      'the account’s own statement of a new key': create(
        'aws_kms_key',
        policy({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::000000000000:root' },
          Action: 'kms:*',
          Resource: '*',
        }),
      ),
      'a service for whom the key encrypts': create(
        'aws_kms_key',
        policy({
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*',
        }),
      ),
      'a function for everybody of one bucket': create('aws_lambda_permission', {
        principal: '*',
        source_arn: 'arn:aws:s3:::code',
      }),
    },
  },
};
