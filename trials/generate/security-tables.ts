import { policyDocument } from '../../config/model/iam-policy';
import { keyPolicy } from '../../config/model/key-users';
import { KEY_USES } from '../../config/schema/security-settings';
import { grouped } from '../scan/scan-report';
import { settingsOfTheProject } from '../scan/scanned-settings';
import { exceptionsOf } from '../scan/synthesized';
import { markdownTable, withPart } from './document-part';

const FILE = 'docs/security.md';

/** docs/security.md with its generated parts as the code has them. @throws Error when the marks of one are missing. */
export function withSecurityTables(document: string): string {
  return withPart(withPart(document, FILE, 'exceptions', exceptionsTable()), FILE, 'key-policy', yourKeysPolicy());
}

/** The hash in the name of what is made anew for each build. */
const BUILD = /-[0-9a-f]{16}$/;

function exceptionsTable(): string {
  const scanned = settingsOfTheProject();
  const all = scanned.flatMap(({ name, settings }) =>
    exceptionsOf(settings).map((exception) => ({ ...exception, settings: name })),
  );
  const rows = grouped(all).map(({ check, paths, settings, reason }) => {
    const where = settings.length === scanned.length ? 'all' : settings.join(', ');
    return [check, paths.map((path) => `\`${path.replace(BUILD, '-<build>')}\``).join(', '), where, reason];
  });
  return markdownTable(['check', 'resource', 'settings', 'reason'], rows);
}

/** Policy that an existing key needs for all uses. */
function yourKeysPolicy(): string {
  const place = { partition: 'aws', region: 'REGION', id: 'ACCOUNT' };
  const statements = KEY_USES.flatMap((use) => keyPolicy(use, place, 'NAME_OF_THE_GROUP'));
  // Each use has the account's statement.
  const different = statements.filter(({ sid }, index) => statements.findIndex((each) => each.sid === sid) === index);
  // One statement a line: to be read, and to be copied whole.
  const lines = policyDocument(different)
    .replace('"Statement":[', '"Statement":[\n')
    .replaceAll('},{"Sid"', '},\n{"Sid"');
  return ['```json', lines, '```', ''].join('\n');
}
