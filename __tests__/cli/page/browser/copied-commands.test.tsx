import { renderToString } from 'preact-render-to-string';
import { type Naming, typedChoice } from '../../../../cli/page/activities/command-line';
import { CopyCommand } from '../../../../cli/page/browser/parts/copy-command';
import { PlaceContext } from '../../../../cli/page/browser/shell/place-context';

function copied(line: string, choice: Naming): string | undefined {
  const place = {
    ...{ environment: 'staging', deployment: 'staging', commandOptions: typedChoice(choice), region: 'eu-west-1' },
    ...{ version: '1', isLocal: false, timeZone: 'UTC' },
  };
  const html = renderToString(
    <PlaceContext.Provider value={place}>
      <CopyCommand line={line} />
    </PlaceContext.Provider>,
  );
  return /aria-label="Copy ([^"]+)"/.exec(html)?.[1];
}

test.each<[string, Naming, string]>([
  [
    'kda restore orders --snapshot staging.20261128T025000Z',
    { deployment: 'staging' },
    'kda restore orders --snapshot staging.20261128T025000Z --deployment staging',
  ],
  ['kda why orders', { environment: 'staging' }, 'kda why orders --env staging'],
  ['npx kda status', { deployment: 'team a' }, "npx kda status --deployment 'team a'"],
  ['kda why orders', {}, 'kda why orders'],
  // It says so already, or is no command of ours.
  ['kda why orders --deployment other', { deployment: 'staging' }, 'kda why orders --deployment other'],
  ['aws sts get-caller-identity', { deployment: 'staging' }, 'aws sts get-caller-identity'],
  // Another shell may have the credentials of an account.
  ['kda stop orders --force', { isLocal: true }, 'kda stop orders --force --local'],
  ['kda stop orders', { isLocal: true, environment: 'staging' }, 'kda stop orders --local --env staging'],
  ['kda why orders --deployment other', { isLocal: true }, 'kda why orders --deployment other --local'],
  ['kda why orders --local', { isLocal: true, deployment: 'a' }, 'kda why orders --local --deployment a'],
  ['kda stop -- -orders', { isLocal: true }, 'kda stop --local -- -orders'],
  ['aws sts get-caller-identity', { isLocal: true }, 'aws sts get-caller-identity'],
])('%s of a page that was started with %j is copied as %s', (line, choice, expected) => {
  expect(copied(line, choice)?.replaceAll('&#39;', "'")).toBe(expected);
});
