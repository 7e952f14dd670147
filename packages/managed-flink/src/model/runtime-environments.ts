/** The runtimes that the service's API model knows (botocore 1.44.5). */
export const RUNTIME_ENVIRONMENTS = [
  'SQL-1_0',
  'FLINK-1_6',
  'FLINK-1_8',
  'ZEPPELIN-FLINK-1_0',
  'FLINK-1_11',
  'FLINK-1_13',
  'ZEPPELIN-FLINK-2_0',
  'FLINK-1_15',
  'ZEPPELIN-FLINK-3_0',
  'FLINK-1_18',
  'FLINK-1_19',
  'FLINK-1_20',
  'FLINK-2_2',
  'FLINK-2_3',
] as const;

export type RuntimeEnvironment = (typeof RUNTIME_ENVIRONMENTS)[number];
