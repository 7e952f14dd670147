import { nextStep, type Recovery, type RecoveryPlan } from './recovery';
import type { PlannedStep } from './steps';

/** Duration as people write it: `41 s`, `12 min`, `2 h 30 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Time in local time (TZ) with UTC beside it. */
export function localTime(time: Date): string {
  const local = time.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return `${local} (${time.toISOString()})`;
}

/** Text about what will happen, before anything does. */
export function planText(plan: RecoveryPlan, steps: readonly PlannedStep[], runsVersion: number): string {
  const { application, kind, target, status, plannedAt, allowNonRestoredState } = plan;
  const age = target && duration((plannedAt.getTime() - target.createdAt.getTime()) / 1000);
  const lines = [
    `${kind === 'restore' ? 'Restore' : 'Start'} of ${application}, which is ${status}:`,
    ...(target
      ? [
          `  snapshot  ${target.name}`,
          `  of        ${localTime(target.createdAt)}, ${age} ago: input since then is processed again, if the source still has it`,
          `  code      version ${target.applicationVersion} took it; ${runsVersion === target.applicationVersion ? 'the same version starts' : `version ${runsVersion} starts`}`,
        ]
      : ['  snapshot  none: it starts with empty state']),
    ...(allowNonRestoredState ? ['  state     that the code has no operator for is left out, and lost'] : []),
    '',
    ...steps.map(({ says }, index) => `  ${index + 1}. ${says}`),
  ];
  return lines.join('\n');
}

/** Result in a sentence or two, for people and the audit. */
export function resultText({ plan, outcome, proof = [], rpoSeconds, rtoSeconds }: Recovery): string {
  const { application, target } = plan;
  const from = target ? `from ${target.name}` : 'with empty state';
  const figures = [
    ...(rpoSeconds === undefined ? [] : [`the snapshot was ${duration(rpoSeconds)} old`]),
    ...(rtoSeconds === undefined ? [] : [`it took ${duration(rtoSeconds)}`]),
  ].join(', ');
  switch (outcome) {
    case 'proven':
      return `${application} runs ${from}, proven (${proof.join('; ')}); ${figures}.`;
    case 'started-not-proven':
      return `${application} was started ${from}, not proven: ${proof.join(' ')} ${sentence(figures)}`;
    case 'not-proven':
      return `${application} was started ${from}, but it does not work: ${proof.join(' ')} ${sentence(figures)}`;
    default:
      return `${application} was not started.`;
  }
}

/** Advice after a start that is not proven. */
export function adviceText({ plan, outcome }: Recovery): string | undefined {
  if (outcome === 'proven' || outcome === undefined) return undefined;
  const { application } = plan;
  if (outcome === 'started-not-proven')
    return `Look at its tasks in the Flink web UI, and take a snapshot: kda snapshot ${application} --reason "proof".`;
  return `Its log has the cause. To go back further: kda restore ${application} --before TIME. Stop it until then: kda stop ${application} --force.`;
}

/** Text about what stands after Ctrl-C or an error, with the one command that goes on. */
export function standsText(recovery: Recovery): string {
  const done = recovery.steps.filter(({ state }) => state === 'done').map(({ step }) => step);
  const { application, kind } = recovery.plan;
  return `The ${kind} of ${application} stands at the step "${nextStep(recovery)?.step ?? 'record'}"; done: ${done.join(', ') || 'nothing'}. What the service began goes on without us. To continue: kda restore --continue ${application}`;
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
