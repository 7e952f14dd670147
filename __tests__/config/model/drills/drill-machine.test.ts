import {
  drillMachine,
  drillTransformer,
  LONGEST_DRILL_SECONDS,
  MOST_STEPS,
} from '../../../../config/model/drills/drill-machine';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:kda-snapshots-manager';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly CausePath?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxDelaySeconds?: number }[];
}

interface Machine {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

const machine: Machine = JSON.parse(
  JSON.stringify(drillMachine({ functionArn: FUNCTION, functionTimeoutSeconds: 300 })),
);

const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...[...Choices, ...Catch].map((each) => each.Next)].filter((each) => each !== undefined);

test('every state that another leads to exists, and each but the first is led to', () => {
  const named = new Set([machine.StartAt, ...Object.values(machine.States).flatMap(nextOf)]);
  expect([...named].sort()).toEqual(Object.keys(machine.States).sort());
});

test('every state leads on, or ends the execution', () => {
  const stuck = Object.entries(machine.States).filter(([, state]) => {
    const isEnd = state.Type === 'Succeed' || state.Type === 'Fail';
    return isEnd === nextOf(state).length > 0;
  });
  expect(stuck).toEqual([]);
});

test.each([
  ['Begin by an event', '$.event'],
  ['Begin by hand', '$$.Execution.Name'],
])('%s makes the request alone, with %s as the id of the drill', (state, drill) => {
  const request = {
    action: 'drill',
    'application.$': '$.application',
    'drill.$': drill,
    'who.$': '$.who',
    'why.$': '$.why',
  };
  expect(machine.States[state]).toMatchObject({ Parameters: { request, steps: 0 } });
});

test('an input of an event has its id', () => {
  expect(drillTransformer({ application: 'orders', who: 'the schedule', why: 'window 04:00-04:30 UTC' })).toEqual({
    inputPaths: { event: '$.id' },
    inputTemplate: '{"application":"orders","who":"the schedule","why":"window 04:00-04:30 UTC","event":"<event>"}',
  });
});

test('the function is invoked by its request', () => {
  expect(machine.States.Step).toMatchObject({
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: FUNCTION, 'Payload.$': '$.request' },
  });
});

test('a step has a limit of its own, beyond that of the function', () => {
  expect(machine.States.Step).toMatchObject({ TimeoutSeconds: 330 });
  expect(machine.TimeoutSeconds).toBe(LONGEST_DRILL_SECONDS);
});

test('what the function throws, what Lambda could not do and a lost step are tried again, then end the execution', () => {
  const { Retry = [], Catch = [] } = machine.States.Step ?? {};
  expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual([
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'States.TaskFailed',
    'States.Timeout',
  ]);
  expect(Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'With a cause?' }]);
});

test('an error without a cause, as a time-out may be, keeps its sentence: each text has only what is there', () => {
  expect(machine.States['With a cause?']).toMatchObject({
    Choices: [{ Variable: '$.error.Cause', IsPresent: true, Next: 'No answer' }],
    Default: 'No answer, no cause',
  });
  const [told, untold] = ['No answer', 'No answer, no cause'].map((name) => machine.States[name]);
  expect([told?.Type, untold?.Type]).toEqual(['Fail', 'Fail']);
  expect(told?.CausePath).toContain('$.error.Error, $.error.Cause)');
  expect(untold?.CausePath).toMatch(/also when asked again: \{\}\. .*\$\.error\.Error\)$/);
});

test('throttling is borne for longer than a run of the function can take', () => {
  const [throttled] = machine.States.Step?.Retry ?? [];
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts } = Object(throttled);
  let waited = 0;
  for (let retry = 0; retry < MaxAttempts; retry++) {
    waited += Math.min(IntervalSeconds * BackoffRate ** retry, MaxDelaySeconds);
  }
  expect(waited).toBeGreaterThan(900);
});

test('the most requests fit into the history that AWS keeps of an execution', () => {
  // Entered, scheduled, started, succeeded and left by Step; entered and left by Count, Ended? and Wait.
  const eventsOfARequest = 5 + 3 * 2;
  expect(MOST_STEPS * eventsOfARequest).toBeLessThan(25_000 / 2);
});
