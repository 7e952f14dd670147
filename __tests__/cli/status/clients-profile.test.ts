import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClock } from '../../../cli/safety/gather/aws-clock';
import { clientsOf, closeClients } from '../../../cli/safety/gather/clients';

const before = { ...process.env };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  const file = join(folder, 'credentials');
  writeFileSync(file, '[audit]\naws_access_key_id = OFTHEPROFILE\naws_secret_access_key = secret\n');
  process.env.AWS_SHARED_CREDENTIALS_FILE = file;
  process.env.AWS_CONFIG_FILE = join(folder, 'config');
  process.env.AWS_ACCESS_KEY_ID = 'OFTHESHELL';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
});

afterAll(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['audit', 'OFTHEPROFILE'],
  [undefined, 'OFTHESHELL'],
])('with profile %s every client uses the key %s', async (profile, key) => {
  const clients = clientsOf('eu-west-1', new AwsClock(), profile);
  const keys = await Promise.all(
    Object.values(clients).map(async ({ config }) => (await config.credentials()).accessKeyId),
  );
  closeClients(clients);
  expect(keys).toEqual(keys.map(() => key));
});
