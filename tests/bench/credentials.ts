/**
 * `npm run bench:credentials`: resolving a token in the app's core beside a `secret-tool lookup`
 * process, `hubkey status --json` beside an empty Node and the official `hf auth list`, `hubkey
 * git-credential get` beside `secret-tool lookup`, and `hubkey where` beside its goal of a second, taken in
 * turn in one run on a real gnome-keyring; what the running app answers, again beside it. Figures, not a test: it never fails for being slow.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { buildWhenStale } from '../../build/build.mjs'
import { prepare } from '../../build/prepare.ts'
import { startDisplay } from '../../build/private-display.ts'
import { runScript } from '../../build/user-error.mjs'
import { saveToken } from '../../electron/credentials/save-token.ts'
import { resolveToken } from '../../electron/credentials/resolve-token.ts'
import { createNodeHost } from '../../electron/node-host.ts'
import { launchApp, root } from '../fixtures/desktop/hubkey-app.ts'
import { startSession } from '../fixtures/desktop/session.ts'
import { preparePython } from '../fixtures/python/python.ts'
import { madeUpToken, settingFor } from '../integration/credentials/setting.ts'

const run = promisify(execFile)
const rounds = Number(process.argv[2] ?? 15)

/** One thing to time: it is run once per round. */
interface Contender {
  readonly name: string
  readonly act: () => Promise<unknown>
}

/** `measured` is to take at most `goal` times what `beside` takes. */
interface Comparison {
  readonly measured: Contender
  readonly beside: Contender
  readonly goal: number
}

await runScript(async () => {
  const { electronDist } = await prepare({ for: 'test' })
  await buildWhenStale()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electronDist
  const display = await startDisplay()
  process.env['DISPLAY'] = display.name
  const session = await startSession({ keyring: 'unlocked' })
  try {
    const host = createNodeHost(join(root, 'out', 'main'))
    const { needs, redactor } = settingFor(session.env, host)
    const secret = redactor.guard(madeUpToken('b'))
    await saveToken(
      {
        provider: 'huggingface',
        secret,
        verification: {
          state: 'unverified',
          error: null,
          checkedAt: new Date().toISOString(),
          identity: null,
        },
      },
      needs,
    )
    const program = (name: string, file: string, args: readonly string[]): Contender => ({
      name,
      act: async () => run(file, [...args], { env: session.env }),
    })
    const lookup = ['lookup', 'service', 'hubkey', 'account', 'huggingface:default']
    const secretTool = program('secret-tool lookup', 'secret-tool', lookup)
    const core = {
      name: 'resolving in the core',
      act: async () => resolveToken({ provider: 'huggingface' }, needs),
    }
    const cli = [join(root, 'out', 'cli', 'cli.cjs'), 'status', '--json']
    const status = program('hubkey status --json', process.execPath, cli)
    const emptyNode = program('node -e 0', process.execPath, ['-e', '0'])
    const script = join(root, 'out', 'cli', 'cli.cjs')
    const gitGet = {
      name: 'hubkey git-credential get',
      act: async () => {
        const asked = run(process.execPath, [script, 'git-credential', 'get'], { env: session.env })
        asked.child.stdin?.end('protocol=https\nhost=huggingface.co\n\n')
        if (!(await asked).stdout.includes('password=')) throw new Error('no answer')
      },
    }
    const where = program('hubkey where', process.execPath, [script, 'where', '--json'])
    const second = { name: 'a second', act: async () => sleep(1000) }
    const python = await preparePython()
    const comparisons: Comparison[] = [
      { measured: core, beside: secretTool, goal: 0.5 },
      { measured: status, beside: emptyNode, goal: 2.5 },
      { measured: gitGet, beside: secretTool, goal: 3 },
      { measured: where, beside: second, goal: 1 },
    ]
    if (python !== null) {
      const hf = {
        name: 'hf auth list',
        act: async () => python.hf(['auth', 'list'], { env: session.env }),
      }
      comparisons.push({ measured: status, beside: hf, goal: 0.2 })
    }
    for (const comparison of comparisons) await compare(comparison)
    // A tray app is there for as long as its user is logged in, and answers these itself.
    const app = await launchApp({ session, hub: 'http://127.0.0.1:9', args: ['--hidden'] })
    try {
      await existing(join(session.home, '.local', 'state', 'hubkey', 'app.sock'))
      process.stdout.write('While the app runs:\n')
      const answered = comparisons.filter(({ measured }) => [status, gitGet].includes(measured))
      for (const comparison of answered) await compare(comparison)
    } finally {
      await app.close()
    }
    return 0
  } finally {
    await session.close()
    display.stop()
  }
})

async function compare({ measured, beside, goal }: Comparison): Promise<void> {
  const times = { measured: [] as number[], beside: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    times.beside.push(await timeOf(beside))
    times.measured.push(await timeOf(measured))
  }
  const [ours, theirs] = [median(times.measured), median(times.beside)]
  const ratio = ours / theirs
  process.stdout.write(
    `${measured.name}: ${ours.toFixed(0)} ms, ${beside.name}: ${theirs.toFixed(0)} ms, ` +
      `${ratio.toFixed(2)} of it (goal ${goal}, ${ratio <= goal ? 'met' : 'missed'})\n`,
  )
}

async function existing(path: string): Promise<void> {
  while (!existsSync(path)) await sleep(50)
}

async function timeOf({ act }: Contender): Promise<number> {
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
