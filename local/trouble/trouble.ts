import type { Deployment } from '../../config/model/deployment';
import type { Aftermath } from './aftermath';
import type { ApplicationActs } from './application-acts';
import type { CallFaults } from './call-faults';
import type { DeploymentActs } from './deployment-acts';
import type { KeptTroubles, Memory } from './kept-troubles';

/** `beginning` and `mending` are acts under way; `failed`: the last act did not work, its error says why. */
export type TroubleState = 'absent' | 'beginning' | 'present' | 'mending' | 'failed';

/** Signs of a trouble. */
export interface Expected {
  /** Ids of the alarm catalog, the first to fire first. */
  readonly alarms: readonly string[];
  /** Sentence about the mails. */
  readonly mails: string;
  /** Seconds until the first of the alarms usually fires. */
  readonly after: number;
}

/** An act's surroundings: the deployment, and everything that acts on it. */
export interface Scene {
  readonly deployment: Deployment;
  readonly acts: ApplicationActs;
  readonly deploymentActs: Pick<DeploymentActs, keyof DeploymentActs>;
  readonly aftermath: Pick<Aftermath, keyof Aftermath>;
  readonly faults: CallFaults;
  readonly kept: KeptTroubles;
  /** Variables that make a command work on this local cloud. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder for what a command keeps on its machine. */
  readonly folder: string;
  readonly engine: 'flink' | 'simulated';
  readonly region: string;
  readonly accountId: string;
  /** Aborted when the local cloud ends. */
  readonly signal: AbortSignal;
}

/** The application or deployment that a trouble is about, with what an earlier begin has left of it. */
export interface Subject {
  readonly name: string;
  readonly memory: Memory | undefined;
}

/** Trouble of one application, or of a whole deployment. */
export interface Trouble {
  readonly kind: 'application' | 'deployment';
  readonly id: string;
  readonly title: string;
  /** Sentences about what is done, and what a person sees then. */
  readonly what: string;
  readonly mendTitle: string;
  expect(deployment: Deployment): Expected;
  /** True: no act mends it; the person types the command. */
  readonly isMendedByCommand?: boolean;
  /** Line that an operator types against it; `name` is that of the application or deployment, as in the others. */
  command(name: string, memory: Memory | undefined): string;
  /** Sentence that says why it can't begin; undefined: it can. */
  hindrance(scene: Scene, name: string): Promise<string | undefined>;
  isPresent(scene: Scene, subject: Subject): Promise<boolean>;
  /** @returns what has to be kept for the mending. */
  begin(scene: Scene, name: string): Promise<Memory>;
  /** Safe to call when nothing is wrong any more. */
  mend(scene: Scene, subject: Subject): Promise<void>;
}
