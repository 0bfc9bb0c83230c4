import { start } from './cli/start.ts'

/** The `hubkey` command. */
start(__dirname).catch(() => process.exit(1))
