import { isOpen, ofThisApplication } from '../../../lambda-src/snapshot-manager/domain/record';
import { DeletionGuard, isOwn } from './deletion-guard';
import type { FakeWorld } from './fake-world';
import { type TroubleName, troubleWith } from './troubles';

const DEPLOYMENT = 'next';
const RETRY_MS = 60_000;
const ATTEMPTS = 3;

/** Fault in the first attempt of a run, at the call of this place. */
export interface NeighbourTrouble {
  readonly at: number;
  readonly name: TroubleName | 'kill';
}

/** A second, whole manager for the same application: a deployment of its own, with tables and names of its own. */
export class NeighbourManager {
  runs = 0;
  private readonly world: FakeWorld;
  private readonly guard: DeletionGuard;

  constructor(
    beside: FakeWorld,
    private readonly application: string,
  ) {
    this.world = beside.beside(DEPLOYMENT);
    this.guard = new DeletionGuard(this.world, DEPLOYMENT);
  }

  get deletions(): number {
    return this.guard.deleted.length;
  }

  /**
   * One event of its schedule, with its retries, at this moment.
   *
   * @param isNested it happens beside a call of the other manager, which waits; nothing goes wrong then.
   */
  async run(isNested: boolean, trouble?: NeighbourTrouble): Promise<void> {
    const { aws, clock } = this.world;
    this.guard.watch();
    this.runs += 1;
    const id = `of the neighbour, ${this.runs}`;
    const time = new Date(Math.floor(clock.now().getTime() / 1000) * 1000).toISOString();
    const send = () => this.world.invoke(time, { id });
    if (isNested) {
      await send().catch(() => undefined);
      return;
    }
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const before = aws.made.length;
      aws.trouble = (call, index) => {
        if (!trouble || attempt > 1 || index - before !== trouble.at) return undefined;
        return trouble.name === 'kill' ? 'kill' : troubleWith(call, trouble.name);
      };
      const outcome = await aws.process(send);
      aws.trouble = () => undefined;
      if ('result' in outcome) return;
      clock.advance(RETRY_MS);
    }
  }

  /** A run with everything well, after which nothing may be left of what went wrong; what is wrong all the same. */
  async heal(): Promise<readonly string[]> {
    const { audit, flink, holds } = this.world;
    await this.run(false);
    const wrongs = [...this.violations()];
    const records = ofThisApplication(audit.records(this.application), flink.state(this.application).createdAt);
    const clean = records.find(({ eventId }) => eventId === `of the neighbour, ${this.runs}`);
    if (clean?.reason !== 'ready') wrongs.push(`the neighbour's clean run is ${clean?.state} ${clean?.reason}`);
    for (const { eventId } of audit.records(this.application).filter(isOpen)) {
      wrongs.push(`the neighbour's record of ${eventId} is still open`);
    }
    for (const { name, status } of flink.listed(this.application)) {
      if (status !== 'READY' || !isOwn(name, DEPLOYMENT)) continue;
      const rows = records.filter(({ snapshot }) => snapshot?.name === name);
      if (rows.length === 0) wrongs.push(`${name} is READY and in no row`);
      for (const { snapshot } of rows)
        if (snapshot?.status !== 'READY') wrongs.push(`the row of READY ${name} is wrong`);
    }
    if (holds.locks.size > 0) wrongs.push("the neighbour's lock is not free");
    const recorded = audit.records(this.application).flatMap(({ deleted }) => deleted);
    for (const name of this.guard.deleted) if (!recorded.includes(name)) wrongs.push(`${name} is in no row`);
    for (const name of recorded) if (!this.guard.deleted.includes(name)) wrongs.push(`nobody deleted ${name}`);
    return wrongs;
  }

  /** Deletions that ought not to have been asked for, since the last time. */
  violations(): readonly string[] {
    return this.guard.violations.splice(0);
  }
}
