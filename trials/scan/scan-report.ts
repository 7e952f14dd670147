import { join } from 'node:path';
import type { ScanException } from '../../stacks/shared/scan-exceptions';
import { outputFolder } from '../../stacks/synthesis/synthesized-stacks';
import { table } from '../../tools/text-table';
import type { Scan } from './scan';

/** Report for a person: the counts, the reason of each exception, and what to do about the rest. */
export function scanReport(scans: readonly Scan[]): string[] {
  return [
    ...table(
      ['settings', 'passed', 'excepted', 'failed', 'needless exceptions'],
      scans.map(({ name, verdict: { passed, excepted, failed, needless } }) =>
        [name, passed, excepted.length, failed.length, needless.length].map(String),
      ),
    ),
    ...exceptionLines(scans),
    ...failureLines(scans),
  ];
}

/** Exceptions that are the same but for the resource or the settings, as one. */
export function grouped(list: readonly (ScanException & { readonly settings: string })[]): {
  readonly check: string;
  readonly paths: readonly string[];
  readonly settings: readonly string[];
  readonly reason: string;
}[] {
  const keys = [...new Set(list.map(({ check, reason }) => JSON.stringify([check, reason])))].sort();
  return keys.map((key) => {
    const same = list.filter(({ check, reason }) => JSON.stringify([check, reason]) === key);
    const [{ check, reason } = { check: '', reason: '' }] = same;
    return {
      check,
      reason,
      paths: [...new Set(same.map(({ path }) => path))].sort(),
      settings: [...new Set(same.map(({ settings }) => settings))],
    };
  });
}

function exceptionLines(scans: readonly Scan[]): string[] {
  const all = scans.flatMap(({ name, verdict }) => verdict.excepted.map((each) => ({ ...each, settings: name })));
  if (all.length === 0) return [];
  return [
    '',
    'Excepted, each for the reason beside its resource',
    ...grouped(all).flatMap(({ check, paths, settings, reason }) => [
      `  ${check}  ${paths.join(', ')}${settings.length < scans.length ? `  (${settings.join(', ')})` : ''}`,
      `      ${reason}`,
    ]),
  ];
}

function failureLines(scans: readonly Scan[]): string[] {
  return scans.flatMap(({ name, environment, verdict: { failed, needless } }) => [
    ...failed.flatMap(({ stack, address, check, asks }) => [
      '',
      `FAILED (${name})  ${check}  ${address} in ${join(outputFolder(environment), 'stacks', stack, 'cdk.tf.json')}`,
      `      asks: ${asks}`,
      `      Mend the part below stacks/ that makes it; or, where the check does not fit, write beside it: scanException(resource, '${check}', 'why')`,
    ]),
    ...needless.flatMap(({ path, check, reason }) => [
      '',
      `NEEDLESS (${name})  ${check}  ${path}`,
      `      It passes, or no such check looks at it; remove the exception, or make it depend on the setting: ${reason}`,
    ]),
  ]);
}
