import { z } from 'zod';
import { RUNTIME_ENVIRONMENTS } from './runtime-environments';

export const runtimeEnvironment = z.enum(RUNTIME_ENVIRONMENTS);
