import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSettings } from '../../config/load-settings';
import { writeSynthesizedFrom } from '../../stacks/synthesis/synthesized-from';
import { quietTerraform } from '../../tools/terraform';
import { temporaryFolder } from '../temporary-folder';
import { copyProgram } from './program-copy';

const MINUTE = 60_000;
/** Later than npm's second copy of the same Ctrl-C. */
const IMPATIENCE_MS = 1500;

const scratch = temporaryFolder('interrupted');
let folder: string;
let program: string;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = scratch.path;
  program = copyProgram(folder);
  environment = { ...quietTerraform(process.env), KDA_ENVIRONMENT: 'default' };
});

const sleeps = (seconds: number, when: 'create' | 'destroy') => ({
  provisioner: [{ 'local-exec': { when, command: `sleep ${seconds}` } }],
});

/** Two stacks of Terraform's own resource type; `slow` is the second resource of the first one. */
function synthesize(slow: object, planning: object = {}): void {
  const resources = {
    artifacts: { first: {}, slow: { depends_on: ['terraform_data.first'], ...slow } },
    snapshots: { it: {} },
  };
  for (const [id, terraform_data] of Object.entries(resources)) {
    mkdirSync(join(folder, 'cdktf.out/stacks', id), { recursive: true });
    const backend = { local: { path: join(folder, `${id}.tfstate`) } };
    const stack = { terraform: { backend }, resource: { terraform_data }, ...(id === 'artifacts' ? planning : {}) };
    writeFileSync(join(folder, 'cdktf.out/stacks', id, 'cdk.tf.json'), JSON.stringify(stack));
  }
  const stacks = {
    artifacts: { workingDirectory: 'stacks/artifacts', dependencies: [] },
    snapshots: { workingDirectory: 'stacks/snapshots', dependencies: ['artifacts'] },
  };
  writeFileSync(join(folder, 'cdktf.out/manifest.json'), JSON.stringify({ stacks }));
  writeSynthesizedFrom(join(folder, 'cdktf.out'), loadSettings('default'));
}

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

const kda = (...args: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
};

/** Runs kda as the leader of its group, as a terminal does; `sent` gets it as soon as `isReady`. */
async function interrupted(
  args: string[],
  isReady: (said: string) => boolean,
  send: (child: ChildProcess) => Promise<void> | void,
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: environment, detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const closed = once(child, 'close');
  for (
    let waited = 0;
    !isReady(said) && child.exitCode === null && child.signalCode === null && waited < 30_000;
    waited += 50
  )
    await pause(50);
  await send(child);
  const [code] = await closed;
  return { code, said };
}

/** Signal to the whole group in the foreground: what a terminal does. */
const signals =
  (...names: NodeJS.Signals[]) =>
  async (child: ChildProcess) => {
    for (const [index, name] of names.entries()) {
      if (index > 0) await pause(IMPATIENCE_MS);
      process.kill(-(child.pid ?? 0), name);
    }
  };

function recorded(id: string): string[] {
  const file = join(folder, `${id}.tfstate`);
  if (!existsSync(file)) return [];
  const state: { resources: { name: string; instances: { status?: string }[] }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return state.resources.map(
    ({ name, instances }) => `${name}${instances[0]?.status ? ` ${instances[0].status}` : ''}`,
  );
}

const locks = () =>
  [...readdirSync(folder), ...readdirSync(join(folder, 'cdktf.out'), { recursive: true, encoding: 'utf8' })].filter(
    (name) => name.endsWith('.lock.info'),
  );

const isCreating = (said: string) => said.includes('terraform_data.slow: Provisioning with');

describe('kda apply-stacks', () => {
  beforeEach(() => {
    synthesize(sleeps(4, 'create'));
    kda('plan-stacks', '--out', 'plans');
  });

  test.each(['SIGINT', 'SIGHUP'] as const)(
    '%s ends it after the stack under way: all that was made is in its state, and no lock stays',
    async (signal) => {
      const { code, said } = await interrupted(['apply-stacks'], isCreating, signals(signal));

      expect({ artifacts: recorded('artifacts'), snapshots: recorded('snapshots'), locks: locks() }).toEqual({
        artifacts: ['first', 'slow'],
        snapshots: [],
        locks: [],
      });
      expect(said).toContain(`${signal}: stopping after the stack artifacts.`);
      expect(said).toContain('Stopped on request. Applied: artifacts. Not applied: snapshots. No lock is held.');
      expect(code).toBe(130);
    },
    MINUTE,
  );

  test.each([
    ['a second Ctrl-C', ['SIGINT', 'SIGINT']],
    ['SIGTERM, after which the sender kills', ['SIGTERM']],
  ] as const)(
    '%s interrupts Terraform, which records what it made and releases its lock',
    async (_, names) => {
      synthesize(sleeps(12, 'create'));
      kda('plan-stacks', '--out', 'plans');
      const begun = Date.now();
      const { code, said } = await interrupted(['apply-stacks'], isCreating, signals(...names));

      expect({ artifacts: recorded('artifacts'), snapshots: recorded('snapshots'), locks: locks() }).toEqual({
        artifacts: ['first', 'slow tainted'],
        snapshots: [],
        locks: [],
      });
      expect(said).toContain('Terraform was asked to end');
      expect(said).toContain('Stopped on request. artifacts is applied in part.');
      expect(code).toBe(130);
      expect(Date.now() - begun).toBeLessThan(11_000);
    },
    MINUTE,
  );

  test(
    'no number of Ctrl-C kills Terraform: it is asked once, and each time the price of killing it is said',
    async () => {
      const binary = join(folder, 'terraform');
      const slow = `trap 'echo asked to end' INT; for i in $(seq 70); do sleep 0.1; done`;
      writeFileSync(
        binary,
        `#!/bin/sh\nif [ "$1" = apply ]; then echo begun; ${slow}; else exec "${environment.TERRAFORM_BINARY_NAME ?? 'terraform'}" "$@"; fi\n`,
        { mode: 0o755 },
      );
      environment.TERRAFORM_BINARY_NAME = binary;
      const names = ['SIGINT', 'SIGINT', 'SIGINT', 'SIGHUP'] as const;
      const { code, said } = await interrupted(['apply-stacks'], (text) => text.includes('begun'), signals(...names));
      expect({
        code,
        asked: said.match(/asked to end$/gm)?.length,
        warned: said.match(/Do not kill it/g)?.length,
      }).toEqual({
        code: 130,
        asked: 1,
        warned: 3,
      });
      expect(said).toContain('Applied: artifacts. Not applied: snapshots.');
    },
    MINUTE,
  );

  test(
    'a reader of its output that ends does not end Terraform',
    async () => {
      const { code } = await interrupted(['apply-stacks'], isCreating, (child) => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
      expect({ code, artifacts: recorded('artifacts'), snapshots: recorded('snapshots'), locks: locks() }).toEqual({
        code: 0,
        artifacts: ['first', 'slow'],
        snapshots: ['it'],
        locks: [],
      });
    },
    MINUTE,
  );
});

test(
  'kda plan-stacks ends at the first Ctrl-C, says that nothing was changed, and leaves no lock',
  async () => {
    // A state that is read while planning, from a server that never answers.
    let isAsked = false;
    const server = createServer(() => (isAsked = true)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const config = { address: `http://127.0.0.1:${port}/`, retry_max: 0 };
    synthesize({}, { data: { terraform_remote_state: { slow: { backend: 'http', config } } } });
    const { code, said } = await interrupted(
      ['plan-stacks', '--out', 'plans'],
      () => isAsked,
      async (child) => {
        await signals('SIGINT')(child);
        await pause(500);
        server.closeAllConnections();
      },
    );
    server.close();
    expect({ locks: locks(), plans: readdirSync(join(folder, 'plans')) }).toEqual({ locks: [], plans: [] });
    expect(said).toContain('Stopped on request: nothing was changed, and no lock is held.');
    expect(code).toBe(130);
  },
  MINUTE,
);

test.each(['SIGINT', 'SIGHUP', 'SIGTERM'] as const)(
  'kda destroy ends after %s with a state of what still stands, and without a lock',
  async (signal) => {
    synthesize(sleeps(3, 'destroy'));
    kda('plan-stacks', '--out', 'plans');
    kda('apply-stacks');
    const { code, said } = await interrupted(
      ['destroy', '--yes', 'kda-snapshots'],
      (text) => text.includes('terraform_data.slow: Provisioning with'),
      signals(signal),
    );
    expect(locks()).toEqual([]);
    expect(recorded('snapshots')).toEqual([]);
    expect(said).toContain(signal);
    expect({ code, left: recorded('artifacts') }).toEqual(
      signal === 'SIGTERM' ? { code: 130, left: ['first', 'slow'] } : { code: 0, left: [] },
    );
  },
  MINUTE,
);
