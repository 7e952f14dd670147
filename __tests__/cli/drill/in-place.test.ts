import { parseDrill } from '../../../cli/commands/drill';
import { deploymentOf } from '../../../cli/deployment';
import { drillDocument } from '../../../cli/documents/drill';
import type { AskedInPlace } from '../../../cli/drill/asked';
import { type InPlaceWorld, runInPlace } from '../../../cli/drill/run-in-place';
import { ManagerError, ManagerMissingError, withoutProtocol } from '../../../cli/manager';
import { answerEvent } from '../../../lambda-src/snapshot-manager/dispatch';
import { proofsInForce } from '../../../lambda-src/snapshot-manager/domain/proofs';
import type { EndSignal } from '../../../tools/end-signals';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';
import { settingsWith } from '../../settings-with';

// The command against the manager's own code, over stateful fakes of the service, its job and the tables.

const ID = 'cli-20261123T102001Z-00000000';

class Terminal {
  readonly world = new FakeWorld('orders');
  readonly lines: string[] = [];
  readonly agreed: string[] = [];
  /** Name that is typed. */
  application = 'orders';
  requests = 0;
  /** Happens before each request, by its number. */
  before: (request: number) => void = () => {};
  private pressCtrlC: ((name: EndSignal) => void) | undefined;
  private readonly entry: { name: string; drill?: { window: string; days?: 'TUE'[] }; usualSnapshotSeconds?: number };

  /** @param window of the settings; default: one that is open; `none`: no consent. */
  constructor(window = '10:00-11:00', days?: 'TUE'[]) {
    if (window !== 'none') this.world.consentToDrills(window);
    this.entry = {
      name: 'orders',
      ...(window === 'none' ? {} : { drill: { window, ...(days ? { days } : {}) }, usualSnapshotSeconds: 60 }),
    };
  }

  ctrlC(): void {
    this.pressCtrlC?.('SIGINT');
  }

  run(...argv: string[]) {
    const { request, ...others } = asked(...argv);
    return runInPlace({ ...others, request: { ...request, application: this.application } }, this.surroundings());
  }

  private surroundings(): InPlaceWorld {
    const settings = settingsWith({ name: 'demo', application: undefined, snapshots: { applications: [this.entry] } });
    return {
      find: async () => deploymentOf(settings),
      ask: async (_, request) => {
        this.requests += 1;
        if (this.requests > 300) throw new ManagerError('The drill does not end.', true);
        this.before(this.requests);
        const context = this.world.context({ invocationId: `request-${this.requests}`, timeoutMs: 60_000 });
        const answer = await answerEvent(request, context);
        if ('refused' in answer) throw new ManagerError(withoutProtocol(answer.refused), true);
        return answer;
      },
      proofsOf: async (_, application) => proofsInForce(await this.world.holds.marksOf(application)),
      now: () => this.world.clock.now(),
      factsOf: async (_, { drill }) =>
        this.world.audit.records('orders').find(({ eventId }) => eventId === drill)?.drill,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        this.world.clock.advance(ms);
      },
      agree: async (application) => void this.agreed.push(application),
      onSignal: (listener) => {
        this.pressCtrlC = listener;
        return () => {
          this.pressCtrlC = undefined;
        };
      },
      say: (line) => this.lines.push(line),
    };
  }
}

function asked(...argv: string[]): AskedInPlace {
  const parsed = parseDrill(['orders', '--in-place', ...argv], 'ada', () => ID);
  if (parsed.way !== 'in-place') throw new Error(parsed.way);
  return parsed;
}
const stops = ({ world }: Terminal) => world.aws.made.filter((call) => call === 'recovery.stop').length;
const rows = ({ world }: Terminal) => world.audit.records('orders').map(({ eventId, reason }) => [eventId, reason]);

let errors: jest.SpyInstance;
beforeEach(() => {
  errors = jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => errors.mockRestore());
const printed = () => errors.mock.calls.map(([line]) => String(line)).join('\n');

describe('a drill that is proven', () => {
  test('ends with 0, and its document has snapshot, seconds, proof and steps', async () => {
    const terminal = new Terminal();
    const { document, exitCode } = await terminal.run('--yes', '--why', 'audit');
    expect(exitCode).toBe(0);
    const { snapshot, seconds, ...others } = drillDocument.parse(document);
    expect(snapshot).toMatch(/^STOP-/);
    expect(seconds).toBeGreaterThan(50);
    expect(others).toMatchObject({
      application: 'orders',
      way: 'in-place',
      drill: ID,
      verdict: 'proven',
      recorded: true,
    });
    expect(others.proof).toContain(`started from ${snapshot}`);
    expect(others.steps.map(({ step }) => step)).toEqual(['snapshot', 'stop', 'start', 'prove']);
    expect(rows(terminal)).toEqual([[ID, 'drill-proven']]);
  });

  test('prints one line a step, and the result with its command', async () => {
    const terminal = new Terminal();
    const { text } = await terminal.run('--yes');
    const [, ...steps] = terminal.lines;
    expect(steps).toEqual([
      '  The snapshot of before, the way back, is being taken.',
      '  The application is stopping with a snapshot of the service.',
      '  The application is starting from the snapshot of its stop.',
      '  The start is being proven.',
    ]);
    expect(text).toMatch(/^proven: orders from STOP-\S+ in \d+ s\n/);
    expect(text).toMatch(/\nNext: kda history orders --outcome drilled$/);
  });

  test('asks for the name first, unless --yes was given', async () => {
    const asking = new Terminal();
    await asking.run();
    expect(asking.agreed).toEqual(['orders']);
    expect(printed()).toContain('The way back: if the state of the stop does not work, orders starts from');
    const agreed = new Terminal();
    await agreed.run('--yes');
    expect(agreed.agreed).toEqual([]);
  });
});

const startFails = ({ recovery }: FakeWorld): void => {
  recovery.bad.add('STOP-');
};
const personRestores = ({ clock, drills }: FakeWorld): void =>
  clock.in(20_000, () => {
    drills.giveWay = JSON.stringify({ drill: ID, what: 'restore', who: 'grace' });
  });

test.each([
  ['failed start', 'not-proven', 'drill-not-proven', startFails],
  ['restore by a person', 'given-up', 'drill-gave-way', personRestores],
])('a drill with a %s is %s: it ends with 1', async (_, verdict, reason, spoil) => {
  const terminal = new Terminal();
  spoil(terminal.world);
  const { document, exitCode } = await terminal.run('--yes');
  expect([exitCode, drillDocument.parse(document).verdict]).toEqual([1, verdict]);
  expect(rows(terminal)).toEqual([[ID, reason]]);
});

describe('a drill that is refused', () => {
  test('without consent ends with 1, and stops nothing', async () => {
    const terminal = new Terminal('none');
    const { document, text, exitCode } = await terminal.run('--yes');
    expect([exitCode, stops(terminal)]).toEqual([1, 0]);
    expect(text).toMatch(/^refused: orders\n.*The settings of orders have no consent/s);
    expect(drillDocument.parse(document)).toMatchObject({ verdict: 'refused', seconds: null, snapshot: null });
  });

  test('outside the window that was typed names that window', async () => {
    const terminal = new Terminal();
    const { text, exitCode } = await terminal.run('--yes', '--window', '04:00-04:30');
    expect([exitCode, stops(terminal)]).toEqual([1, 0]);
    expect(text).toContain(
      'It is 2026-11-23T10:20:01Z, outside the window 04:00-04:30 UTC; the next one begins 2026-11-24T04:00:00Z.',
    );
  });

  test('by the manager as a request is its sentence', async () => {
    const terminal = new Terminal();
    terminal.before = () => {
      throw new ManagerError('This deployment does not manage orders.', true);
    };
    await expect(terminal.run('--yes')).rejects.toThrow('This deployment does not manage orders.');
    expect(terminal.requests).toBe(1);
  });
});

describe('a manager', () => {
  test('that fails for some requests is asked again about the same drill', async () => {
    const terminal = new Terminal();
    terminal.before = (request) => {
      if (request === 1 || request === 4 || request === 5) throw new ManagerError('The table did not answer.');
    };
    const { exitCode } = await terminal.run('--yes');
    expect(exitCode).toBe(0);
    expect(rows(terminal)).toEqual([[ID, 'drill-proven']]);
    expect(stops(terminal)).toBe(1);
  });

  test('that is not there ends it with 3 before anything was done', async () => {
    const terminal = new Terminal();
    terminal.before = () => {
      throw new ManagerMissingError('Region us-east-1 has no function demo.');
    };
    const { document, exitCode } = await terminal.run('--yes');
    expect(exitCode).toBe(3);
    expect(drillDocument.parse(document)).toMatchObject({ verdict: 'undetermined', steps: [] });
    expect(printed()).toContain('Region us-east-1 has no function demo.');
  });

  test('that goes away in the middle ends it with 3, and the next run is named', async () => {
    const terminal = new Terminal();
    terminal.before = (request) => {
      if (request > 4) throw new ManagerError('The function failed.');
    };
    const { document, exitCode } = await terminal.run('--yes');
    expect(exitCode).toBe(3);
    const { verdict, message, steps } = drillDocument.parse(document);
    expect(verdict).toBe('undetermined');
    expect(message).toContain(
      'Else the manager’s next run for it does, from three minutes on: kda history orders shows the end.',
    );
    expect(steps.length).toBeGreaterThan(0);
    expect(rows(terminal)).toEqual([]);
  });
});

test('Ctrl-C leaves with one sentence, and the drill is left to the next run', async () => {
  const terminal = new Terminal();
  terminal.before = (request) => {
    if (request === 3) terminal.ctrlC();
  };
  await expect(terminal.run('--yes')).rejects.toMatchObject({
    name: 'StoppedError',
    message: expect.stringContaining('kda history orders shows the end.'),
  });
  expect(terminal.requests).toBe(3);
});

test('a drill that was left goes on under its id', async () => {
  const terminal = new Terminal();
  terminal.before = (request) => {
    if (request === 3) terminal.ctrlC();
  };
  await expect(terminal.run('--yes')).rejects.toMatchObject({
    message: expect.stringContaining(`kda drill orders --in-place --continue ${ID} --yes`),
  });
  terminal.before = () => {};
  const { document, exitCode } = await terminal.run('--continue', ID, '--yes');
  expect([exitCode, drillDocument.parse(document)]).toMatchObject([0, { drill: ID, verdict: 'proven' }]);
  expect(terminal.world.audit.records('orders').filter(({ state }) => state === 'drilled')).toHaveLength(1);
});

test.each([
  ['none was ever begun', 'It has no drill so far.', false],
  ['the last one has another id', `Its last drill is ${ID}, which has ended.`, true],
])('a drill to go on with that never began is refused, and begins no new one: %s', async (_, last, hasOne) => {
  const terminal = new Terminal();
  if (hasOne) await terminal.run('--yes');
  const before = stops(terminal);
  const typed = 'cli-20261123T093000Z-0badc0de';
  await expect(terminal.run('--continue', typed, '--yes')).rejects.toThrow(
    `Drill ${typed} of orders is not known: there is nothing to continue, and nothing was done. ${last} kda history orders --outcome drilled lists those that have ended. To begin a new one, leave --continue out.`,
  );
  expect(stops(terminal)).toBe(before);
  expect(rows(terminal).map(([id]) => id)).not.toContain(typed);
});

test('a manager of before that field begins nothing, and what brings the application back is named', async () => {
  const terminal = new Terminal();
  terminal.before = () => {
    throw new ManagerError(
      'The request’s isContinued is true, expected no such field: drill has application, drill.',
      true,
    );
  };
  await expect(terminal.run('--continue', ID, '--yes')).rejects.toThrow(
    `The snapshot manager is of an earlier version, which does not know --continue: nothing was done. Its next run for orders goes on with the drill, from three minutes on: kda history orders shows the end. To start orders yourself: kda start orders --latest, which goes first. Or deploy this version, and type it again.`,
  );
});

test('a dry run shows the same words, asks nobody and changes nothing', async () => {
  const terminal = new Terminal();
  const { document, text, exitCode } = await terminal.run('--dry-run', '--yes');
  expect([exitCode ?? 0, text]).toEqual([0, 'Nothing was changed.']);
  expect(drillDocument.parse(document)).toMatchObject({ verdict: 'planned', drill: ID, recorded: false });
  expect([terminal.requests, terminal.agreed]).toEqual([0, []]);
  expect(printed()).toContain('the window 10:00-11:00 UTC');
});

describe('a dry run of a drill that would be refused says so in the manager’s words, and ends with 1:', () => {
  const sameAsTheManager = async (terminal: Terminal, ...argv: string[]) => {
    const { text = '', exitCode } = await terminal.run('--dry-run', ...argv);
    expect([exitCode, terminal.requests]).toEqual([1, 0]);
    const { verdict, message } = await terminal.world.drill('drill-1', asked(...argv).request);
    expect(verdict).toBe('refused');
    const [, sentence = 'none'] = /would refuse it now\. (.*)$/s.exec(text) ?? [];
    expect(message).toContain(sentence);
    return sentence;
  };

  test('no consent', async () => {
    expect(await sameAsTheManager(new Terminal('none'))).toBe(
      'The settings of orders have no consent: add drill: {"window": "04:00-04:30"} to its entry under snapshots.applications, and deploy.',
    );
  });

  test('outside its window', async () => {
    expect(await sameAsTheManager(new Terminal('03:10-03:25'))).toBe(
      'It is 2026-11-23T10:20:01Z, outside its window 03:10-03:25 UTC; the next one begins 2026-11-24T03:10:00Z. Another window: kda drill orders --in-place --window HH:MM-HH:MM.',
    );
  });

  test('a window that is too short', async () => {
    const sentence = await sameAsTheManager(new Terminal(), '--window', '10:20-10:22');
    expect(sentence).toBe('The window has 118 s left, and a drill needs room for 600 s.');
    expect(printed()).toContain('All of it needs room for 600 s in the window 10:20-10:22 UTC.');
  });

  test('its window on another day, which the plan names', async () => {
    const { text, document } = await new Terminal('10:00-11:00', ['TUE']).run('--dry-run');
    expect(text).toContain('outside its window 10:00-11:00 UTC on TUE; the next one begins 2026-11-24T10:00:00Z.');
    expect(drillDocument.parse(document).verdict).toBe('refused');
    expect(printed()).toContain('in the window 10:00-11:00 UTC on TUE.');
  });

  test('but not one to go on with: it has begun', async () => {
    const { text, exitCode } = await new Terminal('03:10-03:25').run('--dry-run', '--continue', ID);
    expect([text, exitCode]).toEqual(['Nothing was changed.', 0]);
  });

  test('a name that the deployment does not manage', async () => {
    const terminal = new Terminal();
    terminal.application = 'payments';
    const { text, exitCode } = await terminal.run('--dry-run');
    expect(exitCode).toBe(1);
    expect(text).toContain('This deployment does not manage payments. It manages orders.');
    expect(text).not.toContain('consent');
  });
});

test.each([
  [
    ['orders'],
    'Add --in-place: the drill stops orders and starts it again (--dry-run shows it first); or --here --state DIR',
  ],
  [['orders', '--in-place', '--continue', 'a b'], '--continue is a b, expected the id of a drill'],
  [['orders', '--in-place', '--here'], '--in-place and --here exclude each other'],
  [['orders', '--in-place', '--jar', 'a.jar'], '--jar belongs to a drill with --here: leave it out.'],
  [['--in-place'], 'The name of the application is missing.'],
  [['orders', '--in-place', '--window', '4-5'], '--window is 4-5, expected begin and end in UTC, such as 04:00-04:30.'],
])('%j is refused: %s', (argv, message) => {
  expect(() => parseDrill(argv, 'ada', () => ID)).toThrow(message);
});
