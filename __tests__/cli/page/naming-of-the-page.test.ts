import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findDeployment } from '../../../cli/find-deployment';
import { startPage } from '../../../cli/page/page';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Options that the page of a deployment gives its commands. */
async function optionsOf(endpoint?: string, choice = {}): Promise<string> {
  const page = await startPage({ deployment: await findDeployment(choice), port: 0, endpoint, choice });
  try {
    const place = (await (await fetch(new URL('/api/place', page.url))).json()) as { commandOptions: string };
    return place.commandOptions;
  } finally {
    await page.close();
  }
}

test.each([
  ['alarm-drill', {}, '--env alarm-drill'],
  ['alarm-drill', { environment: 'default' }, '--env default'],
  ['', {}, ''],
])('commands of a page with KDA_ENVIRONMENT "%s", asked for %j, have "%s"', async (variable, choice, options) => {
  process.env.KDA_ENVIRONMENT = variable;
  expect(await optionsOf(undefined, choice)).toBe(options);
});

test('commands of a page of the local cloud have --local: its file has the environment', async () => {
  const cloud = createServer((_, response) => {
    response.end(JSON.stringify({ product: 'kda-snapshots local cloud', version: 1, engine: 'simulated' }));
  });
  await new Promise<void>((listening) => cloud.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, KDA_ENVIRONMENT: 'alarm-drill' });
  try {
    expect(await optionsOf(endpoint)).toBe('--local');
  } finally {
    cloud.close();
  }
});
