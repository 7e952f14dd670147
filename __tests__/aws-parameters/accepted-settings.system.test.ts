import * as fc from 'fast-check';
import { crossFieldProblems } from '../../config/checks/cross-field-checks';
import { templateProblems } from '../../config/checks/template-checks';
import { deploymentTags } from '../../config/model/deployment-tags';
import { PROPERTY_GROUP } from '../../config/model/names';
import { type Settings, settingsSchema } from '../../config/schema/settings';
import { partitionOf } from '../../tools/partition';
import { synthesize } from '../stacks/synthesis';
import { policyFaults, tagFaults, valueFaults } from './aws-values';

/** Texts as people paste them: any characters, and lengths at the limits of AWS. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    'R&D (core)',
    'a"b',
    'l1\nl2',
    'café',
    '東京',
    ' ',
    '',
    '.',
    'a..b',
    '10.0.0.1',
    '-a',
    'xn--a',
    'a-s3alias',
    'my-bucket-an',
    'aws/jobs',
  ),
  fc
    .tuple(fc.constantFrom('a', 'é', '東', '.'), fc.constantFrom(3, 63, 64, 128, 129, 255, 256, 257, 512, 1024))
    .map(([character, length]) => character.repeat(length)),
);
const name = fc.oneof(text, fc.string({ unit: fc.constantFrom(...'abzAZ09_.-'), minLength: 1, maxLength: 140 }));
const entry = fc.oneof(
  name,
  fc.record({ name, stoppedOnPurpose: text }, { requiredKeys: ['name'] }),
  name.map((prefix) => ({ prefix })),
  name.map((pattern) => ({ pattern: `${pattern}*` })),
  fc.record({ key: text, value: text }).map((tag) => ({ tag })),
);

/** Maps as large as AWS takes them, so that one entry of ours more is too much. */
const full = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
const properties = fc.oneof(
  fc.constantFrom(47, 48, 49, 50).map((count) => ({ [PROPERTY_GROUP]: full(count) })),
  fc
    .constantFrom(48, 49, 50)
    .map((count) => Object.fromEntries(Object.keys(full(count)).map((group) => [group, { key: 'v' }]))),
);
const tagKey = fc.oneof({ weight: 9, arbitrary: text }, fc.constantFrom('Deployment', 'deployment', 'DEPLOYMENT'));
const resource = fc.constantFrom(
  ...['arn:foo', 'arn:aws:s3', 'arn:aws:s3:::orders/a', 'arn:aws-cn:s3:::orders/a', 'arn:aws-us-gov:s3:::orders/a'],
);
const roleStatements = resource.map((one) => [{ sid: 'Read', actions: ['s3:GetObject'], resources: [one] }]);

/** Groups of settings: what the schema refuses of a group is left out, so that the rest is looked at. */
const groups = {
  name,
  region: fc.constantFrom('eu-west-1', 'us-gov-west-1', 'cn-north-1'),
  tags: fc.oneof(fc.dictionary(tagKey, text, { maxKeys: 60 }), fc.dictionary(tagKey, fc.constant('x'), { maxKeys: 3 })),
  artifacts: fc.record({ bucket: name }),
  application: fc.option(
    fc.oneof(
      fc.record(
        { name, description: text, logGroup: fc.oneof(name, fc.constant('aws/jobs')), logStream: text },
        { requiredKeys: ['name'] },
      ),
      fc.record({ properties, roleStatements }, { requiredKeys: [] }),
    ),
    { nil: undefined },
  ),
  snapshots: fc.record({ applications: fc.array(entry, { minLength: 1, maxLength: 5 }) }),
  notifications: fc.record({ topicName: name, mailAddresses: fc.array(fc.emailAddress(), { maxLength: 2 }) }),
  audit: fc.record({ tableName: name, holdsTableName: name }),
  dashboard: fc.record({ name }),
  alarms: fc.record({ runbookUrl: fc.oneof(text, fc.webUrl()) }),
  security: fc.constantFrom({}, { keys: 'managed' }),
};

function accepted(input: Record<string, unknown>): Settings | undefined {
  const parsed = settingsSchema.safeParse(input);
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map(({ path: [group] }) => String(group)));
    const rest = Object.fromEntries(Object.entries(input).filter(([group]) => !wrong.has(group)));
    return accepted({ artifacts: { bucket: 'the-artifacts' }, ...rest });
  }
  const settings = { ...parsed.data, environment: 'test' };
  return templateProblems(input).length > 0 || crossFieldProblems(settings).length > 0 ? undefined : settings;
}

test('no settings that are accepted hold a text that AWS refuses', async () => {
  let looked = 0;
  await fc.assert(
    fc.property(fc.record(groups, { requiredKeys: [] }), (input) => {
      const settings = accepted(input);
      fc.pre(settings !== undefined);
      looked += 1;
      const synthesis = synthesize(settings);
      const stacks = Object.values(synthesis.stacks);
      const partition = partitionOf(settings.region);
      const faults = stacks.flatMap((stack) => [...valueFaults(stack), ...policyFaults(stack, partition)]);
      synthesis.dispose();
      expect([...faults, ...tagFaults(deploymentTags(settings))]).toEqual([]);
    }),
    { numRuns: 40, maxSkipsPerRun: 1000 },
  );
  expect(looked).toBeGreaterThanOrEqual(40);
});
