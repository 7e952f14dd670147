import { beginRecovery, continueRecovery, giveUp, type Journal, type StepEnd } from '../../../cli/recovery/perform';
import { hasEnded, type Recovery, type RecoveryPlan } from '../../../cli/recovery/recovery';
import { RESTORE_STEPS, type RestoreStep } from '../../../cli/recovery/steps';
import { resultText } from '../../../cli/recovery/texts';

const PLANNED = new Date('2026-11-28T14:03:00Z');

const PLAN: RecoveryPlan = {
  id: '20261128T140300Z',
  kind: 'restore',
  application: 'orders',
  applicationCreatedAt: new Date('2026-01-01T00:00:00Z'),
  who: 'ada',
  why: 'corrupt since 14:00',
  plannedAt: PLANNED,
  target: { name: 'good', createdAt: new Date('2026-11-28T13:50:00Z'), applicationVersion: 3 },
  allowNonRestoredState: false,
  isGoingBack: true,
  suspects: ['bad'],
  status: 'RUNNING',
  evidence: 'evidence',
  fresh: 'after',
  steps: RESTORE_STEPS,
};

/** Journal as a table keeps it: text, with a revision. */
class FakeJournal implements Journal {
  document: string | undefined;
  revision = 0;
  writes = 0;

  async read() {
    if (this.document === undefined) return undefined;
    const times = new Set(['plannedAt', 'createdAt', 'applicationCreatedAt', 'begunAt', 'endedAt', 'leaseUntil']);
    const recovery: Recovery = JSON.parse(this.document, (name, value) => (times.has(name) ? new Date(value) : value));
    return { recovery, revision: this.revision };
  }

  async write(recovery: Recovery, revision: number | undefined) {
    if ((revision ?? 0) !== this.revision) return undefined;
    this.document = JSON.stringify(recovery);
    this.revision += 1;
    this.writes += 1;
    return this.revision;
  }
}

/** An application and its marks: each step has its effect once, however often it is done. */
class World {
  readonly journal = new FakeJournal();
  readonly effects = new Set<string>();
  readonly order: RestoreStep[] = [];
  now = PLANNED;
  isInterrupted = false;
  /** Dies before or after the effect of this step, once. */
  death: { readonly step: RestoreStep; readonly when: 'before' | 'after' } | undefined;

  /** Ports of one process; a dead one writes nothing more. */
  readonly ports = (owner: string) => {
    let isDead = false;
    const die = (when: 'before' | 'after', step: RestoreStep) => {
      if (this.death?.step !== step || this.death.when !== when) return;
      this.death = undefined;
      isDead = true;
      throw new Error('died');
    };
    return {
      journal: {
        read: () => this.journal.read(),
        write: async (...args: Parameters<Journal['write']>) => {
          if (isDead) throw new Error('dead');
          return this.journal.write(...args);
        },
      },
      act: async (step: RestoreStep): Promise<StepEnd> => {
        die('before', step);
        this.order.push(step);
        this.effects.add(step);
        this.now = new Date(this.now.getTime() + 10_000);
        die('after', step);
        return step === 'prove' ? { said: 'Proven.', outcome: 'proven', proof: ['4 of 4 tasks run'] } : { said: step };
      },
      clock: { now: () => this.now },
      say: () => {},
      owner,
      isInterrupted: () => this.isInterrupted,
    };
  };
}

test('the steps come in their order, and the result has what was lost and how long it took', async () => {
  const world = new World();
  const recovery = await beginRecovery(PLAN, world.ports('ada'));

  expect(world.order).toEqual([...RESTORE_STEPS]);
  expect(recovery).toMatchObject({ outcome: 'proven', proof: ['4 of 4 tasks run'], rpoSeconds: 830, rtoSeconds: 40 });
  expect(recovery.steps.map(({ state }) => state)).toEqual(RESTORE_STEPS.map(() => 'done'));
  expect(hasEnded(recovery)).toBe(true);
});

test('what protects the target comes before the stop', () => {
  const stop = RESTORE_STEPS.indexOf('stop');
  for (const step of ['freeze', 'take', 'hold', 'mark-suspect', 'evidence'] as const) {
    expect(RESTORE_STEPS.indexOf(step)).toBeLessThan(stop);
  }
});

describe.each(RESTORE_STEPS)('a process that dies in the step %s', (step) => {
  test.each(['before', 'after'] as const)('%s its effect: another machine comes to the same end', async (when) => {
    const whole = new World();
    const expected = await beginRecovery(PLAN, whole.ports('ada'));

    const world = new World();
    world.death = { step, when };
    await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');
    world.now = new Date(world.now.getTime() + 121_000);
    const continued = await continueRecovery('orders', world.ports('bob'));

    expect(world.effects).toEqual(whole.effects);
    expect(continued.steps.map(({ step: each, state }) => [each, state])).toEqual(
      expected.steps.map(({ step: each, state }) => [each, state]),
    );
    expect(continued).toMatchObject({ outcome: 'proven', owner: 'bob' });
    // Nothing before the step of the death is done a second time.
    const before = RESTORE_STEPS.slice(0, RESTORE_STEPS.indexOf(step));
    expect(world.order.filter((each) => before.includes(each))).toEqual(before);
  });
});

test('while one works, another neither begins nor continues', async () => {
  const world = new World();
  world.death = { step: 'stop', when: 'after' };
  await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');

  const text =
    /^A restore of orders is under way: ada planned it at 28 Nov, [\d:]+ \S+ \(2026-11-28T14:03:00\.000Z\), ada is at the step "stop"\. Wait for it\. If that process is gone, run kda restore --continue orders after 28 Nov, [\d:]+ \S+ \(2026-11-28T14:05:\d\d\.000Z\)\.$/;
  await expect(beginRecovery(PLAN, world.ports('bob'))).rejects.toThrow(text);
  await expect(continueRecovery('orders', world.ports('bob'))).rejects.toThrow(text);
});

test('a restore that nobody works on is told, with the command that continues it', async () => {
  const world = new World();
  world.death = { step: 'start', when: 'before' };
  await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');
  world.now = new Date(world.now.getTime() + 121_000);
  await expect(beginRecovery(PLAN, world.ports('bob'))).rejects.toThrow(
    'Nobody works on it now: kda restore --continue orders goes on with it, kda restore --give-up orders ends it as it is.',
  );
});

test('whoever was taken over does nothing more', async () => {
  const world = new World();
  const ports = world.ports('ada');
  const slow: typeof ports = {
    ...ports,
    act: async (step) => {
      if (step === 'stop') {
        // ada's machine sleeps, and bob takes over.
        world.now = new Date(world.now.getTime() + 300_000);
        await continueRecovery('orders', world.ports('bob'));
      }
      return ports.act(step);
    },
  };
  await expect(beginRecovery(PLAN, slow)).rejects.toThrow('Somebody else took the restore of orders over.');
  // ada's own stop came after bob's end: it had no further step.
  expect(world.order.slice(-2)).toEqual(['record', 'stop']);
});

test('waiting keeps the right to work', async () => {
  const world = new World();
  const ports = world.ports('ada');
  const refused: unknown[] = [];
  const waiting: Parameters<typeof beginRecovery>[1] = {
    ...ports,
    act: async (step, _recovery, _before, beat) => {
      for (let second = 0; step === 'prove' && second < 600; second += 1) {
        world.now = new Date(world.now.getTime() + 1000);
        await beat();
        if (second % 100 === 0)
          await continueRecovery('orders', world.ports('bob')).catch((error) => refused.push(error));
      }
      return ports.act(step);
    },
  };
  await beginRecovery(PLAN, waiting);
  expect(refused).toHaveLength(6);
  expect(world.journal.writes).toBeLessThan(50);
});

test('after its end another one begins, and there is nothing to continue', async () => {
  const world = new World();
  await beginRecovery(PLAN, world.ports('ada'));
  await expect(continueRecovery('orders', world.ports('bob'))).rejects.toThrow(
    'No restore of orders is under way: there is nothing to continue.',
  );
  await expect(beginRecovery({ ...PLAN, id: 'second' }, world.ports('bob'))).resolves.toMatchObject({
    outcome: 'proven',
  });
});

test('Ctrl-C ends it at the next look, and another machine goes on at once', async () => {
  const world = new World();
  const ports = world.ports('ada');
  const interrupted: typeof ports = {
    ...ports,
    act: async (step) => {
      world.isInterrupted = step === 'stop';
      return ports.act(step);
    },
  };
  await expect(beginRecovery(PLAN, interrupted)).rejects.toThrow('The restore of orders was interrupted.');
  expect(world.order.at(-1)).toBe('stop');

  world.isInterrupted = false;
  await expect(continueRecovery('orders', world.ports('bob'))).resolves.toMatchObject({ outcome: 'proven' });
  expect(world.order).toEqual([...RESTORE_STEPS]);
});

test('after an error, too, whoever continues need not wait', async () => {
  const world = new World();
  const ports = world.ports('ada');
  const refused: typeof ports = {
    ...ports,
    act: async (step) => {
      if (step === 'start') throw new Error('AccessDenied');
      return ports.act(step);
    },
  };
  await expect(beginRecovery(PLAN, refused)).rejects.toThrow('AccessDenied');
  await expect(continueRecovery('orders', world.ports('bob'))).resolves.toMatchObject({ outcome: 'proven' });
});

describe('how long a restore takes', () => {
  const NIGHT_MS = 9 * 3_600_000;

  test('is not measured where it was left at night and continued in the morning', async () => {
    const world = new World();
    world.death = { step: 'start', when: 'before' };
    await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');
    world.now = new Date(world.now.getTime() + NIGHT_MS);
    const recovery = await continueRecovery('orders', world.ports('bob'));
    expect([recovery.outcome, recovery.rtoSeconds]).toEqual(['proven', undefined]);
    expect(resultText(recovery)).toContain(
      'how long it took was not measured, because nobody worked on it for some time',
    );
  });

  test('is not measured where the machine slept during the proof', async () => {
    const world = new World();
    const ports = world.ports('ada');
    const sleeping: Parameters<typeof beginRecovery>[1] = {
      ...ports,
      act: async (step, _recovery, _before, beat) => {
        if (step === 'prove') world.now = new Date(world.now.getTime() + NIGHT_MS);
        await beat();
        return ports.act(step);
      },
    };
    expect((await beginRecovery(PLAN, sleeping)).rtoSeconds).toBeUndefined();
  });

  test('is measured where somebody else goes on at once, or it was left before the stop', async () => {
    const world = new World();
    world.death = { step: 'start', when: 'before' };
    await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');
    world.now = new Date(world.now.getTime() + 121_000);
    expect((await continueRecovery('orders', world.ports('bob'))).rtoSeconds).toBe(161);

    const early = new World();
    early.death = { step: 'hold', when: 'before' };
    await expect(beginRecovery(PLAN, early.ports('ada'))).rejects.toThrow('died');
    early.now = new Date(early.now.getTime() + NIGHT_MS);
    expect((await continueRecovery('orders', early.ports('bob'))).rtoSeconds).toBe(40);
  });
});

describe('a restore whose snapshot does not start', () => {
  async function stuck() {
    const world = new World();
    const ports = world.ports('ada');
    const refusing: typeof ports = {
      ...ports,
      act: async (step) => {
        if (step === 'start') throw new Error('its state does not fit the code');
        return ports.act(step);
      },
    };
    await expect(beginRecovery(PLAN, refusing)).rejects.toThrow('its state does not fit the code');
    return world;
  }

  test('is given up: what it froze is thawed, it is recorded, and another one begins', async () => {
    const world = await stuck();
    const recovery = await giveUp('orders', world.ports('bob'));
    expect(recovery).toMatchObject({ outcome: 'given-up', owner: 'bob' });
    expect(recovery.steps.filter(({ state }) => state === 'left-out').map(({ step }) => step)).toEqual([
      'start',
      'prove',
    ]);
    expect(world.order.slice(-2)).toEqual(['thaw', 'record']);
    expect(hasEnded(recovery)).toBe(true);
    expect(resultText(recovery)).toBe(
      'The restore of orders was given up. Done before: freeze, take, hold, mark-suspect, evidence, stop, code, thaw, record.',
    );
    await expect(beginRecovery({ ...PLAN, id: 'second' }, world.ports('bob'))).resolves.toMatchObject({
      outcome: 'proven',
    });
  });

  test('is not given up while somebody works on it, nor when nothing is under way', async () => {
    const world = new World();
    world.death = { step: 'stop', when: 'after' };
    await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');
    await expect(giveUp('orders', world.ports('bob'))).rejects.toThrow('is under way');
    await expect(giveUp('payments', new World().ports('bob'))).rejects.toThrow(
      'No restore of payments is under way: there is nothing to give up.',
    );
  });

  test('keeps the verdict it has', async () => {
    const world = new World();
    world.death = { step: 'thaw', when: 'before' };
    await expect(beginRecovery(PLAN, world.ports('ada'))).rejects.toThrow('died');
    world.now = new Date(world.now.getTime() + 121_000);
    await expect(giveUp('orders', world.ports('bob'))).rejects.toThrow(
      'The restore of orders has its verdict (proven). kda restore --continue orders does the rest.',
    );
  });
});
