import { type Problem, pathText } from './problems';

/** Start of a template in Terraform: a reference or a directive. In Terraform's JSON every text is a template. */
const TEMPLATE = /[$%]\{/;

/** Texts of the settings, including tag names, that Terraform would evaluate. */
export function templateProblems(value: unknown, path: readonly PropertyKey[] = []): Problem[] {
  if (typeof value === 'string') return TEMPLATE.test(value) ? [problem(path, `is ${JSON.stringify(value)}`)] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries: (readonly [PropertyKey, unknown])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(value);
  return entries.flatMap(([key, each]) => [
    ...(TEMPLATE.test(String(key)) ? [problem([...path, key], 'is used as a key')] : []),
    ...templateProblems(each, [...path, key]),
  ]);
}

function problem(path: readonly PropertyKey[], is: string): Problem {
  return {
    path: pathText(path),
    is,
    expected: 'text without "${" and "%{"',
    remedy: 'Terraform would evaluate it as a reference. Write the value itself.',
  };
}
