package kda.local;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.StringUtils;

/** Reads the operators of a job from its JAR: main() runs as far as execute(), and no task is started. */
final class JobReader {
    private final PackagedProgram program;
    private final Configuration configuration;
    private final int parallelism;

    JobReader(final File jar, final Configuration configuration, final int parallelism) throws Exception {
        this.program = PackagedProgram.newBuilder().setJarFile(jar).setConfiguration(configuration).build();
        this.configuration = configuration;
        this.parallelism = parallelism;
    }

    ClassLoader classes() {
        return program.getUserCodeClassLoader();
    }

    /** The operators, with the ids by which Flink finds their state. */
    List<Object> operators() throws Exception {
        final Pipeline pipeline =
                PackagedProgramUtils.getPipelineFromProgram(program, configuration, parallelism, true);
        if (!(pipeline instanceof StreamGraph)) {
            throw new IllegalArgumentException("The program is no job of the DataStream or Table API");
        }
        final StreamGraph graph = (StreamGraph) pipeline;
        final List<Object> operators = new ArrayList<>();
        // Made anew each time: in the order of the graph, an operator without a uid gets its id from its place.
        new StreamGraphHasherV2()
                .traverseStreamGraphAndGenerateHashes(graph)
                .forEach((node, hash) -> operators.add(described(graph.getStreamNode(node), hash)));
        return operators;
    }

    private static Map<String, Object> described(final StreamNode node, final byte[] hash) {
        final Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", node.getOperatorName());
        described.put("uid", node.getTransformationUID());
        described.put("id", StringUtils.byteToHexString(hash));
        described.put("uidHash", node.getUserHash());
        described.put("parallelism", node.getParallelism());
        return described;
    }
}
