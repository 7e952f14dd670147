import type { Result } from '../../tools/command';
import { table } from '../../tools/text-table';
import { duration } from '../recovery/texts';
import type { ApplicationFacts } from './application-facts';
import { type ChosenSnapshot, type NextState, nextStates, type Way } from './next-state';
import { nextWarnings } from './next-warnings';
import { shortTime, zoneOf } from './times';

const NAMES: Readonly<Record<Way, string>> = {
  'flink-restart': 'Flink itself, after a failure',
  'kda-start': 'kda start',
  'console-run': 'Run in the console',
  'aws-start': 'AWS start without a choice',
  deployment: 'deployment (Terraform, UpdateApplication)',
  'auto-scaling': 'auto scaling',
};

/** Answer of `kda next`: the state that each way of starting would use now. */
export function showNext(facts: ApplicationFacts): Result {
  const states = nextStates(facts);
  const warnings = nextWarnings(facts, states);
  const { application, region, now, state, unread } = facts;
  return {
    document: { application, region, at: now, status: state.status, next: states, warnings, unread },
    text: nextText(facts, states, warnings),
  };
}

/** Text with a line for each way, and the warnings. */
export function nextText(
  { application, state, now }: ApplicationFacts,
  states: readonly NextState[],
  warnings: readonly string[],
): string {
  const rows = states.map((each) => [NAMES[each.by], snapshotText(each, now), each.because]);
  return [
    `${application} is ${state.status}. The next state is that of (times in ${zoneOf(now)}):`,
    ...table(['by', 'snapshot', 'why'], rows),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}

function snapshotText({ source, snapshot }: NextState, now: Date): string {
  switch (source) {
    case 'checkpoint':
      return '(checkpoint)';
    case 'new-snapshot':
      return '(taken then)';
    case 'empty':
      return '(empty state)';
    case 'nothing':
      return '(none)';
    case 'snapshot':
      return snapshot ? describeChoice(snapshot, now) : '(none)';
  }
}

function describeChoice({ name, createdAt, ageSeconds, suspect }: ChosenSnapshot, now: Date): string {
  const age =
    createdAt === null || ageSeconds === null ? '' : ` of ${shortTime(createdAt, now)}, ${duration(ageSeconds)} old`;
  return `${name}${age}${suspect ? ', SUSPECT' : ''}`;
}
