import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '../cloud/local-cloud';
import type { Progress, Say } from '../progress';
import { seconds } from '../progress';
import { findStateMail, type StateMail } from './alarm-mails';
import { DEPLOYMENTS, type DeploymentKey, type ExpectedAlarm, type Scenario } from './scenarios';
import type { Stage } from './stage';

/** An expected alarm with the name that its deployment gives it. */
export interface DrilledAlarm extends ExpectedAlarm {
  readonly name: string;
  readonly topicName: string;
}

/** What was seen of one alarm in one scenario. */
export interface Sighting {
  readonly alarm: DrilledAlarm;
  readonly scenario: Scenario;
  /** Undefined: it did not come in time. */
  readonly fired: (StateMail & { readonly afterMs: number }) | undefined;
  readonly over: (StateMail & { readonly afterMs: number }) | undefined;
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
}

const POLL_MS = 1_000;
/** Three periods of a minute, the grid, and a machine with other work. */
const ALARM_TIMEOUT_MS = 10 * 60_000;
const OK_TIMEOUT_MS = 10 * 60_000;
const QUIET_TIMEOUT_MS = 8 * 60_000;
const UNTIL_OK_MS = 20_000;

/**
 * Causes every condition, sees its alarms fire, takes it away, sees them end; scenarios that do not disturb one another
 * at the same time. What is not seen in time is left out of a sighting, and the drill goes on.
 */
export async function drill(options: DrillOptions): Promise<readonly Sighting[]> {
  const { scenarios, progress } = options;
  await progress.phase('Wait until no alarm fires', (say) => untilQuiet(options, say));
  return progress.phase(`Cause ${scenarios.length} conditions and take them away`, async (say) => {
    const done = new Map<string, Promise<readonly Sighting[]>>();
    // In order: a scenario stands behind those that it waits for.
    for (const scenario of scenarios) {
      const before = (scenario.after ?? []).flatMap((title) => done.get(title) ?? []);
      done.set(
        scenario.title,
        Promise.all(before).then(() => play(scenario, options, say)),
      );
    }
    return (await Promise.all(done.values())).flat();
  });
}

async function play(scenario: Scenario, options: DrillOptions, say: Say): Promise<readonly Sighting[]> {
  const { stage, nameOf, deployedAt } = options;
  const alarms = scenario.alarms.map(nameOf);
  const beganAt = new Map<DrilledAlarm, Date>();
  const now = new Date();
  for (const alarm of alarms) beganAt.set(alarm, scenario.begin ? now : deployedAt[alarm.deployment]);
  if (scenario.begin) {
    say(`"${scenario.title}" begins`);
    await scenario.begin(stage);
  }
  const fired = await Promise.all(
    alarms.map(async (alarm) => {
      const since = beganAt.get(alarm) ?? now;
      const mail = await stateMail(alarm, 'ALARM', since, ALARM_TIMEOUT_MS, options);
      say(mail ? `${mail.subject} after ${seconds(mail.afterMs)}` : `${alarm.name} has NOT fired`);
      return mail;
    }),
  );
  const endedAt = new Date();
  say(`"${scenario.title}" is taken away`);
  await scenario.end(stage);
  const isOver = new AbortController();
  const tidying = repeat(scenario.untilOk, stage, isOver.signal, say);
  const over = await Promise.all(
    alarms.map(async (alarm, index) => {
      if (!fired[index]) return undefined;
      const mail = await stateMail(alarm, 'OK', endedAt, OK_TIMEOUT_MS, options);
      say(mail ? `${mail.subject} after ${seconds(mail.afterMs)}` : `${alarm.name} has NOT ended`);
      return mail;
    }),
  );
  isOver.abort();
  await tidying;
  return alarms.map((alarm, index) => ({ alarm, scenario, fired: fired[index], over: over[index] }));
}

async function stateMail(
  { name, topicName }: DrilledAlarm,
  state: 'ALARM' | 'OK',
  since: Date,
  timeoutMs: number,
  { cloud, signal }: DrillOptions,
): Promise<Sighting['fired']> {
  const startedAt = Date.now();
  for (;;) {
    const found = findStateMail(cloud.mails(), { alarmName: name, state, since, topicName });
    if (found) return { ...found, afterMs: found.at.getTime() - since.getTime() };
    if (Date.now() - startedAt > timeoutMs) return undefined;
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function repeat(act: Scenario['untilOk'], stage: Stage, signal: AbortSignal, say: Say): Promise<void> {
  while (act && !signal.aborted) {
    // The next time may be luckier, and an alarm that never ends is told in the table.
    await act(stage).catch((error: unknown) => say(String(error)));
    await sleep(UNTIL_OK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Until each alarm of the scenarios is OK, or in ALARM where the condition is there from the deployment on. */
async function untilQuiet({ cloud, scenarios, nameOf, signal }: DrillOptions, say: Say): Promise<void> {
  const wanted = new Map(
    scenarios.flatMap(({ alarms, begin }) =>
      alarms.map((alarm) => [nameOf(alarm).name, begin ? 'OK' : 'ALARM'] as const),
    ),
  );
  const startedAt = Date.now();
  let told = '';
  for (;;) {
    const states = new Map(cloud.alarms().map(({ name, state }) => [name, state]));
    const waiting = [...wanted].filter(([name, state]) => states.get(name) !== state).map(([name]) => name);
    if (waiting.length === 0) return;
    const line = `${waiting.length} of ${wanted.size} alarms are not yet as they should be: ${waiting.slice(0, 3).join(', ')}${waiting.length > 3 ? ', …' : ''}`;
    if (line !== told) say(line);
    told = line;
    if (Date.now() - startedAt > QUIET_TIMEOUT_MS) {
      const reasons = cloud.alarms().filter(({ name }) => waiting.includes(name));
      throw new Error(
        `The deployments ${Object.values(DEPLOYMENTS).join(' and ')} did not become quiet:\n${reasons.map(({ name, state, reason }) => `  ${name} is ${state}: ${reason}`).join('\n')}`,
      );
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
