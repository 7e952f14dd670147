package kda.local;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.dispatcher.Dispatcher;
import org.apache.flink.runtime.dispatcher.DispatcherBootstrapFactory;
import org.apache.flink.runtime.dispatcher.DispatcherId;
import org.apache.flink.runtime.dispatcher.DispatcherServices;
import org.apache.flink.runtime.dispatcher.JobMasterServiceLeadershipRunnerFactory;
import org.apache.flink.runtime.dispatcher.PartialDispatcherServicesWithJobPersistenceComponents;
import org.apache.flink.runtime.dispatcher.StandaloneDispatcher;
import org.apache.flink.runtime.dispatcher.cleanup.CheckpointResourcesCleanupRunnerFactory;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.messages.Acknowledge;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.rest.SessionRestEndpointFactory;
import org.apache.flink.runtime.rpc.RpcService;

/** A cluster that gives each job the service's settings, whatever its code says: see {@link ServiceSettings}. */
final class ServiceCluster extends MiniCluster {
    private final ServiceSettings settings;

    ServiceCluster(final MiniClusterConfiguration configuration, final ServiceSettings settings) {
        super(configuration);
        this.settings = settings;
    }

    @Override
    protected DispatcherResourceManagerComponentFactory createDispatcherResourceManagerComponentFactory() {
        return new DefaultDispatcherResourceManagerComponentFactory(
                DefaultDispatcherRunnerFactory.createSessionRunner(this::createDispatcher),
                StandaloneResourceManagerFactory.getInstance(),
                SessionRestEndpointFactory.INSTANCE);
    }

    /** As Flink's SessionDispatcherFactory, but for what happens to a job that is submitted. */
    private Dispatcher createDispatcher(
            final RpcService rpcService,
            final DispatcherId fencingToken,
            final Collection<JobGraph> recoveredJobs,
            final Collection<JobResult> recoveredDirtyJobResults,
            final DispatcherBootstrapFactory bootstrapFactory,
            final PartialDispatcherServicesWithJobPersistenceComponents services)
            throws Exception {
        return new StandaloneDispatcher(
                rpcService,
                fencingToken,
                recoveredJobs,
                recoveredDirtyJobResults,
                bootstrapFactory,
                DispatcherServices.from(
                        services,
                        JobMasterServiceLeadershipRunnerFactory.INSTANCE,
                        CheckpointResourcesCleanupRunnerFactory.INSTANCE)) {
            @Override
            @SuppressWarnings("deprecation") // the type that Flink 1.20 gives the timeout
            public CompletableFuture<Acknowledge> submitJob(
                    final JobGraph job, final org.apache.flink.api.common.time.Time timeout) {
                settings.imposeOn(job);
                return super.submitJob(job, timeout);
            }
        };
    }
}
