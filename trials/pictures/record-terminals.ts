import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalSession } from '../../local/local-session';
import { CommandFailedError, run } from '../../tools/processes/run';
import type { PhaseTime } from '../../tools/progress';
import type { DemoResult } from '../demo/demo';
import { type Typed, type } from '../demo/operator';
import { renderSummary } from '../demo/summary';
import { heading } from '../summary-parts';
import { PROJECT } from './picture-list';

const KDA = join(PROJECT, 'bin/kda.js');
/** Plan of the review's tests: an application gets another name. */
const PLAN = join(PROJECT, 'packages/plan-review/__tests__/plans/rename.application.json');

/** Reviews a plan that loses state; what follows the refusal is left out. */
export async function recordReview(): Promise<Typed> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  try {
    copyFileSync(PLAN, join(folder, 'application.json'));
    const argv = ['review-plan', 'application.json'];
    const lines = await run(process.execPath, [KDA, ...argv], { cwd: folder }).catch((error: unknown) => {
      if (error instanceof CommandFailedError && error.exitCode === 1) return [...error.lines];
      throw error;
    });
    const end = lines.findIndex((line) => line.startsWith('<details>'));
    if (end < 0) throw new Error('The review of the plan has no details, so its beginning has no end.');
    return { line: `kda ${argv.join(' ')}`, lines: shortened(lines, 1, end), exitCode: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Last part of what the demo prints: its last restore, and `kda status`. */
export function endOfDemo(result: DemoResult, times: readonly PhaseTime[]): Typed {
  const lines = renderSummary(result, times).split('\n');
  const title = heading('Restores, by the running job’s own log').split('\n');
  const from = lines.indexOf(title.find((line) => line.startsWith('Restores')) ?? '');
  const to = lines.indexOf('Time', from);
  const last = lines.findLastIndex((line, at) => at < to && line.startsWith('  from '));
  if (from < 0 || to < 0 || last < 0) throw new Error('The summary of the demo has no restores or no times.');
  const shown = [...lines.slice(from, from + 2), ...lines.slice(last, to)];
  return { line: 'npm run demo', lines: ['…', ...trimmed(shown)], exitCode: 0 };
}

/** Goes back to before a snapshot with a bad state. */
export async function recordRestore(session: LocalSession, application: string): Promise<Typed> {
  // A snapshot is found by the second.
  await sleep(2000, undefined, { signal: session.signal });
  const before = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  await sleep(1000, undefined, { signal: session.signal });
  await done(session, ['snapshot', application, '--reason', 'after the deployment']);
  const why = 'counts are wrong since then';
  return done(session, ['restore', application, '--before', before, '--why', why, '--yes']);
}

/** Asks for the status of an application that was stopped; it runs again afterwards. */
export async function recordStatus(session: LocalSession, application: string): Promise<Typed> {
  await done(session, ['stop', application, '--why', 'out of memory', '--who', 'ada', '--yes']);
  const status = await type(session, ['status']);
  await done(session, ['start', application, '--latest', '--yes']);
  return status;
}

async function done(session: LocalSession, argv: readonly string[]): Promise<Typed> {
  const typed = await type(session, argv);
  if (typed.exitCode === 0) return typed;
  throw new Error(`${typed.line} ended with exit code ${typed.exitCode}:\n${typed.lines.join('\n')}`);
}

/** Lines from `from` until `to`, with a line about those that are left out. */
function shortened(lines: readonly string[], from: number, to: number): string[] {
  return [...trimmed(lines.slice(from, to)), '', `… ${lines.length - to} more lines`];
}

/** Lines without empty ones at the end. */
function trimmed(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}
