import { createServer } from 'node:http';

/** AWS with one application: its list has a snapshot from its creation on, its audit a row from its end on. */
export class Aws {
  constructor(public now: number) {}

  readonly deleted = new Set<string>();
  readonly taken: { readonly name: string; readonly at: number; readonly end: number }[] = [];
  private readonly server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      const isOfHolds = /"TableName":"[^"]*hold/.test(body);
      response.end(JSON.stringify(isOfHolds ? {} : this.answer(operation)));
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((end) => this.server.listen(0, '127.0.0.1', end));
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(operation: string): object {
    if (operation === 'ListApplicationSnapshots') {
      const listed = this.taken.filter(({ name, at }) => at <= this.now && !this.deleted.has(name));
      return {
        SnapshotSummaries: listed.map(({ name, at }) => ({
          ...{ SnapshotName: name, SnapshotStatus: 'READY', ApplicationVersionId: 1, RuntimeEnvironment: 'FLINK-1_20' },
          SnapshotCreationTimestamp: at / 1000,
        })),
      };
    }
    if (operation === 'DescribeApplication') {
      return {
        ApplicationDetail: {
          ...{ ApplicationARN: 'arn:aws:kinesisanalytics:eu-west-1:1:application/orders', ApplicationName: 'orders' },
          ...{ RuntimeEnvironment: 'FLINK-1_20', ApplicationStatus: 'RUNNING', ApplicationVersionId: 1 },
          CreateTimestamp: (this.now - 9e9) / 1000,
        },
      };
    }
    if (operation === 'Query') {
      return {
        Items: this.taken
          .filter(({ end }) => end <= this.now)
          .map(({ name, at, end }) => ({
            ...{ app_name: { S: 'orders' }, event_id: { S: '1' }, snapshot_manager_run_id: { N: String(at - 1500) } },
            ...{
              started_at: { S: new Date(at - 1500).toISOString() },
              deadline_at: { S: new Date(end).toISOString() },
            },
            ...{ outcome: { S: 'taken' }, new_snapshot_name: { S: name }, snapshot_status: { S: 'READY' } },
            ...{ event_time: { S: new Date(at - 1500).toISOString() }, ended_at: { S: new Date(end).toISOString() } },
            ...{ new_snapshot_create_time: { S: new Date(at).toISOString() } },
          })),
      };
    }
    return {};
  }
}
