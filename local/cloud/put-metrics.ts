import { type CloudWatchClient, PutMetricDataCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch';

export interface MetricValue {
  readonly name: string;
  readonly value: number;
  readonly unit: StandardUnit;
  readonly dimensions: Readonly<Record<string, string>>;
  /** None: now. */
  readonly at?: Date;
}

/** Values a call may carry at most (CloudWatch quota). */
const VALUES_A_CALL = 1_000;

/** Writes metrics into the emulator's CloudWatch; unlike AWS's it takes the `AWS/…` namespaces too. */
export async function putMetrics(
  client: CloudWatchClient,
  namespace: string,
  values: readonly MetricValue[],
): Promise<void> {
  for (let from = 0; from < values.length; from += VALUES_A_CALL) {
    await client.send(
      new PutMetricDataCommand({
        Namespace: namespace,
        MetricData: values.slice(from, from + VALUES_A_CALL).map(({ name, value, unit, dimensions, at }) => ({
          MetricName: name,
          Value: value,
          Unit: unit,
          Timestamp: at,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        })),
      }),
    );
  }
}
