import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { quietTerraform, type Terraform } from '../../tools/terraform';

export const AWS_PROVIDER = { source: 'registry.terraform.io/hashicorp/aws', version: '5.100.0' } as const;

/** Address of `hashicorp/aws` in OpenTofu, which means another registry, hence another folder of a mirror. */
export const OPENTOFU_SOURCE = 'registry.opentofu.org/hashicorp/aws';

/** Names a folder to look into first, laid out as `terraform providers mirror` writes it. */
export const MIRROR_VARIABLE = 'KDA_PROVIDER_MIRROR';

export interface ProviderSource {
  /** Variables for every Terraform or cdktf process. */
  readonly environment: NodeJS.ProcessEnv;
  /** One sentence for the person at the screen. */
  readonly description: string;
}

/**
 * Source of hashicorp/aws for Terraform: the user's own CLI configuration if it has a `provider_installation` block,
 * else a filesystem mirror on this machine, else the registry. For the last two a CLI configuration for Terraform and
 * OpenTofu is written to `folder`; it shares one plugin cache, because three stacks would otherwise each unpack 700 MB
 * of provider.
 *
 * @param product whose user configuration files are read.
 */
export function providerSource(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
  product: Terraform['product'] = 'Terraform',
): ProviderSource {
  const quiet = quietTerraform(environment);
  const own = ownConfiguration(quiet, product);
  if (own) {
    return { environment: quiet, description: `hashicorp/aws is installed as configured in ${own}.` };
  }
  const mirror = findMirror(environment);
  mkdirSync(folder, { recursive: true });
  const configFile = resolve(folder, 'terraform.rc');
  const cache = resolve(folder, 'plugin-cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(configFile, mirror ? mirrorConfiguration(mirror, folder) : registryConfiguration(cache));
  return {
    // cdktf would point Terraform at a cache of its own, and a mirror's 700 MB would be copied there instead of linked.
    environment: { ...quiet, TF_CLI_CONFIG_FILE: configFile, CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' },
    description: mirror
      ? `hashicorp/aws ${AWS_PROVIDER.version} comes from the filesystem mirror ${mirror}.`
      : `hashicorp/aws ${AWS_PROVIDER.version} comes from the registry (no filesystem mirror was found; ${MIRROR_VARIABLE} can name one).`,
  };
}

/** The first folder that holds hashicorp/aws in the version asked for, of: the variable, Terraform's implied folders, system-wide folders. */
export function findMirror(environment: NodeJS.ProcessEnv = process.env, roots = SYSTEM_ROOTS): string | undefined {
  const named = environment[MIRROR_VARIABLE];
  if (named && !holdsProvider(named)) {
    throw new Error(
      `${MIRROR_VARIABLE} is ${named}, expected a folder that holds ${AWS_PROVIDER.source} ${AWS_PROVIDER.version}. Unset it, or fill it with "terraform providers mirror".`,
    );
  }
  return [...(named ? [named] : []), ...impliedFolders(environment), ...below(roots)].find(holdsProvider);
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedFolders(environment: NodeJS.ProcessEnv): string[] {
  const home = environment.HOME ?? homedir();
  const dataHome = environment.XDG_DATA_HOME || join(home, '.local/share');
  const dataDirs = (environment.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(delimiter);
  return [
    join(home, '.terraform.d/plugins'),
    join(home, 'Library/Application Support/io.terraform/plugins'),
    ...[dataHome, ...dataDirs].map((folder) => join(folder, 'terraform/plugins')),
  ];
}

/** Folders in which administrators and images put shared files; searched two levels deep. */
const SYSTEM_ROOTS: readonly string[] = [
  '/opt',
  '/srv',
  '/usr/share',
  '/usr/local/share',
  '/usr/lib',
  '/usr/local/lib',
  '/var/lib',
];

function below(roots: readonly string[]): string[] {
  const folders = (parent: string): string[] => {
    try {
      return readdirSync(parent, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(parent, entry.name));
    } catch {
      return []; // absent, or not readable
    }
  };
  const first = roots.flatMap(folders);
  // A second level only where the name suggests Terraform: /usr/share has thousands of folders.
  const second = first.filter((folder) => /terraform|tofu|tf/i.test(folder)).flatMap(folders);
  return [...first, ...second];
}

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** Below a provider's folder: unpacked, or packed, for this platform. */
const PACKAGES: readonly string[] = [
  join(AWS_PROVIDER.version, PLATFORM),
  `terraform-provider-aws_${AWS_PROVIDER.version}_${PLATFORM}.zip`,
];

/** Laid out for Terraform or for OpenTofu: what is in it is the same provider. */
function holdsProvider(folder: string): boolean {
  return [AWS_PROVIDER.source, OPENTOFU_SOURCE].some((source) => packageIn(folder, source) !== undefined);
}

function packageIn(mirror: string, source: string): string | undefined {
  return PACKAGES.find((path) => existsSync(join(mirror, source, path)));
}

function mirrorConfiguration(mirror: string, folder: string): string {
  const sources = [AWS_PROVIDER.source, OPENTOFU_SOURCE];
  const mirrors = sources.map((source) => {
    const path = packageIn(mirror, source) ? resolve(mirror) : relink(mirror, source, resolve(folder));
    return `  filesystem_mirror {\n    path    = ${JSON.stringify(path)}\n    include = ["${source}"]\n  }`;
  });
  return `provider_installation {
${mirrors.join('\n')}
  direct {
    exclude = [${sources.map((source) => `"${source}"`).join(', ')}]
  }
}
`;
}

/**
 * A mirror in `folder` that has the provider under a source for which the given one has no folder. Only its last part is
 * a link: neither Terraform nor OpenTofu follows one further up (`getproviders.SearchLocalDirectory` of both).
 */
function relink(mirror: string, source: string, folder: string): string {
  const linked = join(folder, 'linked-mirror');
  for (const other of [AWS_PROVIDER.source, OPENTOFU_SOURCE]) {
    const path = packageIn(mirror, other);
    if (path === undefined) continue;
    const link = join(linked, source, path);
    rmSync(link, { force: true });
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(resolve(mirror, other, path), link, path.endsWith('.zip') ? 'file' : 'junction');
  }
  return linked;
}

/** Without the second line Terraform reuses the cache only where a lock file exists already, so three stacks would download three times. */
function registryConfiguration(cache: string): string {
  return `plugin_cache_dir = ${JSON.stringify(cache)}\nplugin_cache_may_break_dependency_lock_file = true\n`;
}

/** The CLI configuration file that already decides about provider installation, if there is one. */
function ownConfiguration(environment: NodeJS.ProcessEnv, product: Terraform['product']): string | undefined {
  const home = environment.HOME ?? homedir();
  // OpenTofu reads Terraform's file when it has none of its own.
  const files = [...(product === 'OpenTofu' ? ['.tofurc'] : []), '.terraformrc'].map((name) => join(home, name));
  const file = environment.TF_CLI_CONFIG_FILE ?? files.find((candidate) => existsSync(candidate));
  return file !== undefined && existsSync(file) && /^\s*provider_installation\b/m.test(readFileSync(file, 'utf8'))
    ? file
    : undefined;
}
