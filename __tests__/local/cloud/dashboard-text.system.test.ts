import { createServer } from 'node:http';
import { CloudWatchClient, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { type Answer, readHead } from '../../../local/cloud/aws-call';
import { dashboardText } from '../../../local/cloud/dashboard-text';

/** List of dashboards as the emulator answers it in JSON. */
const FROM_THE_EMULATOR: Answer = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(
    JSON.stringify({
      DashboardEntries: [{ DashboardName: 'team-a_dashboard', Size: 12, LastModified: '2026-11-29T14:00:00Z' }],
    }),
  ),
};

test('an SDK can read the list of dashboards, whose times the emulator writes as texts', async () => {
  const list = dashboardText(new CloudWatchClient({ region: 'us-east-1' }));
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', async () => {
      const call = {
        ...readHead(incoming.method ?? '', incoming.url ?? '', incoming.headers),
        body: Buffer.concat(parts),
      };
      const answer = list.wants(call) ? await list.answer(call, async () => FROM_THE_EMULATOR) : FROM_THE_EMULATOR;
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = new CloudWatchClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'team-a' }));
  client.destroy();
  server.closeAllConnections();
  server.close();
  expect(DashboardEntries).toEqual([
    { DashboardName: 'team-a_dashboard', Size: 12, LastModified: new Date('2026-11-29T14:00:00Z') },
  ]);
});
