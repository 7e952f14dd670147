import { runProgram } from './program';

/** Entry of the program `kda`; bin/kda.js runs it from the bundle. */
void runProgram(process.argv.slice(2));
