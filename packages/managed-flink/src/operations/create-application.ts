import { type ControlPlane, newToken } from '../control-plane';
import { ServiceError } from '../errors';
import type { Application } from '../model/application';
import { newConfiguration } from '../model/configuration';
import { checkSnapshotMode } from '../model/snapshot-mode';
import { SnapshotSet } from '../model/snapshot-set';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { applicationDetail } from './application-detail';
import { checkedCode } from './checked-code';
import { refusePython } from './refuse-python';
import { refuseTooManyTags } from './tag-resource';

/** Creates an application in READY, version 1. */
export async function createApplication(
  plane: ControlPlane,
  request: Request<'CreateApplication'>,
): Promise<Response<'CreateApplication'>> {
  const name = request.ApplicationName;
  refuseTaken(plane, name);
  checkFlinkApplication(request);
  checkSnapshotMode(request.ApplicationConfiguration?.ApplicationSnapshotConfiguration?.SnapshotMode, {
    mode: undefined,
    runtime: request.RuntimeEnvironment,
  });
  refuseTooManyTags(request.Tags ?? []);
  const configuration = newConfiguration(request.ApplicationConfiguration);
  refusePython(plane, configuration);
  const code = await checkedCode(plane, configuration.code);
  // Checked again: another call may have created it while the code was read.
  refuseTaken(plane, name);

  const now = plane.clock.now();
  const application: Application = {
    name,
    arn: plane.applicationArn(name),
    description: request.ApplicationDescription,
    runtimeEnvironment: request.RuntimeEnvironment,
    serviceExecutionRole: request.ServiceExecutionRole,
    status: 'READY',
    versionId: 1,
    conditionalToken: newToken(),
    // Whole seconds: callers hand it back to DeleteApplication, the Terraform provider without the fraction.
    createdAt: new Date(Math.floor(now.getTime() / 1000) * 1000),
    updatedAt: now,
    configuration: { ...configuration, code },
    loggingOptions: (request.CloudWatchLoggingOptions ?? []).map((option, index) => ({
      id: `1.${index + 1}`,
      logStreamArn: option.LogStreamARN,
    })),
    tags: request.Tags ?? [],
    operations: [],
    versions: [],
    snapshots: new SnapshotSet(),
  };
  plane.applications.put(application);
  try {
    await plane.applications.written(name);
  } catch (error) {
    // An application whose creation is reported as failed must not exist.
    plane.applications.remove(name);
    throw error;
  }
  return { ApplicationDetail: applicationDetail(application) };
}

function refuseTaken(plane: ControlPlane, name: string): void {
  if (!plane.applications.has(name)) return;
  throw new ServiceError('ResourceInUseException', `Application ${name} already exists`);
}

function checkFlinkApplication(request: Request<'CreateApplication'>): void {
  if (!request.RuntimeEnvironment.startsWith('FLINK-') || request.ApplicationMode === 'INTERACTIVE') {
    throw new ServiceError(
      'UnsupportedOperationException',
      `RuntimeEnvironment ${request.RuntimeEnvironment} in mode ${request.ApplicationMode ?? 'STREAMING'} is not ` +
        'supported by the local Managed Flink API: it runs Flink applications in mode STREAMING',
    );
  }
  if ((request.CloudWatchLoggingOptions ?? []).length > 1) {
    throw new ServiceError('InvalidArgumentException', 'An application can have one CloudWatch logging option');
  }
}
