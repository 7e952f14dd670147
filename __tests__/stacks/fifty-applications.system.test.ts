import { ALARM_CATALOG } from '../../config/alarm-catalog/alarm-catalog';
import { settingsWith } from '../settings-with';
import { synthesize } from './synthesis';

// Among the system tests since it takes two seconds, a tenth of what all the others may take.
test('fifty named applications have alarms each, one on silence, and a dashboard each where that is asked for', () => {
  const applications = Array.from({ length: 50 }, (_, index) => `orders-${index}`);
  const fifty = synthesize(settingsWith({ snapshots: { applications }, dashboard: { perApplication: true } }));
  fifty.dispose();
  const { resource } = fifty.stacks.snapshots;

  const { application, deployment, manager, queue } = ALARM_CATALOG;
  // Without consent to drills and without an objective for proofs there are no alarms on either.
  const each = application.filter(({ id }) => !['drill-failed', 'drill-overdue'].includes(id));
  const expected = 50 * each.length + deployment.length + manager.length + 2 * queue.length;
  expect(Object.keys(resource.aws_cloudwatch_metric_alarm ?? {})).toHaveLength(expected);
  expect(Object.keys(resource.aws_cloudwatch_composite_alarm ?? {})).toHaveLength(51);
  expect(Object.keys(resource.aws_cloudwatch_dashboard ?? {})).toHaveLength(51);
  for (const { dashboard_body } of Object.values(resource.aws_cloudwatch_dashboard ?? {})) {
    const { widgets } = JSON.parse(String(dashboard_body));
    // CloudWatch: 500 widgets, and 2,500 metrics in all graphs of a dashboard.
    expect(widgets.length).toBeLessThanOrEqual(500);
    const metrics = widgets.flatMap(
      ({ properties }: { properties: { metrics?: unknown[] } }) => properties.metrics ?? [],
    );
    expect(metrics.length).toBeLessThanOrEqual(2_500);
  }
});
