import { duration } from './times';

/** Sentence about a wrong clock. @param seconds by which this machine is behind AWS; negative: ahead. */
export function clockSkewText(seconds: number): string {
  const way = seconds > 0 ? 'behind' : 'ahead of';
  return `The clock of this machine is ${duration(Math.abs(seconds))} ${way} that of AWS, which counts here. Set it right.`;
}
