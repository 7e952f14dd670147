import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drillRuleName } from '../../../config/model/drills/drill-rules';
import { namesOf } from '../../../config/model/names';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { CallRecorder } from '../../../local/cloud/gateway';
import { stepFunctions } from '../../../local/cloud/step-functions';
import { ACCOUNT_ID, type LocalSession } from '../../../local/local-session';
import type { Observer } from '../../../trials/demo/observer';
import { waitUntil } from '../../../trials/demo/wait-until';

/** Drills of the demo's application that its rule starts, and that the deployed state machine carries out. */
export class ScheduledDrills {
  constructor(
    private readonly session: LocalSession,
    private readonly observer: Observer,
  ) {}

  /** Fires the rule of the window's beginning, and waits for the record of the drill. */
  async fire(): Promise<RunRecord> {
    const { cloud, settings, signal } = this.session;
    const known = new Set((await this.drilled()).map(({ eventId }) => eventId));
    cloud.schedule.fire(drillRuleName(settings.name, this.observer.application));
    return waitUntil(
      'the record of the drill',
      async () => (await this.drilled()).find(({ eventId }) => !known.has(eventId)),
      { timeoutMs: 180_000, signal },
    );
  }

  /** Statuses of all executions, the oldest first, once none is under way. */
  async executions(): Promise<readonly string[]> {
    const { cloud, settings, signal } = this.session;
    const { drillMachine } = namesOf(settings);
    const stateMachineArn = `arn:aws:states:${settings.region}:${ACCOUNT_ID}:stateMachine:${drillMachine}`;
    return waitUntil(
      'the executions to end',
      async () => {
        const answer = await stepFunctions(cloud.endpoint, settings.region, 'ListExecutions', { stateMachineArn });
        const { executions = [] } = answer as { executions?: readonly { startDate: number; status: string }[] };
        if (executions.some(({ status }) => status === 'RUNNING')) return undefined;
        return executions.toSorted((a, b) => a.startDate - b.startDate).map(({ status }) => status);
      },
      { timeoutMs: 60_000, signal },
    );
  }

  private async drilled(): Promise<readonly RunRecord[]> {
    return (await this.observer.records()).filter(({ state }) => state === 'drilled');
  }
}

/** Damages the newest savepoint on the disk in the moment in which somebody asks to start from it, once. */
export class SavepointDamage implements CallRecorder {
  /** File that was damaged. */
  damaged: string | undefined;
  private isArmed = false;

  constructor(private readonly folder: string) {}

  arm(): void {
    this.isArmed = true;
  }

  wants({ operation }: Parameters<CallRecorder['wants']>[0]): boolean {
    return this.isArmed && operation === 'StartApplication';
  }

  record(): void {
    if (!this.isArmed) return;
    this.isArmed = false;
    const savepoints = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /savepoint-[^/]+\/_metadata$/.test(file))
      .map((file) => join(this.folder, file))
      .toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
    const newest = savepoints.at(-1);
    if (newest === undefined) throw new Error(`There is no savepoint below ${this.folder}.`);
    writeFileSync(newest, 'not a savepoint any more');
    this.damaged = newest;
  }
}

/** Several recorders as one. */
export function together(...recorders: readonly CallRecorder[]): CallRecorder {
  return {
    wants: (head) => recorders.some((each) => each.wants(head)),
    record: (call) => {
      for (const each of recorders) if (each.wants(call)) each.record(call);
    },
  };
}
