import { messageOf, ServiceError } from './errors';
import type { Application } from './model/application';

/** Files that keep the state of applications over a restart of the server. */
export interface StateFiles {
  load(): Application[];
  /** Begins to write the application's state. */
  save(application: Application): void;
  remove(applicationName: string): void;
  /** Resolves when what was asked for about this application so far is written. Rejects with what kept it from that. */
  written(applicationName: string): Promise<void>;
  /** Resolves when all that was asked for is written. */
  flush(): Promise<void>;
}

export const noStateFiles: StateFiles = {
  load: () => [],
  save() {},
  remove() {},
  async written() {},
  async flush() {},
};

/** The applications of the account, by name. */
export class ApplicationStore {
  readonly #byName = new Map<string, Application>();

  constructor(private readonly files: StateFiles) {
    for (const application of files.load()) this.#byName.set(application.name, application);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** True if this very application exists; one of the same name may have taken its place. */
  holds(application: Application): boolean {
    return this.#byName.get(application.name) === application;
  }

  /** Error: ResourceNotFoundException. */
  get(name: string): Application {
    const application = this.#byName.get(name);
    if (!application) throw new ServiceError('ResourceNotFoundException', `Application ${name} not found`);
    return application;
  }

  /** Error: ResourceNotFoundException. */
  getByArn(arn: string): Application {
    const application = this.#byName.get(arn.slice(arn.lastIndexOf('/') + 1));
    if (application?.arn !== arn) throw new ServiceError('ResourceNotFoundException', `Resource ${arn} not found`);
    return application;
  }

  /** Sorted by name. */
  all(): Application[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Adds an application, or stores that it has changed. */
  put(application: Application): void {
    this.#byName.set(application.name, application);
    this.files.save(application);
  }

  /** Adds one that is not worth a state file as long as nothing happens to it. */
  addPrepared(application: Application): void {
    this.#byName.set(application.name, application);
  }

  remove(name: string): void {
    this.#byName.delete(name);
    this.files.remove(name);
  }

  /** Resolves when the application's changes so far outlive this process. Error: InternalFailure, and it is tried again. */
  async written(name: string): Promise<void> {
    await this.files.written(name).catch((error: unknown) => {
      throw new ServiceError(
        'InternalFailure',
        `The change of application ${name} is not saved: ${messageOf(error)}. The server retries until it is`,
      );
    });
  }

  flush(): Promise<void> {
    return this.files.flush();
  }
}
