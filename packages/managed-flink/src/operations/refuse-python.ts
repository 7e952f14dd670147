import type { ControlPlane } from '../control-plane';
import { pythonProgramOf } from '../engine/python-program';
import { ServiceError } from '../errors';
import type { Configuration } from '../model/configuration';

/** PyFlink needs a Python with Flink's packages for each application, which this server does not have. */
export function refusePython(plane: ControlPlane, { propertyGroups }: Configuration): void {
  const program = plane.engine.kind === 'flink' ? pythonProgramOf(propertyGroups) : undefined;
  if (program === undefined) return;
  throw new ServiceError(
    'UnsupportedOperationException',
    `Property python of group kinesis.analytics.flink.run.options is ${program}: Python applications are not ` +
      'supported by the local Managed Flink API with the engine flink, which runs JARs',
  );
}
