import type { Call, CallHead } from '../../local/cloud/aws-call';
import type { CallRecorder } from '../../local/cloud/gateway';
import type { PolicyRequest } from '../../local/cloud/identity/policy-evaluation';
import { iamRequests } from './iam-request';
import type { Place } from './place';

/** Phase of Terraform. */
export type Phase = 'create' | 'plan' | 'change' | 'change back' | 'destroy';

/** One question to IAM, by a call that was recorded; the same one is kept once a phase. */
export interface RecordedRequest extends PolicyRequest {
  readonly phase: Phase;
}

/** Writes down what Terraform's AWS provider calls, in IAM's words and by phase. */
export class Recorder implements CallRecorder {
  /** `undefined`: nothing is recorded. */
  phase: Phase | undefined;
  private readonly found = new Map<string, RecordedRequest>();
  private readonly errors = new Set<string>();

  constructor(private readonly place: Place) {}

  wants({ headers }: CallHead): boolean {
    return this.phase !== undefined && (headers['user-agent']?.includes('terraform-provider-aws') ?? false);
  }

  record(call: Call): void {
    const { phase } = this;
    if (phase === undefined) return;
    try {
      for (const request of iamRequests(call, this.place)) {
        const recorded = { phase, ...request };
        this.found.set(JSON.stringify(recorded), recorded);
      }
    } catch (error) {
      // Thrown in the gateway it would be an answer of the service, which the provider would repeat.
      this.errors.add(`${phase}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  requests(...phases: readonly Phase[]): readonly RecordedRequest[] {
    return [...this.found.values()].filter(({ phase }) => phases.includes(phase));
  }

  /** Sentences about calls whose right is not known. */
  unknown(): readonly string[] {
    return [...this.errors];
  }
}
