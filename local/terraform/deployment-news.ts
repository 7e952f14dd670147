/** Lines of Terraform with their wording for people. The first match applies. */
const NEWS: readonly {
  readonly pattern: RegExp;
  readonly text: (...groups: string[]) => string;
  /** True if every stack has the same line, so the stack's name is put before it. */
  readonly isOfStack?: true;
}[] = [
  {
    pattern: /(aws_\w+)\.\S+ \((\S+)\): (Creation|Modifications|Destruction) complete after (\w+)/,
    text: (type, path, what, time) => `${type} ${path}: ${DONE[what] ?? what} in ${time}`,
  },
  {
    pattern: /(aws_\w+)\.\S+ \((\S+)\): Still (creating|modifying|destroying)\.\.\. \[(?:id=\S+, )?(\S+) elapsed\]/,
    text: (type, path, what, time) => `${type} ${path}: still ${what} after ${time}`,
  },
  { pattern: /Initializing the backend/, text: () => 'terraform init', isOfStack: true },
  { pattern: /(Plan: \d+ to .*\.)/, text: (plan) => plan, isOfStack: true },
  { pattern: /(No changes\.)/, text: (none) => none, isOfStack: true },
  { pattern: /(Apply complete! Resources: .*\.)/, text: (complete) => complete, isOfStack: true },
  { pattern: /(Error: .*)/, text: (error) => error },
];

const DONE: Readonly<Record<string, string>> = {
  Creation: 'created',
  Modifications: 'changed',
  Destruction: 'destroyed',
};

/** The news in one line of `cdktf deploy`, one item or none; cdktf prints hundreds of others. */
export function newsOf(line: string, stack?: string): string[] {
  for (const { pattern, text, isOfStack } of NEWS) {
    const match = pattern.exec(line);
    if (match) return [`${isOfStack && stack ? `${stack}: ` : ''}${text(...match.slice(1))}`];
  }
  return [];
}

/** The news of the lines of one `cdktf deploy`, read in their order. */
export function newsReader(stacks: readonly string[]): (line: string) => string[] {
  const stackOf = stackOfLine(stacks);
  return (line) => newsOf(line, stackOf(line));
}

/** cdktf writes a stack's name before the first line of each piece of its output only; the lines after it are its, too. */
export function stackOfLine(stacks: readonly string[]): (line: string) => string | undefined {
  let current: string | undefined;
  return (line) => {
    const [first] = line.split(/\s/, 1);
    if (first !== undefined && stacks.includes(first)) current = first;
    return current;
  };
}
