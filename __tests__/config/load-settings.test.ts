import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALARM_CATALOG, NEEDS_A_PERSON } from '../../config/alarm-catalog/alarm-catalog';
import { loadSettings, SettingsError } from '../../config/load-settings';
import { LONGEST_ROLE_POLICY, managerPolicyLength } from '../../config/model/manager-policy';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder('settings-test');

/** Ids of the alarms that one application can tune. */
const OF_APPLICATIONS = [...ALARM_CATALOG.application.map(({ id }) => id), NEEDS_A_PERSON].join(', ');

const VALID = { artifacts: { bucket: 'my-artifacts' }, application: {} };

function write(environment: string, content: unknown): void {
  writeFileSync(
    join(folder.path, `${environment}.json`),
    typeof content === 'string' ? content : JSON.stringify({ ...VALID, ...Object(content) }),
  );
}

/** The message of the SettingsError that loading ends with. */
function complaint(environment = 'test'): string {
  try {
    loadSettings(environment, folder.path);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.replaceAll(/nearest of \d+/g, 'nearest of N');
    throw error;
  }
  throw new Error('The settings were accepted.');
}

describe('an environment', () => {
  test('is completed with the reference system’s defaults', () => {
    write('test', {});

    expect(loadSettings('test', folder.path)).toMatchObject({
      environment: 'test',
      region: 'us-east-1',
      application: {
        logLevel: 'INFO',
        metricsLevel: 'TASK',
        snapshotsEnabled: true,
        autoScalingEnabled: true,
        generateUsersTimerSeconds: 60,
        pauseBetweenUserGenerationMs: 1500,
        logRetentionDays: 365,
        preventDestroy: true,
      },
      snapshots: { scheduleEnabled: true, retention: { keepLast: 10 } },
      notifications: { topicName: 'KDASnapshotNotification', mailAddresses: [] },
      audit: { tableName: 'snapshot_manager_status' },
      dashboard: { name: 'KDA-Snapshot-Dashboard' },
    });
  });

  test('is chosen by KDA_ENVIRONMENT, and is "default" when that is unset or empty', () => {
    const before = process.env.KDA_ENVIRONMENT;
    write('default', { name: 'by-default' });
    write('other', { name: 'the-other' });
    try {
      delete process.env.KDA_ENVIRONMENT;
      expect(loadSettings(undefined, folder.path).name).toBe('by-default');
      process.env.KDA_ENVIRONMENT = '';
      expect(loadSettings(undefined, folder.path).name).toBe('by-default');
      process.env.KDA_ENVIRONMENT = 'other';
      expect(loadSettings(undefined, folder.path).name).toBe('the-other');
    } finally {
      if (before === undefined) delete process.env.KDA_ENVIRONMENT;
      else process.env.KDA_ENVIRONMENT = before;
    }
  });

  test('that does not exist is answered with those that do, the schema and hidden files not among them', () => {
    write('production', {});
    write('default', {});
    writeFileSync(join(folder.path, 'settings.schema.json'), '{}');
    writeFileSync(join(folder.path, '...json'), '{}');

    expect(complaint('prod')).toMatch(
      /^There is no environment "prod": .*prod\.json does not exist\. Set KDA_ENVIRONMENT to one of: default, production\.$/,
    );
  });

  test('can’t be named by a path that leads out of the folder', () => {
    write('default', {});

    expect(complaint('../default')).toContain('There is no environment "../default"');
  });

  test('may begin with a byte order mark, as some editors write it', () => {
    write('test', `\uFEFF${JSON.stringify(VALID)}`);

    expect(loadSettings('test', folder.path).artifacts.bucket).toBe('my-artifacts');
  });
});

describe('malformed JSON is pointed at by its line', () => {
  test.each([
    ['a missing comma', '{\n  "name": "abc"\n  "region": "us-east-1"\n}', 3],
    ['a trailing comma', '{\n  "artifacts": { "bucket": "abc" },\n}', 2],
    ['an unquoted value', '{\n  "name": abc\n}', 2],
    ['an unfinished file', '{\n  "name": "abc",\n', 3],
  ])('%s', (_case, text, line) => {
    write('test', text);

    expect(complaint()).toContain(`test.json, line ${line}: invalid JSON: `);
  });
});

describe('a wrong value is named with its path, itself, what is allowed and what to do', () => {
  test.each([
    [
      'a number out of its range',
      { snapshots: { retention: { keepLast: 2 } } },
      'snapshots.retention.keepLast is 2, expected -1 or a whole number from 3 to 1000. Correct it. (Number of this manager’s newest READY snapshots to keep, as RetentionCount of the reference system. -1: all.)',
    ],
    [
      'a retention that keeps nothing',
      { snapshots: { retention: { timeZone: 'Europe/Berlin' } } },
      'snapshots.retention is {"timeZone":"Europe/Berlin"}, expected at least one rule, such as "keepLast": 10 or "keepDaily": 7: this policy would keep nothing. Correct it, or leave it out for the default {"keepLast":10}.',
    ],
    [
      'a duration in weeks',
      { snapshots: { retention: { keepWithin: '2w' } } },
      'snapshots.retention.keepWithin is "2w", expected a duration such as "14d" or "1y6m" (y, m for months, d, h; each once, not all zero). Correct it.',
    ],
    [
      'an offset in place of a time zone',
      { snapshots: { retention: { keepDaily: 7, timeZone: '+01:00' } } },
      'snapshots.retention.timeZone is "+01:00", expected the name of an IANA time zone such as "Europe/Berlin". Correct it.',
    ],
    [
      'a misspelt rule, which would delete more than it was meant to',
      { snapshots: { retention: { keepLast: 10, keepDayly: 7 } } },
      'snapshots.retention.keepDayly is no setting, expected keepDaily, keepYearly, keepFailed (the nearest of N; docs/settings.md lists all). Correct its spelling, or remove it. "keepDaily" is -1 or a whole number from 1 to 1000.',
    ],
    [
      'the consent to a drill for all applications',
      { snapshots: { drill: { window: '04:00-04:30' } } },
      'snapshots.drill is no setting of all applications, expected "drill" in an entry of snapshots.applications. Move it into the entries that it is meant for: {"name": "orders", "drill": …}.',
    ],
    [
      'a property without a value',
      { application: { properties: { group: {} } } },
      'application.properties.group is {}, expected 1 to 50 keys, each with a value. Correct it.',
    ],
    [
      'a fraction',
      { snapshots: { scheduleMinutes: 1.5 } },
      'snapshots.scheduleMinutes is 1.5, expected a whole number from 1 to 1440. Correct it.',
    ],
    [
      'a number as text',
      { application: { parallelism: '2' } },
      'application.parallelism is "2", expected a whole number from 1 to 250. Correct it, or leave it out for the default 1.',
    ],
    [
      'one of a few words',
      { application: { logLevel: 'TRACE' } },
      'application.logLevel is "TRACE", expected one of "DEBUG", "ERROR", "INFO", "WARN". Correct it, or leave it out for the default "INFO".',
    ],
    [
      'one of a few numbers',
      { snapshots: { logRetentionDays: 8 } },
      'snapshots.logRetentionDays is 8, expected one of 1, 3, 5, 7, 14, 30,',
    ],
    [
      'neither true nor false',
      { application: { snapshotsEnabled: 'yes' } },
      'application.snapshotsEnabled is "yes", expected true or false. Correct it, or leave it out for the default true.',
    ],
    [
      'a name that breaks its rule',
      { name: 'KDA' },
      'name is "KDA", expected 3 to 32 lower-case letters, digits or "-", starting with a letter. Correct it, or leave it out for the default "kda-snapshots".',
    ],
    [
      'no mail address',
      { notifications: { mailAddresses: ['a@example.com', 'ops'] } },
      'notifications.mailAddresses[1] is "ops", expected a mail address such as "ops@example.com". Correct it.',
    ],
    [
      'an unknown setting',
      { snapshots: { retentionCount: 10 } },
      'snapshots.retentionCount is no setting, expected retention, logRetentionDays, functionRuntime (the nearest of N; docs/settings.md lists all). Correct its spelling, or remove it. "retention" is an object { … }, such as {"keepLast":10}.',
    ],
    [
      'an unknown kind of state',
      { state: { kind: 'gcs' } },
      'state.kind is "gcs", expected one of "local", "s3", "terraform-cloud". Correct it.',
    ],
    ['state without its bucket', { state: { kind: 's3', region: 'eu-west-1' } }, 'state.bucket is missing, expected'],
    [
      'a tag AWS keeps for itself',
      { tags: { 'aws:team': 'x' } },
      'tags.aws:team is "x", expected a key that must be 1 to 128 letters, digits, spaces or any of "_.:/=+-@", not starting with "aws:"',
    ],
    [
      'a tag’s value that IAM refuses',
      { tags: { owner: 'R&D (core)' } },
      'tags.owner is "R&D (core)", expected at most 256 letters, digits, spaces or any of "_.:/=+-@". Correct it.',
    ],
    [
      'a tag’s key that IAM refuses',
      { tags: { 'cost#center': '1' } },
      'tags.cost#center is "1", expected a key that must',
    ],
    ['a required setting left out', { artifacts: {} }, 'artifacts.bucket is missing, expected'],
    [
      'an empty list of applications',
      { snapshots: { applications: [] } },
      'snapshots.applications is [], expected a list of 1 to any number of values.',
    ],
    [
      'a name that AWS does not allow',
      { snapshots: { applications: ['orders', 'pay ments'] } },
      'snapshots.applications[1] is "pay ments", expected 1 to 128 letters, digits or any of "_.-". Correct it.',
    ],
    [
      'a regular expression in place of a pattern',
      { snapshots: { applications: [{ pattern: '^orders-.+$' }] } },
      'snapshots.applications[0].pattern is "^orders-.+$", expected 1 to 128 letters, digits or any of "_.-", with "*" and "?".',
    ],
    [
      'an entry that selects in two ways',
      { snapshots: { applications: [{ name: 'orders', prefix: 'team-a-' }] } },
      'snapshots.applications[0] is {"name":"orders","prefix":"team-a-"}, expected exactly one of name, prefix, pattern, tag in each object.',
    ],
    [
      'an entry that is neither text nor object',
      { snapshots: { applications: [5] } },
      'snapshots.applications[0] is 5, expected text, or an object { … }.',
    ],
    [
      'an unknown setting of an entry',
      { snapshots: { applications: [{ name: 'orders', keepLast: 3 }] } },
      'snapshots.applications[0].keepLast is no setting, expected ',
    ],
    [
      'a threshold that CloudWatch could not measure',
      { alarms: { tune: { cpu: { abovePercent: 101 } } } },
      'alarms.tune.cpu.abovePercent is 101, expected a number from 1 to 99.',
    ],
    ...['cpu', 'heap', 'container-memory'].map((id): [string, object, string] => [
      `more than all of ${id}, which can never be`,
      { alarms: { tune: { [id]: { abovePercent: 100 } } } },
      `alarms.tune.${id}.abovePercent is 100, expected a number from 1 to 99.`,
    ]),
    [
      'an alarm of the manager, tuned for one application',
      { snapshots: { applications: [{ name: 'orders', tune: { 'manager-errors': false } }] } },
      `snapshots.applications[0].tune.manager-errors is no alarm of an application, expected one of ${OF_APPLICATIONS}. It watches the whole deployment. Set it under alarms.tune.`,
    ],
    [
      'an alarm of the fleet, tuned for one application',
      { snapshots: { applications: [{ name: 'orders', tune: { 'fleet-empty': false } }] } },
      'snapshots.applications[0].tune.fleet-empty is no alarm of an application, expected',
    ],
    [
      'an alarm of a queue, tuned for one application',
      { snapshots: { applications: [{ name: 'orders', tune: { 'queue-not-empty': { aboveCount: 5 } } }] } },
      'snapshots.applications[0].tune.queue-not-empty is no alarm of an application, expected',
    ],
    [
      'a region that there is not',
      { region: 'eu-wset-1' },
      'region is "eu-wset-1", expected an AWS region; the nearest is "eu-west-1" (config/schema/regions.ts',
    ],
    [
      'a region with a zone',
      { region: 'eu-west-1a' },
      'region is "eu-west-1a", expected an AWS region such as "eu-west-1". Correct it,',
    ],
    ...[
      ['a..b', 'a bucket name without two dots in a row'],
      ['10.0.0.1', 'a bucket name that is no IP address'],
      ['xn--orders', 'a bucket name that does not begin with "xn--", which AWS reserves'],
      ['sthree-orders', 'a bucket name that does not begin with "sthree-", which'],
      ['amzn-s3-demo-orders', 'a bucket name that does not begin with "amzn-s3-demo-", which'],
      ['orders-s3alias', 'a bucket name that does not end with "-s3alias", which'],
      ['orders--ol-s3', 'a bucket name that does not end with "--ol-s3", which'],
      ['orders.mrap', 'a bucket name that does not end with ".mrap", which'],
      ['orders--x-s3', 'a bucket name that does not end with "--x-s3", which'],
      ['orders--table-s3', 'a bucket name that does not end with "--table-s3", which'],
      ['abc-an', 'a bucket name that does not end with "-an"'],
    ].flatMap(([bucket, expected]): [string, object, string][] => [
      [`the bucket ${bucket}`, { artifacts: { bucket } }, `artifacts.bucket is "${bucket}", expected ${expected}`],
      [
        `the state bucket ${bucket}`,
        { state: { kind: 's3', bucket, region: 'eu-west-1' } },
        `state.bucket is "${bucket}", expected ${expected}`,
      ],
    ]),
    [
      'an artifacts bucket of the account’s regional namespace, which the stacks can’t make',
      { artifacts: { bucket: 'orders-111122223333-eu-west-1-an' } },
      'artifacts.bucket is "orders-111122223333-eu-west-1-an", expected a bucket name that does not end with "-an": S3 accepts it only in the account’s regional namespace, where the stacks create no bucket.',
    ],
    [
      'a log group whose name AWS keeps for itself',
      { application: { logGroup: 'aws/foo' } },
      'application.logGroup is "aws/foo", expected 1 to 512 letters, digits or any of "._-/#", not starting with "aws/". Correct it.',
    ],
    [
      'an account that is none',
      { accountId: '1111-2222-3333' },
      'accountId is "1111-2222-3333", expected the 12 digits of an AWS account. Correct it.',
    ],
    [
      'a runbook that is not read over TLS',
      { alarms: { runbookUrl: 'http://wiki/runbook' } },
      'alarms.runbookUrl is "http://wiki/runbook", expected a path, or an address that begins with "https://".',
    ],
    [
      'an application by its ARN',
      { snapshots: { applications: ['arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders'] } },
      'snapshots.applications[0] is "arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders", expected 1 to 128 letters, digits or any of "_.-". This is an ARN; the name in it is "orders". Correct it.',
    ],
    [
      'an application by its ARN, in an object',
      {
        snapshots: { applications: [{ name: 'arn:aws-cn:kinesisanalytics:cn-north-1:111122223333:application/a.b' }] },
      },
      'snapshots.applications[0].name is "arn:aws-cn:kinesisanalytics:cn-north-1:111122223333:application/a.b", expected 1 to 128 letters, digits or any of "_.-". This is an ARN; the name in it is "a.b". Correct it.',
    ],
    [
      'a tag as text',
      { snapshots: { applications: [{ tag: 'team=a' }] } },
      'snapshots.applications[0].tag is "team=a", expected an object { … }. A tag is written as {"key":"team","value":"a"}. Correct it. (Selects every application with this tag.)',
    ],
    ['a number as a tag’s value', { tags: { env: 1 } }, 'tags.env is 1, expected text. Correct it.'],
    [
      'an alarm that is neither tuned nor switched off',
      { alarms: { tune: { cpu: true } } },
      'alarms.tune.cpu is true, expected false, or an object { … }.',
    ],
    [
      'an alarm that does not exist',
      { alarms: { tune: { cpus: false } } },
      `alarms.tune.cpus is no setting, expected cpu, heap, quota-use (the nearest of N; docs/settings.md lists all). Correct its spelling, or remove it. "cpu" is false or an object { … }.`,
    ],
    [
      'a threshold of another alarm',
      { alarms: { tune: { cpu: { aboveSeconds: 5 } } } },
      'alarms.tune.cpu.aboveSeconds is no setting, expected one of abovePercent, periods, periodMinutes. Correct its spelling, or remove it. "abovePercent" is a number from 1 to 99.',
    ],
    [
      'more breaching periods than periods',
      { alarms: { tune: { cpu: { periods: { breaching: 4, of: 3 } } } } },
      'alarms.tune.cpu.periods is {"breaching":4,"of":3}, expected "of" equal to or greater than "breaching".',
    ],
    [
      'alarms of applications that nobody can name',
      { snapshots: { applications: [{ prefix: 'team-a-', tune: { cpu: false } }] } },
      'snapshots.applications[0] is {"prefix":"team-a-","tune":{"cpu":false}}, expected a name beside any of runtime, checkpointIntervalSeconds, logGroup, stoppedOnPurpose, alarmSet, tune:',
    ],
    [
      'a drill of applications that nobody can name',
      { snapshots: { applications: [{ prefix: 'team-a-', drill: { window: '04:00-04:30' } }] } },
      'snapshots.applications[0] is {"prefix":"team-a-","drill":{"window":"04:00-04:30"}}, expected a name beside drill: only an application that is named has consented to be stopped.',
    ],
    [
      'a window that cannot be read',
      { snapshots: { applications: [{ name: 'orders', drill: { window: '4 to 5' } }] } },
      'snapshots.applications[0].drill.window is "4 to 5", expected two times of a day in UTC such as "04:00-04:30".',
    ],
    [
      'an empty window',
      { snapshots: { applications: [{ name: 'orders', drill: { window: '04:00-04:00' } }] } },
      'snapshots.applications[0].drill.window is "04:00-04:00", expected two different times such as "04:00-04:30".',
    ],
    [
      'a window without room for a drill',
      { snapshots: { applications: [{ name: 'orders', drill: { window: '04:00-04:10' } }] } },
      'snapshots.applications[0].drill.window is "04:00-04:10", 10 minutes, expected at least 11 minutes: 2 × 30 s',
    ],
    [
      'a topic that is none',
      { alarms: { pagerTopicArns: ['arn:aws:sqs:eu-west-1:123456789012:pager'] } },
      'alarms.pagerTopicArns[0] is "arn:aws:sqs:eu-west-1:123456789012:pager", expected the ARN of an SNS topic.',
    ],
    [
      'retention of an entry out of its range',
      { snapshots: { applications: [{ name: 'orders', retention: { keepLast: 1 } }] } },
      'snapshots.applications[0].retention.keepLast is 1, expected -1 or a whole number from 3 to 1000.',
    ],
  ])('%s', (_case, settings, problem) => {
    write('test', settings);

    // How many settings there are is no promise.
    expect(complaint().replace(/nearest of \d+/g, 'nearest of N')).toContain(`test.json: ${problem}`);
  });

  test('a blank that was left to fill in', () => {
    write('test', { region: '<your region>', notifications: { mailAddresses: ['<who is on call>'] } });

    expect(complaint().replaceAll(/^ .*?test\.json: /gm, '')).toBe(
      [
        '2 settings are wrong, so nothing was done:',
        'region is still the blank <your region>, expected an AWS region such as "eu-west-1". Fill it in.',
        'notifications.mailAddresses[0] is still the blank <who is on call>, expected a mail address such as "ops@example.com". Fill it in.',
      ].join('\n'),
    );
  });

  test('all of them at once, each on its line', () => {
    write('test', { name: 'X', region: 'Mars', alarms: { tune: { cpu: { abovePercent: 101 } } } });

    const [head, ...lines] = complaint().split('\n');

    expect(head).toBe('3 settings are wrong, so nothing was done:');
    expect(lines.map((line) => line.replace(/^.*test\.json: (\S+) .*$/, '$1'))).toEqual([
      'name',
      'region',
      'alarms.tune.cpu.abovePercent',
    ]);
  });

  test('a file that holds no object', () => {
    writeFileSync(join(folder.path, 'test.json'), '[]');

    expect(complaint()).toContain('test.json: the file is [], expected an object { … }.');
  });
});

describe('settings that are wrong only beside one another', () => {
  test.each([
    [
      'a tag is ours, but for its case',
      { tags: { Deployment: 'x' } },
      'tags.Deployment is "x", and differs from the tag deployment of this project in upper and lower case only, expected another key, or deployment itself. Every resource has deployment ("kda-snapshots"). IAM treats the two as the same key and refuses the role. Write deployment to change its value.',
    ],
    [
      'the age that alarms is not above the schedule',
      { snapshots: { scheduleMinutes: 30 }, alarms: { snapshotAgeMinutes: 30 } },
      'alarms.snapshotAgeMinutes is 30, expected at least 60, twice snapshots.scheduleMinutes (30). The newest snapshot reaches this age just before each run',
    ],
    [
      'the age that alarms is broken by one run that is skipped',
      { alarms: { snapshotAgeMinutes: 11 } },
      'alarms.snapshotAgeMinutes is 11, expected at least 20, twice snapshots.scheduleMinutes (10). One skipped or late run breaks it,',
    ],
    [
      'a run could not wait for a usual snapshot of an application',
      { snapshots: { applications: ['kda-snapshot-demo', { prefix: 'big-', usualSnapshotSeconds: 400 }] } },
      'snapshots.timeoutSeconds is 300, expected at least 430, because a snapshot usually takes 400 s (usualSnapshotSeconds). Runs would end before their snapshots are READY. Set it to 430.',
    ],
    [
      'the duration that alarms is longer than a run can measure',
      { snapshots: { timeoutSeconds: 60 }, alarms: { tune: { 'snapshot-duration': { aboveSeconds: 45 } } } },
      'alarms.tune.snapshot-duration lets snapshot-duration fire above 45 s, expected less than 45 s: snapshots.timeoutSeconds (60) minus the last 15 s.',
    ],
    [
      'so is that of one application, said once and where it is set',
      {
        snapshots: {
          applications: ['users', { name: 'orders', tune: { 'snapshot-duration': { aboveSeconds: 300 } } }],
        },
      },
      'snapshots.applications[1].tune.snapshot-duration lets snapshot-duration fire above 300 s, expected less than 285 s',
    ],
    [
      'an alarm looks back further than CloudWatch does',
      { alarms: { tune: { cpu: { periodMinutes: 30, periods: { breaching: 49, of: 49 } } } } },
      'alarms.tune.cpu makes cpu look at 49 periods of 30 minutes, expected at most 24 hours in all, which CloudWatch allows for such periods. Use fewer or shorter periods.',
    ],
    [
      'periods without a run would pass for silence',
      { alarms: { tune: { 'snapshot-age': { periodMinutes: 5 } } } },
      'alarms.tune.snapshot-age gives snapshot-age periods of 5 minutes, expected at least snapshots.scheduleMinutes (10).',
    ],
    [
      'periods without a run keep an alarm from firing',
      { alarms: { tune: { 'not-running': { periodMinutes: 1 } } } },
      'alarms.tune.not-running gives not-running periods of 1 minutes, expected at least snapshots.scheduleMinutes (10). A period without a run is ignored, and 2 of 2 must be bad, so the alarm would never fire. Increase periodMinutes.',
    ],
    [
      'periods without a run let an alarm fire only by chance',
      { alarms: { tune: { 'snapshot-duration': { periodMinutes: 8 } } } },
      'alarms.tune.snapshot-duration gives snapshot-duration periods of 8 minutes, expected at least snapshots.scheduleMinutes (10). A period without a run counts as good, and 2 of 2 must be bad, so the alarm would fire only by chance. Increase periodMinutes.',
    ],
    [
      'more failed snapshots than there are runs in a period',
      { alarms: { tune: { 'snapshots-failed': { aboveCount: 1 } } } },
      'alarms.tune.snapshots-failed lets snapshots-failed fire above 1, expected less than 1, the scheduled runs in a period of 10 minutes. Each run counts at most 1 per application (more only after a Lambda retry), so the alarm would stay silent while every snapshot fails. Lower aboveCount, or increase periodMinutes.',
    ],
    [
      'more late snapshots of one application than there are runs in a period',
      {
        snapshots: {
          scheduleMinutes: 5,
          applications: [{ name: 'orders', tune: { 'snapshots-late': { aboveCount: 2.5, periodMinutes: 10 } } }],
        },
        application: undefined,
      },
      'snapshots.applications[0].tune.snapshots-late lets snapshots-late fire above 2.5, expected less than 2, the scheduled runs in a period of 10 minutes.',
    ],
    [
      'a name stands behind a prefix that fits it',
      { snapshots: { applications: [{ prefix: 'ord' }, { name: 'orders', snapshotAgeMinutes: 200 }] } },
      'snapshots.applications[1] is "orders", which the prefix "ord" of snapshots.applications[0] matches as well, expected a name before every entry that matches it. The first matching entry applies, so the snapshot manager would ignore these settings. Put it before snapshots.applications[0].',
    ],
    [
      'a name stands behind a pattern that fits it',
      { snapshots: { applications: ['a', { pattern: 'o?d*s' }, { tag: { key: 'k', value: 'v' } }, 'orders'] } },
      'snapshots.applications[3] is "orders", which the pattern "o?d*s" of snapshots.applications[1] matches as well, expected',
    ],
    [
      'the own application is said to have another runtime',
      { application: { name: 'orders' }, snapshots: { applications: [{ name: 'orders', runtime: 'FLINK-2_2' }] } },
      'snapshots.applications[0].runtime is "FLINK-2_2", expected "FLINK-1_20", as in application.runtime. This deployment creates orders itself, and its alarms would watch something else. Leave it out here.',
    ],
    [
      'the own application is said to have another checkpoint interval',
      {
        application: { name: 'orders' },
        snapshots: { applications: [{ name: 'orders', checkpointIntervalSeconds: 10 }] },
      },
      'snapshots.applications[0].checkpointIntervalSeconds is 10, expected 60, as in application.checkpointIntervalSeconds.',
    ],
    [
      'the own application is said to log elsewhere',
      { application: { name: 'orders' }, snapshots: { applications: [{ name: 'orders', logGroup: '/orders' }] } },
      'snapshots.applications[0].logGroup is "/orders", expected "/aws/kinesis-analytics/orders", as in application.logGroup.',
    ],
    [
      'the own application is not among those to look after',
      { snapshots: { applications: ['orders', { prefix: 'team-a-' }, { pattern: '*-eu' }] } },
      'snapshots.applications selects no application kda-snapshot-demo, expected an entry for application.name. This deployment creates it, but it would neither be snapshotted nor watched. Add {"name": "kda-snapshot-demo"}, or leave snapshots.applications out.',
    ],
    [
      'as many snapshots are kept as the quota allows',
      { snapshots: { quota: 10 }, alarms: { tune: { 'quota-use': false } } },
      'snapshots.retention.keepLast is 10, expected at most 9, which are 95 % of snapshots.quota (10). The rest is needed for snapshots of the service and of people, which no retention deletes; at the quota no snapshot can be taken. Set keepLast to 9 or less, or increase snapshots.quota to your quota in the service.',
    ],
    [
      'so many snapshots are kept that quota-use never rests',
      { snapshots: { retention: { keepLast: 900 } } },
      'snapshots.retention.keepLast is 900, expected at most 800, which are 80 % of snapshots.quota (1000). Above that quota-use fires permanently; at the quota no snapshot can be taken. Set keepLast to 800 or less, or increase snapshots.quota to your quota in the service, or set abovePercent under alarms.tune.quota-use.',
    ],
    [
      'so many of each hour are kept',
      { snapshots: { quota: 50, retention: { keepLast: 3, keepHourly: 48 } } },
      'snapshots.retention keeps up to 51 at a snapshot every 10 minutes (keepLast 3: 3 + keepHourly 48: 48), expected at most 40, which are 80 % of snapshots.quota (50).',
    ],
    [
      'so many of the last are kept beside a week’s newest for ever',
      { snapshots: { quota: 50, retention: { keepLast: 45, keepWeekly: -1 } } },
      'snapshots.retention keeps up to 571 at a snapshot every 10 minutes (keepLast 45: 45 + keepWeekly -1: 526), expected at most 40,',
    ],
    [
      'the cap is above the share that alarms',
      { snapshots: { quota: 100, retention: { keepLast: -1, keepAtMost: 90 } } },
      'snapshots.retention.keepAtMost is 90, expected at most 80, which are 80 % of snapshots.quota (100).',
    ],
    [
      'two weeks in full at ten minutes',
      { snapshots: { retention: { keepWithin: '14d' } } },
      'snapshots.retention.keepWithin is "14d", which keeps up to 2016 at a snapshot every 10 minutes, expected at most 800, which are 80 % of snapshots.quota (1000). Above that quota-use fires permanently; at the quota no snapshot can be taken. Shorten keepWithin to "5d13h", or thin out what is older by keepWithinHourly and keepWithinDaily, or increase',
    ],
    [
      'rules that fit alone and not together',
      { snapshots: { retention: { keepLast: 700, keepHourly: 700 } } },
      'snapshots.retention keeps up to 1400 at a snapshot every 10 minutes (keepLast 700: 700 + keepHourly 700: 700), expected at most 800, which are 80 % of snapshots.quota (1000). Above that quota-use fires permanently; at the quota no snapshot can be taken. Set keepLast to 100 or less, or increase',
    ],
    [
      'months that look like minutes',
      { snapshots: { retention: { keepLast: 10, keepFailed: '30m' } } },
      'snapshots.retention.keepFailed is "30m", which are 30 months, expected years and months, "2y6m", or hours such as "1h". m stands for months; the shortest unit is an hour. Write the duration that you mean.',
    ],
    [
      'a few months in full, most likely meant as minutes',
      { snapshots: { retention: { keepWithin: '10m' } } },
      'snapshots.retention.keepWithin is "10m" (10 months), which keeps up to 44064 at a snapshot every 10 minutes,',
    ],
    [
      'a cap below what the rules keep',
      { snapshots: { retention: { keepDaily: 14, keepAtMost: 5 } } },
      'snapshots.retention.keepAtMost is 5, expected at least 14, which the rules keep with a snapshot every 10 minutes. The cap deletes the oldest first, so the rules that reach back furthest would never be met. Increase keepAtMost, or lower the rules.',
    ],
    [
      'no end, and no cap',
      { snapshots: { retention: { keepLast: 5, keepHourly: -1 } } },
      'snapshots.retention keeps up to 87845 at a snapshot every 10 minutes (keepLast 5: 5 + keepHourly -1: 87840), expected at most 800, which are 80 % of snapshots.quota (1000). Above that quota-use fires permanently; at the quota no snapshot can be taken. Set keepHourly to 795 or less, or keepAtMost to 800 or less, or',
    ],
    [
      'an entry keeps more than its own quota-use takes',
      {
        application: undefined,
        snapshots: {
          applications: [
            { name: 'a', retention: { keepLast: 500 } },
            { name: 'b', retention: { keepLast: 500 }, tune: { 'quota-use': { abovePercent: 30 } } },
          ],
        },
      },
      'snapshots.applications[1].retention.keepLast is 500, expected at most 300, which are 30 % of snapshots.quota (1000). Above that quota-use fires permanently; at the quota no snapshot can be taken. Set keepLast to 300 or less, or increase snapshots.quota to your quota in the service, or set abovePercent under snapshots.applications[1].tune.quota-use.',
    ],
    [
      'those that are found keep more than fleet-quota-use takes',
      { application: undefined, snapshots: { applications: [{ prefix: 'a', retention: { keepLast: 801 } }] } },
      'snapshots.applications[0].retention.keepLast is 801, expected at most 800, which are 80 % of snapshots.quota (1000). Above that fleet-quota-use fires',
    ],
    [
      'a pager’s topic is in another region',
      { alarms: { pagerTopicArns: ['arn:aws:sns:eu-west-1:123456789012:pager'] } },
      'alarms.pagerTopicArns[0] is "arn:aws:sns:eu-west-1:123456789012:pager", expected a topic of region us-east-1 in partition aws, where the alarms are. CloudWatch notifies topics of its own region only. Name a topic there.',
    ],
    [
      'a pager’s topic is in another partition',
      { alarms: { pagerTopicArns: ['arn:aws-cn:sns:us-east-1:123456789012:pager'] } },
      'alarms.pagerTopicArns[0] is "arn:aws-cn:sns:us-east-1:123456789012:pager", expected a topic of region us-east-1 in partition aws',
    ],
    [
      'a pager’s topic stands there twice',
      { alarms: { pagerTopicArns: ['a', 'b', 'a'].map((name) => `arn:aws:sns:us-east-1:123456789012:${name}`) } },
      'alarms.pagerTopicArns[2] is "arn:aws:sns:us-east-1:123456789012:a", as alarms.pagerTopicArns[0] is, expected each topic once. Remove the repetition.',
    ],
    [
      'a mail address stands there twice, written in two ways',
      { notifications: { mailAddresses: ['ops@example.com', 'Ops@Example.com'] } },
      'notifications.mailAddresses[1] is "Ops@Example.com", as notifications.mailAddresses[0] is, expected each address once. Remove the repetition.',
    ],
    [
      'there is nothing to look after',
      { application: undefined },
      'snapshots.applications is missing, and so is application, expected one of the two. List the applications under snapshots.applications, or write "application": {} to deploy the demo.',
    ],
    [
      'a dashboard’s name is too long once it is composed',
      { dashboard: { name: 'd'.repeat(250) }, snapshots: { applications: ['orders', 'payments'] } },
      `dashboard.name makes a dashboard’s name of 257 characters: ${'d'.repeat(250)}-orders, expected at most 255. Shorten it, or set dashboard.perApplication to false.`,
    ],
    [
      'two applications would have one dashboard',
      { snapshots: { applications: ['orders.v2', 'orders_v2'] } },
      'snapshots.applications makes two dashboards with the same name: KDA-Snapshot-Dashboard-orders_v2, expected names that differ in more than "." and "_".',
    ],
    [
      'an application is named twice',
      { snapshots: { applications: ['a', 'b', 'a'] } },
      'snapshots.applications names a more than once, expected each application once.',
    ],
    [
      'the objective of an entry is not above the schedule',
      { snapshots: { applications: ['orders', { prefix: 'team-a-', snapshotAgeMinutes: 10 }] } },
      'snapshots.applications[1].snapshotAgeMinutes is 10, expected at least 20, twice snapshots.scheduleMinutes (10).',
    ],
    [
      'an event bus of another region',
      { notifications: { eventBus: 'arn:aws:events:us-west-2:111122223333:event-bus/ops' } },
      'notifications.eventBus is "arn:aws:events:us-west-2:111122223333:event-bus/ops", expected a bus of region us-east-1 in partition aws, where the snapshot manager runs. Name a bus of this region; a rule on it can pass the events on to the other region.',
    ],
    [
      'more tags than a role takes',
      { tags: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`t${index}`, 'x'])) },
      'tags has 60 tags, expected at most 49; with deployment they are the 50 that IAM and CloudWatch Logs accept. Remove 11 of them.',
    ],
    [
      'two tags that IAM takes for one',
      { tags: { Team: 'a', team: 'b' } },
      'tags.team differs from tags.Team in upper and lower case only, expected keys that differ otherwise. IAM treats them as the same key and refuses the role. Keep one of the two.',
    ],
    [
      'a list of applications beyond what a function’s environment holds',
      {
        application: undefined,
        snapshots: {
          applications: Array.from({ length: 95 }, (_, index) => ({ prefix: `application-number-${1000 + index}` })),
        },
      },
      'snapshots.applications makes 4493 bytes of environment variables, expected at most 4096, which Lambda allows. It is 397 bytes too many.',
    ],
    [
      'tags to select by, in letters of three bytes each',
      {
        application: undefined,
        snapshots: {
          applications: Array.from({ length: 48 }, (_, index) => ({
            tag: { key: 'チーム', value: `注文処理システム${1_000 + index}` },
          })),
        },
      },
      'snapshots.applications makes 4294 bytes of environment variables, expected at most 4096, which Lambda allows.',
    ],
    [
      'mail addresses for which the parameter of the deployment has no room',
      {
        notifications: {
          mailAddresses: Array.from({ length: 300 }, (_, index) => `the-person-on-call-${index}@example.com`),
        },
      },
      'notifications.mailAddresses makes 11976 bytes of the parameter by which kda finds the deployment, expected at most 8192, which Systems Manager allows.',
    ],
    [
      'audit and holds share a table',
      { audit: { tableName: 'snapshots', holdsTableName: 'snapshots' } },
      'audit.holdsTableName is "snapshots", expected another table than audit.tableName.',
    ],
    [
      'state and artifacts share a bucket',
      { state: { kind: 's3', bucket: 'my-artifacts', region: 'eu-west-1' } },
      'state.bucket is "my-artifacts", expected another bucket than artifacts.bucket.',
    ],
  ])('%s', (_case, settings, problem) => {
    write('test', settings);

    expect(complaint()).toContain(`test.json: ${problem}`);
  });
});

describe('settings that look alike and are right', () => {
  const topic = 'arn:aws:sns:us-east-1:123456789012:pager';
  test.each([
    [
      'an alarm of one period, which fires and rests within it',
      { alarms: { tune: { 'snapshots-failed': { periodMinutes: 1 } } } },
    ],
    [
      'short periods, so many that enough of them have a run',
      { alarms: { tune: { 'not-running': { periodMinutes: 1, periods: { breaching: 2, of: 20 } } } } },
    ],
    [
      'short periods where runs keep no schedule',
      { snapshots: { scheduleEnabled: false }, alarms: { tune: { 'not-running': { periodMinutes: 1 } } } },
    ],
    [
      'so many failures as there are runs in a longer period',
      { alarms: { tune: { 'snapshots-failed': { aboveCount: 1, periodMinutes: 20 } } } },
    ],
    [
      'failures of several applications together',
      {
        application: undefined,
        snapshots: { applications: [{ prefix: 'a' }] },
        alarms: { tune: { 'fleet-snapshots-failed': { aboveCount: 5 } } },
      },
    ],
    [
      'a name before the prefix that fits it, and behind a tag',
      {
        application: undefined,
        snapshots: { applications: [{ tag: { key: 'k', value: 'v' } }, 'orders', { prefix: 'ord' }] },
      },
    ],
    ['the own application by a prefix', { snapshots: { applications: [{ prefix: 'kda-' }] } }],
    ['the own application perhaps by a tag', { snapshots: { applications: [{ tag: { key: 'k', value: 'v' } }] } }],
    [
      'an own application that makes no snapshots',
      { application: { snapshotsEnabled: false }, snapshots: { applications: ['orders'] } },
    ],
    [
      'an entry that repeats what the own application has',
      {
        application: { name: 'orders', runtime: 'FLINK-1_18', checkpointIntervalSeconds: 10, logGroup: '/orders' },
        snapshots: {
          applications: [{ name: 'orders', runtime: 'FLINK-1_18', checkpointIntervalSeconds: 10, logGroup: '/orders' }],
        },
      },
    ],
    ['a retention at the share that alarms', { snapshots: { retention: { keepLast: 800 } } }],
    ['a cap that ends a rule without an end', { snapshots: { retention: { keepLast: -1, keepAtMost: 500 } } }],
    [
      'a cap that only a history with gaps can reach: 700 hours and 400 snapshots of the last three days',
      { snapshots: { retention: { keepLast: 400, keepHourly: 700, keepAtMost: 800, deleteSurplus: false } } },
    ],
    [
      'an alarm at 95 % beside applications that are found, which it does not watch',
      {
        application: undefined,
        snapshots: {
          applications: [
            { name: 'orders', retention: { keepLast: 850 }, tune: { 'quota-use': { abovePercent: 95 } } },
            { prefix: 'found-' },
          ],
        },
      },
    ],
    ['months that are no minutes', { snapshots: { retention: { keepLast: 3, keepWithinMonthly: '12m' } } }],
    [
      'many spans where nothing is taken by a schedule',
      { snapshots: { scheduleEnabled: false, retention: { keepWithin: '30d' } } },
    ],
    ['a retention that deletes nothing', { snapshots: { retention: { keepLast: 900, deleteSurplus: false } } }],
    [
      'a retention above the share of a quota that nobody watches',
      { snapshots: { retention: { keepLast: 900 } }, alarms: { tune: { 'quota-use': false } } },
    ],
    ['a pager in the region of the alarms', { alarms: { pagerTopicArns: [topic] } }],
    [
      'a dollar, a percent sign and braces that begin no template',
      { application: { description: '$5 {a} 5% $ {b} % {c}' } },
    ],
  ])('%s', (_case, settings) => {
    write('test', settings);

    expect(loadSettings('test', folder.path).environment).toBe('test');
  });
});

describe('what Terraform would read as its own', () => {
  const MEANING =
    'expected text without "${" and "%{". Terraform would evaluate it as a reference. Write the value itself.';
  test.each([
    ['a reference', { tags: { team: `\${var.team}` } }, `tags.team is "\${var.team}"`],
    [
      'a directive',
      { application: { description: 'if %{ if true }' } },
      'application.description is "if %{ if true }"',
    ],
    [
      'one in a list',
      { snapshots: { applications: [{ name: 'a', stoppedOnPurpose: `\${x}` }] } },
      `snapshots.applications[0].stoppedOnPurpose is "\${x}"`,
    ],
    ['a name of a tag', { tags: { '${x}': 'y' } }, `tags.\${x} is used as a key`],
  ])('%s', (_case, settings, problem) => {
    write('test', settings);

    expect(complaint()).toContain(`test.json: ${problem}, ${MEANING}`);
  });

  test('is told once, whatever else is wrong with it', () => {
    write('test', { name: `\${var.name}` });

    expect(complaint().match(/test\.json: name /g)).toHaveLength(1);
  });
});

test('an application that is named twice is one problem: its two dashboards are none', () => {
  write('test', { snapshots: { applications: ['orders', 'kda-snapshot-demo', 'orders'] } });

  expect(complaint().split('\n').slice(1)).toEqual([
    expect.stringContaining('snapshots.applications names orders more than once, expected each application once.'),
  ]);
});

test('a setting that is a duration or false says so', () => {
  write('test', { snapshots: { sourceHorizon: 7, applications: [{ name: 'orders', sourceHorizon: true }] } });

  expect(complaint()).toContain('snapshots.sourceHorizon is 7, expected a duration such as "7d".');
  expect(complaint()).toContain(
    'snapshots.applications[0].sourceHorizon is true, expected false, or a duration such as "7d".',
  );
});

describe('a key that stands twice in an object', () => {
  test('is refused with both lines: the first would be lost', () => {
    write(
      'test',
      '{\n  "alarms": {},\n  "artifacts": { "bucket": "abc",\n "größe": 1, "bucket": "abd" },\n  "alarms": {}\n}',
    );

    expect(
      complaint()
        .split('\n')
        .map((line) => line.replace(/^.*test\.json/, 'test.json')),
    ).toEqual([
      'test.json, line 4: the key "bucket" was already used in line 3, and only one of the two would apply. Remove or merge one.',
      'test.json, line 5: the key "alarms" was already used in line 2, and only one of the two would apply. Remove or merge one.',
    ]);
  });

  test('is one also where an escape writes it in another way', () => {
    write('test', '{ "name": "abc",\n "n\\u0061me": "abd" }');

    expect(complaint()).toMatch(/line 2: the key "n\\u0061me" was already used in line 1/);
  });

  test('is none in two objects, nor in a text', () => {
    const text = '"bucket": 1, "bucket": 2, \\"x": \\\\';
    write('test', { application: { description: text }, tags: { bucket: 'b', region: 'x', __proto__: { a: 1 } } });

    const { application, tags } = loadSettings('test', folder.path);
    expect([application?.description, tags]).toEqual([text, { bucket: 'b', region: 'x' }]);
  });
});

describe('the names of applications and the policy of the role', () => {
  const entries = (count: number) => Array.from({ length: count }, (_, index) => `a-${1000 + index}`);

  // Of more than a hundred applications CloudWatch takes no composite alarm.
  const alarms = { tune: { 'needs-a-person': false } };
  const load = (content: object) => {
    write('test', { ...content, alarms, application: undefined });
    return loadSettings('test', folder.path);
  };

  test('a list whose policy IAM takes loads; one more character is refused with the length', () => {
    const settings = load({ snapshots: { applications: entries(100) } });
    const room = LONGEST_ROLE_POLICY - managerPolicyLength(settings);
    const perName =
      managerPolicyLength(load({ snapshots: { applications: entries(101) } })) - managerPolicyLength(settings);
    const full = entries(100 + Math.floor(room / perName));
    const filled = [...full.slice(0, -1), `${full.at(-1)}${'x'.repeat(room % perName)}`];
    expect(managerPolicyLength(load({ snapshots: { applications: filled } }))).toBe(LONGEST_ROLE_POLICY);

    write('test', {
      alarms,
      application: undefined,
      snapshots: { applications: [...filled.slice(0, -1), `${filled.at(-1)}y`] },
    });
    expect(complaint()).toContain(
      'test.json: snapshots.applications makes the policy of the snapshot manager’s role 10241 characters long, expected at most 10240, which IAM allows. Select some by prefix',
    );
  });
});
