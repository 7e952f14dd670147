import type { SynthesizedStack } from '../stacks/synthesis/synthesized-stacks';
import { CommandFailedError } from '../tools/processes/run';

/** Advice for a stack whose lock somebody holds; empty after any other failure of Terraform. */
export function lockAdvice({ id, folder }: SynthesizedStack, { lines }: CommandFailedError): string {
  if (!lines.some((line) => line.includes('Error acquiring the state lock'))) return '';
  return `\nSomebody holds the lock of ${id}, or a run that died left it: "Who" names the owner. Only when that run is over: terraform -chdir=${folder} force-unlock ID (docs/state.md, "A lock that stays").`;
}

/** Error of Terraform with the advice on its lock; any other error unchanged. */
export function withLockAdvice(stack: SynthesizedStack, error: unknown): unknown {
  if (!(error instanceof CommandFailedError)) return error;
  const advice = lockAdvice(stack, error);
  return advice === '' ? error : new Error(`${error.message}${advice}`, { cause: error });
}
