import type { DeploymentChoice } from '../../deployment-options';
import type { CommandRequest } from '../api/activities';

/** Command of the program, ready to run. */
export interface CommandLine {
  readonly args: readonly string[];
  /** Command as a person would type it. */
  readonly line: string;
  readonly onlyReads: boolean;
  /** Sentence on what stays when it is interrupted; undefined: nothing does. */
  readonly left?: string;
}

/** Words by which a command reaches the page's own deployment from any shell. */
export interface Naming extends DeploymentChoice {
  /** True: it is on the local cloud. */
  readonly isLocal?: boolean;
}

/** Parts of a command: its name, its options, and the names after them. */
interface Parts {
  readonly command: string;
  readonly options?: readonly string[];
  readonly names: readonly string[];
  readonly left?: string;
}

const READING: readonly CommandRequest['command'][] = ['verify', 'why', 'next', 'snapshots', 'history', 'status'];

/**
 * Line that runs a request. Values are joined to their options, and names stand after `--`: no text of a request can
 * become an option.
 *
 * @param naming way in which the page's own deployment was named.
 */
export function commandLineOf(request: CommandRequest, naming: Naming): CommandLine {
  const { command, options = [], names, left } = partsOf(request, typedChoice(naming));
  const isDryRun = options.includes('--dry-run');
  return {
    args: [command, ...options, ...optionsOf(naming), '--no-color', '--', ...names],
    line: [...['kda', command, ...names, ...options].map(typed), ...typedOptions(naming)].join(' '),
    onlyReads: READING.includes(request.command) || isDryRun,
    ...(left === undefined || isDryRun ? {} : { left }),
  };
}

/** Options that name the deployment in the same way, as a person types them; none where it was not named. */
export function typedChoice(naming: Naming): string {
  return typedOptions(naming).join(' ');
}

function typedOptions(naming: Naming): string[] {
  // The page's own commands have the page's environment, and need no option for the local cloud.
  return [...(naming.isLocal ? ['--local'] : []), ...optionsOf(naming).map(typed)];
}

function optionsOf({ environment, deployment }: DeploymentChoice): string[] {
  return [...value('--env', environment), ...value('--deployment', deployment)];
}

function partsOf(request: CommandRequest, choice: string): Parts {
  const { command, application } = request;
  const goesOn = `What the service began goes on. To continue: kda restore --continue ${application} ${choice}`.trim();
  switch (command) {
    case 'snapshot':
      return {
        ...{ command, options: ['--yes', `--reason=${request.why}`], names: [application] },
        left: 'The snapshot manager takes the snapshot all the same, and records it.',
      };
    case 'restore':
      return {
        ...{ command, names: [application], left: goesOn },
        options: [...targetOf(request.to), ...why(request), ...decided(request)],
      };
    case 'continue-restore':
      return { command: 'restore', options: ['--continue', '--yes'], names: [application], left: goesOn };
    case 'rollback':
      return { ...{ command, names: [application], left: goesOn }, options: [...why(request), ...decided(request)] };
    case 'start':
      return {
        ...{ command, names: [application], left: goesOn },
        options: [
          ...value('--snapshot', request.snapshot),
          ...(request.isEmpty ? ['--none'] : []),
          ...why(request),
          ...decided(request),
        ],
      };
    case 'stop':
      return {
        ...{ command, names: [application], left: 'The service goes on with the stop.' },
        options: [...(request.isForced ? ['--force'] : []), ...why(request), '--yes'],
      };
    case 'hold':
    case 'suspect':
    case 'trust':
      return { command, options: [...why(request), '--yes'], names: [application, request.snapshot] };
    case 'release':
      return {
        ...{ command, names: [application, request.snapshot] },
        options: [...value('--holder', request.holder), '--yes'],
      };
    case 'freeze':
      return { command, options: [...why(request), '--yes'], names: [application] };
    case 'thaw':
      return { command, options: ['--yes'], names: [application] };
    case 'verify':
      return { command, options: [`--for=${request.seconds ?? 60}s`], names: [application] };
    case 'why':
    case 'next':
    case 'snapshots':
    case 'history':
    case 'status':
      return { command, names: [application] };
  }
}

function targetOf(to: Extract<CommandRequest, { command: 'restore' }>['to']): string[] {
  if (to === 'latest') return ['--latest'];
  return 'before' in to ? [`--before=${to.before}`] : [`--snapshot=${to.snapshot}`];
}

function why({ why: reason }: { readonly why?: string }): string[] {
  return value('--why', reason);
}

/** Option that shows the plan, or that agrees to it. */
function decided({ dryRun }: { readonly dryRun?: boolean }): string[] {
  return dryRun ? ['--dry-run'] : ['--yes'];
}

function value(option: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${option}=${text}`];
}

/** Argument as a person types it in a shell. */
function typed(argument: string): string {
  const [, option = '', text = argument] = /^(--[a-z-]+)=(.*)$/s.exec(argument) ?? [];
  const quoted = /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  return option === '' ? quoted : `${option} ${quoted}`;
}
