/** Change of one class of the demo, as a programmer would make it. */
export interface Patch {
  /** Name of a class of the demo. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Each record sets a timer of event time, which waits for a watermark, and one of processing time. */
export function setTimers(at: string): Patch {
  return {
    file: 'AgeStatistic',
    from: 'final Long before =',
    to: `context.timerService().registerEventTimeTimer(4_102_444_800_000L);\n        context.timerService().registerProcessingTimeTimer(${at});\n        final Long before =`,
  };
}

/** Timers that are heard. */
export function timers(at: string): readonly Patch[] {
  return [
    setTimers(at),
    {
      file: 'AgeStatistic',
      from: 'ValueState<Long> amount;',
      to: 'ValueState<Long> amount;\n\n    @Override\n    public void onTimer(final long at, final OnTimerContext context, final Collector<AgeAmount> out) {\n        LOG.info("a timer fired");\n    }',
    },
  ];
}

/** The last user of each age in a window, in place of the statistic. */
export function windows(assigner: string): readonly Patch[] {
  return [
    {
      file: 'UserServiceJob',
      from: '.process(new AgeStatistic())',
      to: `.window(org.apache.flink.streaming.api.windowing.assigners.${assigner})\n                    .reduce((one, other) -> other)`,
    },
    {
      file: 'UserServiceJob',
      from: 'WatermarkStrategy.noWatermarks()',
      to: 'WatermarkStrategy.<User>forMonotonousTimestamps().withTimestampAssigner((user, none) -> System.currentTimeMillis())',
    },
  ];
}
