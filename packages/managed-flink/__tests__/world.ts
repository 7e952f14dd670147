import { ApplicationStore, noStateFiles } from '../src/application-store';
import { ControlPlane, type ControlPlaneSettings } from '../src/control-plane';
import { SimulatedEngine } from '../src/engine/simulated-engine';
import { runOperation } from '../src/operations/catalog';
import type { OperationName, Response } from '../src/service-operations';
import { applicationRequest } from './api-client';
import { HandClock } from './hand-clock';

const SETTINGS: ControlPlaneSettings = {
  region: 'us-east-1',
  accountId: '000000000000',
  snapshotQuota: 3,
  listOrder: 'oldest-first',
  snapshotsDisabled: 'accept',
};
export const app = { ApplicationName: 'app' };

/** A control plane over simulated jobs, with a clock that a test moves. */
export function world(settings: Partial<ControlPlaneSettings> = {}, applications = new ApplicationStore(noStateFiles)) {
  const clock = new HandClock();
  const engine = new SimulatedEngine(clock, { startMs: 200, stopMs: 200, snapshotMs: 1000, deleteMs: 50 });
  const plane = new ControlPlane({ ...SETTINGS, ...settings }, applications, engine, clock, () => {});
  const call = <Name extends OperationName>(name: Name, request: object): Promise<Response<Name>> =>
    runOperation(plane, name, JSON.stringify(request));
  return {
    disabled,
    clock,
    engine,
    plane,
    call,
    create: (more: object = {}) => call('CreateApplication', { ...applicationRequest('app'), ...more }),
    async running(more: object = {}) {
      await call('CreateApplication', { ...applicationRequest('app'), ...more });
      await call('StartApplication', app);
      await clock.advance(200);
    },
    status: async () => (await call('DescribeApplication', app)).ApplicationDetail?.ApplicationStatus,
    detail: async () => (await call('DescribeApplication', app)).ApplicationDetail,
    snapshots: async () => (await call('ListApplicationSnapshots', app)).SnapshotSummaries ?? [],
    operation: async (OperationId: string | undefined) =>
      (await call('DescribeApplicationOperation', { ...app, OperationId })).ApplicationOperationInfoDetails,
  };
}

export type World = ReturnType<typeof world>;

export const update = (version: number, more: object = {}) => ({
  ...app,
  CurrentApplicationVersionId: version,
  ...more,
});
/** Configuration for creating an application. */
export const disabled = {
  ApplicationConfiguration: {
    ...applicationRequest('app').ApplicationConfiguration,
    ApplicationSnapshotConfiguration: { SnapshotsEnabled: false },
  },
};
