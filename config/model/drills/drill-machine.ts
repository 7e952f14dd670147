import type { DrillAnswer, DrillRequest, Refusal } from '../../../lambda-src/contract';

/** Parameters of the state machine that an environment decides. */
export interface DrillMachineOptions {
  /** ARN of the snapshot manager's function. */
  readonly functionArn: string;
  /** Longest run of the function in seconds. */
  readonly functionTimeoutSeconds: number;
  /** Requests of one execution. Default: `MOST_STEPS`. */
  readonly mostSteps?: number;
}

/**
 * Input of an execution. The id of the drill is that of the event that started it, so that an event which EventBridge
 * delivers twice stops the application once; without an event it is the execution's name.
 */
export type DrillInput = Pick<DrillRequest, 'application' | 'who' | 'why'> & { readonly event?: string };

/** Template and paths by which a rule's target makes the input of the event. */
export function drillTransformer(input: Omit<DrillInput, 'event'>) {
  const event = 'event' satisfies keyof DrillInput;
  const inputTemplate = JSON.stringify({ ...input, [event]: '<event>' });
  return { inputPaths: { event: '$.id' }, inputTemplate } as const;
}

/** Longest drill in seconds. The local cloud ignores it, so `MOST_STEPS` ends an execution there. */
export const LONGEST_DRILL_SECONDS = 6 * 3600;

/**
 * Requests of one execution. AWS ends an execution at 25,000 events of its history; a request with its wait makes 11, and
 * 5 more for each retry.
 */
export const MOST_STEPS = 1000;

/** Seconds beyond the function's own limit after which a step counts as lost. */
const STEP_MARGIN_SECONDS = 30;

/** Errors with which an execution fails. */
export const DRILL_ERRORS = {
  refused: 'DrillRequestRefused',
  noAnswer: 'DrillStepFailed',
  tooMany: 'DrillTooLong',
  notUnderstood: 'DrillAnswerNotUnderstood',
} as const;

const FINISHES = 'The next scheduled run of the snapshot manager finishes the drill.';

const NO_ANSWER = 'The snapshot manager did not do the next step of the drill of {}, also when asked again';

/** Paths of the Amazon States Language into what the function answered. */
const ANSWER = {
  state: `$.answer.${'drill' satisfies keyof DrillAnswer}.${'state' satisfies keyof DrillAnswer['drill']}`,
  wait: `$.answer.${'drill' satisfies keyof DrillAnswer}.${'waitSeconds' satisfies keyof DrillAnswer['drill']}`,
  refused: `$.answer.${'refused' satisfies keyof Refusal}`,
} as const;

/** Path of the event's id in the input. */
const EVENT = `$.${'event' satisfies keyof DrillInput}`;

const STATE = {
  ended: 'ended' satisfies DrillAnswer['drill']['state'],
  underWay: 'under-way' satisfies DrillAnswer['drill']['state'],
} as const;

/** Path that exists and has this value; a comparison of a missing path would fail the execution without a cause. */
function isThere(path: string, comparison: object): object {
  return {
    And: [
      { Variable: path, IsPresent: true },
      { Variable: path, ...comparison },
    ],
  };
}

/** State that makes the request, which stays the same in all steps. */
function begin(drill: string): object {
  const request = {
    action: 'drill' satisfies DrillRequest['action'],
    'application.$': '$.application',
    'drill.$': drill,
    'who.$': '$.who',
    'why.$': '$.why',
  };
  return { Type: 'Pass', Parameters: { request, steps: 0 }, Next: 'Step' };
}

/** Fail state whose cause is a text with values of the execution. */
function failure(error: string, cause: string, ...paths: readonly string[]): object {
  return { Type: 'Fail', Error: error, CausePath: `States.Format('${cause}', ${paths.join(', ')})` };
}

/**
 * State machine of drills in the Amazon States Language: requests one step after the other from the snapshot manager, and
 * waits between them, until the drill has ended. Whatever the verdict, the execution succeeds and its output is the answer
 * of the manager, which records and reports it. The execution fails only where the drill could not be brought to an end.
 * https://states-language.net/spec.html
 */
export function drillMachine({
  functionArn,
  functionTimeoutSeconds,
  mostSteps = MOST_STEPS,
}: DrillMachineOptions): object {
  return {
    Comment: 'Drill in place of one application, step by step',
    StartAt: 'By an event?',
    TimeoutSeconds: LONGEST_DRILL_SECONDS,
    States: {
      'By an event?': {
        Type: 'Choice',
        Comment: 'The id of the event is that of the drill: one event is one drill, however often it is delivered',
        Choices: [{ Variable: EVENT, IsPresent: true, Next: 'Begin by an event' }],
        Default: 'Begin by hand',
      },
      'Begin by an event': begin(EVENT),
      'Begin by hand': begin('$$.Execution.Name'),
      Step: {
        Type: 'Task',
        Comment: 'A request with the same id goes on where the drill stands, so each can be repeated',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: functionArn, 'Payload.$': '$.request' },
        ResultSelector: { 'Payload.$': '$.Payload' },
        ResultPath: '$.result',
        TimeoutSeconds: functionTimeoutSeconds + STEP_MARGIN_SECONDS,
        Retry: [
          // A function with reserved concurrency may be busy with a run for the whole time limit.
          {
            ErrorEquals: ['Lambda.TooManyRequestsException'],
            IntervalSeconds: 5,
            BackoffRate: 1.5,
            MaxDelaySeconds: 60,
            MaxAttempts: 30,
          },
          {
            ErrorEquals: [
              'Lambda.ServiceException',
              'Lambda.AWSLambdaException',
              'Lambda.SdkClientException',
              'Lambda.ClientExecutionTimeoutException',
            ],
            IntervalSeconds: 2,
            BackoffRate: 2,
            MaxDelaySeconds: 60,
            MaxAttempts: 6,
          },
          { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 3 },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'With a cause?' }],
        Next: 'Count',
      },
      Count: {
        Type: 'Pass',
        Parameters: {
          'request.$': '$.request',
          'steps.$': 'States.MathAdd($.steps, 1)',
          'answer.$': '$.result.Payload',
        },
        Next: 'Ended?',
      },
      'Ended?': {
        Type: 'Choice',
        Choices: [
          { Variable: ANSWER.refused, IsPresent: true, Next: 'Refused' },
          { ...isThere(ANSWER.state, { StringEquals: STATE.ended }), Next: 'Ended' },
          { Variable: '$.steps', NumericGreaterThanEquals: mostSteps, Next: 'Too many steps' },
          {
            And: [
              isThere(ANSWER.state, { StringEquals: STATE.underWay }),
              isThere(ANSWER.wait, { NumericGreaterThanEquals: 0 }),
            ],
            Next: 'Wait',
          },
        ],
        Default: 'Not understood',
      },
      Wait: { Type: 'Wait', SecondsPath: ANSWER.wait, Next: 'Step' },
      Ended: { Type: 'Succeed', OutputPath: '$.answer.drill' },
      Refused: failure(
        DRILL_ERRORS.refused,
        'The snapshot manager refused the request for a drill of {}: {}',
        '$.request.application',
        ANSWER.refused,
      ),
      'With a cause?': {
        Type: 'Choice',
        Comment: 'Not each error has one: without it CausePath would end the execution in an error of its own',
        Choices: [{ Variable: '$.error.Cause', IsPresent: true, Next: 'No answer' }],
        Default: 'No answer, no cause',
      },
      'No answer': failure(
        DRILL_ERRORS.noAnswer,
        `${NO_ANSWER}: {} {}. ${FINISHES}`,
        '$.request.application',
        '$.error.Error',
        '$.error.Cause',
      ),
      'No answer, no cause': failure(
        DRILL_ERRORS.noAnswer,
        `${NO_ANSWER}: {}. ${FINISHES}`,
        '$.request.application',
        '$.error.Error',
      ),
      'Too many steps': failure(
        DRILL_ERRORS.tooMany,
        `The drill of {} has not ended after {} requests. ${FINISHES}`,
        '$.request.application',
        '$.steps',
      ),
      'Not understood': failure(
        DRILL_ERRORS.notUnderstood,
        `The answer of the snapshot manager about the drill of {} is neither under way nor ended: {}. ${FINISHES}`,
        '$.request.application',
        'States.JsonToString($.answer)',
      ),
    },
  };
}
