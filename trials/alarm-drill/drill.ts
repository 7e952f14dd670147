import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { messageOf } from '../../packages/managed-flink/src/errors';
import type { Progress, Say } from '../../tools/progress';
import { seconds } from '../../tools/progress';
import { findStateMail, type StateMail } from './alarm-mails';
import { DEPLOYMENTS, type DeploymentKey } from './deployments';
import type { ExpectedAlarm, Scenario } from './scenarios';
import type { Stage } from './stage';

/** An expected alarm with the name that its deployment gives it. */
export interface DrilledAlarm extends ExpectedAlarm {
  readonly name: string;
  readonly topicName: string;
  /** The alarm that notifies for it: itself, or the composite above it; none: the snapshot manager's own mail does. */
  readonly notifiedBy: string | undefined;
}

/** A state of an alarm that was seen: in its own mail, or that of the alarm which notifies for it; else by itself. */
export interface Seen extends Omit<StateMail, 'mail'> {
  readonly mail: StateMail['mail'] | undefined;
  readonly afterMs: number;
}

/** Observation of one alarm in one scenario. */
export interface Sighting {
  readonly alarm: DrilledAlarm;
  readonly scenario: Scenario;
  /** Undefined: it did not come in time. */
  readonly fired: Seen | undefined;
  readonly over: Seen | undefined;
}

export interface DrillOptions {
  readonly cloud: Pick<LocalCloud, 'mails' | 'alarms'>;
  readonly stage: Stage;
  readonly scenarios: readonly Scenario[];
  readonly nameOf: (alarm: ExpectedAlarm) => DrilledAlarm;
  /** Since when the conditions are there that no scenario causes. */
  readonly deployedAt: Readonly<Record<DeploymentKey, Date>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Between two looks at mails and alarms. Default: a second. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;
/** Three periods of a minute, the grid, and a machine with other work. */
const STATE_TIMEOUT_MS = 10 * 60_000;
const QUIET_TIMEOUT_MS = 8 * 60_000;
const UNTIL_OK_MS = 20_000;

/**
 * Causes every condition, sees its alarms fire, takes it away, sees them end; scenarios that do not disturb one another
 * at the same time. What is not seen in time is left out of a sighting, and the drill goes on.
 */
export async function drill(options: DrillOptions): Promise<readonly Sighting[]> {
  const { scenarios, progress, signal } = options;
  // One listener for each alarm: more than Node.js allows without a warning.
  setMaxListeners(0, signal);
  await progress.phase('Wait until no alarm fires', (say) => untilQuiet(options, say));
  return progress.phase(`Cause ${scenarios.length} conditions and end them`, async (say) => {
    const played = new Map<string, Playing>();
    // In order: a scenario comes after those that it waits for.
    for (const scenario of scenarios) {
      const deployments = scenario.alarms.map(({ deployment }) => deployment);
      const before = (scenario.after ?? [])
        .flatMap((title) => played.get(title)?.alarms ?? [])
        .filter(({ alarm }) => deployments.includes(alarm.deployment));
      const ends = (scenario.until ?? []).flatMap((title) => played.get(title)?.ended ?? []);
      const waits = { begin: Promise.all(before.map(({ seen }) => seen)), end: Promise.all(ends) };
      played.set(scenario.title, play(scenario, waits, options, say));
    }
    return Promise.all([...played.values()].flatMap(({ alarms }) => alarms.map(({ seen }) => seen)));
  });
}

interface Playing {
  /** Settles when the condition was taken away. */
  readonly ended: Promise<unknown>;
  readonly alarms: readonly {
    readonly alarm: DrilledAlarm;
    /** Settles when the alarm is OK again, or was waited for in vain. */
    readonly seen: Promise<Sighting>;
  }[];
}

/** The condition is taken away when all of its alarms have fired; each is then waited for by itself. */
function play(
  scenario: Scenario,
  waits: { readonly begin: Promise<unknown>; readonly end: Promise<unknown> },
  options: DrillOptions,
  say: Say,
): Playing {
  const { stage, nameOf, deployedAt } = options;
  /** Runs a step; a failure costs this scenario its alarms, the others continue. */
  const act = async (todo: Scenario['begin']): Promise<void> => {
    await todo?.(stage).catch((error: unknown) => {
      options.signal.throwIfAborted();
      say(`"${scenario.title}": ${messageOf(error)}`);
    });
  };
  const begun = waits.begin.then(async () => {
    const at = new Date();
    if (scenario.begin) say(`"${scenario.title}" begins`);
    await act(scenario.begin);
    return at;
  });
  const wait = async (alarm: DrilledAlarm, state: 'ALARM' | 'OK', since: Date): Promise<Sighting['fired']> => {
    const mail = await stateMail(alarm, state, since, options);
    say(mail ? `${mail.subject} after ${seconds(mail.afterMs)}` : `${alarm.name} is NOT in ${state}`);
    return mail;
  };
  const alarms = scenario.alarms.map(nameOf);
  const fired = alarms.map((alarm) =>
    begun.then((at) => wait(alarm, 'ALARM', scenario.begin ? at : deployedAt[alarm.deployment])),
  );
  const ended = Promise.all([waits.end, ...fired]).then(async () => {
    const at = new Date();
    say(`"${scenario.title}" ends`);
    await act(scenario.end);
    return at;
  });
  const playing = alarms.map((alarm, index) => {
    const seen = Promise.all([fired[index], ended]).then(async ([mail, at]): Promise<Sighting> => {
      return { alarm, scenario, fired: mail, over: mail && (await wait(alarm, 'OK', at)) };
    });
    return { alarm, seen };
  });
  const isOver = new AbortController();
  void ended.then(() => repeat(scenario.untilOk, stage, isOver.signal, say)).catch(() => undefined);
  void Promise.allSettled(playing.map(({ seen }) => seen)).then(() => isOver.abort());
  return { ended, alarms: playing };
}

/** The new state of an alarm: by the mail that a person gets and, where that is not the alarm's own, by its state too. */
async function stateMail(
  { name, topicName, notifiedBy }: DrilledAlarm,
  state: 'ALARM' | 'OK',
  since: Date,
  { cloud, signal, pollMs = POLL_MS }: DrillOptions,
): Promise<Seen | undefined> {
  const startedAt = Date.now();
  for (;;) {
    const mail =
      notifiedBy === undefined
        ? undefined
        : findStateMail(cloud.mails(), { alarmName: notifiedBy, state, since, topicName });
    // Another alarm's mail, or none at all, does not show the state of this one.
    const own =
      mail && notifiedBy === name ? mail : cloud.alarms().find((each) => each.name === name && each.state === state);
    if (own && (mail || notifiedBy === undefined)) {
      const { at, subject } = mail ?? { at: new Date(), subject: `${state}: "${name}"` };
      return { at, subject, reason: own.reason, mail: mail?.mail, afterMs: at.getTime() - since.getTime() };
    }
    if (Date.now() - startedAt > STATE_TIMEOUT_MS) return undefined;
    await sleep(pollMs, undefined, { signal });
  }
}

async function repeat(act: Scenario['untilOk'], stage: Stage, signal: AbortSignal, say: Say): Promise<void> {
  while (act && !signal.aborted) {
    // The next attempt may succeed; the table reports an alarm that never ends.
    await act(stage).catch((error: unknown) => say(String(error)));
    await sleep(UNTIL_OK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Until each alarm is OK whose condition a scenario causes; of the others it is there already. */
async function untilQuiet(
  { cloud, scenarios, nameOf, signal, pollMs = POLL_MS }: DrillOptions,
  say: Say,
): Promise<void> {
  const wanted = new Set(
    scenarios.filter(({ begin }) => begin).flatMap(({ alarms }) => alarms.map((each) => nameOf(each).name)),
  );
  const startedAt = Date.now();
  let told = '';
  for (;;) {
    const waiting = cloud.alarms().filter(({ name, state }) => wanted.has(name) && state !== 'OK');
    if (waiting.length === 0) return;
    const line = `${waiting.length} of ${wanted.size} alarms are not yet OK: ${waiting
      .map(({ name }) => name)
      .slice(0, 3)
      .join(', ')} …`;
    if (line !== told) say(line);
    told = line;
    if (Date.now() - startedAt > QUIET_TIMEOUT_MS) {
      const reasons = waiting.map(({ name, state, reason }) => `  ${name} is ${state}: ${reason}`).join('\n');
      throw new Error(
        `Alarms of ${Object.values(DEPLOYMENTS).join(' and ')} are still not OK after ${seconds(QUIET_TIMEOUT_MS)}:\n${reasons}`,
      );
    }
    await sleep(pollMs, undefined, { signal });
  }
}
