import { announceClusters } from '../../local/flink-web-ui';
import type { ManagedFlinkServer } from '../../packages/managed-flink/src/server';

type Cluster = ReturnType<ManagedFlinkServer['runningClusters']>[number];
const cluster = (applicationName: string, restUrl: string) => ({ applicationName, restUrl }) as Cluster;

test('each cluster is told once, and again when it comes back at another address', () => {
  jest.useFakeTimers();
  try {
    let running = [cluster('orders', 'http://localhost:1')];
    const lines: string[] = [];
    const stop = announceClusters({ runningClusters: () => running }, (line) => lines.push(line));
    jest.advanceTimersByTime(2000);
    running = [];
    jest.advanceTimersByTime(500);
    running = [cluster('orders', 'http://localhost:2')];
    jest.advanceTimersByTime(500);
    stop();
    running = [cluster('orders', 'http://localhost:3')];
    jest.advanceTimersByTime(2000);
    expect(lines).toEqual(['Flink web UI of orders: http://localhost:1', 'Flink web UI of orders: http://localhost:2']);
  } finally {
    jest.useRealTimers();
  }
});
