/** Actions of the role that AWS services use in its name: no call of the manager's own can show them. */
export const ON_BEHALF_OF_THE_ROLE: ReadonlyMap<string, string> = new Map([
  ['kms:Decrypt', 'SNS uses the topic’s key with the right of whoever publishes'],
  ['kms:GenerateDataKey', 'SNS uses the topic’s key with the right of whoever publishes'],
  ['logs:CreateLogStream', 'Lambda writes the function’s output with the right of its role'],
  ['logs:PutLogEvents', 'Lambda writes the function’s output with the right of its role'],
  ['sqs:SendMessage', 'Lambda sends failed runs to their queue with the right of the function’s role'],
]);
