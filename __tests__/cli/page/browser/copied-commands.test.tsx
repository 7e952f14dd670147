import { renderToString } from 'preact-render-to-string';
import type { DeploymentChoice } from '../../../../cli/deployment-options';
import { typedChoice } from '../../../../cli/page/activities/command-line';
import { CopyCommand } from '../../../../cli/page/browser/parts/copy-command';
import { PlaceContext } from '../../../../cli/page/browser/shell/place-context';

function copied(line: string, choice: DeploymentChoice): string | undefined {
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

test.each<[string, DeploymentChoice, string]>([
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
])('%s of a page that was started with %j is copied as %s', (line, choice, expected) => {
  expect(copied(line, choice)?.replaceAll('&#39;', "'")).toBe(expected);
});
