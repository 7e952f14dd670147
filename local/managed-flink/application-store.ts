import { ServiceError } from './errors';
import type { Application } from './model/application';

/** Where the state of applications is kept over a restart of the server. */
export interface StateFiles {
  load(): Application[];
  /** Soon writes the application's state as it is then. */
  save(application: Application): void;
  remove(applicationName: string): void;
  /** Resolves when all that was asked for is written. */
  flush(): Promise<void>;
}

export const noStateFiles: StateFiles = { load: () => [], save() {}, remove() {}, async flush() {} };

/** The applications of the account, by name. */
export class ApplicationStore {
  readonly #byName = new Map<string, Application>();

  constructor(private readonly files: StateFiles) {
    for (const application of files.load()) this.#byName.set(application.name, application);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Whether this very application is there; one of the same name may have taken its place. */
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

  flush(): Promise<void> {
    return this.files.flush();
  }
}
