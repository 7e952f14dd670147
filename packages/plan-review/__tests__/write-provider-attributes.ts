/**
 * Writes provider-attributes.json: the attributes in the AWS provider's schema of all resources that snapshots depend on.
 * With it, the test of the classes needs no Terraform.
 *
 *   npx tsx packages/plan-review/__tests__/write-provider-attributes.ts
 *
 * It takes ten seconds and needs Terraform and the provider, from the mirror or the registry.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AWS_PROVIDER, providerSource } from '../../../local/terraform/provider-mirror';
import { run } from '../../../tools/processes/run';
import { findTerraform } from '../../../tools/terraform';
import { CLASSES } from '../src/classes';

interface Block {
  readonly attributes?: Readonly<Record<string, { readonly type?: unknown }>> | undefined;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>> | undefined;
}

const blockSchema: z.ZodType<Block> = z.lazy(() =>
  z.object({
    attributes: z.record(z.string(), z.object({ type: z.unknown().optional() })).optional(),
    block_types: z.record(z.string(), z.object({ block: blockSchema })).optional(),
  }),
);

const schemas = z.object({
  provider_schemas: z.record(
    z.string(),
    z.object({ resource_schemas: z.record(z.string(), z.object({ block: blockSchema })) }),
  ),
});

/** Paths by the kind of value. */
function attributesOf({ attributes = {}, block_types: blocks = {} }: Block, prefix = ''): [string, string][] {
  return [
    ...Object.entries(attributes).map(([name, { type }]): [string, string] => [`${prefix}${name}`, kindOf(type)]),
    ...Object.entries(blocks).flatMap(([name, { block }]) => attributesOf(block, `${prefix}${name}.`)),
  ];
}

function kindOf(type: unknown): string {
  if (typeof type === 'string') return type;
  const kind = Array.isArray(type) ? String(type[0]) : 'string';
  return kind === 'set' ? 'list' : kind;
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'provider-attributes-'));
  try {
    const { version } = AWS_PROVIDER;
    const required_providers = { aws: { source: 'hashicorp/aws', version } };
    writeFileSync(join(work, 'main.tf.json'), JSON.stringify({ terraform: { required_providers } }));
    const { binary } = findTerraform();
    const options = {
      cwd: work,
      environment: { ...process.env, ...providerSource(join(work, 'terraform')).environment },
    };
    await run(binary, ['init', '-input=false', '-no-color'], options);
    const lines = await run(binary, ['providers', 'schema', '-json'], options);
    const [provider] = Object.values(
      schemas.parse(JSON.parse(lines.find((line) => line.startsWith('{')) ?? '')).provider_schemas,
    );
    const types = Object.keys(CLASSES)
      .sort()
      .map((type): [string, Record<string, string>] => {
        const block = provider?.resource_schemas[type]?.block;
        if (block === undefined) throw new Error(`The provider has no ${type}.`);
        const all = attributesOf(block).sort();
        const kinds = [...new Set(all.map(([, kind]) => kind))].sort();
        return [
          type,
          Object.fromEntries(
            kinds.map((kind) => [
              kind,
              all
                .filter(([, one]) => one === kind)
                .map(([path]) => path)
                .join(' '),
            ]),
          ),
        ];
      });
    const file = join(__dirname, 'provider-attributes.json');
    writeFileSync(
      file,
      `${JSON.stringify({ provider: `hashicorp/aws ${version}`, types: Object.fromEntries(types) }, null, 2)}\n`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
