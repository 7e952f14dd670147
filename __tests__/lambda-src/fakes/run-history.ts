import { AUDIT } from '../../../lambda-src/contract';
import { areDeletionsOpen } from '../../../lambda-src/snapshot-manager/domain/deletions';
import { isOfARun, isOpen, ofThisApplication } from '../../../lambda-src/snapshot-manager/domain/record';
import { SentEvents } from '../../../lambda-src/snapshot-manager/run/sent-events';
import { LAMBDA_TIMEOUT_MS } from './aws-calls';
import { DeletionGuard, isOwn } from './deletion-guard';
import { FakeWorld } from './fake-world';
import { NeighbourManager, type NeighbourTrouble } from './neighbour-manager';
import { type TroubleName, troubleWith } from './troubles';

export type Step =
  | {
      readonly do: 'run';
      readonly trouble?: StepTrouble;
      readonly meanwhile?: { readonly at: number; readonly step: Step };
    }
  | { readonly do: 'stop' | 'start' | 'foreign' | 'redeliver' | 'on-demand' | 'ask-again' | 'made-anew' }
  | {
      readonly do: 'hold' | 'release' | 'suspect' | 'trust' | 'restore-point' | 'unknown-status';
      readonly place: number;
    }
  | { readonly do: 'freeze'; readonly minutes: number }
  | { readonly do: 'thaw' }
  | { readonly do: 'late-events'; readonly count: number }
  | { readonly do: 'lag'; readonly ms: number }
  /** Step in which the application gets a transient status after some seconds, and loses it after as many. */
  | { readonly do: 'passing-status'; readonly status: string; readonly seconds: number }
  /** Another deployment begins a snapshot in so many milliseconds. */
  | { readonly do: 'other-deployment'; readonly inMs: number }
  /** Step after which the service answers nothing for some minutes from the next create call on. */
  | { readonly do: 'away'; readonly minutes: number }
  /** A row of another version: with fields, a reason and a condition, or an outcome, that this one does not know. */
  | { readonly do: 'row-of-another-version'; readonly hasOutcome: boolean }
  /** Another event of the same second as the last one. */
  | { readonly do: 'twin' }
  /** A second, whole manager for the same application has a run. */
  | { readonly do: 'neighbour'; readonly trouble?: NeighbourTrouble }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'snapshots'; readonly durationMs: number; readonly endAs: 'READY' | 'FAILED' };

/** Fault of the first attempts of the event, at the call of this place. */
interface StepTrouble {
  readonly at: number;
  readonly name: TroubleName | 'kill';
  readonly attempts: number;
}

interface Delivery {
  readonly id: string;
  readonly send: (invocationId: string) => Promise<unknown>;
}

const KEEP_LAST = 3;
/** Shorter than the settings allow, so that histories of some hours reach it. */
const SUSPECT_KEEP_DAYS = 0.05;
const SCHEDULE_MS = 600_000;
const RETRY_DELAYS_MS = [60_000, 120_000];
const APPLICATION = 'orders';

/** One application's life, step by step; what must never be is written down as it happens. */
export class RunHistory {
  readonly wrongs: string[] = [];
  readonly counts = {
    deletions: 0,
    kills: 0,
    holds: 0,
    suspects: 0,
    suspectsDeleted: 0,
    freezes: 0,
    lateOnes: 0,
    overlaps: 0,
    plansCompared: 0,
    madeAnew: 0,
    askedAgain: 0,
    settled: 0,
    covered: 0,
    twins: 0,
    neighbourRuns: 0,
    neighbourDeletions: 0,
    madeAnewWhileOpen: 0,
    events: 0,
  };
  private readonly world = new FakeWorld(APPLICATION);
  private readonly neighbour = new NeighbourManager(this.world, APPLICATION);
  private readonly guard = new DeletionGuard(this.world);
  private last: Delivery | undefined;
  private lastRequest: Delivery | undefined;
  private events = 0;
  private lastEventMs = 0;
  private requests = 0;
  private nesting = 0;
  private awayMs = 0;
  /** Snapshots that were marked beside a run, with the time until which they stay. */
  private readonly suspectedBeside = new Map<string, Date>();

  constructor() {
    const { settings } = this.world;
    this.world.settings = { ...settings, retention: { keepLast: KEEP_LAST, suspectKeepDays: SUSPECT_KEEP_DAYS } };
    this.world.eventBus.refuses = ({ detail: { id, application, runId, outcome } }) => {
      // Not its outcome: a redelivery beside the call may have gone on with the run.
      const hasRow = this.world.audit.records(application).some((record) => record.runId === runId);
      if (!hasRow) this.wrongs.push(`the event ${id} has no row`);
      this.counts.events += outcome === 'taken' ? 1 : 0;
      return undefined;
    };
  }

  async take(step: Step): Promise<void> {
    const { flink, clock } = this.world;
    const hadReady = this.ready().length > 0;
    switch (step.do) {
      case 'run':
        clock.advance(SCHEDULE_MS - (clock.now().getTime() % SCHEDULE_MS) + 1_500);
        await this.deliver(this.nextEvent(), step);
        break;
      case 'stop':
        // The service forgets the configured restore point when it stops an application.
        flink.changeApplication(APPLICATION, { status: 'READY', restoresFrom: { kind: 'latest' } });
        break;
      case 'start':
        flink.changeApplication(APPLICATION, { status: 'RUNNING' });
        break;
      case 'foreign':
        flink.addSnapshot(
          APPLICATION,
          `STOP-${clock.now().getTime()}-${flink.listed(APPLICATION).length}`,
          clock.now(),
        );
        break;
      case 'redeliver':
        if (this.last) await this.attempt(this.last, 'again', {});
        break;
      case 'on-demand':
        this.lastRequest = this.nextRequest();
        await this.deliver(this.lastRequest, {});
        break;
      case 'ask-again':
        this.counts.askedAgain += this.lastRequest ? 1 : 0;
        this.lastRequest ??= this.nextRequest();
        await this.attempt(this.lastRequest, 'asked again', {});
        break;
      case 'made-anew':
        this.makeAnew();
        break;
      case 'hold':
      case 'release':
        await this.holdOrRelease(step.do, this.nameAt(step.place));
        break;
      case 'suspect':
      case 'trust':
        await this.suspectOrTrust(step.do, this.nameAt(step.place));
        break;
      case 'freeze':
      case 'thaw':
        await this.freezeOrThaw(step);
        break;
      case 'restore-point': {
        const name = this.nameAt(step.place);
        flink.changeApplication(APPLICATION, { restoresFrom: name ? { kind: 'snapshot', name } : { kind: 'latest' } });
        break;
      }
      case 'late-events': {
        clock.advance(SCHEDULE_MS - (clock.now().getTime() % SCHEDULE_MS) + 1_500);
        const now = clock.now().getTime();
        for (let back = step.count; back >= 0; back -= 1) {
          const atMs = Math.floor(now / SCHEDULE_MS) * SCHEDULE_MS - back * SCHEDULE_MS;
          // A schedule has one event for each of its times.
          if (!this.sentAtMs.has(atMs)) await this.deliver(this.nextEvent(atMs), {});
        }
        break;
      }
      case 'lag':
        flink.lagMs = step.ms;
        break;
      case 'passing-status':
        this.passingStatus(step.status, step.seconds * 1000);
        break;
      case 'other-deployment':
        flink.refusesASecond = true;
        clock.in(step.inMs, () => {
          const isBusy = flink.listed(APPLICATION).some(({ status }) => status === 'CREATING');
          if (!isBusy) flink.begin(APPLICATION, `other.${clock.now().getTime()}`);
        });
        break;
      case 'away':
        this.awayMs = step.minutes * 60_000;
        break;
      case 'row-of-another-version':
        this.addRowOfAnotherVersion(step.hasOutcome);
        break;
      case 'twin':
        if (this.lastEventMs === 0) break;
        this.counts.twins += 1;
        await this.deliver(this.nextEvent(this.lastEventMs), {});
        break;
      case 'neighbour':
        await this.neighbour.run(this.nesting > 0, step.trouble);
        this.guard.watch();
        break;
      case 'unknown-status': {
        // Only a READY one can be exported, and becomes READY again.
        const ready = this.ready();
        const name = ready[step.place % Math.max(1, ready.length)]?.name;
        if (name && ready.length > 1) flink.setStatus(APPLICATION, name, 'EXPORTING');
        break;
      }
      case 'pass':
        clock.advance(step.minutes * 60_000);
        break;
      case 'snapshots':
        flink.snapshotDurationMs = step.durationMs;
        flink.snapshotEndsAs = step.endAs;
        break;
    }
    if (step.do !== 'made-anew' && hadReady && this.ready().length === 0) this.wrongs.push('no READY snapshot is left');
    this.wrongs.push(...this.guard.violations.splice(0), ...this.neighbour.violations(), ...this.doubles());
  }

  /** Another application of the same name: what was snapshotted and held before is no part of it. */
  private makeAnew(): void {
    const { audit, flink } = this.world;
    if (audit.records(APPLICATION).some(areDeletionsOpen)) this.counts.madeAnewWhileOpen += 1;
    flink.makeAnew(APPLICATION);
    flink.accepted.length = 0;
    this.guard.held.clear();
    this.guard.suspects.clear();
    this.guard.frozenUntil = undefined;
    this.counts.madeAnew += 1;
  }

  /** A run with everything well, after which nothing may be left of what went wrong. */
  async heal(): Promise<void> {
    await this.take({ do: 'snapshots', durationMs: 500, endAs: 'READY' });
    await this.take({ do: 'start' });
    await this.take({ do: 'lag', ms: 0 });
    // A freeze that ends between the clean run and the look at what is left would look like a fault.
    await this.take({ do: 'thaw' });
    this.awayMs = 0;
    // Whatever the service was doing in a status that nobody knows, it ends.
    for (const { name, status } of this.world.flink.listed(APPLICATION)) {
      if (status === 'EXPORTING') this.world.flink.setStatus(APPLICATION, name, 'READY');
    }
    await this.take({ do: 'pass', minutes: 60 });
    await this.take({ do: 'run' });
    const { audit, holds } = this.world;
    const records = audit.records(APPLICATION);
    const own = records.find(({ eventId }) => eventId === this.last?.id);
    if (own?.reason !== 'ready') this.wrongs.push(`the clean run is ${own?.state} ${own?.reason}`);
    for (const { eventId } of records.filter(isOpen)) this.wrongs.push(`the record of ${eventId} is still open`);
    for (const { name } of this.ready().filter((snapshot) => isOwn(snapshot.name))) {
      const rows = this.records().filter((record) => isOfARun(record) && record.snapshot?.name === name);
      if (rows.length === 0) this.wrongs.push(`${name} is READY and in no row`);
      for (const { state, reason, snapshot } of rows) {
        if (snapshot?.status !== 'READY') this.wrongs.push(`${name} is READY, and its row says ${state} ${reason}`);
      }
    }
    this.counts.settled += records.filter(({ reason }) => reason === 'ready-after-run').length;
    this.counts.covered += records.filter(({ reason }) => reason === 'newer-snapshot').length;
    if (own && !this.world.eventBus.ids().includes(`${APPLICATION}/${own.runId}/taken`)) {
      this.wrongs.push('the clean run has no event');
    }
    if (holds.locks.size > 0) this.wrongs.push('the lock is not free');
    const recorded = records.flatMap(({ deleted }) => deleted);
    for (const name of this.guard.deleted) if (!recorded.includes(name)) this.wrongs.push(`${name} is in no row`);
    for (const name of recorded) if (!this.guard.deleted.includes(name)) this.wrongs.push(`nobody deleted ${name}`);
    const listed = new Set(this.world.flink.listed(APPLICATION).map(({ name }) => name));
    for (const name of recorded) if (listed.has(name)) this.wrongs.push(`${name} is recorded as deleted, and there`);
    const left = await this.plan();
    if (left.length > 0) this.wrongs.push(`surplus is left: ${left.join(', ')}`);
    if (this.neighbour.runs > 0) this.wrongs.push(...(await this.neighbour.heal()));
    this.counts.neighbourRuns += this.neighbour.runs;
    this.counts.neighbourDeletions += this.neighbour.deletions;
  }

  /** As Lambda does: again until it is answered, three times at most. */
  private async deliver(delivery: Delivery, { trouble, meanwhile }: Omit<Extract<Step, { do: 'run' }>, 'do'>) {
    this.last = delivery;
    let isAnswered = await this.attempt(delivery, 'first', { trouble, meanwhile });
    for (const [index, delayMs] of RETRY_DELAYS_MS.entries()) {
      if (isAnswered) return;
      this.world.clock.advance(delayMs);
      isAnswered = await this.attempt(delivery, 'first', trouble && trouble.attempts > index + 1 ? { trouble } : {});
    }
  }

  private async attempt(
    { id, send }: Delivery,
    invocationId: string,
    { trouble, meanwhile }: Omit<Extract<Step, { do: 'run' }>, 'do'>,
  ): Promise<boolean> {
    const { aws } = this.world;
    const isNested = this.nesting > 0;
    if (isNested) {
      // Beside the run that is at work, in a process of its own that goes well.
      this.counts.overlaps += 1;
      return send(`${invocationId} beside`).then(
        () => true,
        () => false,
      );
    }
    const before = this.rulesSee().length;
    const startMs = this.world.clock.now().getTime();
    const from = { calls: aws.made.length, deletions: this.guard.deleted.length };
    const planned = new Set<string>();
    let isPlanned = true;
    let hasMeanwhile = false;
    aws.trouble = (call, index) => {
      if (call === 'application.createSnapshot') this.goAway();
      if (!trouble || index - from.calls !== trouble.at) return undefined;
      if (trouble.name === 'kill') this.counts.kills += 1;
      return trouble.name === 'kill' ? 'kill' : troubleWith(call, trouble.name);
    };
    aws.meanwhile = async (call, index) => {
      if (meanwhile && index - from.calls === meanwhile.at) {
        hasMeanwhile = true;
        this.nesting += 1;
        await this.take(meanwhile.step);
        this.nesting -= 1;
      }
      // The plan asks the service, which would tell the guard that the change is known.
      if (hasMeanwhile) return;
      // There may be two cleanups, at the start and at the end.
      if (call === 'holds.announceDeletions') isPlanned = false;
      else if (call === 'application.deleteSnapshot' && !isPlanned) {
        isPlanned = true;
        for (const name of await this.plan()) planned.add(name);
      }
    };
    const outcome = await aws.process(() => send(invocationId));
    // Another instance of the function takes the place of one that died, and remembers nothing.
    if ('error' in outcome && outcome.error === 'killed') this.world.sentEvents = new SentEvents();
    for (const [name, until] of this.suspectedBeside) this.guard.suspects.set(name, until);
    this.suspectedBeside.clear();
    aws.trouble = () => undefined;
    aws.meanwhile = undefined;

    if (!hasMeanwhile && this.world.clock.now().getTime() - startMs > LAMBDA_TIMEOUT_MS) {
      this.wrongs.push(`${id} outlived its function`);
    }
    const deleted = this.guard.deleted.slice(from.deletions);
    this.counts.deletions += deleted.length;
    this.counts.suspectsDeleted += deleted.filter((name) => this.guard.suspects.has(name)).length;
    if (!hasMeanwhile) this.compare(deleted, planned, trouble !== undefined);
    if (!hasMeanwhile && this.rulesSee().length < Math.min(KEEP_LAST, before)) {
      this.wrongs.push(`${id} left ${this.rulesSee().length} of ${before} READY ones of ours`);
    }
    const isAnswered = 'result' in outcome;
    const ofTheEvent = this.world.audit.records(APPLICATION).filter((record) => record.eventId === id);
    const ofThisOne = this.records().filter((record) => record.eventId === id);
    // An event of the schedule has its one result, also when the application was made anew since.
    const records = ofThisOne.length > 0 ? ofThisOne : ofTheEvent;
    if (isAnswered && (records.length !== 1 || records[0]?.state === 'started')) {
      this.wrongs.push(`${id} was answered and has ${records.map(({ state }) => state).join(', ') || 'no record'}`);
    }
    if (records[0]?.state === 'late') this.counts.lateOnes += 1;
    if (isAnswered && this.lastRequest?.id === id) this.compareAnswer(id, outcome.result);
    return isAnswered;
  }

  /** Whoever asked for a snapshot and is answered that it was taken, has it. */
  private compareAnswer(id: string, answer: unknown): void {
    for (const { state, snapshot } of Array.isArray(answer) ? answer : []) {
      const isThere = this.ready().some(({ name }) => name === snapshot?.name);
      if (state === 'taken' && !isThere) this.wrongs.push(`${id} is answered by ${snapshot?.name}, which is gone`);
    }
  }

  /** The plan, asked for right before the first deletion of each cleanup, is what goes; trouble may leave some of it. */
  private compare(deleted: readonly string[], planned: ReadonlySet<string>, hadTrouble: boolean): void {
    if (planned.size > 0) this.counts.plansCompared += 1;
    const isWrong = deleted.some((name) => !planned.has(name)) || (!hadTrouble && deleted.length < planned.size);
    if (isWrong) this.wrongs.push(`planned ${[...planned].join(', ')}, but deleted ${deleted.join(', ')}`);
  }

  private async plan(): Promise<readonly string[]> {
    const plans = await this.world.request({ action: 'plan', applications: [APPLICATION] });
    return plans.flatMap((plan) => ('dropped' in plan ? plan.dropped.map(({ name }) => name) : []));
  }

  private async holdOrRelease(action: 'hold' | 'release', snapshot: string | undefined): Promise<void> {
    if (snapshot === undefined) return;
    this.requests += 1;
    const request = { action, application: APPLICATION, snapshot, who: 'ada', why: 'to look at it' };
    if (action === 'release') this.guard.held.delete(snapshot);
    try {
      await this.world.request(request, { invocationId: `${action}-${this.requests}` });
    } catch {
      return;
    }
    if (action === 'hold') this.guard.held.add(snapshot);
    if (action === 'hold') this.counts.holds += 1;
  }

  private async suspectOrTrust(action: 'suspect' | 'trust', snapshot: string | undefined): Promise<void> {
    if (snapshot === undefined) return;
    this.requests += 1;
    const request = { action, application: APPLICATION, snapshots: [snapshot], who: 'ada', why: 'it looks odd' };
    if (action === 'trust') {
      this.guard.suspects.delete(snapshot);
      this.suspectedBeside.delete(snapshot);
    }
    const createdAt = this.world.flink.state(APPLICATION).createdAt;
    const until = new Date(this.world.clock.now().getTime() + SUSPECT_KEEP_DAYS * 86_400_000);
    try {
      await this.world.request(request, { invocationId: `${action}-${this.requests}` });
    } catch {
      return;
    }
    const isSameApplication = this.world.flink.state(APPLICATION).createdAt?.getTime() === createdAt?.getTime();
    if (action === 'trust' || !isSameApplication || this.guard.suspects.has(snapshot)) return;
    this.counts.suspects += 1;
    // A run that announced its deletions before decided without this mark.
    const known = this.nesting > 0 ? this.suspectedBeside : this.guard.suspects;
    known.set(snapshot, until);
  }

  private async freezeOrThaw(step: Extract<Step, { do: 'freeze' | 'thaw' }>): Promise<void> {
    this.requests += 1;
    const now = this.world.clock.now().getTime();
    const until = step.do === 'freeze' ? new Date(now + step.minutes * 60_000 + 600_000) : undefined;
    const by = { action: step.do, application: APPLICATION, who: 'ada', why: 'looking for the cause' };
    // Another freeze of the same person replaces the first, also when its answer is a refusal.
    this.guard.frozenUntil = undefined;
    try {
      const request = until ? { ...by, until: until.toISOString() } : by;
      await this.world.request(request, { invocationId: `${step.do}-${this.requests}` });
    } catch {
      return;
    }
    this.guard.frozenUntil = until;
    if (until) this.counts.freezes += 1;
  }

  private passingStatus(status: string, ms: number): void {
    const { flink, clock } = this.world;
    clock.in(ms, () => {
      if (flink.state(APPLICATION).status !== 'RUNNING') return;
      flink.changeApplication(APPLICATION, { status });
      clock.in(ms, () => {
        if (flink.state(APPLICATION).status === status) flink.changeApplication(APPLICATION, { status: 'RUNNING' });
      });
    });
  }

  private goAway(): void {
    if (this.awayMs === 0) return;
    const until = new Date(this.world.clock.now().getTime() + this.awayMs);
    for (const call of ['describeApplication', 'listSnapshots', 'describeSnapshot'] as const) {
      this.world.flink.fail(call, 'other', { until });
    }
    this.awayMs = 0;
  }

  private addRowOfAnotherVersion(hasOutcome: boolean): void {
    const [newest] = this.world.audit.records(APPLICATION).toReversed();
    if (!newest) return;
    const runId = newest.runId + 1;
    this.world.audit.seed({
      ...newest,
      runId,
      eventId: `other-version-${runId}`,
      snapshot: undefined,
      state: 'skipped',
    });
    const item = this.world.audit.items.get(`${APPLICATION}/${runId}`);
    if (!item) return;
    if (hasOutcome) item[AUDIT.outcome] = { S: 'an-outcome-of-next-year' };
    item[AUDIT.reason] = { S: 'a-reason-of-next-year' };
    item[AUDIT.toldCondition] = { S: 'a-condition-of-next-year' };
    item.a_field_of_next_year = { M: {} };
  }

  private readonly sentAtMs = new Set<number>();

  private nextEvent(atMs?: number): Delivery {
    this.events += 1;
    const id = `event-${this.events}`;
    // Two events of one second share a snapshot, by design: the step `twin` sends them.
    const timeMs = atMs ?? Math.floor(this.world.clock.now().getTime() / 1000) * 1000;
    this.lastEventMs = atMs === undefined ? Math.max(this.lastEventMs + 1_000, timeMs) : timeMs;
    this.sentAtMs.add(this.lastEventMs);
    const time = new Date(this.lastEventMs).toISOString();
    return { id, send: (invocationId) => this.world.invoke(time, { id, invocationId: `${id} ${invocationId}` }) };
  }

  private nextRequest(): Delivery {
    this.requests += 1;
    const id = `request-${this.requests}`;
    const request = { action: 'snapshot', applications: [APPLICATION], reason: 'before deploy', requestId: id };
    return { id, send: (invocationId) => this.world.request(request, { invocationId: `${id} ${invocationId}` }) };
  }

  private nameAt(place: number): string | undefined {
    const snapshots = this.world.flink.listed(APPLICATION);
    return snapshots.length === 0 ? undefined : snapshots[place % snapshots.length]?.name;
  }

  /** Records of the present application: a request may be answered again for a recreated one of the same name. */
  private records() {
    const { audit, flink } = this.world;
    return ofThisApplication(audit.records(APPLICATION), flink.state(APPLICATION).createdAt);
  }

  private ready() {
    return this.world.flink.listed(APPLICATION).filter(({ status }) => status === 'READY');
  }

  /** READY, ours, not suspect, and on nobody's hold: what the rules count. */
  private rulesSee() {
    const { held, suspects } = this.guard;
    return this.ready().filter(({ name }) => isOwn(name) && !held.has(name) && !suspects.has(name));
  }

  private doubles(): string[] {
    const { flink } = this.world;
    const rows = this.records().map(({ eventId }) => eventId);
    return [
      ...[...new Set(flink.accepted)]
        .filter((name) => flink.accepted.filter((other) => other === name).length > this.mayBeTaken(name))
        .map((name) => `${name} was taken twice`),
      ...rows.filter((id, at) => rows.indexOf(id) < at).map((id) => `${id} has two records`),
      ...this.countedTwice(),
    ];
  }

  /** Once; two events of one second share a name, and the second one tries again where the first one's try FAILED. */
  private mayBeTaken(name: string): number {
    const rows = this.records().filter((record) => isOfARun(record) && record.snapshot?.name === name);
    const others = rows.filter(({ state }) => state !== 'taken');
    return Math.max(1, others.length + (others.length < rows.length ? 1 : 0));
  }

  private countedTwice(): string[] {
    const counted = this.world.metrics().reduce((sum, { SnapshotsTaken }) => sum + Number(SnapshotsTaken ?? 0), 0);
    const records = this.world.audit.records(APPLICATION).filter(({ state }) => state === 'taken');
    // Two events of one second share a snapshot; an application made anew has another one of that name.
    const taken = new Set(
      records.map(({ snapshot, applicationCreatedAt }) => `${snapshot?.name} ${applicationCreatedAt?.getTime()}`),
    );
    return counted > taken.size ? [`${counted} snapshots are counted, ${taken.size} were taken`] : [];
  }
}
