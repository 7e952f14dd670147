import { defineCommand, runCommand } from '../../../tools/command';
import { MANAGED_FLINK, parseCommandLine } from './options';
import { serve } from './serve';

void runCommand(defineCommand({ declaration: MANAGED_FLINK, read: parseCommandLine, run: serve }));
