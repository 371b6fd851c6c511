#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { run } from './commands/run.js';

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  in: process.stdin,
  out: process.stdout,
  err: process.stderr,
});
