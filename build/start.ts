/** `npm start`: prepares, builds when needed, and runs the app; words after `--` go to the app. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { buildWhenStale } from './build.mjs'
import { electronFlags, withElectron } from './electron-environment.ts'
import { fromRoot } from './paths.ts'
import { prepare } from './prepare.ts'
import { runScript } from './user-error.mjs'

await runScript(async () => {
  const prepared = await prepare({ for: 'start' })
  await buildWhenStale()
  const app = spawn(
    prepared.electronPath,
    [...electronFlags(), fromRoot(), ...process.argv.slice(2)],
    { stdio: 'inherit', env: withElectron(process.env, prepared) },
  )
  // Ctrl+C reaches the app by itself (same terminal); a signal sent to this process does not.
  // Either way this process waits, so that the app can end in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      app.kill(signal)
    })
  return new Promise<number>((resolve, reject) => {
    app.once('error', reject)
    app.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
})
