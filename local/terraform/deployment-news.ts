/** What Terraform says while it works, and how a person wants to read it. The first that matches is taken. */
const NEWS: readonly { readonly pattern: RegExp; readonly text: (...groups: string[]) => string }[] = [
  {
    pattern: /(aws_\w+)\.\S+ \((\S+)\): (Creation|Modifications|Destruction) complete after (\w+)/,
    text: (type, path, what, time) => `${type} ${path}: ${DONE[what] ?? what} in ${time}`,
  },
  {
    pattern: /(aws_\w+)\.\S+ \((\S+)\): Still (creating|modifying|destroying)\.\.\. \[(?:id=\S+, )?(\S+) elapsed\]/,
    text: (type, path, what, time) => `${type} ${path}: still ${what} after ${time}`,
  },
  { pattern: /Initializing (?:the backend|provider plugins)/, text: () => 'terraform init' },
  { pattern: /(Plan: \d+ to .*\.)/, text: (plan) => plan },
  { pattern: /(No changes\.)/, text: (none) => none },
  { pattern: /(Apply complete! Resources: .*\.)/, text: (complete) => complete },
  { pattern: /(Error: .*)/, text: (error) => error },
];

const DONE: Readonly<Record<string, string>> = {
  Creation: 'created',
  Modifications: 'changed',
  Destruction: 'destroyed',
};

/** The news in one line of `cdktf deploy`, one item or none; cdktf prints hundreds of others. */
export function newsOf(line: string): string[] {
  for (const { pattern, text } of NEWS) {
    const match = pattern.exec(line);
    if (match) return [text(...match.slice(1))];
  }
  return [];
}
