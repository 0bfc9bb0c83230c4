import { start } from './cli/start.ts'

/** The `docker-credential-hubkey` command, which docker runs: one word of the `hubkey` command. */
start(__dirname, ['docker-credential']).catch(() => process.exit(1))
