import type { PolicyFile } from './judge';

const KEYS_OF_ONES_OWN = 'S3 and DynamoDB use a key of one’s own with the right of the caller';
const PROVIDER_6 = 'provider 5.100.0 calls it nowhere here; it only reads, and provider 6 was not recorded';

/** Why a policy of docs/ has an action that no recorded call needs. */
export const RIGHTS_WITHOUT_A_CALL: Readonly<Record<PolicyFile, Readonly<Record<string, string>>>> = {
  'deployer-policy.json': {
    'iam:UpdateRole': 'changes how long a session lasts, which no stack writes yet',
    'kinesisanalytics:ListApplications': 'pre-deploy looks which applications the settings select',
    'kms:CancelKeyDeletion': 'a key that was deleted by mistake is taken back by a person',
    'kms:CreateGrant': KEYS_OF_ONES_OWN,
    'kms:Decrypt': KEYS_OF_ONES_OWN,
    'kms:Encrypt': KEYS_OF_ONES_OWN,
    'kms:GenerateDataKey*': KEYS_OF_ONES_OWN,
    'kms:ReEncrypt*': KEYS_OF_ONES_OWN,
    'kms:UpdateAlias': 'an alias gets another key, for which two keys are needed',
    's3:DeleteObject': 'the lock file of a state in S3; the states lie in files here',
  },
  'plan-role-policy.json': {
    'lambda:GetFunctionConcurrency': PROVIDER_6,
    'lambda:GetFunctionConfiguration': PROVIDER_6,
    'lambda:ListTags': PROVIDER_6,
    'sqs:GetQueueUrl': PROVIDER_6,
  },
};
