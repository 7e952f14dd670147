/** Step of a client's middleware stack that this program adds to. */
interface Step {
  readonly step: 'initialize' | 'deserialize';
  readonly name: string;
  readonly priority: 'high';
}

/** Call on its way through a client. */
export interface PassingCall {
  readonly input: Readonly<Record<string, unknown>>;
}

/** Answer of a client. */
export interface PassingAnswer {
  readonly output: Readonly<Record<string, unknown>>;
}

export type Pass = (args: PassingCall) => Promise<PassingAnswer>;

/** Names of a call: `DynamoDBClient`, `QueryCommand`. */
export interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** Client of any service of AWS. */
interface Stacked {
  readonly middlewareStack: {
    add(middleware: (next: Pass, context: CallContext) => Pass, options: Step): void;
  };
}

/** Adds a step to a client of any service: their own types differ in the call alone. */
export function addStep(client: unknown, options: Step, middleware: (next: Pass, context: CallContext) => Pass): void {
  (client as Stacked).middlewareStack.add(middleware, options);
}

/** Operation in the name of a command: `Query` of `QueryCommand`. */
export function operationOf({ commandName = 'Unknown' }: CallContext): string {
  return commandName.replace(/Command$/, '');
}
