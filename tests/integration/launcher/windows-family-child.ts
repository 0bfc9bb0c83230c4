/**
 * A program that starts further ones, for Windows' Node: `node family MARK STEP...`. The first step is its own, the
 * rest is its child's, which is in no job that Node makes (`detached`) and writes where its parent writes.
 * It `stays`, `leaves` with code 7 when its child is up, or `writes` an empty file of the name that follows.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const [program = '', mark = '', step = '', ...rest] = process.argv.slice(1)
process.stdout.write(`${step} is up\n`)
if (step === 'writes') writeFileSync(rest[0] ?? '', '')
else {
  if (step === 'stays') setInterval(() => undefined, 1000)
  const leave = (): void => {
    if (step === 'leaves') process.exit(7)
  }
  if (rest.length === 0) leave()
  else {
    const child = spawn(process.execPath, [program, mark, ...rest], {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      windowsHide: true,
    })
    child.once('message', leave)
  }
}
process.send?.('up', () => {
  process.disconnect()
})
