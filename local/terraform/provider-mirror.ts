import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { quietTerraform } from './terraform';

export const AWS_PROVIDER = { source: 'registry.terraform.io/hashicorp/aws', version: '5.100.0' } as const;

/** Names a folder to look into first, laid out as `terraform providers mirror` writes it. */
export const MIRROR_VARIABLE = 'KDA_PROVIDER_MIRROR';

export interface ProviderSource {
  /** Variables for every Terraform or cdktf process. */
  readonly environment: NodeJS.ProcessEnv;
  /** One sentence for the person at the screen. */
  readonly description: string;
}

/**
 * Where Terraform gets hashicorp/aws from: the user's own CLI configuration when it has a `provider_installation`
 * block, else a filesystem mirror when one is found on this machine, else the registry. For the last two a CLI
 * configuration is written into `folder`; it shares one plugin cache, since three stacks would otherwise each unpack
 * 700 MB of provider.
 */
export function providerSource(folder: string, environment: NodeJS.ProcessEnv = process.env): ProviderSource {
  const quiet = quietTerraform(environment);
  const own = ownConfiguration(quiet);
  if (own) {
    return { environment: quiet, description: `hashicorp/aws comes from where ${own} says.` };
  }
  const mirror = findMirror(environment);
  mkdirSync(folder, { recursive: true });
  const configFile = resolve(folder, 'terraform.rc');
  const cache = resolve(folder, 'plugin-cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(configFile, mirror ? mirrorConfiguration(mirror) : registryConfiguration(cache));
  return {
    // cdktf would point Terraform at a cache of its own, and a mirror's 700 MB would be copied there instead of linked.
    environment: { ...quiet, TF_CLI_CONFIG_FILE: configFile, CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' },
    description: mirror
      ? `hashicorp/aws ${AWS_PROVIDER.version} comes from the filesystem mirror ${mirror}.`
      : `hashicorp/aws ${AWS_PROVIDER.version} comes from the Terraform registry (no filesystem mirror was found; ${MIRROR_VARIABLE} can name one).`,
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

/** Where administrators and images put shared things; looked into two levels deep, no further. */
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
      return []; // absent, or not ours to read
    }
  };
  const first = roots.flatMap(folders);
  // A second level only where the name speaks of Terraform: /usr/share has thousands of folders.
  const second = first.filter((folder) => /terraform|tofu|tf/i.test(folder)).flatMap(folders);
  return [...first, ...second];
}

/** Unpacked (`<version>/<os>_<arch>/`) or packed (`terraform-provider-aws_<version>_<os>_<arch>.zip`), for this platform. */
function holdsProvider(folder: string): boolean {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const provider = join(folder, AWS_PROVIDER.source);
  return (
    existsSync(join(provider, AWS_PROVIDER.version, platform)) ||
    existsSync(join(provider, `terraform-provider-aws_${AWS_PROVIDER.version}_${platform}.zip`))
  );
}

function mirrorConfiguration(mirror: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(resolve(mirror))}
    include = ["${AWS_PROVIDER.source}"]
  }
  direct {
    exclude = ["${AWS_PROVIDER.source}"]
  }
}
`;
}

/** Without the second line Terraform reuses the cache only where a lock file exists already, so three stacks would download three times. */
function registryConfiguration(cache: string): string {
  return `plugin_cache_dir = ${JSON.stringify(cache)}\nplugin_cache_may_break_dependency_lock_file = true\n`;
}

/** The CLI configuration file that already decides about provider installation, if there is one. */
function ownConfiguration(environment: NodeJS.ProcessEnv): string | undefined {
  const file = environment.TF_CLI_CONFIG_FILE ?? join(environment.HOME ?? homedir(), '.terraformrc');
  return existsSync(file) && /^\s*provider_installation\b/m.test(readFileSync(file, 'utf8')) ? file : undefined;
}
