import { newsOf, newsReader } from '../../../local/terraform/deployment-news';

test.each([
  [
    'artifacts  aws_s3_bucket.artifacts_bucket_A41425E9 (artifacts/bucket): Creation complete after 1s [id=kda]',
    ['aws_s3_bucket artifacts/bucket: created in 1s'],
  ],
  [
    '           aws_sqs_queue.manager_failed-runs_queue_219F45BE (manager/failed-runs/queue): Still creating... [20s elapsed]',
    ['aws_sqs_queue manager/failed-runs/queue: still creating after 20s'],
  ],
  ['snapshots  Initializing the backend...', ['terraform init']],
  ['           Initializing provider plugins...', []],
  ['Plan: 26 to add, 0 to change, 0 to destroy.', ['Plan: 26 to add, 0 to change, 0 to destroy.']],
  [
    'snapshots  Apply complete! Resources: 26 added, 0 changed, 0 destroyed.',
    ['Apply complete! Resources: 26 added, 0 changed, 0 destroyed.'],
  ],
  [
    'application  Error: creating Kinesis Analytics v2 Application',
    ['Error: creating Kinesis Analytics v2 Application'],
  ],
  ['    + metric_name                           = "Errors"', []],
  ['', []],
])('%j is told as %j', (line, news) => expect(newsOf(line)).toEqual(news));

test('what every stack says alike is told with the stack’s name', () => {
  const newsIn = newsReader(['artifacts', 'snapshots']);
  const lines = [
    'artifacts  Initializing the backend...',
    'artifacts  Apply complete! Resources: 3 added, 0 changed, 0 destroyed.',
    'snapshots  ',
    '           Initializing the backend...',
    '           Plan: 26 to add, 0 to change, 0 to destroy.',
  ];

  expect(lines.flatMap(newsIn)).toEqual([
    'artifacts: terraform init',
    'artifacts: Apply complete! Resources: 3 added, 0 changed, 0 destroyed.',
    'snapshots: terraform init',
    'snapshots: Plan: 26 to add, 0 to change, 0 to destroy.',
  ]);
});
