/**
 * `npm run bench`: Hubkey beside a bare Electron app with a tray and an empty React window, started
 * in turn in one run, as ratios of the medians. Figures, not a test: it never fails for being slow.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { buildWhenStale } from '../../build/build.mjs'
import { electronFlags } from '../../build/electron-environment.ts'
import { prepare } from '../../build/prepare.ts'
import { startDisplay } from '../../build/private-display.ts'
import { runScript } from '../../build/user-error.mjs'
import { root } from '../fixtures/desktop/hubkey-app.ts'
import { measure, type Contender, type Measurement } from './measure.ts'

const rounds = Number(process.argv[2] ?? 7)
/** What is measured, with the goal for its ratio where there is one. */
const figures = [
  { key: 'trayMs', label: 'start to tray', goal: 1.15 },
  { key: 'paintMs', label: 'start to paint', goal: 1.25 },
  { key: 'contentMs', label: 'start to content', goal: null },
  { key: 'memory', label: 'idle memory', goal: 1.15 },
] as const

await runScript(async () => {
  const { electronPath } = await prepare({ for: 'test' })
  await buildWhenStale()
  const bare = await buildBareApp()
  const display = await startDisplay()
  process.env['DISPLAY'] = display.name
  try {
    const start = [
      electronPath,
      ...electronFlags(),
      '-r',
      join(import.meta.dirname, 'paint-hook.cjs'),
    ]
    const icon = join(root, 'build', 'icons', 'tray.png')
    // An address where nothing answers: the figures are of Hubkey, not of a network.
    const hubkeyEnv = { HF_ENDPOINT: 'http://127.0.0.1:9' }
    const contenders: readonly Contender[] = [
      { name: 'bare', command: [...start, bare] as [string], env: { BARE_ICON: icon } },
      { name: 'hubkey', command: [...start, root] as [string], env: hubkeyEnv },
    ]
    const results = new Map<string, Measurement[]>(contenders.map(({ name }) => [name, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const contender of contenders) {
        results.get(contender.name)?.push(await measure(contender))
      }
      process.stderr.write(`round ${round + 1} of ${rounds}\n`)
    }
    report(results.get('bare') ?? [], results.get('hubkey') ?? [])
    return 0
  } finally {
    display.stop()
    await rm(bare, { recursive: true, force: true })
  }
})

function report(bare: readonly Measurement[], hubkey: readonly Measurement[]): void {
  for (const { key, label, goal } of figures) {
    const [ours, theirs] = [median(hubkey, key), median(bare, key)]
    const show = (value: number): string =>
      key === 'memory' ? `${Math.round(value / 1_000_000)} MB` : `${Math.round(value)} ms`
    const ratio = `${(ours / theirs).toFixed(2)}×`
    const aim = goal === null ? '' : ` (goal ≤ ${goal})`
    process.stdout.write(
      `${label.padEnd(17)}${ratio}${aim.padEnd(14)} hubkey ${show(ours)}, bare ${show(theirs)}\n`,
    )
  }
}

function median(measurements: readonly Measurement[], key: keyof Measurement): number {
  const sorted = measurements.map((one) => one[key]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

async function buildBareApp(): Promise<string> {
  const source = join(import.meta.dirname, 'bare-app')
  const folder = await mkdtemp(join(tmpdir(), 'hubkey-bare-'))
  await cp(join(source, 'main.cjs'), join(folder, 'main.cjs'))
  await writeFile(join(folder, 'package.json'), '{"name":"bare","main":"main.cjs"}\n')
  await build({
    root: source,
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: join(folder, 'page'), emptyOutDir: true },
  })
  return folder
}
