import type { Configuration } from '../model/configuration';

/** Property group that makes an application a Python one ("Programming your Managed Flink for Python application"). */
const RUN_OPTIONS = 'kinesis.analytics.flink.run.options';

/** The Python program that the application is to run; none: it runs the JAR's main(). */
export function pythonProgramOf(groups: Configuration['propertyGroups']): string | undefined {
  return groups?.find(({ id }) => id === RUN_OPTIONS)?.properties.python;
}
