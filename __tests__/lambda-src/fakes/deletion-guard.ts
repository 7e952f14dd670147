import type { FakeWorld } from './fake-world';

/** Rest of an own name after the deployment, in the guard's own words: it must not rely on the code it checks. */
const REST_OF_OWN_NAME = /^\.\d{8}T\d{6}Z(\.[\w.-]+)?$/;

export function isOwn(name: string, deployment = 'demo'): boolean {
  return name.startsWith(deployment) && REST_OF_OWN_NAME.test(name.slice(deployment.length));
}

/**
 * Watches every deletion that the service accepts, and writes down each that ought not to have been asked for: one of
 * a person's or the service's, one in CREATING or DELETING, one on hold, the restore point, and the newest READY one,
 * of ours and of all, the newest trusted one of ours, a suspect one before its time, and any of a frozen application.
 * What is on hold, suspect or frozen is what somebody was told is so. A change of the application must be heeded
 * as soon as the service has told of it, and after five deletions at the latest.
 */
export class DeletionGuard {
  readonly violations: string[] = [];
  readonly deleted: string[] = [];
  /** Names of which somebody was told that they stay. */
  readonly held = new Set<string>();
  /** Suspect snapshots, with the time of which somebody was told that they stay until then. */
  readonly suspects = new Map<string, Date>();
  /** End of the freeze of which somebody was told. */
  frozenUntil: Date | undefined;

  constructor(
    private readonly world: FakeWorld,
    private readonly deployment = 'demo',
  ) {
    this.watch();
  }

  /** Watches this deployment's manager from now on. */
  watch(): void {
    const { world, deployment } = this;
    world.flink.atWork = deployment;
    world.flink.onDelete = (application, snapshot) => {
      const { name, status, createdAt } = snapshot;
      const ready = world.flink.listed(application).filter((other) => other.status === 'READY');
      const now = world.clock.now();
      const trusted = ready.filter((other) => isOwn(other.name, deployment) && !this.suspects.has(other.name));
      const isNewest = (of: typeof ready) => of.every((other) => (other.createdAt ?? 0) <= (createdAt ?? 0));
      const hasNewerTrusted = (suspect: string) =>
        ready.some(
          (other) =>
            other.name !== suspect && !this.suspects.has(other.name) && (other.createdAt ?? 0) > (createdAt ?? 0),
        );
      const { restoresFrom, status: applicationStatus } = world.flink.state(application);
      const { looks, deletions } = world.flink.sinceChange(application, deployment);
      const mustBeKnown = looks > 0 || deletions >= 5;
      const isRestorePoint = restoresFrom.kind === 'snapshot' && restoresFrom.name === name && mustBeKnown;
      const wrongs = [
        !isOwn(name, deployment) && 'foreign',
        status !== 'READY' && status !== 'FAILED' && status,
        this.held.has(name) && 'on hold',
        isRestorePoint && 'the restore point',
        applicationStatus !== 'RUNNING' && mustBeKnown && `of an application that is ${applicationStatus}`,
        status === 'READY' && isNewest(ready) && 'the newest READY one',
        status === 'READY' &&
          isNewest(ready.filter((other) => isOwn(other.name, deployment))) &&
          'the newest READY one of ours',
        status === 'READY' &&
          trusted.some((other) => other.name === name) &&
          isNewest(trusted) &&
          'the newest trusted one',
        status === 'READY' && now < (this.suspects.get(name) ?? now) && 'suspect, and not for long enough',
        status === 'READY' && this.suspects.has(name) && !hasNewerTrusted(name) && 'suspect, with no newer trusted one',
        now < (this.frozenUntil ?? now) && 'of a frozen application',
      ].filter((wrong) => wrong !== false);
      for (const wrong of wrongs) this.violations.push(`deleted ${name}, which is ${wrong}`);
      this.deleted.push(name);
    };
  }
}
