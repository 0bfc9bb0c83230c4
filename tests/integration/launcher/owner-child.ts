/**
 * A program that owns a run, for tests that kill it: launches the model named on its command line
 * and stays. Prints the run's view when it is ready.
 */
import { createKit } from './launcher-kit.ts'

const [engines = '', modelPath = '', state = '', kind = ''] = process.argv.slice(2)
const { launcher, request } = createKit(engines, modelPath, {
  paths: { state },
  detached: kind === 'detached',
})
const engine = kind === 'llama-server' ? kind : 'embedded'
const { id } = await launcher.launch({ ...request(), engine })
process.stdout.write(`${JSON.stringify(await launcher.whenReady(id))}\n`)
setInterval(() => undefined, 1000)
