import { messageOf } from '../../packages/managed-flink/src/errors';
import type { Memory } from './kept-troubles';
import type { Expected, Scene, Trouble, TroubleState } from './trouble';
import { type Acting, TroubleActs } from './trouble-acts';
import { TroubleRefusedError } from './trouble-refused';
import { NO_DEPLOYMENT, type TroubleWorld } from './trouble-world';

/** State of a trouble, of one application or of the deployment. */
export interface Situation {
  readonly state: TroubleState;
  /** ISO 8601; null while it is absent, or when nobody saw its begin. */
  readonly since: string | null;
  /** Sentence about the act that failed. */
  readonly error: string | null;
  /** Line that an operator types against it. */
  readonly command: string;
  /** True: it can begin now. */
  readonly isPossible: boolean;
  /** Sentence that says why it can't begin. */
  readonly whyNot: string | null;
}

/** A trouble as `GET /_local-cloud/troubles` shows it. */
export interface TroubleDocument extends Situation {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly mendTitle: string;
  /** True: there is no act that mends it; the command does. */
  readonly isMendedByCommand: boolean;
  readonly expect: Expected;
  /** Situation in each application; missing where the trouble is the whole deployment's. */
  readonly applications?: readonly (Situation & { readonly name: string })[];
}

/** Everything that can be made to go wrong in a local cloud, and mended again. */
export class Troubles {
  private readonly running: TroubleActs;

  constructor(
    private readonly catalog: readonly Trouble[],
    private readonly world: TroubleWorld,
  ) {
    this.running = new TroubleActs();
  }

  /** Looks at all of them. @param deployment default: the first of the local cloud. */
  async list(deployment?: string): Promise<TroubleDocument[]> {
    const { scene, applications } = await this.world.look(deployment);
    return Promise.all(
      this.catalog.map(async (trouble): Promise<TroubleDocument> => {
        const facts = factsOf(trouble, scene);
        if (scene === undefined) return { ...facts, ...impossible(trouble.command('NAME', undefined), NO_DEPLOYMENT) };
        const situation =
          trouble.kind === 'deployment'
            ? this.situation(trouble, scene, scene.deployment.name)
            : this.inApplications(trouble, scene, applications);
        return { ...facts, ...(await situation) };
      }),
    );
  }

  /**
   * Begins a trouble; it goes on when this returns.
   *
   * @throws TroubleRefusedError for an unknown one, one that is there, or one that can't be.
   */
  async begin(id: string, target: Target): Promise<void> {
    const { trouble, scene, subject } = await this.chosen(id, target);
    using _ = this.taken(id, subject, 'beginning');
    const memory = await scene.kept.of(id, subject);
    if (await trouble.isPresent(scene, { name: subject, memory })) {
      throw new TroubleRefusedError(409, `${trouble.title}: it is there already in ${subject}. Mend it first.`);
    }
    const whyNot = await trouble.hindrance(scene, subject);
    if (whyNot !== undefined) throw new TroubleRefusedError(409, `${trouble.title}: ${whyNot}`);
    this.running.run(id, subject, 'beginning', async () => {
      scene.aftermath.pause(`${id} ${subject}`);
      // Written down first: this process may end in the middle.
      await scene.kept.keep(id, subject, { since: new Date().toISOString() });
      await scene.kept.keep(id, subject, await trouble.begin(scene, subject));
    });
  }

  /**
   * Mends a trouble; it goes on when this returns. Nothing happens where there is none.
   *
   * @throws TroubleRefusedError for an unknown one, or one that only a command mends.
   */
  async mend(id: string, target: Target): Promise<void> {
    const { trouble, scene, subject } = await this.chosen(id, target);
    using _ = this.taken(id, subject, 'mending');
    const memory = await scene.kept.of(id, subject);
    const hasFailed = this.running.of(id, subject)?.state === 'failed';
    if (trouble.isMendedByCommand && !hasFailed) {
      if (!(await trouble.isPresent(scene, { name: subject, memory }))) return;
      throw new TroubleRefusedError(
        409,
        `${trouble.title}: no button mends it. Type ${trouble.command(subject, memory)}`,
      );
    }
    this.running.run(id, subject, 'mending', async () => {
      await trouble.mend(scene, { name: subject, memory });
      await scene.kept.forget(id, subject);
      await scene.aftermath.resume(`${id} ${subject}`, scene.deployment);
    });
  }

  /** Resolves when no act is under way. */
  whenIdle(): Promise<void> {
    return this.running.whenIdle();
  }

  private async chosen(id: string, { application, deployment }: Target) {
    const trouble = this.catalog.find((each) => each.id === id);
    if (trouble === undefined) {
      const known = this.catalog.map((each) => each.id).join(', ');
      throw new TroubleRefusedError(404, `There is no trouble ${id}, expected one of ${known}.`);
    }
    const { scene, applications } = await this.world.look(deployment);
    if (scene === undefined) throw new TroubleRefusedError(409, `${trouble.title}: ${NO_DEPLOYMENT}`);
    if (trouble.kind === 'deployment') return { trouble, scene, subject: scene.deployment.name };
    if (application === undefined || !applications.includes(application)) {
      const known = applications.length === 0 ? 'there is none yet' : `expected one of ${applications.join(', ')}`;
      throw new TroubleRefusedError(
        application === undefined ? 400 : 404,
        `${trouble.title}: application is ${application ?? 'missing'}, ${known} (deployment ${scene.deployment.name}).`,
      );
    }
    return { trouble, scene, subject: application };
  }

  /** Takes a subject for the checks before an act: two acts at a time on one application would undo each other. */
  private taken(id: string, subject: string, state: 'beginning' | 'mending'): Disposable {
    const acting = this.running.actingOn(subject);
    if (acting === undefined) return this.running.take(id, subject, state);
    throw new TroubleRefusedError(409, `Trouble ${acting.id} is ${acting.state} in ${subject}. Wait until it is done.`);
  }

  /** Situation in each application, and the one that is shown for all of them. */
  private async inApplications(trouble: Trouble, scene: Scene, names: readonly string[]) {
    const applications = await Promise.all(
      names.map(async (name) => ({ name, ...(await this.situation(trouble, scene, name)) })),
    );
    const shown =
      applications.find(({ state }) => state !== 'absent') ??
      applications.find(({ isPossible }) => isPossible) ??
      applications[0];
    const none = `Deployment ${scene.deployment.name} has no application yet.`;
    if (shown === undefined) return { ...impossible(trouble.command('NAME', undefined), none), applications };
    const { name: _, ...situation } = shown;
    return { ...situation, applications };
  }

  private async situation(trouble: Trouble, scene: Scene, subject: string): Promise<Situation> {
    const memory = await scene.kept.of(trouble.id, subject);
    const command = trouble.command(subject, memory);
    const acting = this.running.of(trouble.id, subject);
    if (acting !== undefined) return { ...ofActing(acting, memory), command };
    try {
      if (await trouble.isPresent(scene, { name: subject, memory })) {
        return {
          state: 'present',
          since: memory?.since ?? null,
          error: null,
          command,
          isPossible: false,
          whyNot: null,
        };
      }
      // It went away by itself: somebody typed the command.
      if (memory !== undefined && this.running.of(trouble.id, subject) === undefined) {
        await scene.kept.forget(trouble.id, subject);
      }
      const whyNot = (await trouble.hindrance(scene, subject)) ?? null;
      return { state: 'absent', since: null, error: null, command, isPossible: whyNot === null, whyNot };
    } catch (error) {
      return impossible(command, `It can't be looked at: ${messageOf(error)}`);
    }
  }
}

export interface Target {
  readonly application?: string;
  /** Default: the first of the local cloud. */
  readonly deployment?: string;
}

function factsOf(trouble: Trouble, scene: Scene | undefined) {
  const { id, title, what, mendTitle, isMendedByCommand = false } = trouble;
  const expect = scene === undefined ? { alarms: [], mails: '', after: 0 } : trouble.expect(scene.deployment);
  return { id, title, what, mendTitle, isMendedByCommand, expect };
}

function ofActing({ state, at, error }: Acting, memory: Memory | undefined): Omit<Situation, 'command'> {
  return {
    state,
    since: memory?.since ?? at.toISOString(),
    error: error ?? null,
    isPossible: state === 'failed',
    whyNot: null,
  };
}

function impossible(command: string, whyNot: string): Situation {
  return { state: 'absent', since: null, error: null, command, isPossible: false, whyNot };
}
