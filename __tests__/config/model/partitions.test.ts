import { REGIONS } from '../../../config/schema/regions';
import { applicationUrl, dashboardUrl } from '../../../tools/console-urls';
import { settingsWith } from '../../settings-with';
import { synthesize } from '../../stacks/synthesis';

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/flink/home?region=eu-west-1#/applications/orders'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/flink/home?region=cn-north-1#/applications/orders'],
  [
    'us-gov-west-1',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/flink/home?region=us-gov-west-1#/applications/orders',
  ],
])('the console of %s is that of its partition', (region, url) => {
  expect(applicationUrl(region, 'orders')).toBe(url);
});

test('every region that the settings accept has a console, and an account is held to only where it is named', () => {
  for (const region of REGIONS) expect(settingsWith({ region }).region).toBe(region);
  expect(new Set(REGIONS.map((region) => new URL(dashboardUrl(region, 'd')).host.slice(region.length))).size).toBe(3);

  for (const accountId of [undefined, '111122223333']) {
    const synthesis = synthesize(settingsWith({ accountId }));
    try {
      const held = Object.values(synthesis.stacks).flatMap(({ provider }) => provider.aws?.map(accountOf) ?? []);
      expect(new Set(held)).toEqual(new Set([accountId && JSON.stringify([accountId])]));
    } finally {
      synthesis.dispose();
    }
  }
});

function accountOf(provider: unknown): string | undefined {
  const { allowed_account_ids: ids }: { allowed_account_ids?: unknown } = Object(provider);
  return ids === undefined ? undefined : JSON.stringify(ids);
}
