import { missingInputText } from '../source-horizon';
import { duration, localTime } from '../times';
import { nextStep, type Recovery, type RecoveryPlan } from './recovery';
import type { PlannedStep } from './steps';

/** Text about what will happen, before anything does. */
export function planText(plan: RecoveryPlan, steps: readonly PlannedStep[], runsVersion: number): string {
  const { application, kind, target, status, plannedAt, allowNonRestoredState, code, takesTarget, missingInput } = plan;
  const age = target && duration((plannedAt.getTime() - target.createdAt.getTime()) / 1000);
  const lines = [
    `${TITLES[kind]} of ${application}, which is ${status}:`,
    ...(target
      ? [
          `  snapshot  ${target.name}`,
          takesTarget
            ? '  of        now: it is taken first'
            : `  of        ${localTime(target.createdAt)}, ${age} ago: input since then is processed again, ${missingInput ? 'as far as the source still has it' : 'if the source still has it'}`,
          ...(missingInput ? [`  WARNING   ${missingInputText(missingInput.seconds, missingInput.horizon)}`] : []),
          `  code      version ${target.applicationVersion} took it; ${startsText(code?.version ?? runsVersion, target.applicationVersion)}`,
        ]
      : ['  snapshot  none: it starts with empty state']),
    ...(allowNonRestoredState ? ['  state     that the code has no operator for is left out, and lost'] : []),
    ...(code
      ? [`  version   ${code.version} runs again, instead of ${code.from}: ${code.differences.join(', ')} of then`]
      : []),
    '',
    ...steps.map(({ says }, index) => `  ${index + 1}. ${says}`),
    ...(code ? ['', terraformText(plan)] : []),
  ];
  return lines.join('\n');
}

const TITLES = { restore: 'Restore', start: 'Start', rollback: 'Rollback' } as const;

function startsText(starts: number, took: number): string {
  return starts === took ? 'the same version starts' : `version ${starts} starts`;
}

/** Sentence about what Terraform plans after earlier code and settings came back; empty when they stay. */
export function terraformText({ application, code }: RecoveryPlan): string {
  if (!code) return '';
  return `Terraform does not know of it: its next plan shows ${application} as changed (${code.differences.join(', ')}), and would bring version ${code.from} back. Revert the commit before the next deployment; then the plan leaves it as it is.`;
}

/** Result in a sentence or two, for people and the audit. */
export function resultText({
  plan,
  outcome,
  proof = [],
  rpoSeconds,
  rtoSeconds,
  isUnmeasured,
  steps,
}: Recovery): string {
  const { application, target, code } = plan;
  const from = `${target ? `from ${target.name}` : 'with empty state'}${code ? `, with the code and settings of version ${code.version}` : ''}`;
  const figures = [
    ...(rpoSeconds === undefined ? [] : [`the snapshot was ${duration(rpoSeconds)} old`]),
    ...(rtoSeconds === undefined ? [] : [`it took ${duration(rtoSeconds)}`]),
    ...(isUnmeasured ? ['how long it took was not measured, because nobody worked on it for some time'] : []),
  ].join(', ');
  switch (outcome) {
    case 'proven':
      return `${application} runs ${from}, proven (${proof.join('; ')}); ${figures}.`;
    case 'started-not-proven':
      return `${application} was started ${from}, not proven: ${proof.join(' ')} ${sentence(figures)}`;
    case 'not-proven':
      return `${application} was started ${from}, but it does not work: ${proof.join(' ')} ${sentence(figures)}`;
    case 'given-up':
      return `The ${plan.kind} of ${application} was given up. Done before: ${doneOf(steps)}.`;
    default:
      return `${application} was not started.`;
  }
}

/** Advice after a start that is not proven. */
export function adviceText({ plan, outcome }: Recovery): string | undefined {
  if (outcome === 'proven' || outcome === undefined) return undefined;
  const { application } = plan;
  if (outcome === 'given-up') return `To begin again: kda restore ${application} --before TIME.`;
  if (outcome === 'started-not-proven')
    return `Look at its tasks in the Flink web UI, and take a snapshot: kda snapshot ${application} --reason "proof".`;
  return `Its log has the cause. To go back further: kda restore ${application} --before TIME. Stop it until then: kda stop ${application} --force.`;
}

/** Warning after a start with empty state that no snapshot has yet: the newest one is of the state that was left. */
export function emptyStateText({ plan, outcome, proof = [] }: Recovery): string | undefined {
  const { application, target, fresh } = plan;
  if (target || outcome === undefined || outcome === 'given-up') return undefined;
  if (proof.includes(`snapshot ${fresh} is READY`)) return undefined;
  return `Warning: no snapshot has the new state yet, so a start from the newest one would bring back the state that was left. Take one: kda snapshot ${application} --reason "after the empty start". Or mark those of before: kda suspect ${application} SNAPSHOT --why REASON.`;
}

/** Sentence about an application that does not run at the end. */
export function notRunningText({ plan: { application, target } }: Recovery, status: string): string {
  if (status !== 'READY') return `${application} is ${status} now.`;
  const how = target ? `--snapshot ${target.name}` : '--none';
  return `${application} is READY: it is stopped, and processes nothing. To start it: kda start ${application} ${how}, or kda start ${application} --snapshot SNAPSHOT.`;
}

/** Text about what stands after Ctrl-C or an error, with the one command that goes on. */
export function standsText(recovery: Recovery): string {
  const { application, kind } = recovery.plan;
  return `The ${kind} of ${application} stands at the step "${nextStep(recovery)?.step ?? 'record'}"; done: ${doneOf(recovery.steps)}. What the service began goes on without us. To continue: kda restore --continue ${application}. To end it as it is: kda restore --give-up ${application}`;
}

function doneOf(steps: Recovery['steps']): string {
  const done = steps.filter(({ state }) => state === 'done').map(({ step }) => step);
  return done.join(', ') || 'nothing';
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
