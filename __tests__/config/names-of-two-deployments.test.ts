import { type Names, namesOf } from '../../config/model/names';
import { settingsSchema } from '../../config/schema/settings';
import { settingsWith } from '../settings-with';

/** Names of resources that AWS keeps apart by kind. */
const KINDS: readonly (readonly (keyof Names)[])[] = [
  ['scheduleRule', 'alarmEndsRule'],
  ['applicationRole', 'managerRole', 'drillMachineRole', 'drillStartRole'],
  ['managerFunction'],
  ['drillMachine'],
  ['undeliveredEventsQueue', 'failedRunsQueue'],
  ['auditTable', 'holdsTable'],
  ['topic'],
];

const endings = [...new Set(KINDS.flat())]
  .map((key) => namesOf(settingsWith({ name: 'x-x', names: 'deployment' }))[key])
  .map((each) => String(each).replace(/^x-x/, '').replaceAll('_', '-'))
  .filter((ending) => ending !== '');
/** A short name, and those with one and two of what the project itself puts behind names. */
const accepted = ['', ...endings]
  .flatMap((first) => ['', ...endings].map((second) => `a-1${first}${second}`))
  .filter((name) => settingsSchema.safeParse({ name, artifacts: { bucket: 'the-artifacts' } }).success);

test('no resource of a deployment has the name of one of another deployment', () => {
  const all = [...new Set(accepted)].map((name) => namesOf(settingsWith({ name, names: 'deployment' })));
  const twice = KINDS.flatMap((kind) => {
    const taken = all.flatMap((names) => kind.map((key) => names[key]));
    return taken.filter((name, at) => taken.indexOf(name) !== at);
  });
  expect(all.length).toBeGreaterThan(endings.length);
  expect(twice).toEqual([]);
});

test('a name whose rule would have the name of another deployment’s rule is refused, with what to do', () => {
  const { error } = settingsSchema.safeParse({ name: 'orders-alarm-ends', artifacts: { bucket: 'the-artifacts' } });
  expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [
      ['name'],
      'must not end with "-alarm-ends": its schedule’s rule would have the name of a rule of the deployment without this ending; choose another ending',
    ],
  ]);
});
