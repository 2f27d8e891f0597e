// Property tests draw the same cases on every run, so that a failure belongs to the change that made it; LATHE_SEED draws others.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.LATHE_SEED ?? 20_261_123) });
