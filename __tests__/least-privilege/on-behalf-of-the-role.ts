/** Actions of the role that AWS services use in its name: no call of the manager's own can show them. */
export const ON_BEHALF_OF_THE_ROLE: ReadonlyMap<string, string> = new Map([
  ['kms:Decrypt', 'SNS, DynamoDB and SQS use a key with the right of whoever publishes, reads, writes or sends'],
  ['kms:DescribeKey', 'DynamoDB uses the tables’ key with the right of whoever reads and writes'],
  ['kms:Encrypt', 'DynamoDB uses the tables’ key with the right of whoever reads and writes'],
  ['kms:GenerateDataKey', 'SNS and SQS use a key with the right of whoever publishes or sends'],
  ['kms:GenerateDataKey*', 'DynamoDB uses the tables’ key with the right of whoever reads and writes'],
  ['kms:ReEncrypt*', 'DynamoDB uses the tables’ key with the right of whoever reads and writes'],
  ['logs:CreateLogStream', 'Lambda writes the function’s output with the right of its role'],
  ['logs:PutLogEvents', 'Lambda writes the function’s output with the right of its role'],
  ['sqs:SendMessage', 'Lambda sends failed runs to their queue with the right of the function’s role'],
]);
