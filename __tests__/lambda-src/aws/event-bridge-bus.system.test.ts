import { createServer, type IncomingMessage, type Server } from 'node:http';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EventBridgeBus } from '../../../lambda-src/snapshot-manager/aws/event-bridge-bus';
import { takenEvent, testsOfEventBus } from '../fakes/event-bus-contract';
import { FakeEventBus } from '../fakes/fake-event-bus';

interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Time: number;
  readonly Detail: string;
}

/** PutEvents as its API reference describes it, on a port of its own. */
class BusServer {
  readonly accepted: Entry[] = [];
  readonly refusals = new Map<string, string>();
  answer: 'all' | 'nothing' | 'no ids' = 'all';
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const { Entries }: { Entries: Entry[] } = JSON.parse(await bodyOf(request));
      if (this.answer === 'nothing') return;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      if (Entries.length > 10) {
        response.statusCode = 400;
        response.end(JSON.stringify({ __type: 'ValidationException', message: 'at most 10 entries' }));
        return;
      }
      response.end(JSON.stringify(this.put(Entries)));
    });
  }

  private put(entries: readonly Entry[]): unknown {
    const results = entries.map((entry) => {
      const [code, message] = this.refusals.get(JSON.parse(entry.Detail).application)?.split(': ') ?? [];
      if (code) return { ErrorCode: code, ErrorMessage: message };
      if (this.answer === 'no ids') return {};
      this.accepted.push(entry);
      return { EventId: 'id' };
    });
    return { FailedEntryCount: results.filter((result) => !('EventId' in result)).length, Entries: results };
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('the fake', () => {
  testsOfEventBus(() => {
    const bus = new FakeEventBus();
    return {
      bus,
      accepted: () => bus.accepted.map(({ detail }) => detail.application),
      refuse: (application, why) => {
        bus.refuses = ({ detail }) => (detail.application === application ? why : undefined);
      },
    };
  });
});

describe('the adapter', () => {
  const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/ops';
  let server: BusServer;
  let bus: EventBridgeBus;

  beforeEach(async () => {
    server = new BusServer();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = { endpoint: await server.open(), region: 'eu-west-1', credentials, maxAttempts: 1 };
    bus = new EventBridgeBus(new EventBridgeClient(client), BUS);
  });
  afterEach(() => server.close());

  testsOfEventBus(() => ({
    bus,
    accepted: () => server.accepted.map(({ Detail }) => JSON.parse(Detail).application),
    refuse: (application, why) => server.refusals.set(application, why),
  }));

  test('hands over bus, source, detail-type, time and detail', async () => {
    const event = takenEvent('orders');
    await bus.put([event], new Date(Date.now() + 5_000));
    expect(server.accepted).toEqual([
      {
        EventBusName: BUS,
        Source: 'kda-snapshots',
        DetailType: 'Snapshot Taken',
        Time: Date.parse('2026-11-23T10:20:03Z') / 1000,
        Detail: JSON.stringify(event.detail),
      },
    ]);
  });

  test('an entry without an id was not accepted, whatever else the answer says', async () => {
    server.answer = 'no ids';
    const event = takenEvent('orders');
    const refused = await bus.put([event], new Date(Date.now() + 5_000));
    expect(refused).toEqual([{ event, why: 'The bus gave no reason.' }]);
  });

  test('a bus that does not answer is given up at the time that was set', async () => {
    server.answer = 'nothing';
    const began = performance.now();
    await expect(bus.put([takenEvent('orders')], new Date(Date.now() + 300))).rejects.toThrow(
      'PutEventsCommand was not answered before the end of the run.',
    );
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
