import { createServer, type IncomingMessage } from 'node:http';

export interface AwsStub {
  readonly endpoint: string;
  /** Items as they were last put, by application and run id. */
  readonly items: ReadonlyMap<string, unknown>;
  /** Bodies of the SNS calls. */
  readonly published: readonly URLSearchParams[];
  /** Details of the events that were put. */
  readonly events: readonly unknown[];
  close(): Promise<void>;
}

/** DynamoDB, SNS and EventBridge as far as the bundle needs them: puts are kept, gets find them, topic and bus take everything. */
export async function startAwsStub(): Promise<AwsStub> {
  const items = new Map<string, unknown>();
  const published: URLSearchParams[] = [];
  const events: unknown[] = [];

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const target = request.headers['x-amz-target'];
      if (typeof target === 'string' && target.startsWith('DynamoDB_')) {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        response.end(JSON.stringify(answerDynamoDb(target.split('.')[1] ?? '', JSON.parse(body), items)));
        return;
      }
      if (target === 'AWSEvents.PutEvents') {
        const { Entries }: { Entries: readonly { readonly Detail: string }[] } = JSON.parse(body);
        events.push(...Entries.map(({ Detail }) => JSON.parse(Detail)));
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: '1' })) }));
        return;
      }
      published.push(new URLSearchParams(body));
      response.setHeader('content-type', 'text/xml');
      response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    items,
    published,
    events,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Row {
  readonly app_name: { readonly S: string };
  readonly snapshot_manager_run_id?: { readonly N: string };
  readonly item?: { readonly S: string };
}

function answerDynamoDb(operation: string, body: { Item?: Row; Key?: Row }, items: Map<string, unknown>): unknown {
  switch (operation) {
    case 'PutItem':
      if (body.Item) items.set(keyOf(body.Item), body.Item);
      return {};
    case 'GetItem':
      return { Item: body.Key && items.get(keyOf(body.Key)) };
    case 'DeleteItem':
      if (body.Key) items.delete(keyOf(body.Key));
      return {};
    case 'Query':
      return { Items: [], Count: 0 };
    default:
      throw new Error(`The stub does not know ${operation}.`);
  }
}

function keyOf(row: Row): string {
  return `${row.app_name.S}/${row.snapshot_manager_run_id?.N ?? row.item?.S}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
