/** A way to synthesize the same stacks with CDK Terrain (cdktn), CDKTF's continuation. */
export interface Variant {
  readonly id: 'alias' | 'renamed';
  readonly what: string;
  /** Packages to install besides those of the project that have nothing to do with CDKTF. */
  readonly packages: Readonly<Record<string, string>>;
  /** New names of the imports; empty: no line of the code changes. */
  readonly renames: Readonly<Record<string, string>>;
}

/** cdktn 0.24.0 takes constructs 10.6 and 10.7 only. */
const CONSTRUCTS = { constructs: '10.7.2' };

export const VARIANTS: readonly Variant[] = [
  {
    id: 'alias',
    what: 'cdktn installed under the name cdktf, with the provider classes that we use',
    packages: { ...CONSTRUCTS, cdktf: 'npm:cdktn@0.24.0', '@cdktf/provider-aws': '21.22.1' },
    renames: {},
  },
  {
    id: 'renamed',
    // The oldest that exists under the new name is made for hashicorp/aws 6.40.0; none is for 5.
    what: 'cdktn and its own provider classes, all imports renamed',
    packages: { ...CONSTRUCTS, cdktn: '0.24.0', '@cdktn/provider-aws': '25.7.0' },
    renames: { cdktf: 'cdktn', '@cdktf/provider-aws': '@cdktn/provider-aws' },
  },
];

export interface ExpectedDifference {
  readonly variants: readonly Variant['id'][];
  /** `<environment>/<path in its folder of cdktf.out>`; `*` stands for any part of a path between slashes. */
  readonly file: string;
  /** Keys from the top, joined by dots; LAYOUT: how the text is set out, not what it says. */
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
  readonly reason: string;
}

/** The path of a difference that is none to whoever reads JSON. */
export const LAYOUT = '(layout)';

const BOTH: ExpectedDifference['variants'] = ['alias', 'renamed'];
const STACK = '*/stacks/*/cdk.tf.json';

function emptyList(file: string, reason: string): ExpectedDifference {
  return {
    variants: BOTH,
    file,
    path: LAYOUT,
    ours: 'an empty list or object takes two lines',
    theirs: 'an empty list or object takes one line',
    reason,
  };
}

/** Every difference that is known, and why it is none to worry about. Each must be seen, and no other. */
export const EXPECTED_DIFFERENCES: readonly ExpectedDifference[] = [
  {
    variants: BOTH,
    file: STACK,
    path: '//.metadata.version',
    ours: '"0.21.0"',
    theirs: '"0.24.0"',
    reason: 'The library’s own version, in a comment: Terraform does not read what is below "//".',
  },
  {
    variants: BOTH,
    file: '*/manifest.json',
    path: 'version',
    ours: '"0.21.0"',
    theirs: '"0.24.0"',
    reason: 'The same, for the command line tool; Terraform does not read this file.',
  },
  emptyList('*/manifest.json', 'Another JSON writer (safe-stable-stringify): white space.'),
  emptyList('*/stacks/artifacts/cdk.tf.json', 'The same; this stack has empty objects in it.'),
  emptyList('*/stacks/application/cdk.tf.json', 'The same: the copy of the code has no default tags.'),
  emptyList('*/stacks/upkeep/cdk.tf.json', 'The same: a lifecycle rule for all objects has an empty filter.'),
  {
    variants: ['renamed'],
    file: STACK,
    path: 'terraform.required_providers.aws.source',
    ours: '"aws"',
    theirs: '"hashicorp/aws"',
    reason: 'The same address: Terraform and OpenTofu put hashicorp/ before a source without a namespace.',
  },
];
