import { type DeployedResources, ownerProblems, ownersText, type Tags } from '../../../cli/pre-deploy/owners';
import { settingsWith } from '../../settings-with';

type Functions = { readonly tags: Tags; readonly variables: Readonly<Record<string, string>> };

/** Resources of the account: topics and tables with their tags, functions also with their variables. */
class FakeAccount implements DeployedResources {
  readonly topics = new Map<string, Tags>();
  readonly tables = new Map<string, Tags>();
  readonly functions = new Map<string, Functions>();

  topicTags = (name: string) => Promise.resolve(this.topics.get(name));
  tableTags = (name: string) => Promise.resolve(this.tables.get(name));
  function = (name: string) => Promise.resolve(this.functions.get(name));

  /** Everything that a deployment of these settings makes. */
  deploy(settings: ReturnType<typeof settingsWith>): this {
    const { name, notifications, audit } = settings;
    const tags = { deployment: settings.tags.deployment ?? name };
    this.topics.set(notifications.topicName, tags);
    for (const table of [audit.tableName, audit.holdsTableName]) this.tables.set(table, tags);
    this.functions.set(`${name}-manager`, {
      tags,
      variables: {
        AUDIT_TABLE: audit.tableName,
        HOLDS_TABLE: audit.holdsTableName,
        TOPIC_ARN: `arn:aws:sns:eu-west-1:123456789012:${notifications.topicName}`,
      },
    });
    return this;
  }
}

const said = async (settings: ReturnType<typeof settingsWith>, account: FakeAccount) =>
  (await ownerProblems(settings, account)).map(({ path, is }) => `${path} ${is}`);

test('a first deployment, and each one after it, finds nothing of another deployment', async () => {
  const settings = settingsWith({ name: 'orders' });
  const account = new FakeAccount();

  expect(await said(settings, account)).toEqual([]);
  expect(await said(settings, account.deploy(settings))).toEqual([]);
});

test('two deployments of different names live side by side', async () => {
  const account = new FakeAccount().deploy(settingsWith({ name: 'orders' })).deploy(settingsWith());

  expect(await said(settingsWith({ name: 'payments' }), account)).toEqual([]);
});

test('the names of another deployment are refused, each with its owner', async () => {
  const account = new FakeAccount().deploy(settingsWith({ name: 'orders', names: 'reference' }));
  const problems = await ownerProblems(settingsWith({ name: 'payments', names: 'reference' }), account);

  expect(ownersText('production', problems)).toBe(
    [
      '3 names do not fit the resources in the account, so nothing is deployed:',
      '  config/production.json: notifications.topicName is "KDASnapshotNotification", a topic of the deployment "orders", expected a name of this deployment’s own. It would be taken over, and deleted when this deployment is destroyed: leave it out with "names": "deployment" for "payments-notifications", or give another.',
      '  config/production.json: audit.tableName is "snapshot_manager_status", a table of the deployment "orders", expected a name of this deployment’s own. It would be taken over, and deleted when this deployment is destroyed: leave it out with "names": "deployment" for "payments-audit", or give another.',
      '  config/production.json: audit.holdsTableName is "snapshot_manager_holds", a table of the deployment "orders", expected a name of this deployment’s own. It would be taken over, and deleted when this deployment is destroyed: leave it out with "names": "deployment" for "payments-holds", or give another.',
    ].join('\n'),
  );
});

test('a function of the name that is another deployment’s is refused', async () => {
  const settings = settingsWith({ name: 'orders' });
  const account = new FakeAccount().deploy(settings);
  account.functions.set('orders-manager', { tags: { deployment: 'shop' }, variables: {} });

  expect(await said(settings, account)).toEqual([
    'name is "orders", whose function orders-manager is of the deployment "shop"',
  ]);
});

test('what has no tag of a deployment is refused, unless the settings take it over', async () => {
  const account = new FakeAccount();
  account.topics.set('alerts', {});
  account.tables.set('rows', { team: 'streams' });
  const settings = { name: 'orders', notifications: { topicName: 'alerts' }, audit: { tableName: 'rows' } };

  expect(await said(settingsWith(settings), account)).toEqual([
    'notifications.topicName is "alerts", a topic that no deployment of this project made',
    'audit.tableName is "rows", a table that no deployment of this project made',
  ]);
  const taken = { auditTable: true, topicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts' };
  expect(await said(settingsWith({ ...settings, import: taken }), account)).toEqual([]);
});

test('what is another deployment’s is refused, also where the settings take it over', async () => {
  const account = new FakeAccount();
  account.tables.set('rows', { deployment: 'shop' });

  expect(await said(settingsWith({ audit: { tableName: 'rows' }, import: { auditTable: true } }), account)).toEqual([
    'audit.tableName is "rows", a table of the deployment "shop"',
  ]);
});

test('a tag deployment that the settings give is the owner', async () => {
  const settings = settingsWith({ name: 'orders', tags: { deployment: 'shop' } });

  expect(await said(settings, new FakeAccount().deploy(settings))).toEqual([]);
});

test('a deployment that would be renamed is refused: the manager in use tells the names that it has', async () => {
  const account = new FakeAccount().deploy(settingsWith({ name: 'orders', names: 'reference' }));

  expect(await said(settingsWith({ name: 'orders' }), account)).toEqual([
    'notifications.topicName is "orders-notifications", but this deployment uses "KDASnapshotNotification"',
    'audit.tableName is "orders-audit", but this deployment uses "snapshot_manager_status"',
    'audit.holdsTableName is "orders-holds", but this deployment uses "snapshot_manager_holds"',
  ]);
});
