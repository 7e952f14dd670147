import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEnvironmentFile } from '../../local/local-session';

test('a shell that sources the file can deploy by hand: AWS and Terraform are told, the person’s own AWS_ variables are gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'environment-file-'));
  try {
    const file = writeEnvironmentFile(
      folder,
      { AWS_REGION: 'eu-west-1' },
      {
        TF_CLI_CONFIG_FILE: `${folder}/it's.rc`,
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
        KDA_ENVIRONMENT: 'default',
        HOME: '/nowhere',
      },
    );
    const names = [
      'AWS_REGION',
      'AWS_PROFILE',
      'TF_CLI_CONFIG_FILE',
      'CDKTF_DISABLE_PLUGIN_CACHE_ENV',
      'KDA_ENVIRONMENT',
      'HOME',
    ];
    const script = `. '${file}'; printf '%s\\n' ${names.map((name) => `"$${name}"`).join(' ')}`;
    const shown = execFileSync('sh', ['-c', script], {
      env: { PATH: process.env.PATH, HOME: '/home/ada', AWS_PROFILE: 'ada' },
      encoding: 'utf8',
    });
    expect(shown.split('\n').slice(0, -1)).toEqual(['eu-west-1', '', `${folder}/it's.rc`, '1', 'default', '/home/ada']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
