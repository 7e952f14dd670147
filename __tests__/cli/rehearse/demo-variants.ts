import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureJava } from '../../../tools/java/java';
import { mavenWrapper, runMavenCommand } from '../../../tools/maven';
import { type Patch, setTimers, timers, windows } from './demo-patches';

const DEMO = resolve(__dirname, '../../../flink-demo');
const CODE = 'src/main/java/kda/demo';

/** The demo with a state of a class that is no POJO, so that Kryo writes it. */
const kryo = (fields: string) =>
  [
    { file: 'AgeStatistic', from: 'ValueState<Long> amount;', to: 'ValueState<Box> amount;' },
    { file: 'AgeStatistic', from: 'Types.LONG', to: 'Types.GENERIC(Box.class)' },
    { file: 'AgeStatistic', from: 'final Long before = amount.value()', to: 'final Box before = amount.value()' },
    { file: 'AgeStatistic', from: 'before + 1', to: 'before.amount + 1' },
    { file: 'AgeStatistic', from: 'amount.update(now)', to: 'amount.update(new Box(now))' },
    {
      file: 'AgeStatistic',
      from: '/** Counts users by age, in keyed state. */',
      to: `final class Box {\n    long amount;\n    ${fields}\n    Box(final long amount) {\n        this.amount = amount;\n    }\n}\n`,
    },
  ] as const;

/** The same with a class that has more fields, each of which it compares with what it wrote. */
const kryoBox = (fields: string, parts: { readonly kinds?: string; readonly type?: string } = {}) =>
  [
    { file: 'AgeStatistic', from: 'ValueState<Long> amount;', to: 'ValueState<Held> amount;' },
    {
      file: 'AgeStatistic',
      from: 'Types.LONG',
      to: 'org.apache.flink.api.common.typeinfo.TypeInformation.of(Held.class)',
    },
    { file: 'AgeStatistic', from: 'final Long before = amount.value()', to: 'final Held before = amount.value()' },
    { file: 'AgeStatistic', from: 'before + 1', to: 'before.boxes.size() + 1' },
    { file: 'AgeStatistic', from: 'amount.update(now)', to: 'amount.update(new Held(now))' },
    {
      file: 'AgeStatistic',
      from: '/** Counts users by age, in keyed state. */',
      to: `final class Held {
    java.util.List<Box> boxes = new java.util.ArrayList<>();
    Held(final long amount) {
        boxes.add(new Box(amount));
    }
}
final class Box {
    ${fields}
    Kind kind = Kind.GOOD;
    Box(final long amount) {
        ${parts.type ?? 'first'} = amount;
    }
}
enum Kind { ${parts.kinds ?? 'GOOD, BAD'} }
`,
    },
  ] as const;

/** A source that has nothing for its first minutes. */
const SILENT = { file: 'UserReader', from: 'nextAtMs = nowMs;', to: 'nextAtMs = nowMs + 600_000;' } as const;

/** Changes of the demo's code, as a programmer would make them. */
const VARIANTS = {
  /** The age is rounded: other results, the same state. */
  compatible: [{ file: 'AgeStatistic', from: 'now = before == null ? 1', to: 'now = before == null ? 2' }],
  'removed-operator': [{ file: 'UserServiceJob', from: 'properties.ageStatistic)', to: 'false)' }],
  'changed-uid': [{ file: 'UserServiceJob', from: '.uid("age-statistic")', to: '.uid("age-statistics")' }],
  'changed-type': [
    { file: 'AgeStatistic', from: 'ValueState<Long>', to: 'ValueState<String>' },
    { file: 'AgeStatistic', from: 'Types.LONG', to: 'Types.STRING' },
    { file: 'AgeStatistic', from: 'Long before = amount.value()', to: 'String before = amount.value()' },
    { file: 'AgeStatistic', from: 'before + 1', to: 'Long.parseLong(before) + 1' },
    { file: 'AgeStatistic', from: 'amount.update(now)', to: 'amount.update(String.valueOf(now))' },
  ],
  /** Another name of the state in the same operator: Flink restores the old one, and nobody reads it. */
  'renamed-state': [{ file: 'AgeStatistic', from: '"amount-by-age"', to: '"amount-per-age"' }],
  /** The operator keeps its uid and has no state any more. */
  'forgotten-state': [
    {
      file: 'AgeStatistic',
      from: 'amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));',
      to: '',
    },
    { file: 'AgeStatistic', from: 'final Long before = amount.value();', to: 'final Long before = null;' },
    { file: 'AgeStatistic', from: 'amount.update(now);', to: '' },
  ],
  /** The state is asked for with each record, and not at the start. */
  'later-state': [
    {
      file: 'AgeStatistic',
      from: 'amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));',
      to: '',
    },
    {
      file: 'AgeStatistic',
      from: 'final Long before =',
      to: 'amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));\n        final Long before =',
    },
  ],
  /** The state is asked for with records of one kind alone, and none of that kind comes. */
  'rare-state': [
    {
      file: 'AgeStatistic',
      from: 'amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));',
      to: '',
    },
    {
      file: 'AgeStatistic',
      from: 'final Long before =',
      to: 'if (user.age < 1000) {\n            return;\n        }\n        amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));\n        final Long before =',
    },
  ],
  /** It is asked for with the hundredth record: after two seconds. */
  'hundredth-state': [
    {
      file: 'AgeStatistic',
      from: 'amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));',
      to: '',
    },
    { file: 'AgeStatistic', from: 'ValueState<Long> amount;', to: 'ValueState<Long> amount;\n    private int seen;' },
    {
      file: 'AgeStatistic',
      from: 'final Long before =',
      to: 'if (++seen < 100) {\n            return;\n        }\n        amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));\n        final Long before =',
    },
  ],
  timers: timers('System.currentTimeMillis() + 3_600_000'),
  /** Timers that are due at once, which the restored job fires before anybody looks. */
  'timers-of-now': timers('System.currentTimeMillis() + 100'),
  /** Timers are set, and nothing is done when they fire. */
  'timers-without-effect': [setTimers('System.currentTimeMillis() + 3_600_000')],
  /** The operator keeps uid and state, as a function that has no timers. */
  'map-without-timers': [
    {
      file: 'AgeStatistic',
      from: 'extends KeyedProcessFunction<Integer, User, AgeAmount>',
      to: 'extends org.apache.flink.api.common.functions.RichMapFunction<User, AgeAmount>',
    },
    {
      file: 'AgeStatistic',
      from: 'public void processElement(final User user, final Context context, final Collector<AgeAmount> out) throws Exception {',
      to: 'public AgeAmount map(final User user) throws Exception {',
    },
    {
      file: 'AgeStatistic',
      from: 'out.collect(new AgeAmount(user.age, now));',
      to: 'return new AgeAmount(user.age, now);',
    },
    { file: 'UserServiceJob', from: '.process(new AgeStatistic())', to: '.map(new AgeStatistic())' },
  ],
  'event-time-windows': windows('TumblingEventTimeWindows.of(java.time.Duration.ofDays(1))'),
  'processing-time-windows': windows('TumblingProcessingTimeWindows.of(java.time.Duration.ofDays(1))'),
  /** Windows of another class, which another serializer writes: that of the namespace of state and timers. */
  'global-windows': windows('GlobalWindows.create()'),
  /** Another name of operator state. */
  'renamed-operator-state': [{ file: 'UserCounter', from: '<>("amount", Types.LONG)', to: '<>("count", Types.LONG)' }],
  'kryo-old': kryo(''),
  /** One more field, and a source without input: no record needs the state. */
  'kryo-new': [...kryo('String name = "";'), SILENT],
  'kryo-box': kryoBox('long first;\n    long second = 7;'),
  /** \`first\` becomes \`second\`, and the other way round: by the alphabet, each is read as the other. */
  'kryo-exchanged': kryoBox('long second;\n    long aleph = 7;', { type: 'second' }),
  'kryo-constant-before': kryoBox('long first;\n    long second = 7;', { kinds: 'NEW, GOOD, BAD' }),
  'kryo-constant-behind': kryoBox('long first;\n    long second = 7;', { kinds: 'GOOD, BAD, NEW' }),
  silent: [SILENT],
  /** As a client of a service that does not answer. */
  'main-waits': [
    {
      file: 'UserServiceJob',
      from: 'logParameters(properties);\n\n        final',
      to: 'logParameters(properties);\n        Thread.sleep(600_000);\n        final',
    },
  ],
  'main-exits': [
    {
      file: 'UserServiceJob',
      from: 'logParameters(properties);\n\n        final',
      to: 'logParameters(properties);\n        if (true) System.exit(1);\n\n        final',
    },
  ],
  /** Ends the JVM for whatever its job throws. */
  'main-exits-on-errors': [
    {
      file: 'UserServiceJob',
      from: 'environment.execute(JOB_NAME);',
      to: 'try {\n            environment.execute(JOB_NAME);\n        } catch (final Throwable e) {\n            System.exit(2);\n        }',
    },
  ],
  /** Ends the JVM as a program does that is run by hand. */
  'main-exits-at-its-end': [
    {
      file: 'UserServiceJob',
      from: 'environment.execute(JOB_NAME);',
      to: 'environment.execute(JOB_NAME);\n        System.exit(0);',
    },
  ],
  'task-exits': [
    {
      file: 'AgeStatistic',
      from: 'final Long before =',
      to: 'Runtime.getRuntime().halt(3);\n        final Long before =',
    },
  ],
  /** A thread of main() ends the JVM, once the job runs. */
  'thread-exits': [
    {
      file: 'UserServiceJob',
      from: 'logParameters(properties);\n\n        final',
      to: 'logParameters(properties);\n        new Thread(() -> {\n            try {\n                Thread.sleep(1000);\n            } catch (final InterruptedException e) {\n                return;\n            }\n            System.exit(4);\n        }).start();\n\n        final',
    },
  ],
  /** As a Kafka or Kinesis source does where its service does not answer. */
  'unreachable-source': [
    {
      file: 'UserEnumerator',
      from: 'public void start() {',
      to: 'public void start() {\n        if (true) throw new IllegalStateException("No answer from broker.example:9092");',
    },
  ],
  /** As a sink that makes its client in initializeState, where the service of that client does not answer. */
  'unreachable-sink': [
    {
      file: 'UserCounter',
      from: 'amount = 0;\n        if (context.isRestored())',
      to: 'amount = 0;\n        if (true) throw new IllegalStateException("No answer from broker.example:9092");\n        if (context.isRestored())',
    },
  ],
  /** A source that ends, as one of a file or a table does. */
  ends: [
    { file: 'UserSource', from: 'Boundedness.CONTINUOUS_UNBOUNDED', to: 'Boundedness.BOUNDED' },
    { file: 'UserReader', from: 'generatedSinceStart >= usersPerStart', to: 'generatedSinceStart >= 5' },
    {
      file: 'UserReader',
      from: 'available = new CompletableFuture<>();\n        return InputStatus.NOTHING_AVAILABLE;\n    }\n\n    @Override\n    public CompletableFuture<Void> isAvailable',
      to: 'return InputStatus.END_OF_INPUT;\n    }\n\n    @Override\n    public CompletableFuture<Void> isAvailable',
    },
  ],
  'few-key-groups': [
    { file: 'UserServiceJob', from: '.uid("age-statistic")', to: '.uid("age-statistic").setMaxParallelism(4)' },
  ],
} as const satisfies Readonly<Record<string, readonly Patch[]>>;

export type Variant = keyof typeof VARIANTS;

/**
 * Builds variants of the demo by its own build, all in one Maven.
 *
 * @returns the JAR of each.
 */
export async function buildVariants<Names extends Variant>(
  folder: string,
  names: readonly Names[],
): Promise<Record<Names, string>> {
  for (const name of names) copyWith(join(folder, name), name, VARIANTS[name]);
  writeFileSync(join(folder, 'pom.xml'), aggregator(names));
  await runMavenCommand({
    maven: mavenWrapper(DEMO),
    java: await ensureJava(console.error),
    folder,
    pom: 'pom.xml',
    // Only src/main is copied: the variants have no tests to run.
    goals: ['package', '-DskipTests', '-T', '2'],
    output: 'on-failure',
    write: (text) => process.stderr.write(text),
  });
  const jars = names.map((name) => [name, join(folder, name, 'target', 'user-service.jar')] as const);
  return Object.fromEntries(jars) as Record<Names, string>;
}

function copyWith(target: string, name: Variant, patches: readonly Patch[]): void {
  mkdirSync(target, { recursive: true });
  cpSync(join(DEMO, 'src/main'), join(target, 'src/main'), { recursive: true });
  const pom = readFileSync(join(DEMO, 'pom.xml'), 'utf8');
  writeFileSync(
    join(target, 'pom.xml'),
    replaced(pom, '<artifactId>user-service</artifactId>', `<artifactId>${name}</artifactId>`),
  );
  for (const { file, from, to } of patches) {
    const path = join(target, CODE, `${file}.java`);
    writeFileSync(path, replaced(readFileSync(path, 'utf8'), from, to));
  }
}

function replaced(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`Expected exactly one "${from}" in the demo's code`);
  return text.replace(from, to);
}

function aggregator(names: readonly string[]): string {
  const modules = names.map((name) => `    <module>${name}</module>`).join('\n');
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kda</groupId>
  <artifactId>variants</artifactId>
  <version>1.0.0</version>
  <packaging>pom</packaging>
  <modules>
${modules}
  </modules>
</project>
`;
}
