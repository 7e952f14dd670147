import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from '../../packages/managed-flink/src/http/listen';
import { signalGroup } from '../../tools/processes/signal-group';
import type { PythonEnvironment } from '../../tools/python-environment';

/** A running MiniStack: the AWS services that have no code of ours. */
export interface MiniStack {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly logFile: string;
  /** Ends it and everything it started; its state is saved first. Safe to call twice. */
  close(): Promise<void>;
}

export interface MiniStackOptions {
  /** Holds state, S3 objects, temporary files and the log. */
  readonly folder: string;
  readonly region: string;
  readonly accountId: string;
  /** Address that Lambda functions get as AWS_ENDPOINT_URL: the gateway, so that they reach every service. */
  readonly endpointForFunctions: string;
  /** Signatures are checked and IAM's policies hold; the root credentials may do everything. */
  readonly enforceIdentity?: boolean;
  /** Factor of the waits and retry intervals of state machines. Default: 1. */
  readonly waitScale?: number;
  /** Called when MiniStack ends without `close()`. */
  readonly onUnexpectedEnd?: (message: string) => void;
}

const RUNNER = join(__dirname, 'ministack', 'run-ministack.py');
/** Measured: 0.3 s; twenty times as much for a machine that is busy building. */
const START_TIMEOUT_MS = 20_000;
/** The runner itself kills its group after three seconds; this is for a runner that hangs. */
const STOP_TIMEOUT_MS = 4_000;

/** Starts MiniStack on a free loopback port and resolves when it answers. */
export async function startMiniStack(installation: PythonEnvironment, options: MiniStackOptions): Promise<MiniStack> {
  const temporary = join(options.folder, 'tmp');
  // MiniStack leaves the unpacked Lambda code of its last run behind.
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const logFile = join(options.folder, 'ministack.log');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;

  const log = openSync(logFile, 'w');
  // `detached` makes it the leader of its own process group: what MiniStack starts ends with it.
  const runner = spawn(installation.python, ['-u', RUNNER], {
    stdio: ['pipe', log, log],
    detached: true,
    env: environment(options, port, temporary),
  });
  closeSync(log);
  // The pipe breaks when the runner dies first; its end is seen by the 'exit' event.
  runner.stdin?.on('error', () => undefined);

  let closing = false;
  const ended = new Promise<void>((resolve) => {
    runner.on('error', () => resolve());
    runner.on('exit', (code, signal) => {
      if (!closing) options.onUnexpectedEnd?.(`MiniStack ended (${signal ?? `exit code ${code}`}); see ${logFile}`);
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    closing = true;
    runner.stdin?.end();
    const timeout = new AbortController();
    await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
    signalGroup(runner, 'SIGKILL');
    await ended;
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  };

  if (!(await answers(endpoint, runner))) {
    await close();
    const lastWords = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-5).join('\n  ');
    throw new Error(`MiniStack did not answer on ${endpoint}. The end of ${logFile}:\n  ${lastWords}`);
  }
  return { endpoint, logFile, close };
}

/**
 * Complete environment of MiniStack: none of the caller's AWS settings may leak into the functions. MINISTACK_HOST must
 * have no port, else subscription URLs have two (measured). State is two things, records and S3 bodies: both or
 * nothing.
 */
function environment(options: MiniStackOptions, port: number, temporary: string): NodeJS.ProcessEnv {
  const { folder, region, accountId, endpointForFunctions } = options;
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: process.env.LANG ?? 'C.UTF-8',
    TMPDIR: temporary,
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    MINISTACK_REGION: region,
    MINISTACK_ACCOUNT_ID: accountId,
    AUTH: String(options.enforceIdentity ?? false),
    SFN_WAIT_SCALE: String(options.waitScale ?? 1),
    PERSIST_STATE: '1',
    STATE_DIR: join(folder, 'state'),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(folder, 's3'),
    // Without Docker there is nothing to look for, even where a Docker socket exists.
    DOCKER_HOST: `unix://${join(temporary, 'no-docker.sock')}`,
    AWS_ENDPOINT_URL: endpointForFunctions,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}

async function answers(endpoint: string, runner: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && runner.exitCode === null && runner.signalCode === null && runner.pid !== undefined) {
    try {
      const health = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2_000) });
      await health.arrayBuffer();
      if (health.ok) return true;
    } catch {
      // Not listening yet: tried again until the deadline.
    }
    await sleep(50);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
