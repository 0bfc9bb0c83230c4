/** A process that takes a lock, says so, and holds it until it is killed: `flock-child.ts PATH`. */
import { tryFlock } from '../../../electron/files/flock.ts'

const lock = await tryFlock(process.argv[2] ?? '')
process.stdout.write(lock?.held === true ? 'held\n' : 'not held\n')
setInterval(() => undefined, 60_000)
