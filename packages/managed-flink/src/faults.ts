import { isServiceErrorType, SERVICE_ERROR_TYPES, type ServiceErrorType } from './errors';
import { isOperationName } from './requests';
import type { OperationName } from './service-operations';

/**
 * Fault of an operation's calls: a service error instead of an answer. `FAILED`: accepted, but ends FAILED. `LOST`:
 * done, but the answer never arrives.
 */
export interface Fault {
  readonly operation: OperationName;
  readonly kind: ServiceErrorType | 'FAILED' | 'LOST';
  /** Share of the calls that it hits, above 0 up to 1. Not by chance: 0.25 hits every fourth call. */
  readonly rate: number;
}

/** The operations that begin something which can end FAILED. */
const ASYNCHRONOUS: readonly OperationName[] = [
  'CreateApplicationSnapshot',
  'StartApplication',
  'RollbackApplication',
  'StopApplication',
  'UpdateApplication',
];

/** `OPERATION=ERROR[:RATE]`. Throws an Error whose message says what is allowed. */
export function parseFault(text: string): Fault {
  const [, operation = '', kind = '', rateText = '1'] = /^([^=]*)=([^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (!isOperationName(operation)) {
    throw new Error(`--fail ${text}: "${operation}" is not an operation; write OPERATION=ERROR[:RATE], as in
  --fail CreateApplicationSnapshot=FAILED:0.5.`);
  }
  const rate = Number(rateText);
  if (!(rate > 0 && rate <= 1))
    throw new Error(`--fail ${text}: the rate is "${rateText}", expected above 0, up to 1.`);
  if (kind === 'FAILED' && ASYNCHRONOUS.includes(operation)) return { operation, kind, rate };
  if (kind === 'LOST' || isServiceErrorType(kind)) return { operation, kind, rate };
  const own = ASYNCHRONOUS.includes(operation) ? ['FAILED', 'LOST'] : ['LOST'];
  throw new Error(`--fail ${text}: "${kind}" is not an error of ${operation}; allowed are ${own.join(', ')} and
  ${SERVICE_ERROR_TYPES.join(', ')}.`);
}

/** Tells for each call which faults hit it. */
export class FaultPlan {
  readonly #counts = new Map<Fault, number>();

  constructor(private readonly faults: readonly Fault[]) {}

  /** The first fault that hits this call, if any. Each call counts once for each fault of its operation. */
  next(operation: OperationName): Fault | undefined {
    const hits = this.faults.filter((fault) => fault.operation === operation && this.#hits(fault));
    return hits[0];
  }

  #hits(fault: Fault): boolean {
    const calls = (this.#counts.get(fault) ?? 0) + 1;
    this.#counts.set(fault, calls);
    return Math.floor(calls * fault.rate + 1e-9) > Math.floor((calls - 1) * fault.rate + 1e-9);
  }
}
