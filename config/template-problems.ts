import { type Problem, pathText } from './problems';

/** How Terraform's templates begin: a reference, a directive. In its JSON every text is one. */
const TEMPLATE = /[$%]\{/;

/** Every text of the settings, names of tags included, that would reach Terraform as something to be worked out. */
export function templateProblems(value: unknown, path: readonly PropertyKey[] = []): Problem[] {
  if (typeof value === 'string') return TEMPLATE.test(value) ? [problem(path, `is ${JSON.stringify(value)}`)] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries: (readonly [PropertyKey, unknown])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(value);
  return entries.flatMap(([key, each]) => [
    ...(TEMPLATE.test(String(key)) ? [problem([...path, key], 'is called so')] : []),
    ...templateProblems(each, [...path, key]),
  ]);
}

function problem(path: readonly PropertyKey[], is: string): Problem {
  return {
    path: pathText(path),
    is,
    expected: 'text without "${" and "%{"',
    remedy: 'Settings are plain values, in which Terraform would see a reference: write the value itself.',
  };
}
