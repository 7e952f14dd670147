import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AWS_PROVIDER,
  findMirror,
  MIRROR_VARIABLE,
  OPENTOFU_SOURCE,
  providerSource,
} from '../../../local/terraform/provider-mirror';

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mirror-test-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function makeMirror(
  folder: string,
  version: string = AWS_PROVIDER.version,
  source: string = AWS_PROVIDER.source,
): string {
  mkdirSync(join(folder, source, version, platform), { recursive: true });
  return folder;
}

describe('the filesystem mirror', () => {
  test('that the variable names is used first', () => {
    const named = makeMirror(join(home, 'named'));
    makeMirror(join(home, '.terraform.d/plugins'));
    expect(findMirror({ HOME: home, [MIRROR_VARIABLE]: named }, [])).toBe(named);
  });

  test('in a folder that Terraform implies is found without being named', () => {
    const implied = makeMirror(join(home, '.local/share/terraform/plugins'));
    expect(findMirror({ HOME: home, XDG_DATA_DIRS: '/nowhere' }, [])).toBe(implied);
  });

  test('in a system-wide folder is found', () => {
    const shared = makeMirror(join(home, 'system/plugins'));
    expect(findMirror({ HOME: home, XDG_DATA_DIRS: '/nowhere' }, [join(home, 'system')])).toBe(shared);
  });

  test('with packed archives counts as well', () => {
    const packed = join(home, 'packed');
    mkdirSync(join(packed, AWS_PROVIDER.source), { recursive: true });
    writeFileSync(
      join(packed, AWS_PROVIDER.source, `terraform-provider-aws_${AWS_PROVIDER.version}_${platform}.zip`),
      '',
    );
    expect(findMirror({ HOME: home, [MIRROR_VARIABLE]: packed }, [])).toBe(packed);
  });

  test('of another provider version is passed over', () => {
    makeMirror(join(home, '.terraform.d/plugins'), '5.99.0');
    expect(findMirror({ HOME: home, XDG_DATA_DIRS: '/nowhere' }, [])).toBeUndefined();
  });

  test('that the variable names but that lacks the provider is an error which says what to do', () => {
    expect(() => findMirror({ HOME: home, [MIRROR_VARIABLE]: home }, [])).toThrow(
      `${MIRROR_VARIABLE} is ${home}, expected a folder that holds registry.terraform.io/hashicorp/aws 5.100.0. Unset it, or fill it with "terraform providers mirror".`,
    );
  });
});

describe('the source of the provider', () => {
  test('is a configuration file of ours that names the mirror', () => {
    const named = makeMirror(join(home, 'named'));
    const source = providerSource(join(home, 'out'), { HOME: home, [MIRROR_VARIABLE]: named });
    expect(source.description).toBe(`hashicorp/aws 5.100.0 comes from the filesystem mirror ${named}.`);
    expect(readFileSync(source.environment.TF_CLI_CONFIG_FILE ?? '', 'utf8')).toContain(`path    = "${named}"`);
  });

  test.each([
    [AWS_PROVIDER.source, OPENTOFU_SOURCE],
    [OPENTOFU_SOURCE, AWS_PROVIDER.source],
  ])('of a mirror laid out for %s is linked for %s', (present, absent) => {
    const named = makeMirror(join(home, 'named'), undefined, present);
    const source = providerSource(join(home, 'out'), { HOME: home, [MIRROR_VARIABLE]: named });
    const linked = join(home, 'out/linked-mirror');
    const said = readFileSync(source.environment.TF_CLI_CONFIG_FILE ?? '', 'utf8');
    expect(said).toContain(`path    = "${named}"\n    include = ["${present}"]`);
    expect(said).toContain(`path    = "${linked}"\n    include = ["${absent}"]`);
    expect(realpathSync(join(linked, absent, AWS_PROVIDER.version, platform))).toBe(
      realpathSync(join(named, present, AWS_PROVIDER.version, platform)),
    );
  });

  test('for OpenTofu is left to its own configuration of the user, which Terraform does not read', () => {
    const named = makeMirror(join(home, 'named'));
    const environment = { HOME: home, [MIRROR_VARIABLE]: named };
    writeFileSync(join(home, '.tofurc'), 'provider_installation {\n  direct {}\n}\n');
    const description = (product: 'Terraform' | 'OpenTofu') =>
      providerSource(join(home, 'out'), environment, product).description;
    expect(description('OpenTofu')).toBe(`hashicorp/aws is installed as configured in ${join(home, '.tofurc')}.`);
    expect(description('Terraform')).toContain(named);
  });

  test('is left to a configuration of the user that decides it', () => {
    const file = join(home, 'mine.rc');
    writeFileSync(file, 'provider_installation {\n  direct {}\n}\n');
    const source = providerSource(join(home, 'out'), { HOME: home, TF_CLI_CONFIG_FILE: file });
    expect(source.environment.TF_CLI_CONFIG_FILE).toBe(file);
    expect(source.description).toBe(`hashicorp/aws is installed as configured in ${file}.`);
  });

  test('ignores a configuration variable that names a missing file', () => {
    const named = makeMirror(join(home, 'named'));
    const source = providerSource(join(home, 'out'), {
      HOME: home,
      TF_CLI_CONFIG_FILE: join(home, 'missing.rc'),
      [MIRROR_VARIABLE]: named,
    });
    expect(source.environment.TF_CLI_CONFIG_FILE).toBe(join(home, 'out/terraform.rc'));
  });
});
