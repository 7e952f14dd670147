import { codeBlock } from '../packages/plan-review/src/markdown';

/** Section for the summary of a GitHub Actions run; text that somebody typed stays plain text. */
export function stepSummary(title: string, said: string): string {
  return `### ${title}\n\n${codeBlock('text', said.split('\n'))}\n\n`;
}
