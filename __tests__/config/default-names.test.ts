import fc from 'fast-check';
import { drillRuleName } from '../../config/model/drills/drill-rules';
import { applicationDashboard, namesOf } from '../../config/model/names';
import type { Settings } from '../../config/schema/settings';
import { settingsWith } from '../settings-with';

const named = (input: object) => {
  const { notifications, audit, dashboard, names } = settingsWith({ ...input });
  return {
    names,
    topic: notifications.topicName,
    tables: [audit.tableName, audit.holdsTableName],
    dashboard: dashboard.name,
  };
};

const REFERENCE = {
  names: 'reference',
  topic: 'KDASnapshotNotification',
  tables: ['snapshot_manager_status', 'snapshot_manager_holds'],
  dashboard: 'KDA-Snapshot-Dashboard',
};

test('names that the settings leave out derive from the deployment’s name', () => {
  expect(named({ name: 'orders' })).toEqual({
    names: 'deployment',
    topic: 'orders-notifications',
    tables: ['orders-audit', 'orders-holds'],
    dashboard: 'orders_dashboard',
  });
});

test('a deployment that has the default name keeps the names that it was deployed with', () => {
  expect(named({})).toEqual(REFERENCE);
  expect(named({ name: 'kda-snapshots' })).toEqual(REFERENCE);
});

test('either can be asked for, whatever the name is', () => {
  expect(named({ name: 'orders', names: 'reference' })).toEqual(REFERENCE);
  expect(named({ names: 'deployment' })).toEqual({
    names: 'deployment',
    topic: 'kda-snapshots-notifications',
    tables: ['kda-snapshots-audit', 'kda-snapshots-holds'],
    dashboard: 'kda-snapshots_dashboard',
  });
});

test('a name that the settings give is left as it is', () => {
  const written = named({
    name: 'orders',
    notifications: { topicName: 'pages' },
    audit: { tableName: 'rows' },
    dashboard: { name: 'board' },
  });

  expect(written).toMatchObject({ topic: 'pages', tables: ['rows', 'orders-holds'], dashboard: 'board' });
});

/** Names that are unique in an account and region, each with its kind. */
function resourceNames(settings: Settings, applications: readonly string[]): string[] {
  const names = namesOf(settings);
  return [
    ...[names.auditTable, names.holdsTable].map((name) => `table ${name}`),
    ...[names.applicationRole, names.managerRole, names.drillMachineRole, names.drillStartRole].map(
      (name) => `role ${name}`,
    ),
    `state machine ${names.drillMachine}`,
    ...applications.map((one) => `rule ${drillRuleName(settings.name, one)}`),
    ...[names.undeliveredEventsQueue, names.failedRunsQueue].map((name) => `queue ${name}`),
    `topic ${names.topic}`,
    `function ${names.managerFunction}`,
    ...[names.scheduleRule, names.alarmEndsRule].map((name) => `rule ${name}`),
    ...[names.dashboard, ...applications.map((one) => applicationDashboard(settings, one))].map(
      (name) => `dashboard ${name}`,
    ),
  ];
}

// Short names of few parts, so that one is often the beginning of another.
const deployment = fc
  .array(fc.constantFrom('abc', 'orders', 'dashboard', 'audit', 'holds', 'manager', 'kda', 'snapshots'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('-'));

test('two deployments of different names share no name of a resource, whatever their applications are called', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(deployment, { minLength: 2, maxLength: 2 }),
      fc.array(fc.constantFrom('orders', 'dashboard', 'orders-dashboard', 'audit', 'v1.2'), { maxLength: 2 }),
      ([first, second], applications) => {
        const [ofFirst = [], ofSecond = []] = [first, second].map((name) =>
          resourceNames(settingsWith({ name }), applications),
        );
        expect(ofFirst.filter((name) => ofSecond.includes(name))).toEqual([]);
      },
    ),
  );
});
